"""COV003: declared topics without training inputs."""

from typing import Any

from dataaudit.evidence.topics import Topic
from dataaudit.model import CheckOutput, Severity


def run(topics: Any, *declared: Topic) -> CheckOutput:
    output: CheckOutput = topics.run("COV003", topics.rows(refund=60, delivery=60, password=60), topics=declared)
    return output


def test_a_topic_by_examples_that_nothing_is_like_is_missing(topics: Any) -> None:
    parrots = Topic("parrots", tuple(topics.texts("parrot", 3, 5)))
    output = run(topics, parrots, Topic("refunds", tuple(topics.texts("refund", 3, 5))))
    (finding,) = output.findings
    assert finding.message == "the topic 'parrots' is declared, and training has 0 inputs near it"
    assert (finding.severity, finding.rows) == (Severity.ERROR, ())
    assert [(m.name, m.value) for m in output.measures] == [
        ("missing_topics", 1),
        ("thin_topics", 1),
        ("declared_topics", 2),
    ]


def test_a_sentence_only_warns(topics: Any) -> None:
    output = run(topics, Topic("parrot cage seeds feathers"), Topic("refund money charged returned"))
    (finding,) = output.findings
    assert finding.evidence["topic"] == "parrot cage seeds feathers"
    assert (finding.severity, finding.confidence) == (Severity.WARNING, 0.3)
    assert output.measures[0].value == 0
