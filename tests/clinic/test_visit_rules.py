"""What patients may do alone: the clinic's decision, a stated default until then; and wishes as they are kept."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.cli.main import main
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.door import NotAllowed
from enthesis.clinic.own_visits import may_change
from enthesis.clinic.visit_rules import VisitRules, set_books, set_moves_hours, visit_rules
from enthesis.clinic.wishes import PARTS, Wishes, read, write
from enthesis.pathway.course import Booking
from enthesis.scheduling.problem import Away
from tests.clinic.making import OPERATOR, House


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(["clinic", "visit-rule", *words])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_until_the_clinic_decides_the_defaults_hold_and_say_so(
    north: House, capsys: pytest.CaptureFixture[str]
) -> None:
    status, text = said(capsys)
    assert status == 0
    assert "until 24 hours before them (not decided by the clinic)" in text
    assert visit_rules(north.clinic.pk) == VisitRules(24, True, frozenset())


def test_a_decision_holds_and_can_be_taken_back(north: House, capsys: pytest.CaptureFixture[str]) -> None:
    lead = north["lead"].email
    assert said(capsys, "patient-moves-hours", "48", "--by", lead, "--why", "Our rule.")[0] == 0
    assert said(capsys, "patient-books", "no", "--by", lead)[0] == 0
    told = json.loads(said(capsys, "--json")[1])["visit_rules"]
    assert [(row["value"], row["decided"]) for row in told] == [(48, True), (False, True)]
    assert said(capsys, "patient-moves-hours", "none", "--by", lead)[0] == 0
    assert visit_rules(north.clinic.pk).moves_hours == 24


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("patient-moves-hours",), "No value is given"),
        (("patient-moves-hours", "soon"), "is no whole number of hours"),
        (("patient-moves-hours", "9999", "--by", "LEAD"), "9999 hours before a visit"),
        (("patient-books", "perhaps"), "is neither yes nor no"),
        (("patient-books", "no"), "A decision has a name on it"),
        (("patient-books", "no", "--by", "DESK"), "Only a clinician or a lead"),
    ],
)
def test_nonsense_gets_a_sentence(
    north: House, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    named = {"LEAD": north["lead"].email, "DESK": north["front-desk"].email}
    status, text = said(capsys, *(named.get(word, word) for word in words))
    assert status == 2
    assert says in text
    assert visit_rules(north.clinic.pk).decided == frozenset()


def test_only_who_may_decide_does(north: House) -> None:
    with pytest.raises(NotAllowed):
        set_books(False, clinic=north.clinic, by=north["patient"])
    with pytest.raises(NotDecided):
        set_moves_hours(-1, clinic=north.clinic, by=OPERATOR)


def test_a_visit_may_be_changed_up_to_the_hour() -> None:
    starts = datetime(2026, 3, 2, 9, tzinfo=UTC)
    booking, rules = Booking(visit="v", activity="intake", starts=starts, minutes=30), VisitRules(24, True, frozenset())
    assert may_change(booking, rules, starts - timedelta(hours=24))
    assert not may_change(booking, rules, starts - timedelta(hours=24) + timedelta(seconds=1))


# -- wishes ------------------------------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
WISHES = st.builds(
    Wishes,
    weekdays=st.frozensets(st.integers(0, 6)),
    parts=st.frozensets(st.sampled_from(sorted(PARTS))),
    only=st.booleans(),
    earliest=st.none() | DAYS,
    away=st.lists(st.builds(Away, DAYS, DAYS), max_size=2).map(tuple),
    same_clinician=st.booleans(),
    video=st.booleans(),
)


@settings(max_examples=20, deadline=None)
@given(WISHES)
def test_wishes_are_read_as_they_were_written(wishes: Wishes) -> None:
    assert read(json.loads(json.dumps(write(wishes)))) == wishes


def test_parts_of_the_day_that_touch_are_one() -> None:
    assert Wishes(parts=frozenset(("morning", "afternoon"))).hours == ((time(0), time(17)),)
    assert Wishes(parts=frozenset(("morning", "evening"))).hours == ((time(0), time(12)), (time(17), time(0)))


def test_not_before_a_day_is_being_away_until_then() -> None:
    patient = Wishes(earliest=date(2026, 3, 9), only=True).patient(date(2026, 3, 2))
    assert patient.away == (Away(date(2026, 3, 2), date(2026, 3, 8)),)
    assert not patient.only  # nothing was said that only could be meant of
