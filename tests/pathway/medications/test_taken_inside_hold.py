"""A diary says that something was taken: a note for the clinician, thanks for the patient."""

from datetime import date

import pytest

from enthesis.pathway.medications import Hold, Session, Taken, taken_inside_hold

SESSION = Session(date(2026, 12, 8))
HOLD = Hold("nsaid", 7, 14, "protocol halifax 2026-03")


def notes(day, name, holds=(HOLD,), sessions=(SESSION,)):
    return taken_inside_hold([Taken(day, name)], sessions, holds)


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), "7 days before the session of 8 December 2026"),
        (date(2026, 12, 7), "1 day before the session of 8 December 2026"),
        (date(2026, 12, 8), "on the day of the session, 8 December 2026"),
        (date(2026, 12, 22), "14 days after the session of 8 December 2026"),
        (date(2026, 12, 23), None),
    ],
)
def test_both_ends_of_the_pause_and_the_day_outside_each(day, where):
    found = [note.says for note in notes(day, "ibuprofen") if note.code == "taken-inside-hold"]
    assert bool(found) == bool(where)
    assert all(where in says for says in found)


def test_the_note_names_the_product_the_drug_and_who_set_the_pause():
    (note,) = notes(date(2026, 12, 5), "2 Advil PM")
    assert note.level == "note"
    assert note.says.startswith("Ibuprofen (as “2 Advil PM”) was taken on 5 December 2026")
    assert "7 days before and 14 days after (set by protocol halifax 2026-03)" in note.says
    assert "KIM_NSAID2025" in note.sources


def test_the_patient_is_thanked_and_not_scolded():
    (note,) = notes(date(2026, 12, 5), "ibuprofen")
    assert note.to_patient.startswith("Thank you")
    assert "not dangerous" in note.to_patient
    assert not any(word in note.to_patient.lower() for word in ("should", "must", "wrong", "mistake", "however"))


def test_where_nobody_set_a_pause_the_published_range_is_only_remarked():
    (note,) = notes(date(2026, 11, 30), "ibuprofen", holds=())
    assert note.code == "taken-near-session"
    assert "no pause is set" in note.says
    assert notes(date(2026, 11, 23), "ibuprofen", holds=()) == []


@pytest.mark.parametrize(
    "name", ["warfarin", "baby aspirin", "Plavix", "prednisone", "acetaminophen", "zorbi", "Vicoprofen", "no ibuprofen"]
)
def test_what_is_not_to_be_paused_gives_no_note(name):
    assert notes(date(2026, 12, 5), name, holds=(HOLD, Hold("anticoagulant", 7, 7), Hold("antiplatelet", 7, 7))) == []


def test_a_cancelled_or_undated_session_has_no_pause_to_break():
    assert (
        notes(date(2026, 12, 5), "ibuprofen", sessions=[Session(date(2026, 12, 8), is_cancelled=True), Session(None)])
        == []
    )


def test_the_nearest_session_is_named():
    (note,) = notes(date(2026, 12, 20), "naproxen", sessions=[SESSION, Session(date(2026, 12, 22))])
    assert "2 days before the session of 22 December 2026" in note.says


def test_a_gel_breaks_only_its_own_pause():
    assert [note.code for note in notes(date(2026, 12, 5), "diclofenac gel")] == ["taken-near-session"]
    assert [note.code for note in notes(date(2026, 12, 5), "diclofenac gel", [Hold("nsaid_topical", 0, 0)])] == []


def test_a_pause_that_was_decided_is_named_before_a_nearer_one_that_was_not():
    sessions = [Session(date(2026, 12, 10)), Session(date(2026, 12, 20))]
    (note,) = notes(date(2026, 12, 13), "ibuprofen", [Hold("nsaid", 7, None, "the clinic")], sessions)
    assert note.code == "taken-inside-hold"
    assert "7 days before the session of 20 December 2026" in note.says
