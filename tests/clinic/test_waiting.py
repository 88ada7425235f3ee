"""The waiting list: who is offered a free time, in which order; a yes counts once, and time ends an offer."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from enthesis.clinic import holding, resources, waiting
from enthesis.clinic.booking import events_of, propose
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.door import NotAllowed, Refused, Seen, new_id, open_course, record, record_all, start_course
from enthesis.clinic.models import CourseRecord, Hold, Offer, TakenStep, WaitingEntry
from enthesis.clinic.offers import event_key
from enthesis.clinic.people import Profile, new_person
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.resources import Described
from enthesis.pathway import events as e
from enthesis.scheduling.problem import Patient
from tests.clinic.making import OPERATOR, House, house, started

ALWAYS = (((time(0), time(0)),),) * 7
NEVER_OPEN = ((),) * 7
LASTS = timedelta(minutes=120)


@dataclass
class Desk:
    """A clinic whose one clinician works only when a test says so: that is what is free."""

    house: House
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    def at(self, days: int, hour: int = 10) -> datetime:
        return datetime.combine(self.today + timedelta(days=days), time(hour), UTC)

    def free(self, days: int, hour: int = 10, clinician: str = "Dr Rahman") -> None:
        """Room for just one injection: 45 minutes, 5 before and 10 after."""
        who = resources.Stored.objects.get(name=clinician)
        span = (time(hour - 1, 55), time(hour, 55))
        resources.set_other_hours(who, self.today + timedelta(days=days), (span,))

    def course(self, booked: int | None = None, last: int = 30) -> str:
        """A course that had its first of four treatments `last` days ago; its second is booked so many days ahead.

        The first course is of the patient who has an account."""
        log = [
            started(happened_on=self.today - timedelta(days=80)),
            *self._log(),
            e.InjectionsGiven(
                id=new_id(),
                happened_on=self.today - timedelta(days=last),
                activity="treatment",
                overrides={"hold-unconfirmed": "asked"},
            ),
        ]
        person = self.house.person
        if CourseRecord.objects.exists():
            person = new_person(Profile("Bo Sample"), clinic=self.house.clinic, by=OPERATOR)
        number = start_course(log, person=person, by=OPERATOR).number
        if booked is not None:
            self.book(number, "v2", booked)
        return number

    def book(self, number: str, visit: str, days: int, hour: int = 14) -> None:
        record(
            e.VisitBooked(
                id=new_id(),
                happened_on=self.today,
                visit=f"{number}-{visit}",
                activity="treatment",
                starts=self.at(days, hour),
                minutes=45,
                buffer_before=5,
                buffer_after=10,
                overrides={"outside-window": "The patient is away."},
            ),
            course=number,
            by=OPERATOR,
        )

    def open(self, number: str) -> Seen:
        return open_course(number, by=OPERATOR)

    def join(self, number: str, visit: str = "v2", since: int = 0, **wishes: object) -> WaitingEntry:
        name = f"{number}-{visit}" if visit.startswith("v") else ""
        said = waiting.Wishes(**wishes)  # type: ignore[arg-type] - whatever the test says
        when = self.now - timedelta(days=since)
        return waiting.join(self.open(number), name, visit, said, by=OPERATOR, now=when)

    def round(self, later: timedelta = timedelta(0)) -> waiting.GivenOut:
        return waiting.give_out(self.house.clinic, self.now + later)

    def _log(self) -> list[e.Event]:
        def on(ago: int) -> dict[str, object]:
            return {"id": new_id(), "happened_on": self.today - timedelta(days=ago)}

        return [
            e.EvaluationAnswered(**on(80), answers={"age": 50}),
            e.CandidacyDecided(**on(80), outcome="eligible", recommended="eligible"),
            e.ConsentSigned(**on(80), document="consent", version="1"),
            e.DrugListTaken(**on(80), drugs=()),
            e.VisitAttended(**on(80), activity="intake"),
            e.InjectionsGiven(
                **on(75),
                activity="diagnostic-injection",
                guidance="ultrasound",
                overrides={"hold-unconfirmed": "asked", "not-eligible": "seen"},
            ),
            e.ResponseDecided(**on(55), activity="response-review", option="go-on", reason="Better."),
            e.PlanAgreed(**on(55), sessions=4),
        ]


@pytest.fixture
def desk(db: None) -> Desk:
    there = house("Northside", "UTC")
    for described in (
        Described("Dr Rahman", "clinician", hours=NEVER_OPEN),
        Described("Dr Okafor", "clinician", hours=NEVER_OPEN),
        Described("Room 1", "room", hours=ALWAYS),
        Described("Room 2", "room", hours=ALWAYS),
    ):
        resources.add(there.clinic, described)
    return Desk(there, datetime.now(UTC))


def test_a_free_time_is_offered_held_and_taken_with_one_yes(desk: Desk) -> None:
    number = desk.course(booked=10)
    entry = desk.join(number)
    assert desk.round().offers == ()  # nothing is free
    desk.free(4)
    (offer,) = desk.round().offers
    assert (offer.entry_id, offer.starts, offer.until) == (entry.pk, desk.at(4), desk.now + LASTS)
    assert waiting.open_offer(number) == offer
    assert waiting.open_offers(desk.house.clinic.pk, desk.now) == [offer]
    assert set(TakenStep.objects.values_list("visit", flat=True)) == {f"~{Hold.objects.get().key}"}
    assert desk.round().offers == ()  # one open offer is enough
    done = waiting.accept(offer, by=desk.house["patient"], now=desk.now)
    assert [type(event) for event in done.recorded.events] == [e.VisitMoved]
    booking = desk.open(number).course.bookings[f"{number}-v2"]
    assert (booking.starts, booking.confirmed, booking.minutes) == (desk.at(4), True, 45)
    again = waiting.accept(offer.pk, by=desk.house["patient"], now=desk.now + timedelta(days=1))
    assert again.again
    assert again.recorded.events == done.recorded.events
    entry.refresh_from_db()
    assert (entry.state, again.offer.state) == ("placed", "accepted")
    assert not Hold.objects.exists()
    assert desk.round().waiting == 0
    assert rebuild(check=True).differences == ()


def test_a_visit_that_found_no_time_is_booked_with_a_yes(desk: Desk) -> None:
    number = desk.course()
    desk.join(number, "treatment-2")
    desk.free(11)
    (offer,) = desk.round().offers
    done = waiting.accept(offer, by=desk.house["front-desk"], now=desk.now)
    assert [type(event) for event in done.recorded.events] == [e.VisitBooked]
    assert [booking.starts for booking in desk.open(number).course.bookings.values()] == [desk.at(11)]


def test_nothing_is_offered_that_is_not_earlier_outside_of_the_window_or_breaks_what_follows(desk: Desk) -> None:
    number = desk.course(booked=8)
    desk.join(number)
    desk.free(9)  # later than what is booked
    desk.free(8, hour=16)  # and later on the same day
    assert desk.round().offers == ()
    desk.book(number, "v3", 48)  # 42 days at the most after the second: day 6 is the first that goes
    desk.free(5)
    assert desk.round().offers == ()
    desk.free(6)
    (offer,) = desk.round().offers
    assert offer.starts == desk.at(6)
    early = desk.course(booked=10, last=22)  # four weeks are not over before day 6
    desk.join(early)
    desk.free(4)
    desk.free(6, hour=15, clinician="Dr Okafor")
    (offer,) = desk.round().offers
    assert offer.starts == desk.at(6, 15)


def test_wishes_and_notice_are_kept(desk: Desk) -> None:
    number = desk.course(booked=10)
    day = (desk.today + timedelta(days=6)).weekday()
    desk.join(number, weekdays=frozenset({day}), times=((time(8), time(12)),), clinician="Dr Okafor", notice_hours=48)
    for days in (5, 6):
        desk.free(days)  # another day, another person
    desk.free(6, hour=14, clinician="Dr Okafor")  # another time of day
    assert desk.round().offers == ()
    desk.free(6, hour=9, clinician="Dr Okafor")
    (offer,) = desk.round().offers
    assert offer.starts == desk.at(6, 9)
    short = desk.course(booked=10)
    desk.join(short, notice_hours=24 * 9)
    desk.free(9, hour=1)  # nine days, and the two hours of an offer, are not over before then
    assert desk.round().offers == ()


def test_who_would_miss_the_window_comes_first_then_who_waits_longer(desk: Desk) -> None:
    long, longer = desk.course(booked=10), desk.course(booked=11)
    late, soon = desk.course(), desk.course(last=33)  # nothing is booked; of the second, the window closes first
    outside = desk.course(booked=11, last=34)  # booked, but outside of its window
    since = {long: 3, longer: 9, late: 1, soon: 0, outside: 2}
    for number in (long, longer, outside):
        desk.join(number, since=since[number])
    for number in (late, soon):
        desk.join(number, "treatment-2", since=since[number])
    order = [line.seen.number for line in waiting.waiting_list(desk.house.clinic.pk)]
    assert order == [outside, soon, late, longer, long]
    desk.free(5)
    asked = []
    for turn in range(6):
        made = desk.round(turn * LASTS).offers  # nobody answers: each is asked in turn, nobody twice
        asked += [open_course(f"C-{offer.entry.course_id:04d}", by=OPERATOR).number for offer in made]
    assert asked == order
    assert set(Offer.objects.values_list("state", flat=True)) == {"lapsed"}


def test_a_no_passes_the_time_on_and_is_not_asked_again(desk: Desk) -> None:
    first, second = desk.course(booked=10), desk.course(booked=11)
    desk.join(first, since=2)
    desk.join(second)
    desk.free(4)
    (offer,) = desk.round().offers
    assert offer.entry.course_id == int(first[2:])
    assert waiting.decline(offer, by=desk.house["patient"], now=desk.now).state == "declined"
    assert not Hold.objects.exists()
    (passed,) = desk.round().offers
    assert passed.entry.course_id == int(second[2:])
    waiting.decline(passed, by=OPERATOR, now=desk.now)
    assert desk.round().offers == ()
    desk.free(5)
    assert [made.entry.course_id for made in desk.round().offers] == [int(first[2:])]  # still on the list
    with pytest.raises(Refused) as told:
        waiting.accept(offer, by=OPERATOR, now=desk.now)
    assert told.value.codes == ("offer-over",)


def test_a_late_yes_is_told_so(desk: Desk) -> None:
    number = desk.course(booked=10)
    desk.join(number)
    desk.free(4)
    (offer,) = desk.round().offers
    with pytest.raises(Refused) as told:
        waiting.accept(offer, by=desk.house["patient"], now=offer.until)
    assert told.value.codes == ("offer-over",)
    assert not Hold.objects.exists()
    assert desk.open(number).course.bookings[f"{number}-v2"].starts == desk.at(10, 14)


def test_first_come_asks_all_and_the_database_has_one_winner(desk: Desk) -> None:
    waiting.set_way("first-come", clinic=desk.house.clinic, by=desk.house["lead"])
    numbers = [desk.course(booked=10), desk.course(booked=11), desk.course(booked=9)]
    for number in numbers:
        desk.join(number)
    desk.free(4)
    offers = desk.round().offers
    assert {offer.starts for offer in offers} == {desk.at(4)}
    assert len(offers) == 3
    assert not Hold.objects.exists()
    waiting.accept(offers[1], by=OPERATOR, now=desk.now)
    for lost in (offers[0], offers[2]):
        with pytest.raises(Refused) as told:
            waiting.accept(lost, by=OPERATOR, now=desk.now)
        assert told.value.codes == ("offer-lost",)
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "lost", "lost"]
    assert WaitingEntry.objects.filter(state="waiting").count() == 2
    desk.free(4, hour=16)
    assert len(desk.round().offers) == 2


def test_a_time_that_the_desk_gave_away_is_lost_even_where_nobody_had_written_so(desk: Desk) -> None:
    waiting.set_way("first-come", clinic=desk.house.clinic, by=OPERATOR)
    number, other = desk.course(booked=10), desk.course()
    desk.join(number)
    desk.free(4)
    (offer,) = desk.round().offers
    seen = desk.open(other)
    found = propose(seen, Patient(), now=desk.at(1))
    taken = [visit for visit in waiting.joinable(seen, desk.now) if visit.wanted.id == "treatment-2"]
    assert found.problem is None or found.choices == ()  # only one time is free, so there is no complete series
    booked = e.VisitBooked(
        id=new_id(),
        happened_on=desk.today,
        visit="desk",
        activity=taken[0].activity,
        starts=desk.at(4),
        minutes=45,
        resources=("Dr Rahman", "Room 2"),
    )
    record(booked, course=other, by=OPERATOR)
    with pytest.raises(Refused) as told:
        waiting.accept(offer, by=OPERATOR, now=desk.now)
    assert told.value.codes[0] == "offer-lost"
    offer.refresh_from_db()
    assert offer.state == "lost"


def test_a_course_with_other_times_held_gets_no_offer_until_that_is_over(desk: Desk) -> None:
    number = desk.course(booked=10)
    desk.join(number)
    desk.free(4)
    desk.free(3, hour=12)
    seen = desk.open(number)
    moved = e.VisitMoved(id="move-1", happened_on=desk.today, visit=f"{number}-v2", starts=desk.at(3, 12))
    holding.hold(seen, [moved], key="move", by=OPERATOR, now=desk.now, kind=holding.MOVE, lasts=LASTS)
    assert desk.round().offers == ()
    assert Hold.objects.get().kind == "move"
    with pytest.raises(Refused) as told:  # nor does a round that began before the hold take its place
        holding.hold(seen, [moved], key="x", by=OPERATOR, now=desk.now, kind=holding.OFFER, spares=True)
    assert told.value.codes == ("held-already",)
    assert len(desk.round(LASTS).offers) == 1


def test_an_entry_ends_with_its_visit_and_with_its_day(desk: Desk) -> None:
    gone, kept, late = desk.course(booked=10), desk.course(booked=11), desk.course(booked=9)
    for number in (gone, kept):
        desk.join(number)
    waiting.join(desk.open(late), f"{late}-v2", "", by=OPERATOR, now=desk.now, until=desk.today + timedelta(days=5))
    desk.free(4)
    (offer,) = desk.round().offers
    record(e.VisitCancelled(id=new_id(), happened_on=desk.today, visit=f"{gone}-v2"), course=gone, by=OPERATOR)
    told = desk.round()
    assert (told.ended, told.lapsed, told.waiting) == (1, 1, 2)
    offer.refresh_from_db()
    assert offer.state == "lapsed"
    assert len(told.offers) == 1  # what was held for the one is offered to the next
    told = desk.round(timedelta(days=6))
    assert told.ended == 1  # the last day that was of use is over
    assert desk.round(timedelta(days=12)).waiting == 0


def test_joining_twice_is_once_and_leaving_frees_what_was_held(desk: Desk) -> None:
    number = desk.course(booked=10)
    entry = desk.join(number, since=4)
    assert desk.join(number, notice_hours=48) == entry
    entry.refresh_from_db()
    assert '"notice_hours": 48' in entry.wishes
    assert desk.now - entry.since == timedelta(days=4)  # the place in the order stays
    desk.free(5)
    assert len(desk.round().offers) == 1
    assert waiting.leave(entry.pk, by=desk.house["patient"], now=desk.now).state == "withdrawn"
    assert not Hold.objects.exists()
    assert Offer.objects.get().state == "declined"
    assert desk.round().offers == ()


@pytest.mark.parametrize(
    ("visit", "item", "wishes", "until", "code"),
    [
        ("", "no-such", {}, None, "no-such-visit"),
        ("v9", "", {}, None, "no-such-visit"),
        ("", "treatment-2", {}, None, "no-such-visit"),  # it is booked: name the booking
        ("", "treatment-4", {}, None, "no-day-yet"),
        ("v2", "", {"notice_hours": -1}, None, "out-of-range"),
        ("v2", "", {"clinician": "Dr Who"}, None, "no-such-resource"),
        ("v2", "", {}, -1, "past"),
    ],
)
def test_what_cannot_wait_is_refused_in_a_sentence(
    desk: Desk, visit: str, item: str, wishes: dict[str, object], until: int | None, code: str
) -> None:
    number = desk.course(booked=10)
    last = None if until is None else desk.today + timedelta(days=until)
    name = f"{number}-{visit}" if visit else ""
    said = waiting.Wishes(**wishes)  # type: ignore[arg-type] - the table's own
    with pytest.raises(Refused) as told:
        waiting.join(desk.open(number), name, item, said, by=OPERATOR, now=desk.now, until=last)
    assert told.value.codes == (code,)
    assert not WaitingEntry.objects.exists()


def test_who_may(desk: Desk, south: House) -> None:
    number = desk.course(booked=10)
    lead = desk.house["lead"]
    with pytest.raises(NotAllowed):
        waiting.join(open_course(number, by=lead), f"{number}-v2", "", by=lead, now=desk.now)
    entry = desk.join(number)
    desk.free(4)
    (offer,) = desk.round().offers
    for stranger in (south["front-desk"], lead):
        for answer in (waiting.accept, waiting.decline):
            with pytest.raises(NotAllowed):
                answer(offer, by=stranger, now=desk.now)
        with pytest.raises(NotAllowed):
            waiting.leave(entry, by=stranger, now=desk.now)
    with pytest.raises(NotAllowed):
        waiting.accept(999_999, by=OPERATOR, now=desk.now)


def test_a_yes_whose_process_died_before_it_was_written_down_counts(desk: Desk) -> None:
    number = desk.course(booked=10)
    entry = desk.join(number)
    desk.free(4)
    (offer,) = desk.round().offers
    seen = desk.open(number)
    visit = waiting.joinable(seen, desk.now)[0]
    placed = waiting.place_of(seen, offer, visit)
    events = events_of(seen, [visit], [placed], key=event_key(offer), confirmed=True, by_patient=True)
    record_all(events, course=number, by=OPERATOR)
    assert desk.round().lapsed == 0
    offer.refresh_from_db()
    entry.refresh_from_db()
    assert (offer.state, entry.state) == ("accepted", "placed")


def test_a_hold_that_another_entry_of_the_course_ended_is_made_again(desk: Desk) -> None:
    number = desk.course(booked=10)
    desk.join(number)
    desk.free(4)
    (offer,) = desk.round().offers
    confirmed = e.VisitConfirmed(id=new_id(), happened_on=desk.today, visit=f"{number}-v2")
    record(confirmed, course=number, by=OPERATOR)
    assert not Hold.objects.exists()
    assert desk.round(timedelta(minutes=1)).lost == 0
    assert Hold.objects.get().until == offer.until


def test_an_open_symptom_puts_no_session_forward(desk: Desk) -> None:
    number = desk.course(booked=10)
    desk.join(number)
    record(
        e.SymptomReported(id=new_id(), happened_on=desk.today, symptom="fever", level="urgent"),
        course=number,
        by=OPERATOR,
    )
    desk.free(4)
    assert desk.round().offers == ()


def test_the_clinic_decides_how_long_and_how(desk: Desk) -> None:
    clinic, lead = desk.house.clinic, desk.house["lead"]
    assert waiting.rules_of(clinic.pk) == ("one-by-one", 120, {"waiting-way", "waiting-minutes"})
    waiting.set_minutes(30, clinic=clinic, by=lead)
    waiting.set_way("first-come", clinic=clinic, by=lead)
    assert waiting.rules_of(clinic.pk) == ("first-come", 30, frozenset())
    for wrong in (
        lambda: waiting.set_minutes(4, clinic=clinic, by=lead),
        lambda: waiting.set_way("x", clinic=clinic, by=lead),
    ):
        with pytest.raises(NotDecided):
            wrong()
    with pytest.raises(NotAllowed):
        waiting.set_minutes(60, clinic=clinic, by=desk.house["front-desk"])
