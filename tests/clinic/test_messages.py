"""Messages are sent once, only while they are planned, and are noted; what no letter can tell is shown to somebody."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar

from enthesis.clinic.door import new_id, open_course, record
from enthesis.clinic.erase import erase
from enthesis.clinic.messages import sending
from enthesis.clinic.messages.queue import send_message, tick
from enthesis.clinic.messages.sending import AGAIN, LEASE, State, due, send, settle, tell, to_do
from enthesis.clinic.messages.shown import lines_of
from enthesis.clinic.messages.times import set_amount, set_quiet, times_of
from enthesis.clinic.messages.transports import Folder, Letter, Mail, NotTaken, Transport, Unsure, transport_of
from enthesis.clinic.models import Hold, Membership, Offer, PlannedMessage, Sending, WaitingEntry
from enthesis.clinic.numbers import key_of
from enthesis.clinic.people import Profile, change_profile
from enthesis.clinic.rebuild import rebuild
from enthesis.pathway import events as e
from enthesis.pathway.messages import Quiet
from tests.clinic.making import OPERATOR, House, day, evaluated, start


def soon(days: float = 10) -> datetime:
    """Noon in some days: a time ahead of whenever this runs."""
    return datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=days)


def booked(visit: str = "v1", starts: datetime | None = None, activity: str = "imaging") -> e.VisitBooked:
    on = {"id": new_id(), "happened_on": day(0), "visit": visit, "activity": activity}
    return e.VisitBooked(**on, starts=starts or soon(), minutes=30)


@dataclass
class Took:
    """A transport that takes letters, or does what it is told instead."""

    channel: str = "e-mail"
    letters: dict[str, Letter] = field(default_factory=dict)
    times: int = 0
    does: Exception | None = None
    says: Callable[[str], bool | None] = lambda _: None

    def send(self, letter: Letter, key: str) -> None:
        self.times += 1
        if self.does is not None:
            raise self.does
        self.letters[key] = letter

    def was_accepted(self, key: str) -> bool | None:
        return self.says(key)

    def __call__(self, clinic: object, channel: str) -> Transport:
        return self


@pytest.fixture
def awake(north: House) -> House:
    """A clinic without quiet hours: a test may run at night."""
    set_quiet(Quiet(datetime.min.time(), datetime.min.time()), clinic=north.clinic, by=OPERATOR)
    return north


def course_with(north: House, *log: e.Event) -> int:
    return key_of(start(north, *log).number) or 0


def keys(course: int) -> dict[str, str]:
    return dict(PlannedMessage.objects.filter(course=course).values_list("purpose", "key"))


def now() -> datetime:
    return datetime.now(UTC)


# -- what is planned --------------------------------------------------------------------------------------------------


def test_rows_follow_the_visit_and_rebuild_proves_them(awake: House) -> None:
    course = course_with(awake, booked(), booked("v2", soon(20)))
    number = f"C-{course:04d}"
    first = set(PlannedMessage.objects.values_list("key", flat=True))
    assert {key.split(":")[1] for key in first} == {"v1", "v2"}
    record(e.VisitMoved(id=new_id(), happened_on=day(1), visit="v1", starts=soon(12)), course=number, by=OPERATOR)
    second = set(PlannedMessage.objects.values_list("key", flat=True))
    assert {key.split(":")[1] for key in first & second} == {"v2"}
    record(e.VisitCancelled(id=new_id(), happened_on=day(1), visit="v1"), course=number, by=OPERATOR)
    assert {row.purpose for row in PlannedMessage.objects.filter(visit="v1")} == {"cancellation"}
    record(
        e.SymptomReported(id=new_id(), happened_on=day(2), symptom="s", level="urgent_care"), course=number, by=OPERATOR
    )
    assert rebuild(check=True).differences == ()
    PlannedMessage.objects.filter(visit="v2", purpose="reminder").delete()
    PlannedMessage.objects.filter(visit="v1").update(due=soon(1))
    assert len(rebuild(check=True).differences) == 2
    rebuild()
    assert rebuild(check=True).differences == ()


def test_a_score_asks_nothing_of_them(awake: House) -> None:
    from enthesis.clinic.messages import rows

    course = course_with(awake, booked())
    before = open_course(f"C-{course:04d}", OPERATOR).course
    record(
        e.ScoresTaken(id=new_id(), happened_on=day(2), instrument="nrs_pain", value=3),
        course=f"C-{course:04d}",
        by=OPERATOR,
    )
    after = open_course(f"C-{course:04d}", OPERATOR).course
    assert before != after
    assert rows.changes(awake.clinic.pk, course, before, after) is None


def test_what_the_clinic_decides_moves_every_message_at_once(awake: House) -> None:
    course = course_with(awake, booked())
    before = PlannedMessage.objects.get(purpose="reminder").due
    assert "reminder" in times_of(awake.clinic.pk).undecided
    set_amount("reminder", 24 * 60, clinic=awake.clinic, by=OPERATOR)
    assert PlannedMessage.objects.get(purpose="reminder").due == before + timedelta(days=1)
    assert "reminder" not in times_of(awake.clinic.pk).undecided
    set_amount("reminder", None, clinic=awake.clinic, by=OPERATOR)
    assert PlannedMessage.objects.get(purpose="reminder").due == before
    assert rebuild(check=True).differences == ()
    assert keys(course)


# -- sending ----------------------------------------------------------------------------------------------------------


def test_a_message_leaves_once_and_is_noted(awake: House) -> None:
    course = course_with(awake, booked())
    transport, key = Took(), keys(course)["confirmation"]
    assert [(each.course, each.key) for each in due(now())] == [(course, key)]
    assert send(course, key, now(), transport) is State.SENT
    assert send(course, key, now(), transport) is None
    assert due(now()) == []
    (letter,) = transport.letters.values()
    assert letter.to == "patient@northside.example"
    assert Calendar.from_ical(letter.calendar)["METHOD"] == letter.method == "REQUEST"
    (noted,) = open_course(f"C-{course:04d}", OPERATOR).course.messages
    assert (noted.purpose, noted.channel, noted.visit, noted.recorded_by) == (
        "confirmation",
        "e-mail",
        "v1",
        "messages",
    )
    assert rebuild(check=True).differences == ()


def test_nothing_is_sent_before_its_time_or_after_it_is_of_use(awake: House) -> None:
    course = course_with(awake, booked())
    key = keys(course)["reminder"]
    transport = Took()
    assert send(course, key, now(), transport) is None
    assert send(course, key, soon() + timedelta(hours=1), transport) is None
    assert transport.times == 0
    assert send(course, key, soon() - timedelta(hours=1), transport) is State.SENT


@pytest.mark.parametrize("what", ["moved", "cancelled", "frozen"])
def test_what_is_no_longer_planned_is_never_sent(what: str, awake: House) -> None:
    """Whatever the worker's list still says."""
    course = course_with(awake, booked(activity="diagnostic-injection"))
    rows = list(PlannedMessage.objects.values())
    happened = {
        "moved": e.VisitMoved(id=new_id(), happened_on=day(1), visit="v1", starts=soon(11)),
        "cancelled": e.VisitCancelled(id=new_id(), happened_on=day(1), visit="v1"),
        "frozen": e.SymptomReported(id=new_id(), happened_on=day(1), symptom="s", level="urgent_care"),
    }
    record(happened[what], course=f"C-{course:04d}", by=OPERATOR)
    PlannedMessage.objects.all().delete()
    PlannedMessage.objects.bulk_create([PlannedMessage(**row) for row in rows])
    transport = Took()
    for row in rows:
        assert send(course, row["key"], row["due"] + timedelta(seconds=1), transport) is None
    assert transport.times == 0
    assert not Sending.objects.exists()
    assert rebuild(check=True).differences == ()  # and the list is right again


def test_a_move_says_old_and_new_and_its_file_replaces_the_first(awake: House) -> None:
    course = course_with(awake, booked())
    transport = Took()
    send(course, keys(course)["confirmation"], now(), transport)
    record(
        e.VisitMoved(id=new_id(), happened_on=day(1), visit="v1", starts=soon(12)),
        course=f"C-{course:04d}",
        by=OPERATOR,
    )
    send(course, keys(course)["confirmation"], now(), transport)
    first, second = transport.letters.values()
    assert "has a new time" in second.text
    assert "has a new time" not in first.text
    old, new = (Calendar.from_ical(each.calendar).walk("VEVENT")[0] for each in (first, second))
    assert old["UID"] == new["UID"]
    assert new["SEQUENCE"] > old["SEQUENCE"]


def test_aftercare_once_the_injection_took_place(awake: House) -> None:
    course = course_with(awake, *evaluated())
    given = e.InjectionsGiven(id=new_id(), happened_on=now().date(), activity="diagnostic-injection")
    record(given, course=f"C-{course:04d}", by=OPERATOR)
    key, later = keys(course)["aftercare"], now() + timedelta(hours=1, minutes=1)
    transport = Took()
    assert send(course, key, now(), transport) is None  # not before an hour is over
    assert send(course, key, later, transport) is State.SENT
    assert next(iter(transport.letters.values())).calendar == b""


# -- what goes wrong --------------------------------------------------------------------------------------------------


def test_what_was_surely_not_taken_is_tried_again_and_what_never_will_be_is_shown(awake: House) -> None:
    course = course_with(awake, booked())
    key = keys(course)["confirmation"]
    transport = Took(does=NotTaken("ConnectionRefusedError"))
    assert send(course, key, now(), transport) is State.LATER
    assert due(now()) == []
    later = now() + AGAIN + timedelta(seconds=1)
    assert [each.key for each in due(later)] == [key]
    transport.does = NotTaken("SMTPRecipientsRefused 550", for_good=True)
    assert send(course, key, later, transport) is State.REFUSED
    assert due(later + AGAIN * 3) == []
    assert [[row.key for row in letter] for letter in to_do(awake.clinic.pk, later)] == [[key]]
    assert transport.times == 2


def test_a_letter_that_may_have_been_taken_is_never_sent_twice(awake: House) -> None:
    course = course_with(awake, booked())
    key = keys(course)["confirmation"]
    transport = Took(does=Unsure("TimeoutError"))
    assert send(course, key, now(), transport) is State.UNKNOWN
    for hours in range(4):
        assert due(now() + timedelta(hours=hours)) == []
        assert send(course, key, now() + timedelta(hours=hours), transport) is None
    assert transport.times == 1
    ((row,),) = to_do(awake.clinic.pk, now())
    assert lines_of(course)[0].says == "may not have arrived: call"
    tell(row, by=awake["front-desk"])
    tell(row, by=awake["front-desk"])
    assert list(to_do(awake.clinic.pk, now())) == []
    (noted,) = open_course(f"C-{course:04d}", OPERATOR).course.messages
    assert noted.channel == "telephone"


@pytest.mark.parametrize(
    ("accepted", "state", "again"), [(True, State.SENT, 0), (False, State.LATER, 1), (None, State.UNKNOWN, 0)]
)
def test_a_dead_workers_letter_is_settled_by_asking_the_transport(
    accepted: bool | None, state: State, again: int, awake: House
) -> None:
    course = course_with(awake, booked())
    key = keys(course)["confirmation"]
    transport = Took(does=KeyboardInterrupt(), says=lambda _: accepted)  # type: ignore[arg-type]  # as a death would
    with pytest.raises(KeyboardInterrupt):
        send(course, key, now(), transport)
    assert settle(now(), transport) == 0  # it may still be at work
    assert Sending.objects.get().state == State.HANDING_OVER
    assert settle(now() + LEASE + timedelta(seconds=1), transport) == 1
    assert Sending.objects.get().state == state
    assert len(open_course(f"C-{course:04d}", OPERATOR).course.messages) == (1 if accepted else 0)
    assert len(due(now() + LEASE + AGAIN + timedelta(minutes=1))) == again


def test_a_worker_that_died_after_noting_is_settled_by_the_log(awake: House, monkeypatch: pytest.MonkeyPatch) -> None:
    course = course_with(awake, booked())
    key, transport = keys(course)["confirmation"], Took()
    monkeypatch.setattr(sending, "_end", lambda *_, **__: State.SENT)
    send(course, key, now(), transport)
    monkeypatch.undo()
    settle(now() + LEASE + timedelta(seconds=1), Took(says=lambda _: None))
    assert Sending.objects.get().state == State.SENT
    assert len(open_course(f"C-{course:04d}", OPERATOR).course.messages) == 1


def test_a_patient_without_an_address_is_somebodys_call(awake: House) -> None:
    Membership.objects.filter(person=awake.person).delete()
    course = course_with(awake, booked())
    transport = Took()
    assert send(course, keys(course)["confirmation"], now(), transport) is State.SENT  # the address that was noted
    assert next(iter(transport.letters.values())).to == "ase@example.org"
    change_profile(awake.person, Profile("Åse", None, "555 0100"), by=OPERATOR)
    other = course_with(awake, booked("w1", soon(11)))
    assert send(other, keys(other)["confirmation"], now(), transport) is State.TO_TELL
    assert [row.course_id for (row,) in to_do(awake.clinic.pk, now())] == [other]
    record(
        e.VisitMoved(id=new_id(), happened_on=day(1), visit="w1", starts=soon(13)), course=f"C-{other:04d}", by=OPERATOR
    )
    assert (
        list(to_do(awake.clinic.pk, now())) == []
    )  # that time is nobody's any more: the next message says the new one
    assert transport.times == 1


def test_an_erased_person_is_written_to_no_more(awake: House) -> None:
    course = course_with(awake, booked())
    erase(awake.person.number, by=OPERATOR)
    transport = Took()
    assert send(course, keys(course)["confirmation"], now(), transport) is None
    assert transport.times == 0


def test_a_free_time_is_told_to_whom_it_is_offered_and_only_while_it_is_open(awake: House) -> None:
    course = course_with(awake, booked(starts=soon(20)))
    entry = WaitingEntry.objects.create(
        clinic=awake.clinic, course_id=course, visit="v1", item="imaging", since=now(), made_by="U-1"
    )
    offer = Offer.objects.create(
        entry=entry, starts=soon(3), minutes=30, resources="", made_at=now(), until=now() + timedelta(hours=2)
    )
    transport, key = Took(), f"offer:v1:{offer.pk}"
    assert key in [each.key for each in due(now())]
    assert send(course, key, now(), transport) is State.SENT
    assert key not in [each.key for each in due(now())]
    (letter,) = transport.letters.values()
    assert "has become free" in letter.text
    assert letter.calendar == b""
    second = Offer(entry=entry, starts=soon(4), minutes=30, made_at=now(), until=now() + timedelta(hours=2))
    offer.state = "declined"
    offer.save()
    second.save()
    second.state = "lapsed"
    second.save()
    assert send(course, f"offer:v1:{second.pk}", now(), transport) is None
    assert rebuild(check=True).differences == ()


def test_a_proposed_move_asks_for_an_answer(awake: House) -> None:
    course = course_with(awake, booked(starts=soon(20)))
    Hold.objects.create(
        clinic=awake.clinic,
        course_id=course,
        key="h1",
        kind="move",
        series="{}",
        until=now() + timedelta(days=1),
        made_at=now(),
        made_by="U-1",
    )
    transport = Took()
    assert send(course, "proposed-move::h1", now(), transport) is State.SENT
    assert "Your old times stay until you answer." in next(iter(transport.letters.values())).text


# -- transports -------------------------------------------------------------------------------------------------------

LETTER = Letter(
    to="ase@example.org", subject="A time", text="Come.\n", calendar=b"BEGIN:VCALENDAR\r\n", method="REQUEST"
)


def test_a_folder_takes_a_key_once_and_says_so() -> None:
    folder = Folder()
    assert folder.was_accepted("k-folder") is False
    folder.send(LETTER, "k-folder")
    folder.send(LETTER, "k-folder")
    assert folder.was_accepted("k-folder") is True
    (found,) = [
        letter for _, letter in folder.letters(50) if letter["X-Enthesis-Key"] and letter["Subject"] == "A time"
    ]
    assert found["To"] == "ase@example.org"
    part = next(each for each in found.walk() if each.get_content_type() == "text/calendar")
    assert part.get_param("method") == "REQUEST"


def test_a_mail_has_the_visit_as_its_file() -> None:
    Mail().send(LETTER, "k1")
    (message,) = mail.outbox
    parsed = message_from_bytes(message.message().as_bytes())
    assert [part.get_content_type() for part in parsed.walk()] == ["multipart/mixed", "text/plain", "text/calendar"]
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert Mail().was_accepted("k1") is None


@pytest.mark.parametrize(
    ("problem", "kind", "for_good"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b": (550, b"no such user")}), NotTaken, True),
        (smtplib.SMTPRecipientsRefused({"a@b": (450, b"busy")}), NotTaken, False),
        (smtplib.SMTPDataError(554, b"spam"), NotTaken, True),
        (smtplib.SMTPSenderRefused(451, b"later", "x"), NotTaken, False),
        (smtplib.SMTPServerDisconnected("gone"), Unsure, None),
        (TimeoutError(), Unsure, None),
    ],
)
def test_what_a_mail_server_says(
    problem: Exception, kind: type[Exception], for_good: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> int:
        raise problem

    monkeypatch.setattr(EmailBackend, "send_messages", fails)
    with pytest.raises(kind) as told:
        Mail().send(LETTER, "k1")
    assert getattr(told.value, "for_good", None) is for_good
    assert "@" not in str(told.value)


def test_a_mail_server_that_is_not_there_took_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> bool:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "open", fails, raising=False)
    with pytest.raises(NotTaken) as told:
        Mail().send(LETTER, "k1")
    assert told.value.for_good is False


def test_an_example_clinic_sends_nothing_out(north: House) -> None:
    assert isinstance(transport_of(north.clinic), Mail)
    north.clinic.name = "Example Clinic"
    assert isinstance(transport_of(north.clinic), Folder)


# -- the queue --------------------------------------------------------------------------------------------------------


def do_jobs() -> None:
    """As a worker does; its own process is in test_messages_workers.py."""
    for job in DBTaskResult.objects.ready():
        job.task.call(*job.args_kwargs["args"])
        job.set_successful(None)


def test_what_is_due_becomes_one_job_and_one_message(awake: House) -> None:
    course = course_with(awake, booked())
    record(booked("v2", soon(11)), course=f"C-{course:04d}", by=OPERATOR)
    assert tick(now()).messages == 2
    assert tick(now()).messages == 0  # they wait already
    send_message.call(course, keys(course)["confirmation"])
    do_jobs()
    assert len(mail.outbox) == 2
    assert {row.state for row in Sending.objects.all()} == {State.SENT}
    assert tick(now()).messages == 0
