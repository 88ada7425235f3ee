"""What the growth model begins with, and the words that go with a forecast: read, and refused with a sentence."""

from decimal import Decimal

import pytest

from enthesis import knowledge
from enthesis.pathway import outlook, outlook_words
from enthesis.pathway.plain_yaml import NotReadable

GROWTH = knowledge.shipped_path(outlook.FILE).read_text(encoding="utf-8")
WORDS = knowledge.shipped_path(outlook_words.FILE).read_text(encoding="utf-8")


def test_trials_are_on_the_scale_and_have_sources() -> None:
    found = outlook.shipped()
    assert {trial.condition for trial in found.trials} == {"back", "knee"}
    for trial in found.trials:
        assert trial.sources
        assert trial.sessions[0] == 0
        assert all(0 <= reading.pain <= 10 for reading in trial.readings)
    back = found.trials[0]
    assert (back.people, back.readings[0].pain, back.readings[-1].week) == (54, Decimal("5.19"), 104)
    assert {each.trial for each in found.left_out} >= {"Dechow 1999", "Scarpone 2008"}
    assert found.least_shown == 10


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("first_onset_weeks: 4", "first_onset_weeks: 5", "first_onset_weeks is one of onset_weeks"),
        ("readings: 1  ", "readings: 0  ", 'beforehand: "readings" must be above 0'),
        ("people: 54", "people: many", '"people" must be a number'),
        ("least_stopped: 20", "least_stoped: 20", '"least_stopped" is missing'),
        ("least_shown: 10", "least_shown: 10\ncolour: blue", '"colour" is not a field'),
    ],
)
def test_what_is_not_in_order_is_refused(old: str, new: str, says: str) -> None:
    assert old in GROWTH
    with pytest.raises(NotReadable, match=says):
        outlook.read_outlook(GROWTH.replace(old, new), "growth.yaml")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: not-you,", "id: not-him,", 'the sentence "not-you" is missing'),
        ("between {low} and {high}", "up to {high}", "its blanks are {when}, {low}, {high}"),
        ("sentences:", "sentences:\n  - {id: more, says: More.}", 'nothing says the sentence "more"'),
    ],
)
def test_words_are_all_there_with_their_figures(old: str, new: str, says: str) -> None:
    assert old in WORDS
    with pytest.raises(NotReadable, match=says):
        outlook_words.read_words(WORDS.replace(old, new, 1), "forecast.yaml")


def test_a_sentence_takes_its_figures() -> None:
    assert "between 2 and 5" in outlook_words.shipped().say("thirteen-weeks", when="May 2026", low=2, high=5)
