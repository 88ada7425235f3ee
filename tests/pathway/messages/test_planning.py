"""Which messages follow from a course's visits: none for a time that moved, was called off or waits."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.course import fold
from enthesis.pathway.course_drugs import completed
from enthesis.pathway.medications import Hold
from enthesis.pathway.messages import LeadTimes, Planned, Quiet, awake, lead_times, planned, shipped
from enthesis.pathway.protocol.library import latest

PROTOCOL = latest()["darrow-back"]
ZONE = ZoneInfo("Europe/Berlin")
AS_SHIPPED = lead_times(shipped())
MADE = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday, 10 o'clock at the clinic
VISIT = datetime(2026, 4, 20, 12, 30, tzinfo=UTC)
NSAIDS = Hold("nsaid", 7, 14, "the clinic")


def started(*drugs: str) -> list[e.Event]:
    first = date(2026, 3, 2)
    return [
        e.CourseStarted(id="c", happened_on=first, protocol="darrow-back", version="1", problem="back"),
        completed(e.DrugListTaken(id="d", happened_on=first, drugs=drugs)),
    ]


def booked(visit: str = "v1", starts: datetime = VISIT, at: datetime = MADE, activity: str = "treatment") -> e.Event:
    return e.VisitBooked(
        id=f"b-{visit}",
        happened_on=at.date(),
        recorded_at=at,
        visit=visit,
        activity=activity,
        starts=starts,
        minutes=45,
    )


def plan(*log: e.Event, times: LeadTimes = AS_SHIPPED, own: tuple[Hold, ...] = ()) -> dict[str, Planned]:
    """The messages by purpose; every test here has at most one of each."""
    found = planned(PROTOCOL, fold(log), shipped(), times, ZONE, own)
    assert len({each.purpose for each in found}) == len(found)
    return {each.purpose: each for each in found}


def test_an_injection_has_its_messages_each_in_its_time() -> None:
    found = plan(*started(), booked(), own=(NSAIDS,))
    assert {name: each.due.astimezone(ZONE).isoformat()[:16] for name, each in found.items()} == {
        "confirmation": "2026-03-02T10:00",
        "drug-hold": "2026-04-12T08:00",  # the day before the seven days, when the quiet hours end
        "preparation": "2026-04-17T14:30",
        "reminder": "2026-04-18T14:30",
        "arrival": "2026-04-20T11:30",
    }
    assert all(each.until <= VISIT for each in found.values())
    assert found["drug-hold"].hold_first == "2026-04-13"


def test_a_visit_without_an_injection_has_no_preparation_and_no_pause() -> None:
    assert set(plan(*started(), booked(activity="consultation"), own=(NSAIDS,))) == {
        "confirmation",
        "reminder",
        "arrival",
    }


def test_two_days_before_stay_two_days_before_over_a_clock_change() -> None:
    starts = datetime(2026, 3, 30, 9, tzinfo=ZONE)  # the clock goes on in the night before
    due = plan(*started(), booked(starts=starts))["reminder"].due.astimezone(ZONE)
    assert due == datetime(2026, 3, 28, 9, tzinfo=ZONE)


def test_a_moved_visit_has_other_keys_and_times() -> None:
    later = VISIT + timedelta(days=7)
    moved = e.VisitMoved(
        id="m", happened_on=date(2026, 3, 10), recorded_at=MADE + timedelta(days=8), visit="v1", starts=later
    )
    before, after = plan(*started(), booked(), own=(NSAIDS,)), plan(*started(), booked(), moved, own=(NSAIDS,))
    assert not {each.key for each in before.values()} & {each.key for each in after.values()}
    assert after["confirmation"].due == MADE + timedelta(days=8)
    for name in ("reminder", "preparation", "arrival", "drug-hold"):
        assert after[name].due - before[name].due == timedelta(days=7)


def test_back_to_the_first_time_is_told_again() -> None:
    """A patient who was told Tuesday and then Wednesday has to be told that it is Tuesday after all."""
    there = e.VisitMoved(id="m1", happened_on=MADE.date(), recorded_at=MADE, visit="v1", starts=VISIT + timedelta(1))
    back = e.VisitMoved(id="m2", happened_on=MADE.date(), recorded_at=MADE, visit="v1", starts=VISIT)
    first, last = plan(*started(), booked()), plan(*started(), booked(), there, back)
    assert first["confirmation"].key != last["confirmation"].key


def test_a_cancelled_visit_has_only_the_word_that_it_is_off() -> None:
    off = e.VisitCancelled(id="x", happened_on=date(2026, 3, 9), recorded_at=MADE + timedelta(days=7), visit="v1")
    found = plan(*started(), booked(), off, own=(NSAIDS,))
    assert set(found) == {"cancellation"}
    assert found["cancellation"].starts == VISIT


def test_a_visit_that_was_called_off_when_it_was_over_is_told_to_nobody() -> None:
    off = e.VisitCancelled(id="x", happened_on=date(2026, 4, 21), recorded_at=VISIT + timedelta(days=1), visit="v1")
    assert plan(*started(), booked(), off) == {}


def test_what_was_booked_late_is_told_at_once_and_not_twice() -> None:
    found = plan(*started(), booked(at=VISIT - timedelta(days=1)), own=(NSAIDS,))
    assert "reminder" not in found  # the confirmation has just said it
    assert found["preparation"].due == found["drug-hold"].due == VISIT - timedelta(days=1)


def test_nothing_leaves_in_the_quiet_hours() -> None:
    late = datetime(2026, 3, 2, 23, 15, tzinfo=ZONE)
    found = plan(*started(), booked(at=late, starts=datetime(2026, 4, 20, 9, tzinfo=ZONE)))
    assert found["confirmation"].due == datetime(2026, 3, 3, 8, tzinfo=ZONE)
    assert found["arrival"].due == datetime(2026, 4, 20, 8, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("clock", "later"),
    [("19:59", "19:59"), ("20:00", "08:00"), ("00:30", "08:00"), ("07:59", "08:00"), ("08:00", "08:00")],
)
def test_quiet_hours_over_midnight(clock: str, later: str) -> None:
    due = datetime.combine(date(2026, 3, 2), time.fromisoformat(clock), ZONE)
    found = awake(due, due + timedelta(days=2), Quiet(time(20), time(8)), ZONE).astimezone(ZONE)
    assert f"{found:%H:%M}" == later
    assert due <= found


def test_a_message_that_would_come_too_late_after_the_quiet_hours_leaves_at_once() -> None:
    due = datetime(2026, 3, 2, 6, tzinfo=ZONE)
    assert awake(due, due + timedelta(hours=1), Quiet(time(20), time(8)), ZONE) == due


def test_a_clinic_without_quiet_hours() -> None:
    times = replace(AS_SHIPPED, quiet=Quiet(time(0), time(0)))
    late = datetime(2026, 3, 2, 23, 15, tzinfo=ZONE)
    assert plan(*started(), booked(at=late), times=times)["confirmation"].due == late


@pytest.mark.parametrize("drug", ["warfarin", "aspirin 81 mg", "clopidogrel", "prednisone"])
def test_a_drug_that_only_its_prescriber_may_stop_makes_no_message(drug: str) -> None:
    """Whatever a clinic decided about it."""
    own = (Hold("anticoagulant", 7, 7, "x"), Hold("antiplatelet", 7, 7, "x"), Hold("systemic_steroid", 7, 7, "x"))
    assert "drug-hold" not in plan(*started(drug), booked(), own=own)


def test_a_session_with_an_open_concern_is_frozen_until_a_clinician_has_closed_it() -> None:
    on = date(2026, 4, 1)
    told = e.SymptomReported(id="s", happened_on=on, symptom="s1", level="urgent_care")
    closed = e.SymptomHandled(
        id="h", happened_on=on, symptom="s1", closed=True, relatedness="unrelated", severity="mild"
    )
    other = booked("v2", activity="consultation")
    assert {
        each.visit for each in planned(PROTOCOL, fold([*started(), booked(), other, told]), shipped(), AS_SHIPPED, ZONE)
    } == {"v2"}
    assert plan(*started(), booked(), told) == {}
    assert plan(*started(), booked(), told, closed) == plan(*started(), booked())


def test_a_paused_course_has_none() -> None:
    paused = e.CoursePaused(id="p", happened_on=date(2026, 4, 1), reason="travel")
    assert plan(*started(), booked(), paused) == {}


def test_aftercare_comes_once_after_the_injection_took_place() -> None:
    at = VISIT + timedelta(minutes=40)
    given = e.InjectionsGiven(
        id="i1", happened_on=VISIT.date(), recorded_at=at, activity="treatment", visit="v1", volume_ml=None
    )
    again = replace(given, id="i2", replaces="i1", recorded_at=at + timedelta(minutes=30))
    found = plan(*started(), booked(), given)
    assert set(found) == {"aftercare"}
    assert found["aftercare"].due == at + timedelta(hours=1)
    assert plan(*started(), booked(), given, again)["aftercare"].key == found["aftercare"].key


def test_a_session_that_is_written_down_days_later_has_no_aftercare() -> None:
    given = e.InjectionsGiven(
        id="i1", happened_on=VISIT.date(), recorded_at=VISIT + timedelta(days=4), activity="treatment"
    )
    assert plan(*started(), given) == {}
