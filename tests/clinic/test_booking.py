"""From a stored course to a booked series: what is asked for, what is proposed, and that it is recorded once."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from enthesis.clinic import resources
from enthesis.clinic.booking import book, propose
from enthesis.clinic.decisions import decide
from enthesis.clinic.door import Refused, new_id, open_course, record, record_all
from enthesis.clinic.models import BookedTime
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.resources import Described
from enthesis.pathway import events as e
from enthesis.scheduling.check import check
from enthesis.scheduling.problem import Patient
from tests.clinic.making import OPERATOR, House, day, evaluated, injected, start

OFFICE = (((time(8), time(18)),),) * 5 + ((), ())


@pytest.fixture
def staffed(north: House) -> House:
    for described in (
        Described("Dr Rahman", "clinician", hours=OFFICE),
        Described("Dr Okafor", "clinician", hours=OFFICE),
        Described("Room 1", "room", hours=OFFICE),
        Described("Ultrasound 1", "device", ("ultrasound",), hours=OFFICE),
    ):
        resources.add(north.clinic, described)
    return north


def responded() -> list[e.Event]:
    """A course whose response review decided to go on, with four sessions agreed; the last event is on day 21."""
    return [
        *evaluated(),
        injected(1, guidance="ultrasound", overrides={"hold-unconfirmed": "asked", "not-eligible": "seen"}),
        e.ResponseDecided(
            id=new_id(), happened_on=day(21), activity="response-review", option="go-on", reason="Better."
        ),
        e.PlanAgreed(id=new_id(), happened_on=day(21), sessions=4),
    ]


def at(number: int) -> datetime:
    return datetime.combine(day(number), time(7), UTC)


def test_a_plan_of_four_sessions_is_proposed_under_its_windows(staffed: House) -> None:
    seen = open_course(start(staffed, *responded()).number, by=OPERATOR)
    found = propose(seen, Patient(same_clinician=True), now=at(22))
    assert [visit.wanted.id for visit in found.visits] == [f"treatment-{n}" for n in range(1, 5)]
    assert found.problem is not None
    best = found.choices[0].series
    assert check(found.problem, best.visits) == []
    gaps = [(b.day - a.day).days for a, b in zip(best.visits, best.visits[1:], strict=False)]
    assert all(28 <= gap <= 42 for gap in gaps)  # 4 to 6 weeks, as the protocol says
    assert all(
        set(visit.resources) & {"Dr Rahman", "Dr Okafor"} and "Room 1" in visit.resources for visit in best.visits
    )
    assert [unplaced.activity for unplaced in found.unplaced] == ["physical-therapy"]  # how often a week is not stated
    assert found.undecided == ("injection",)


def test_a_series_is_booked_once_and_holds_its_times(staffed: House) -> None:
    seen = open_course(start(staffed, *responded()).number, by=OPERATOR)
    found = propose(seen, Patient(), now=at(22))
    done = book(seen, found.visits, found.choices[0].series.visits, by=OPERATOR, key="form-1", on=day(22))
    assert done is not None
    assert len(done.events) == 4
    again = book(seen, found.visits, found.choices[0].series.visits, by=OPERATOR, key="form-1", on=day(22))
    assert again is not None
    assert again.again
    assert BookedTime.objects.count() == 4 * 2
    assert rebuild(check=True).differences == ()
    treatment = next(item for item in open_course(seen.number, by=OPERATOR).agenda if item.activity == "treatment")
    assert treatment.booking is not None
    assert treatment.booking.starts == found.choices[0].series.visits[0].starts


def test_who_comes_second_is_told_and_keeps_the_course_as_it_was(staffed: House) -> None:
    resources.Stored.objects.filter(name="Dr Okafor").update(in_use=False)
    first, second = (open_course(start(staffed, *responded()).number, by=OPERATOR) for _ in range(2))
    proposals = [propose(seen, Patient(), now=at(22)) for seen in (first, second)]
    book(first, proposals[0].visits, proposals[0].choices[0].series.visits, by=OPERATOR, key="a", on=day(22))
    with pytest.raises(Refused) as told:
        book(second, proposals[1].visits, proposals[1].choices[0].series.visits, by=OPERATOR, key="b", on=day(22))
    assert {finding.code for finding in told.value.findings} == {"time-taken"}
    assert open_course(second.number, by=OPERATOR).course.bookings == {}
    repaired = propose(second, Patient(), now=at(22))
    assert (
        book(second, repaired.visits, repaired.choices[0].series.visits, by=OPERATOR, key="c", on=day(22)) is not None
    )


def test_a_session_that_was_late_moves_only_what_no_longer_fits(staffed: House) -> None:
    seen = open_course(start(staffed, *responded()).number, by=OPERATOR)
    found = propose(seen, Patient(), now=at(22))
    book(seen, found.visits, found.choices[0].series.visits, by=OPERATOR, key="a", on=day(22))
    seen = open_course(seen.number, by=OPERATOR)
    times = sorted(booking.starts for booking in seen.course.bookings.values())
    late = times[0].date() + timedelta(days=10)
    given = e.InjectionsGiven(
        id=new_id(),
        happened_on=late,
        activity="treatment",
        overrides=dict.fromkeys(_objections(seen.number, late), "seen"),
    )
    record(given, course=seen.number, by=OPERATOR)
    seen = open_course(seen.number, by=OPERATOR)
    mended = propose(seen, Patient(), now=datetime.combine(late, time(18), UTC))
    assert [visit.wanted.id for visit in mended.visits] == ["treatment-2", "treatment-3", "treatment-4"]
    assert mended.problem is not None
    best = mended.choices[0].series
    assert check(mended.problem, best.visits) == []
    # Booked 4 weeks apart, the least there may be: each has to follow, by no more than the delay and a weekend.
    days = [(v.starts - b.booking.starts).days for v, b in zip(best.visits, mended.visits, strict=True) if b.booking]
    assert len(days) == 3
    assert all(9 <= moved <= 12 for moved in days)


def test_a_session_that_was_a_little_late_moves_nothing_that_still_fits(staffed: House) -> None:
    seen = open_course(start(staffed, *responded()).number, by=OPERATOR)
    found = propose(seen, Patient(), now=at(22))
    first = found.choices[0].series.visits[0].starts
    spread = [replace(v, starts=first + timedelta(weeks=5 * n)) for n, v in enumerate(found.choices[0].series.visits)]
    book(seen, found.visits, spread, by=OPERATOR, key="a", on=day(22))
    late = first.date() + timedelta(days=3)
    given = e.InjectionsGiven(
        id=new_id(),
        happened_on=late,
        activity="treatment",
        overrides=dict.fromkeys(_objections(seen.number, late), "seen"),
    )
    record(given, course=seen.number, by=OPERATOR)
    seen = open_course(seen.number, by=OPERATOR)
    mended = propose(seen, Patient(), now=datetime.combine(late, time(18), UTC))
    assert mended.choices[0].series.cost == 0
    assert book(seen, mended.visits, mended.choices[0].series.visits, by=OPERATOR, key="b", on=day(22)) is None


def _objections(number: str, on: object) -> list[str]:
    from enthesis.pathway.checks import check as objections

    seen = open_course(number, by=OPERATOR)
    assert seen.protocol is not None
    given = e.InjectionsGiven(id=new_id(), happened_on=on, activity="treatment")  # type: ignore[arg-type]
    return [finding.code for finding in objections(seen.protocol, seen.course, given, today=given.happened_on)]  # type: ignore[arg-type]


def test_a_decision_to_stop_frees_the_calendar(staffed: House) -> None:
    seen = open_course(start(staffed, *responded()).number, by=OPERATOR)
    found = propose(seen, Patient(), now=at(22))
    book(seen, found.visits, found.choices[0].series.visits, by=OPERATOR, key="a", on=day(22))
    stop = e.CandidacyDecided(
        id=new_id(), happened_on=day(22), outcome="not-suitable", recommended="eligible", reason="New findings."
    )
    told = record(stop, course=seen.number, by=OPERATOR)
    assert [type(event).__name__ for event in told.events] == ["CandidacyDecided", *["VisitCancelled"] * 4]
    assert BookedTime.objects.count() == 0


def test_the_clinic_decides_how_long_a_visit_takes(staffed: House) -> None:
    seen = open_course(start(staffed, *responded()).number, by=OPERATOR)
    decide("visit-minutes:injection", "60", clinic=staffed.clinic, by=OPERATOR)
    found = propose(seen, Patient(), now=at(22))
    assert {visit.wanted.minutes for visit in found.visits} == {60}
    assert found.undecided == ()


def test_without_a_room_it_says_so(staffed: House) -> None:
    resources.Stored.objects.filter(kind="room").update(in_use=False)
    seen = open_course(start(staffed, *responded()).number, by=OPERATOR)
    found = propose(seen, Patient(), now=at(22))
    assert found.choices == ()
    assert found.why is not None
    assert found.why.because == ("room",)


def test_a_course_with_nothing_to_book_says_what_is_missing(staffed: House) -> None:
    seen = open_course(start(staffed).number, by=OPERATOR)
    found = propose(seen, Patient(), now=at(1))
    assert found.problem is None
    assert "the number of sessions is not agreed" in [unplaced.why for unplaced in found.unplaced]


def test_the_two_courses_of_a_patient_do_not_meet_on_one_day(staffed: House) -> None:
    first, second = (start(staffed, *responded()).number for _ in range(2))
    days = []
    for number in (first, second):
        seen = open_course(number, by=OPERATOR)
        found = propose(seen, Patient(), now=at(22))
        days += [visit.day for visit in found.choices[0].series.visits]
        record_all(
            [
                e.VisitBooked(
                    id=new_id(),
                    happened_on=day(22),
                    visit=new_id(),
                    activity="treatment",
                    starts=visit.starts,
                    minutes=45,
                )
                for visit in found.choices[0].series.visits
            ],
            course=number,
            by=OPERATOR,
        )
    assert len(days) == len(set(days))
