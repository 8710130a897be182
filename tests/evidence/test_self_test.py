from small_parts import dataset

from dataaudit.dataset import Corpus
from dataaudit.evidence.self_test import found_respelled, plants_of_wording, plants_of_words
from dataaudit.evidence.text import TextEvidence
from dataaudit.evidence.units import Units

CORPUS = Corpus.of(dataset(*(f"where is the package with the number {n}" for n in range(150))))
UNITS = Units.among(CORPUS, TextEvidence.of(CORPUS.frame))


def test_copies_in_other_spelling_are_all_found() -> None:
    assert found_respelled(UNITS, CORPUS.frame, seed=0).tolist() == [True] * 100


def test_a_short_input_gets_a_slip_and_keeps_its_answer() -> None:
    inputs, outputs = UNITS.texts(CORPUS.frame)
    plants = plants_of_words(UNITS, inputs, outputs, seed=0)
    assert len(plants) == 100
    assert all(sorted(plant.input) == sorted(inputs[plant.unit]) for plant in plants)
    assert all(plant.input != inputs[plant.unit] for plant in plants)
    assert all(plant.output == outputs[plant.unit] for plant in plants)


def test_only_english_is_put_in_other_words() -> None:
    english = [f"where is the parcel that I ordered on day {n}" for n in range(60)]
    german = [f"wo ist das paket und wann ist es da, nummer {n}" for n in range(60)]
    assert len(plants_of_wording(english, range(60), seed=0)) == 50
    assert plants_of_wording(german, range(60), seed=0) == []
