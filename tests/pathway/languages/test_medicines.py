"""What is said about a medicine is filled in by the programme; in Spanish all of it is said, the names included."""

import re

import pytest

from enthesis.pathway.languages import say
from enthesis.pathway.medications import review
from enthesis.pathway.medications.library import library

ENGLISH = re.compile(r"\b(the|your|you|not|take|clinic|from|until|and|or|March)\b")


def test_what_is_said_of_every_drug_is_said_in_spanish() -> None:
    names = [drug.name for drug in library().drugs.values()]
    told = [answer.patient_words for answer in review(names, (), "US") if answer.patient_words]
    assert len(told) > 100
    spoken = {words: say(words, "es") for words in told}
    assert [words for words, said in spoken.items() if said is None] == []


@pytest.mark.parametrize(
    "typed", ["blood thinner", "steroid", "ibuprofen 400 mg", "aspirin", "tylenol", "something new"]
)
def test_what_is_typed_is_answered_in_spanish(typed: str) -> None:
    for answer in review([typed], (), "US"):
        said = say(answer.patient_words, "es")
        assert said is not None
        assert not ENGLISH.search(said), said
