"""The reports: one file a format, each a function from a Report to text."""

if __name__ != "dataaudit.reports":
    raise ImportError("import dataaudit.reports, not reports: the folder is installed under dataaudit")

#: The ending of a report file and the module that renders it, imported only when it is needed.
MODULES = {
    ".json": "json_report",
    ".gx.json": "gx_suite",
    ".html": "html_report",
    ".md": "markdown",
    ".xml": "junit",
    ".sarif": "sarif",
    ".csv": "worklist",
}
