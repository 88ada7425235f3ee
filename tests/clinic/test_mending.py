"""A booked series after something happened: what is wrong with it, what moves, who is asked."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from enthesis.clinic import holding, resources
from enthesis.clinic.booking import book, propose
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.door import Refused, new_id, open_course, record, record_all
from enthesis.clinic.mending import Mend, breaches, mend, plan
from enthesis.clinic.models import Hold, Resource
from enthesis.clinic.move_hours import move_hours, set_move_hours
from enthesis.clinic.opening import Seen
from enthesis.clinic.rebuild import rebuild
from enthesis.pathway import events as e
from enthesis.pathway.checks.windows import standing_outside
from enthesis.scheduling.problem import Patient
from tests.clinic.making import OPERATOR, House, day, start
from tests.clinic.test_booking import at, responded, staffed

__all__ = ["staffed"]


def booked(there: House, confirmed: Sequence[int] = ()) -> Seen:
    """A course with four sessions booked four weeks apart; those of `confirmed` (1 to 4) the patient said yes to."""
    seen = open_course(start(there, *responded()).number, by=OPERATOR)
    found = propose(seen, Patient(same_clinician=True), now=at(22))
    book(seen, found.visits, found.choices[0].series.visits, by=OPERATOR, key=new_id(), on=day(22))
    for number in confirmed:
        visit = in_order(again(seen))[number - 1]
        record(e.VisitConfirmed(id=new_id(), happened_on=day(22), visit=visit), course=seen.number, by=OPERATOR)
    return again(seen)


def again(seen: Seen) -> Seen:
    return open_course(seen.number, by=OPERATOR)


def in_order(seen: Seen) -> list[str]:
    return sorted(seen.course.bookings, key=lambda visit: seen.course.bookings[visit].starts)


def on(seen: Seen) -> list[date]:
    return sorted(booking.starts.date() for booking in seen.course.bookings.values())


def gaps(seen: Seen) -> list[int]:
    days = on(seen)
    return [(b - a).days for a, b in pairwise(days)]


def holds(seen: Seen) -> bool:
    assert seen.protocol is not None
    return not standing_outside(seen.protocol, seen.course, seen.zone)


def table(planned: Mend) -> list[str]:
    """The plan as somebody at the desk reads it: what, by how many days it moves, moved or asked."""
    return [
        f"{line.name} {'new' if line.old is None else f'{(line.new.date() - line.old.date()).days:+d}'}"
        f"{' asked' if line.is_asked else ''}"
        for line in planned.lines
    ]


def test_where_nothing_happened_there_is_nothing_to_do(staffed: House) -> None:
    seen = booked(staffed)
    planned = plan(seen, now=at(22))
    assert planned.is_idle
    assert breaches(seen, now=at(22)) == ()
    assert table(planned) == ["treatment-1 +0", "treatment-2 +0", "treatment-3 +0", "treatment-4 +0"]
    assert mend(seen, by=OPERATOR, key="k", now=at(22)).moved == ()


def given_late(seen: Seen, days: int) -> datetime:
    """The first session takes place so many days after its booked day; the next morning."""
    first = seen.course.bookings[in_order(seen)[0]].starts
    late = first.date() + timedelta(days=days)
    reasons = dict.fromkeys(("hold-unconfirmed", "not-eligible", "measured", "hold-kept", "medicines-reviewed"), "seen")
    given = e.InjectionsGiven(id=new_id(), happened_on=late, activity="treatment", overrides=reasons)
    record(given, course=seen.number, by=OPERATOR)
    return datetime.combine(late + timedelta(days=1), first.time(), UTC)


def test_after_a_late_session_what_stands_too_near_follows_it(staffed: House) -> None:
    """Booked 4 weeks apart, the least there may be: ten days late, all that follow move, by ten to twelve days."""
    seen = booked(staffed)
    now = given_late(seen, 10)
    seen = again(seen)
    wrong = breaches(seen, now=now)
    assert [(each.name, each.code) for each in wrong] == [("treatment-2", "outside-window")]
    planned = plan(seen, now=now)
    assert [line.name for line in planned.moves] == ["treatment-2", "treatment-3", "treatment-4"]
    assert "before its window, which opens on" in planned.moves[0].why[0]
    assert "days after treatment-2; 28 is the least." in planned.moves[1].why[0]
    done = mend(seen, by=staffed["front-desk"], key="form-1", now=now)
    assert [type(event).__name__ for event in done.moved] == ["VisitMoved"] * 3
    seen = again(seen)
    assert holds(seen)
    assert breaches(seen, now=now) == ()
    twice = mend(seen, by=staffed["front-desk"], key="form-1", now=now)
    assert twice.again
    assert twice.moved == done.moved
    assert rebuild(check=True).differences == ()


def test_a_missed_session_is_made_up_for_with_the_fewest_and_smallest_moves(staffed: House) -> None:
    """Booked 4 weeks apart: the next one comes 2 weeks earlier, the one behind it stays, one is booked at the end."""
    seen = booked(staffed)
    first, second, *_ = in_order(seen)
    starts = seen.course.bookings[first].starts
    given_late(seen, 0)
    missed = seen.course.bookings[second].starts
    assert starts < missed
    record(e.VisitMissed(id=new_id(), happened_on=missed.date(), visit=second), course=seen.number, by=OPERATOR)
    seen, now = again(seen), missed + timedelta(hours=3)
    planned = plan(seen, now=now)
    assert [(each.name, each.code) for each in planned.wrong] == [("treatment-2", "outside-window")]
    assert table(planned) == ["treatment-2 -14", "treatment-3 +0", "treatment-4 new"]
    assert planned.lines[0].new.date() == date(2026, 5, 5)  # 6 weeks after the first, and 6 before the next
    assert planned.lines[2].why == ("It was missed on 21 April 2026.",)
    done = mend(seen, by=OPERATOR, key="k", now=now)
    assert sorted(type(event).__name__ for event in done.moved) == ["VisitBooked", "VisitMoved"]
    seen = again(seen)
    assert holds(seen)
    assert len(seen.course.bookings) == 3
    assert plan(seen, now=now).is_idle


def test_a_missed_session_is_made_up_for_before_the_booked_ones_where_that_moves_less(staffed: House) -> None:
    """Booked 6 weeks apart, the most there may be. Missed, with the next one 12 weeks after the last that was given:
    the new time goes in between, and nothing that is booked moves."""
    seen = booked(staffed)
    visits = in_order(seen)
    weeks = [
        e.VisitMoved(
            id=new_id(),
            happened_on=day(22),
            visit=visit,
            starts=seen.course.bookings[visit].starts + timedelta(weeks=2 * number),
        )
        for number, visit in enumerate(visits)
    ]
    record_all(weeks, course=seen.number, by=OPERATOR)
    seen = again(seen)
    given_late(seen, 0)
    missed = seen.course.bookings[visits[1]].starts
    called_off = e.VisitCancelled(id=new_id(), happened_on=day(30), visit=visits[1])
    record(called_off, course=seen.number, by=OPERATOR)
    planned = plan(again(seen), now=missed - timedelta(days=14))
    assert table(planned) == ["treatment-2 new", "treatment-3 +0", "treatment-4 +0"]


def test_a_session_that_was_called_off_is_booked_again(staffed: House) -> None:
    seen = booked(staffed)
    last = in_order(seen)[-1]
    gone = seen.course.bookings[last].starts
    record(e.VisitCancelled(id=new_id(), happened_on=day(23), visit=last), course=seen.number, by=OPERATOR)
    planned = plan(again(seen), now=at(22))
    assert [line.name for line in planned.moves] == ["treatment-4"]
    assert planned.moves[0].new == gone
    assert len(mend(again(seen), by=OPERATOR, key="k", now=at(22)).moved) == 1
    assert plan(again(seen), now=at(22)).is_idle


def ill(seen: Seen, number: int) -> str:
    """The clinician of a session does not work on its day. The name of the session's visit."""
    visit = in_order(seen)[number - 1]
    booking = seen.course.bookings[visit]
    clinician = next(name for name in booking.resources if name.startswith("Dr"))
    resource = Resource.objects.get(name=clinician)
    resources.set_other_hours(resource, booking.starts.astimezone(seen.zone).date(), (), "ill")
    return visit


def test_when_the_clinician_is_ill_the_visit_moves_as_little_as_can_be(staffed: House) -> None:
    seen = booked(staffed)
    visit = ill(seen, 2)
    (wrong,) = breaches(seen, now=at(22))
    assert (wrong.visit, wrong.code) == (visit, "closed")
    planned = plan(seen, now=at(22))
    (line,) = planned.moves
    assert line.visit == visit
    assert line.old is not None
    assert line.new.date() == line.old.date()  # the other clinician has time on that day
    done = mend(seen, by=OPERATOR, key="k", now=at(22))
    assert len(done.moved) == 1
    assert breaches(again(seen), now=at(22)) == ()


def test_a_confirmed_visit_is_asked_about_and_its_new_time_is_held(staffed: House) -> None:
    seen = booked(staffed, confirmed=(2,))
    visit = ill(seen, 2)
    planned = plan(seen, now=at(22))
    assert [line.name for line in planned.moves if line.is_asked] == ["treatment-2"]
    done = mend(seen, by=OPERATOR, key="k", now=at(22))
    assert done.moved == ()
    assert done.held is not None
    assert done.held.kind == holding.MOVE
    assert (planned.hours.held, planned.hours.undecided) == (timedelta(hours=48), frozenset({"held", "notice"}))
    assert again(seen).course.bookings[visit] == seen.course.bookings[visit]
    twice = mend(again(seen), by=OPERATOR, key="k", now=at(22))
    assert twice.again
    assert twice.held is not None
    assert holding.take_up(again(seen), done.held.key, by=OPERATOR) is not None
    answered = again(seen).course.bookings[visit]
    assert answered.confirmed
    assert answered.starts == planned.moves[0].new
    moved = again(seen).log[-1]
    assert isinstance(moved, e.VisitMoved)
    assert moved.by == "patient"


@pytest.mark.parametrize("says_yes", [True, False])
def test_what_is_moved_at_once_stands_whichever_way_the_patient_answers(staffed: House, says_yes: bool) -> None:
    """Ten days late, with the third session confirmed: no time is outside of its window that was not so before."""
    seen = booked(staffed, confirmed=(3,))
    now = given_late(seen, 10)
    seen = again(seen)
    done = mend(seen, by=OPERATOR, key="k", now=now)
    assert done.held is not None
    seen = again(seen)
    if says_yes:
        assert holding.take_up(seen, done.held.key, by=OPERATOR) is not None
        assert holds(again(seen))
        assert plan(again(seen), now=now).is_idle
    else:
        holding.let_go(done.held.course)
        moved = {event.visit for event in done.moved if isinstance(event, e.VisitMoved)}
        assert not moved & {each.visit for each in breaches(seen, now=now)}


def test_a_time_that_is_taken_meanwhile_is_planned_again(staffed: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody books what the plan had chosen: the second try finds another time."""
    from enthesis.clinic import mending

    seen, other = booked(staffed), open_course(start(staffed).number, by=OPERATOR)
    ill(seen, 2)
    quicker = plan(seen, now=at(22)).moves[0]
    carry_out = mending.carry_out
    calls: list[int] = []

    def late(*args: object, **named: object) -> object:
        if not calls:
            calls.append(1)
            theirs = e.VisitBooked(
                id=new_id(), happened_on=day(2), visit="theirs", activity="intake",
                starts=quicker.new, minutes=45, resources=quicker.resources,
            )  # fmt: skip
            record(theirs, course=other.number, by=OPERATOR)
        return carry_out(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(mending, "carry_out", late)
    done = mend(seen, by=OPERATOR, key="k", now=at(22))
    assert len(done.moved) == 1
    assert breaches(again(seen), now=at(22)) == ()


def test_a_time_that_was_given_by_hand_stays_as_long_as_nothing_speaks_against_it(staffed: House) -> None:
    seen = booked(staffed)
    second = in_order(seen)[1]
    by_hand = seen.course.bookings[second]
    moved = e.VisitMoved(
        id=new_id(),
        happened_on=day(22),
        visit=second,
        starts=by_hand.starts + timedelta(minutes=2),
        resources=("Annex",),
    )
    record(moved, course=seen.number, by=OPERATOR)
    assert plan(again(seen), now=at(22)).is_idle
    ill(again(seen), 3)
    assert [line.name for line in plan(again(seen), now=at(22)).moves] == ["treatment-3"]


def test_a_visit_whose_time_is_over_counts_as_held_until_somebody_says_what_became_of_it(staffed: House) -> None:
    seen = booked(staffed)
    first = seen.course.bookings[in_order(seen)[0]]
    planned = plan(seen, now=first.starts + timedelta(hours=2))
    assert [each.code for each in planned.wrong] == ["not-recorded"]
    assert planned.is_idle


def test_where_it_cannot_be_mended_it_says_why(staffed: House) -> None:
    seen = booked(staffed)
    Resource.objects.filter(kind="room").update(in_use=False)
    now = given_late(seen, 10)
    planned = plan(again(seen), now=now)
    assert planned.why is not None
    assert "because of the room's times" in planned.says
    assert mend(again(seen), by=OPERATOR, key="k", now=now).moved == ()


def test_a_paused_course_is_frozen_and_not_mended(staffed: House) -> None:
    seen = booked(staffed)
    ill(seen, 2)
    record(e.CoursePaused(id=new_id(), happened_on=day(22), reason="travel"), course=seen.number, by=OPERATOR)
    planned = plan(again(seen), now=at(22))
    assert planned.says == "The course is paused: its visits are frozen until it is resumed."
    assert breaches(again(seen), now=at(22)) == ()
    record(e.CourseResumed(id=new_id(), happened_on=day(22)), course=seen.number, by=OPERATOR)
    assert [line.name for line in plan(again(seen), now=at(22)).moves] == ["treatment-2"]


def test_the_clinic_decides_how_long_a_move_is_held_and_how_much_notice_there_is(staffed: House) -> None:
    set_move_hours("held", 24, clinic=staffed.clinic, by=staffed["lead"])
    set_move_hours("notice", 72, clinic=staffed.clinic, by=staffed["lead"])
    hours = move_hours(staffed.clinic.pk)
    assert (hours.held, hours.notice, hours.undecided) == (timedelta(hours=24), timedelta(hours=72), frozenset())
    for what, wrong in (("held", 0), ("notice", 1_000), ("else", 1)):
        with pytest.raises(NotDecided):
            set_move_hours(what, wrong, clinic=staffed.clinic, by=staffed["lead"])


def test_nothing_moves_to_a_time_that_is_nearer_than_the_notice(staffed: House) -> None:
    """The clinician is ill today: the visit of today goes to tomorrow at the earliest, by the hour."""
    seen = booked(staffed)
    first = seen.course.bookings[in_order(seen)[0]].starts
    now = first - timedelta(hours=1)
    assert plan(seen, now=now).is_idle
    ill(seen, 1)
    line = next(line for line in plan(seen, now=now).moves if line.name == "treatment-1")
    assert line.new >= now + timedelta(hours=24)


def test_a_move_by_hand_out_of_the_window_is_refused_and_a_whole_series_moves_at_once(staffed: House) -> None:
    """One by one the sessions would stand too near for a while; together they are held against the end."""
    seen = booked(staffed)
    later = [
        e.VisitMoved(
            id=new_id(),
            happened_on=day(22),
            visit=visit,
            starts=seen.course.bookings[visit].starts + timedelta(days=14),
        )
        for visit in in_order(seen)
    ]
    with pytest.raises(Refused) as problem:
        record(later[0], course=seen.number, by=staffed["front-desk"])
    assert problem.value.codes == ("outside-window",)
    record_all(later, course=seen.number, by=staffed["front-desk"])
    assert holds(again(seen))
    assert gaps(again(seen)) == gaps(seen)
    assert not Hold.objects.exists()
