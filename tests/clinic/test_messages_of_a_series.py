"""Visits that are booked or moved at once are told in one letter, and never twice, whatever happens to some of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from icalendar import Calendar

from enthesis.clinic.door import new_id, open_course, record, record_all
from enthesis.clinic.messages.providers import sms_settings
from enthesis.clinic.messages.queue import tick
from enthesis.clinic.messages.sending import AGAIN, LEASE, State, due, send, settle, tell, to_do
from enthesis.clinic.messages.shown import lines_of
from enthesis.clinic.messages.times import set_quiet
from enthesis.clinic.messages.transports import NotTaken
from enthesis.clinic.models import PlannedMessage, Sending
from enthesis.clinic.people import Profile, change_profile
from enthesis.clinic.rebuild import rebuild
from enthesis.pathway import events as e
from enthesis.pathway.messages import Quiet
from tests.clinic.making import OPERATOR, House, day
from tests.clinic.test_messages import Took, awake, booked, course_with, do_jobs, now, soon

__all__ = ["awake"]  # a fixture
ACCOUNT = f"AC{'0' * 32}"
VISITS = ("v1", "v2", "v3", "v4")


def series(north: House, visits: tuple[str, ...] = VISITS) -> int:
    course = course_with(north)
    asked = [booked(visit, soon(10 + 7 * place)) for place, visit in enumerate(visits)]
    asked[-1] = replace(asked[-1], telehealth=True)
    record_all(asked, course=f"C-{course:04d}", by=OPERATOR)
    return course


def moved(visit: str, days: float) -> e.VisitMoved:
    return e.VisitMoved(id=new_id(), happened_on=day(1), visit=visit, starts=soon(days))


def cancelled(visit: str) -> e.VisitCancelled:
    return e.VisitCancelled(id=new_id(), happened_on=day(1), visit=visit)


def on(course: int) -> dict[str, object]:
    return {"course": f"C-{course:04d}", "by": OPERATOR}


def send_due(transport: Took, at: datetime | None = None) -> list[State | None]:
    return [send(each.course, each.key, at or now(), transport) for each in due(at or now())]


def test_a_series_is_told_in_one_letter_with_one_file(awake: House) -> None:
    course = series(awake)
    transport = Took()
    assert send_due(transport) == [State.SENT]
    assert due(now()) == []
    for row in PlannedMessage.objects.filter(purpose="confirmation"):
        assert send(course, row.key, now(), transport) is None  # a list from before
    (letter,) = transport.letters.values()
    assert letter.subject == "Your 4 appointments at Northside"
    assert letter.text.count("\n- ") == len(VISITS)
    assert letter.text.count("By video.") == 1
    calendar = Calendar.from_ical(letter.calendar)
    assert calendar["METHOD"] == letter.method == "PUBLISH"
    assert [each.decoded("DTSTART") for each in calendar.walk("VEVENT")] == [soon(10 + 7 * n) for n in range(4)]
    assert not [each for each in calendar.walk("VEVENT") if "ATTENDEE" in each]
    (noted,) = open_course(f"C-{course:04d}", OPERATOR).course.messages
    assert (noted.purpose, noted.visit) == ("confirmation", "")
    assert rebuild(check=True).differences == ()


def test_the_log_has_one_line_for_it_before_and_after(awake: House) -> None:
    course = series(awake)
    for state in ("", State.SENT):
        (line,) = (each for each in lines_of(course) if each.purpose == "confirmation")
        assert (line.title, line.visits, line.state) == ("Confirmation of several visits", VISITS, state)
        send_due(Took())
    assert sum(each.purpose == "reminder" for each in lines_of(course)) == len(VISITS)


def test_by_sms_it_is_a_number_a_day_and_a_link(awake: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SMS_ACCOUNT", sms_settings(f"twilio://{ACCOUNT}:token@+15550100"))
    monkeypatch.setattr(settings, "ADDRESS", "https://clinic.example")
    profile = Profile("Åse", None, "", telephone="+44 20 7946 0000", messages="sms", language="es")
    change_profile(awake.person, profile, by=OPERATOR)
    series(awake)
    transport = Took("sms")
    assert send_due(transport) == [State.SENT]
    (letter,) = transport.letters.values()
    assert letter.text.startswith("Northside: tiene reservadas 4 citas, la primera el ")
    assert letter.text.endswith(" https://clinic.example/my/")
    assert letter.calendar == b""


def test_what_moves_or_is_called_off_before_it_leaves_is_told_as_it_is_then(awake: House) -> None:
    course = series(awake)
    record(cancelled("v2"), **on(course))
    record(moved("v3", 30), **on(course))
    transport = Took()
    assert send_due(transport) == [State.SENT] * 3  # the series, the call-off, the new time
    listing, *others = sorted(transport.letters.values(), key=lambda letter: letter.method != "PUBLISH")
    assert listing.subject == "Your 2 appointments at Northside"
    assert sorted(each.method for each in others) == ["CANCEL", "REQUEST"]


def test_a_visit_that_moves_afterwards_is_told_alone_and_the_last_of_a_series_not_again(awake: House) -> None:
    course = series(awake, ("v1", "v2"))
    transport = Took()
    send_due(transport)
    record(moved("v2", 31), **on(course))
    assert send_due(transport) == [State.SENT]
    assert "has a new time" in list(transport.letters.values())[-1].text
    assert due(now()) == []


def test_visits_that_are_moved_at_once_are_told_at_once_with_their_old_times(awake: House) -> None:
    course = series(awake)
    transport = Took()
    send_due(transport)
    record_all([moved("v1", 11), moved("v2", 19), booked("v5", soon(60))], **on(course))
    assert send_due(transport) == [State.SENT]
    first, letter = transport.letters.values()
    assert letter.subject == "New times: your appointments at Northside"
    assert letter.text.count("It was on") == 2
    assert letter.text.count("\n- ") == 3
    old, new = (
        {each["UID"]: each["SEQUENCE"] for each in Calendar.from_ical(one.calendar).walk("VEVENT")}
        for one in (first, letter)
    )
    assert [new[uid] > old[uid] for uid in old.keys() & new.keys()] == [True, True]


def test_what_is_booked_in_the_night_waits_and_leaves_together(north: House) -> None:
    clock = now().astimezone(ZoneInfo(north.clinic.time_zone)).replace(second=0, microsecond=0)
    ends = [(clock + timedelta(hours=hours)).time() for hours in (-2, 2)]
    set_quiet(Quiet(*ends), clinic=north.clinic, by=OPERATOR)
    course = series(north, ("v1", "v2"))
    record(booked("v3", soon(40)), **on(course))
    assert due(now()) == []
    transport = Took()
    assert send_due(transport, now() + timedelta(days=1)) == [State.SENT]
    assert next(iter(transport.letters.values())).subject == "Your 3 appointments at Northside"


def test_a_letter_that_was_not_taken_is_tried_again_as_it_is_by_then(awake: House) -> None:
    course = series(awake)
    transport = Took(does=NotTaken("ConnectionRefusedError"))
    assert send_due(transport) == [State.LATER]
    record(cancelled("v1"), **on(course))
    transport.does = None
    later = now() + AGAIN + timedelta(seconds=1)
    assert send_due(transport, later) == [State.SENT] * 2
    assert "Your 3 appointments at Northside" in [each.subject for each in transport.letters.values()]
    assert due(later + AGAIN * 2) == []


def test_a_dead_workers_letter_is_settled_as_a_whole(awake: House) -> None:
    course = series(awake)
    transport = Took(does=KeyboardInterrupt(), says=lambda _: True)  # type: ignore[arg-type]  # as a death would
    with pytest.raises(KeyboardInterrupt):
        send_due(transport)
    assert settle(now() + LEASE + timedelta(seconds=1), transport) == 1
    assert set(Sending.objects.values_list("state", flat=True)) == {State.SENT}
    assert len(open_course(f"C-{course:04d}", OPERATOR).course.messages) == 1


def test_what_no_letter_could_bring_is_one_call_about_what_still_holds(awake: House) -> None:
    course = series(awake)
    transport = Took(does=NotTaken("SMTPRecipientsRefused 550", for_good=True))
    assert send_due(transport) == [State.REFUSED]
    record(moved("v1", 11), **on(course))
    (letter,) = to_do(awake.clinic.pk, now())
    assert [row.visit for row in letter] == ["v2", "v3", "v4"]
    tell(letter[0], by=awake["front-desk"])
    tell(letter[1], by=awake["front-desk"])
    assert list(to_do(awake.clinic.pk, now())) == []
    assert [each.channel for each in open_course(f"C-{course:04d}", OPERATOR).course.messages] == ["telephone"]


def test_who_wants_no_messages_gets_none(awake: House) -> None:
    change_profile(awake.person, Profile("Åse", None, "", email="a@example.org", messages="none"), by=OPERATOR)
    course = series(awake)
    assert send_due(Took()) == [State.UNWANTED]
    assert [each.says for each in lines_of(course)][:1] == ["not sent: no messages are wanted"]
    assert due(now()) == []


def test_the_queue_makes_one_job_of_it(awake: House) -> None:
    series(awake)
    assert tick(now()).messages == 1
    assert tick(now()).messages == 0
    do_jobs()
    (message,) = mail.outbox
    assert message.attachments[0].get_filename() == "appointments.ics"
    assert tick(now()).messages == 0
