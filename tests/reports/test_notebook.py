"""A notebook shows a report by itself, in a frame that keeps its style and script apart from the notebook's."""

from html.parser import HTMLParser

from dataaudit.report import Report
from dataaudit.reports.html_report import render


class Tags(HTMLParser):
    """The tags at the top of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_report_shows_itself_in_a_frame(no_go: Report) -> None:
    [(tag, attributes)] = Tags(no_go._repr_html_()).found
    assert (tag, attributes["title"]) == ("iframe", "dataaudit")
    assert attributes["srcdoc"] == render(no_go)


def test_the_rows_are_the_frame_an_analyst_wants(no_go: Report) -> None:
    assert no_go.rows.columns.tolist() == ["row", "source", "line", "codes", "severity", "clean"]
    worst = no_go.rows.query("severity == 'error'")
    assert set(worst["row"]) == {
        row for finding in no_go.findings if finding.severity == "error" for row in finding.rows
    }
