"""Fold and agenda: whatever happens, in whatever order it is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.pathway import codec
from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda, together
from enthesis.pathway.checks import check
from enthesis.pathway.course import Status, as_known_on, fold, standing
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import find, latest
from enthesis.pathway.protocol.model import Step, Unit, Value
from enthesis.pathway.window import Timing, Window, after, later
from tests.support.happenings import events

START = e.CourseStarted(
    id="start", happened_on=date(2026, 1, 1), protocol="nutura-back", version="2026-11", problem="back pain"
)


def numbered(log: list[Event]) -> list[Event]:
    return [replace(event, id=f"e{place}") for place, event in enumerate(log)]


logs = st.lists(events(), max_size=30).map(numbered)


@given(logs, st.data())
@settings(max_examples=300, deadline=None)
def test_no_log_breaks_the_fold_or_an_agenda(log: list[Event], data: st.DataObject):
    wild = [
        replace(
            event,
            replaces=data.draw(st.sampled_from(["", "", "e0", "e3", event.id, "nobody"])),
            after=data.draw(st.sampled_from(["", "e1", "e9", event.id, "nobody"])),
        )
        for event in log
    ]
    course = fold([START, *wild])
    for protocol in latest().values():
        for item in agenda(protocol, course):
            assert item.because
    if wild:
        check(find("nutura-back"), course, wild[-1], today=date(2026, 6, 1), log=wild)


@given(events())
@settings(max_examples=500, deadline=None)
def test_an_event_is_read_as_it_was_written(event: Event):
    event = replace(event, id="e1", recorded_at=datetime(2026, 3, 2, 9, tzinfo=UTC), overrides={"early": "on leave"})
    assert codec.read(codec.write(event)) == event


@given(logs, st.integers(0, 29), st.data())
@settings(max_examples=300, deadline=None)
def test_a_corrected_log_folds_as_if_the_mistake_had_never_been_made(log: list[Event], at: int, data: st.DataObject):
    if not log:
        return
    at %= len(log)
    right = log[at]
    wrong = replace(data.draw(events(type(right).__name__)), id="mistake")
    told = [START, *log[:at], wrong, *log[at + 1 :], replace(right, replaces="mistake")]
    clean = [START, *log]
    assert fold(told) == fold([replace(x, replaces="mistake") if x is right else x for x in clean])


@given(logs, st.integers(0, 29), st.data())
@settings(max_examples=200, deadline=None)
def test_a_withdrawn_event_leaves_no_trace(log: list[Event], at: int, data: st.DataObject):
    at = min(at, len(log))
    wrong = replace(data.draw(events()), id="mistake")
    told = [START, *log[:at], wrong, *log[at:], e.Withdrawn(id="w", replaces="mistake")]
    # An event without a day takes its place from what stands before it, so both logs hold the same ones.
    assert fold(told) == fold([START, *log])


@given(st.lists(st.dates(date(2026, 1, 2), date(2026, 12, 31)), unique=True, min_size=2, max_size=12), st.randoms())
def test_what_comes_late_is_folded_on_its_day(days: list[date], order):
    diary = [e.DiaryEntered(id=str(day), happened_on=day, pain=Decimal(day.day % 11)) for day in sorted(days)]
    shuffled = list(diary)
    order.shuffle(shuffled)
    assert fold([START, *shuffled]).diary == fold([START, *diary]).diary


def test_an_event_without_a_day_stands_where_it_is_said_to_stand():
    third = e.InjectionsGiven(id="third", happened_on=date(2026, 3, 1), activity="treatment")
    fourth = e.InjectionsGiven(id="fourth", happened_on=date(2026, 4, 1), activity="treatment")
    between = e.ScoresTaken(id="score", instrument="nrs_pain", value=Decimal(3), after="third")
    log = [START, third, fourth, between]
    assert [event.id for event in standing(log)] == ["start", "third", "score", "fourth"]
    course = fold(log)
    assert course.injection_places[0] < course.scores[0].place < course.injection_places[1]


def test_it_stays_in_its_place_when_what_it_names_is_corrected():
    third = e.InjectionsGiven(id="third", happened_on=date(2026, 3, 1), activity="treatment")
    fourth = e.InjectionsGiven(id="fourth", happened_on=date(2026, 4, 1), activity="treatment")
    between = e.ScoresTaken(id="score", instrument="nrs_pain", value=Decimal(3), after="third")
    corrected = replace(third, id="third-again", happened_on=date(2026, 3, 2), replaces="third")
    told = [event.id for event in standing([START, third, fourth, between, corrected])]
    assert told == ["start", "third-again", "score", "fourth"]


def test_an_unknown_anchor_gives_an_item_without_dates_that_says_so():
    log: list[Event] = [START, e.InjectionsGiven(id="i", activity="treatment"), e.PlanAgreed(id="p", sessions=3)]
    (item,) = [item for item in agenda(find("nutura-back"), fold(log)) if item.activity == "treatment"]
    assert item.window == Window()
    assert "whose day is not known" in item.because


def test_what_was_known_on_a_day_is_what_had_been_recorded_by_then():
    first = replace(START, recorded_at=datetime(2026, 1, 1, 9, tzinfo=UTC))
    late = e.DiaryEntered(
        id="d", happened_on=date(2026, 1, 2), recorded_at=datetime(2026, 1, 9, 9, tzinfo=UTC), pain=Decimal(4)
    )
    assert as_known_on([first, late], datetime(2026, 1, 5, tzinfo=UTC)) == [first]
    assert as_known_on([first, late], datetime(2026, 1, 10, tzinfo=UTC)) == [first, late]


def test_two_problems_have_two_courses_and_one_agenda():
    back = agenda(find("nutura-back"), fold([START]), label="back")
    knee = agenda(
        find("sit-knee-2020"), fold([replace(START, protocol="sit-knee-2020", problem="left knee")]), label="left knee"
    )
    both = together([back, knee])
    assert {item.course for item in both} == {"back", "left knee"}
    assert len(both) == len(back) + len(knee)
    days = [item.window.aim or date.max for item in both]
    assert days == sorted(days)


def test_a_paused_or_closed_course_owes_nothing():
    paused: list[Event] = [START, e.CoursePaused(id="p", reason="travel")]
    assert fold(paused).status is Status.PAUSED
    assert agenda(find("nutura-back"), fold(paused)) == []
    resumed = [*paused, e.CourseResumed(id="r")]
    assert agenda(find("nutura-back"), fold(resumed)) == agenda(find("nutura-back"), fold([START]))
    assert agenda(find("nutura-back"), fold([START, e.CourseClosed(id="c", reason="lost")])) == []


def test_an_open_warning_sign_comes_first_and_blocks_the_injection():
    log: list[Event] = [
        START,
        e.InjectionsGiven(id="i", happened_on=date(2026, 2, 1), activity="treatment"),
        e.SymptomReported(id="s", happened_on=date(2026, 2, 3), symptom="s1", level="urgent_care"),
    ]
    items = agenda(find("nutura-back"), fold(log))
    assert items[0].kind == "safety-concern"
    (treatment,) = [item for item in items if item.activity == "treatment"]
    assert "A reported symptom is not closed by a clinician." in treatment.why_not
    closed = [*log, e.SymptomHandled(id="h", symptom="s1", closed=True, relatedness="possible", severity="mild")]
    (treatment,) = [item for item in agenda(find("nutura-back"), fold(closed)) if item.activity == "treatment"]
    assert "A reported symptom is not closed by a clinician." not in treatment.why_not


# -- windows ------------------------------------------------------------------------------------------------

STEP = Step("x", Unit.DAYS, Value(21, "A"), Value(28, "B"), Value(49, "A"))


def test_both_ends_of_a_window_are_inside():
    window = after(date(2026, 3, 2), STEP)
    assert window == Window(date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 20))
    assert window.on(date(2026, 3, 22)) is Timing.UPCOMING
    assert window.on(date(2026, 3, 23)) is Timing.DUE
    assert window.on(date(2026, 4, 20)) is Timing.DUE
    assert window.on(date(2026, 4, 21)) is Timing.OVERDUE


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Tehran", "Pacific/Chatham", "UTC")


@given(st.dates(date(2015, 1, 1), date(2035, 1, 1)), st.integers(0, 400), st.sampled_from(ZONES), st.integers(0, 23))
@settings(max_examples=500)
def test_a_window_of_days_survives_a_clock_change(anchor: date, days: int, zone: str, hour: int):
    """An injection at any local hour, `days` days later at any local hour: the calendar says `days`, always."""
    place = ZoneInfo(zone)
    injected = datetime(anchor.year, anchor.month, anchor.day, hour, tzinfo=place).astimezone(UTC)
    day = later(injected.astimezone(place).date(), days, Unit.DAYS)
    assert day - anchor == timedelta(days=days)
    window = Window(day, day, day)
    for local_hour in (0, 12, 23):
        visit = datetime(day.year, day.month, day.day, local_hour, 30, tzinfo=place).astimezone(UTC)
        assert window.on(visit.astimezone(place).date()) is Timing.DUE


def test_at_eight_in_sydney_the_utc_day_is_still_the_day_before():
    visit = datetime(2026, 3, 23, 8, tzinfo=ZoneInfo("Australia/Sydney")).astimezone(UTC)
    window = after(date(2026, 3, 2), STEP)
    assert window.on(visit.date()) is Timing.UPCOMING
    assert window.on(visit.astimezone(ZoneInfo("Australia/Sydney")).date()) is Timing.DUE


@pytest.mark.parametrize(
    ("anchor", "months", "day"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-11-30", 3, "2027-02-28")],
)
def test_months_are_calendar_months(anchor: str, months: int, day: str):
    assert later(date.fromisoformat(anchor), months, Unit.MONTHS) == date.fromisoformat(day)


@given(st.dates(), st.integers(-(10**6), 10**6), st.sampled_from(Unit))
def test_no_amount_of_time_leaves_the_calendar(anchor: date, amount: int, unit: Unit):
    assert date.min <= later(anchor, amount, unit) <= date.max
