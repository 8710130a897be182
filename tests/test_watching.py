"""A run now and after each change of a file, whatever editors do to files; no test waits for anything."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import watchfiles

from dataaudit import audit
from dataaudit.errors import InputError
from dataaudit.evidence import encoders
from dataaudit.watching import _folders, warm_up, watch

Step = Callable[[], object]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("train.jsonl").write_text("1")
    Path("dataaudit.toml").write_text("")
    return tmp_path


def runs(*steps: Step, given: Iterable[str] = ("train.jsonl", "dataaudit.toml")) -> list[str]:
    """What the data were at each run, if each step is a change that the file system tells of."""
    seen: list[str] = []

    def changes(_: Iterable[Path]) -> Iterator[object]:
        for step in steps:
            yield step()

    watch(given, lambda: seen.append(Path("train.jsonl").read_text()), changes=changes)
    return seen


def write(name: str, text: str) -> Step:
    return lambda: Path(name).write_text(text)


def replace(text: str) -> None:
    """As editors do it."""
    Path(".train.jsonl.swp").write_text(text)
    os.replace(".train.jsonl.swp", "train.jsonl")


def test_it_runs_at_once_and_after_each_change() -> None:
    assert runs(write("train.jsonl", "22"), write("train.jsonl", "333")) == ["1", "22", "333"]


def test_a_file_that_is_replaced_has_changed() -> None:
    assert runs(lambda: replace("2")) == ["1", "2"]


def test_what_is_not_given_doesnt_matter() -> None:
    assert runs(write("other.jsonl", "2"), write("train.jsonl.swp", "2"), lambda: None) == ["1"]


def test_settings_are_watched_like_data() -> None:
    assert runs(write("dataaudit.toml", "[policy]")) == ["1", "1"]


@pytest.mark.parametrize("given", [".", "*.jsonl", "**/*.jsonl"])
def test_a_new_file_in_a_folder_or_of_a_glob_is_a_change(given: str) -> None:
    assert runs(write("new.jsonl", "2"), write("note.txt", "2"), given=[given]) == ["1", "1"]


def test_a_file_may_go_and_come_back(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []

    def run() -> None:
        if not Path("train.jsonl").exists():
            raise InputError("There is no file 'train.jsonl'.")
        seen.append(Path("train.jsonl").read_text())

    def changes(_: Iterable[Path]) -> Iterator[object]:
        yield Path("train.jsonl").unlink()
        yield Path("train.jsonl").write_text("2")

    watch(["train.jsonl"], run, changes=changes)
    assert seen == ["1", "2"]
    assert capsys.readouterr().err == "dataaudit: There is no file 'train.jsonl'.\n"


def test_what_a_program_does_wrong_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        watch(["train.jsonl"], lambda: 1 // 0, changes=lambda _: iter(()))


def test_an_interrupt_is_passed_on() -> None:
    def changes(_: Iterable[Path]) -> Iterator[object]:
        yield None
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(["train.jsonl"], lambda: None, changes=changes)


def test_standard_input_cant_be_watched() -> None:
    with pytest.raises(InputError, match=r"^Standard input can't be watched: name the files\.$"):
        watch(["train.jsonl", "-"], lambda: None)


def test_folders_that_are_there_are_watched_each_once(folder: Path) -> None:
    (folder / "data" / "deep").mkdir(parents=True)
    assert _folders(["data/*.jsonl", "data/deep/a.jsonl", "data/none/b.jsonl"]) == [folder / "data"]
    assert _folders(["data/d*/**/*.jsonl", "train.jsonl"]) == [folder]


def test_the_file_system_is_asked_about_the_folders(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def watch_folders(*folders: Path, **_: object) -> Iterator[set[object]]:
        asked.extend(folders)
        yield set()

    monkeypatch.setattr(watchfiles, "watch", watch_folders)
    watch(["train.jsonl", "dataaudit.toml"], lambda: None)
    assert asked == [folder]


def test_what_the_file_system_refuses_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def watch_folders(*_: Path, **__: object) -> Iterator[set[object]]:
        raise OSError("inotify watch limit reached")
        yield

    monkeypatch.setattr(watchfiles, "watch", watch_folders)
    with pytest.raises(InputError, match=r"^The files can't be watched: inotify watch limit reached\.$"):
        watch(["train.jsonl"], lambda: None)


def test_the_encoder_is_loaded_once_for_all_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    report = audit([{"text": "hello", "label": "greeting"}] * 2, encoder="none")
    warm_up(report)
    encoded: list[str] = []
    monkeypatch.setattr(encoders.MiniLM, "encode", lambda _, texts: encoded.extend(texts))
    report.settings["encoder"] = {"name": "minilm-bf16"}  # type: ignore[index]
    warm_up(report)
    assert encoded == ["a text"]
