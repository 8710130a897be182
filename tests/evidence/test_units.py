from dataclasses import replace

from small_parts import dataset, frame

from dataaudit.dataset import Corpus
from dataaudit.evidence.text import TextEvidence
from dataaudit.evidence.units import Units


def units_of(corpus: Corpus) -> Units:
    return Units.among(corpus, TextEvidence.of(corpus.frame))


def corpus_of(*rows: dict[str, str], accepted: int = 0) -> Corpus:
    return Corpus(frame(*rows), len(rows) - accepted)


def test_normalised_copies_are_one_unit_and_accepted_units_come_first() -> None:
    rows = ({"input": "B"}, {"input": "a"}, {"input": "b!"}, {"input": "c"}, {"input": "A."})
    units = units_of(corpus_of(*rows, accepted=2))
    assert units.accepted == 2
    assert units.of[0] == units.of[2] >= 2
    assert units.of[1] == units.of[4] < 2
    assert units.shown[units.of[1]] == 4


def test_the_order_of_units_does_not_depend_on_that_of_rows() -> None:
    rows = [{"input": text, "output": "x"} for text in ("one", "One", "two", "three", "two?")]
    there, back = (units_of(corpus_of(*order)) for order in (rows, rows[::-1]))
    assert there.of.tolist() == back.of[::-1].tolist()
    assert there.shown.tolist() == [4 - position for position in back.shown]


def test_what_is_neither_asked_nor_answered_is_the_context() -> None:
    rows = ({"input": "a", "label": "x"}, {"input": "b", "label": "X"}, {"input": "c", "label": "y"})
    units = units_of(corpus_of(*rows))
    context = units.context[units.of]
    assert context[0] == context[1] != context[2]


def test_rows_without_the_input_that_others_have_are_no_units() -> None:
    corpus = Corpus.of(dataset("a", None, " "))
    assert units_of(corpus).of.tolist() == [0, -1, -1]


def test_texts_are_normalised_and_those_of_accepted_units_are_there_too() -> None:
    rows = ({"system": "Be kind.", "input": "Hi!", "output": "Yo."}, {"input": "OLD", "output": None})
    corpus = corpus_of(*rows, accepted=1)
    inputs, outputs = units_of(corpus).texts(corpus.frame)
    assert list(inputs) == inputs[:2] == ["old", "be kind hi"]
    assert list(outputs) == ["", "yo"]
    assert list(inputs.each(str.upper)) == ["OLD", "BE KIND HI"]


def test_an_output_that_is_all_there_is_is_no_answer() -> None:
    data = dataset(None, None)
    corpus = Corpus.of(replace(data, examples=data.examples))
    units = units_of(corpus)
    assert units.answers(corpus.frame, units.of) == ["", ""]
