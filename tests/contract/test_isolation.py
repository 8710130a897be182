"""Great Expectations is imported where there is a contract, and leaves nothing behind: no file, no word, no call."""

import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from contract_parts import broken_rows, frame_of, rules

from dataaudit.errors import ConfigError

ROWS = [{"text": f"where is parcel {n}", "label": "track"} for n in range(30)]
PROBE = """
import socket, sys
def refuse(*_, **__):
    raise AssertionError("the network was touched")
socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
from dataaudit import audit
report = audit({rows}, config={config}, encoder="none", cache=False)
[result] = [result for result in report.results if result.code == "FMT011"]
print("great_expectations" in sys.modules, result.outcome, len(result.rows))
"""


def probe(folder: Path, config: dict[str, Any]) -> str:
    """What the audit prints in a process of its own whose home and working directory is an empty folder."""
    script = PROBE.format(rows=ROWS, config=config)
    environment = {"HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.stderr == ""
    assert list(folder.iterdir()) == []
    return done.stdout.strip()


def test_without_a_contract_it_is_not_imported(tmp_path: Path) -> None:
    assert probe(tmp_path, {}) == "False not_applicable 0"


def test_with_one_it_touches_no_network_writes_no_file_and_says_nothing(tmp_path: Path) -> None:
    assert probe(tmp_path, {"contract": {"fields": {"label": {"values": ["refund"]}}}}) == "True fail 30"


def test_settings_and_their_errors_do_not_import_it() -> None:
    script = "import sys, dataaudit.config; dataaudit.config.parse_config({config}, 'here'); print(*sys.modules)"
    config = {"contract": {"columns": ["input"], "fields": {"label": {"values": ["a"], "unique": True}}}}
    done = subprocess.run([sys.executable, "-c", script.format(config=config)], capture_output=True, text=True)
    assert not {"great_expectations", "pydantic.v1"} & set(done.stdout.split())


def test_the_callers_own_context_stays_the_current_one() -> None:
    broken_rows(frame_of("a"), rules(values=["a"]))
    import great_expectations as gx
    from great_expectations.data_context import project_manager, set_context

    own = gx.get_context(mode="ephemeral")
    try:
        broken_rows(frame_of("a"), rules(values=["a"]))
        assert project_manager.get_current_project() is own
    finally:
        set_context(None)


def test_a_schema_that_refers_elsewhere_fetches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *names, **_: asked.append(names))
    schema = {"properties": {"a": {"$ref": "https://example.org/schema.json"}}}
    with pytest.raises(ConfigError, match="nothing is fetched"):
        rules(json_schema=schema)
    assert asked == []
