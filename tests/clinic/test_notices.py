"""Notices leave once for their key, by the patient's way, and what they were given is forgotten."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from enthesis.clinic.erase import erase
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.messages import notices_sending as sending
from enthesis.clinic.messages.notices import notify, notify_address
from enthesis.clinic.messages.queue import send_notice, tick
from enthesis.clinic.messages.sending import AGAIN, LEASE, State
from enthesis.clinic.messages.times import set_quiet
from enthesis.clinic.messages.transports import NotTaken, Unsure
from enthesis.clinic.models import Person
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.people import Profile, change_profile
from enthesis.pathway.messages import Quiet
from tests.clinic.making import OPERATOR, House
from tests.clinic.test_messages import Took, awake

__all__ = ["awake"]  # a fixture
LINK = {"link": "/secret/s3cr3t/"}


def now() -> datetime:
    return datetime.now(UTC)


def send(transport: Took, at: datetime | None = None) -> State | None:
    return sending.send(Notice.objects.get().pk, at or now(), transport)


def letter(transport: Took) -> tuple[str, str]:
    (only,) = transport.letters.values()
    return only.to, only.text


def test_a_notice_leaves_once_for_its_key(awake: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ADDRESS", "https://north.example")
    for _ in range(2):
        notify(awake.person.pk, "new-message", "m-1", LINK, now=now())
    transport = Took()
    assert sending.due(now()) == [Notice.objects.get().pk]
    assert send(transport) is State.SENT
    assert send(transport) is None
    assert sending.due(now() + timedelta(days=1)) == []
    to, text = letter(transport)
    assert to == "patient@northside.example"
    assert "https://north.example/secret/s3cr3t/" in text
    row = Notice.objects.get()
    assert (row.channel, bytes(row.sealed), row.words[:3]) == ("e-mail", b"", "en ")
    notify(awake.person.pk, "new-message", "m-1", LINK, now=now())
    assert Notice.objects.count() == 1
    notify(awake.person.pk, "new-message", "m-2", LINK, now=now())
    assert len(sending.due(now())) == 1


def test_an_address_is_told_before_there_is_a_patient_and_is_not_kept(awake: House) -> None:
    values = {"link": "https://north.example/e/abc/", "until": "2026-03-02"}
    for address in ("Ada@Sample.example", "ada@sample.example", "bob@sample.example"):
        notify_address(awake.clinic.pk, address, "evaluation-link", "e-1", values, now=now())
    assert Notice.objects.count() == 2  # an address is one however it is typed
    assert not Notice.objects.filter(recipient__icontains="sample").exists()
    assert b"sample" not in bytes(Notice.objects.order_by("pk")[0].sealed)
    transport = Took()
    for key in sending.due(now()):
        assert sending.send(key, now(), transport) is State.SENT
    assert {each.to for each in transport.letters.values()} == {"Ada@Sample.example", "bob@sample.example"}
    assert "until Monday 2 March 2026" in next(iter(transport.letters.values())).text


def test_it_goes_with_the_transaction_that_brought_it_about(awake: House) -> None:
    with transaction.atomic():
        notify(awake.person.pk, "new-message", "m-1", {}, now=now())
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_quiet_hours_hold_back_what_a_patient_does_not_wait_for(north: House) -> None:
    at = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # the clinic is on its own clock
    set_quiet(Quiet(time(20), time(8)), clinic=north.clinic, by=OPERATOR)
    notify(north.person.pk, "new-message", "m-1", {}, now=at)
    row = Notice.objects.get()
    assert row.due > at
    assert sending.due(at) == []
    assert sending.send(row.pk, row.due, Took()) is State.SENT
    notify_address(north.clinic.pk, "doc@north.example", "symptom-alarm", "s-1", {}, now=at)
    assert len(sending.due(at)) == 1


def test_quiet_hours_that_were_decided_since_put_it_off(awake: House) -> None:
    at, zone = now(), ZoneInfo(awake.clinic.time_zone)
    notify(awake.person.pk, "new-message", "m-1", {}, now=at)
    hour = at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    ends = (hour + timedelta(hours=2)).time()
    set_quiet(Quiet((hour - timedelta(hours=1)).time(), ends), clinic=awake.clinic, by=OPERATOR)
    transport = Took()
    assert send(transport, at) is None
    assert Notice.objects.get().due.astimezone(zone).time() == ends
    assert transport.times == 0


@pytest.mark.parametrize(
    ("purpose", "key", "values"),
    [
        ("reminder", "k", {}),
        ("evaluation-link", "k", {}),  # goes to an address
        ("new-message", "", {}),
        ("new-message", "k" * 161, {}),
        ("new-message", "k", {"drug": "heparin"}),
    ],
)
def test_what_no_rule_knows_is_the_callers_fault(purpose: str, key: str, values: dict[str, str], awake: House) -> None:
    with pytest.raises(ValueError, match=r"[Nn]otice"):
        notify(awake.person.pk, purpose, key, values, now=now())
    assert not Notice.objects.exists()


# -- what goes wrong --------------------------------------------------------------------------------------------------


def test_what_was_surely_not_taken_is_tried_again_and_what_may_have_been_is_not(awake: House) -> None:
    notify(awake.person.pk, "chase-1", "c-1", {}, now=now())
    transport = Took(does=NotTaken("ConnectionRefusedError"))
    assert send(transport) is State.LATER
    assert sending.due(now()) == []
    assert len(sending.due(now() + AGAIN + timedelta(seconds=1))) == 1
    transport.does = Unsure("TimeoutError")
    assert send(transport) is State.UNKNOWN
    assert sending.due(now() + timedelta(hours=5)) == []
    (row,) = sending.to_do(awake.clinic.pk, now())
    with pytest.raises(NotAllowed):
        sending.tell(row, by=awake["patient"])
    sending.tell(row, by=awake["front-desk"])
    assert list(sending.to_do(awake.clinic.pk, now())) == []
    assert Notice.objects.get().state == State.TOLD


@pytest.mark.parametrize(
    ("says", "ends"), [(True, State.SENT), (None, State.UNKNOWN), (False, State.LATER)], ids=("taken", "unknown", "not")
)
def test_a_notice_whose_worker_died_is_settled_by_what_the_transport_says(
    says: bool | None, ends: State, awake: House
) -> None:
    class Dies(BaseException):
        pass

    notify(awake.person.pk, "consent-ready", "c-1", {}, now=now())
    transport = Took(says=lambda _: says)
    transport.does = Dies()  # type: ignore[assignment] # as a process that is killed: no handler runs
    with pytest.raises(Dies):
        send(transport)
    assert Notice.objects.get().state == State.HANDING_OVER
    assert sending.settle(now(), transport) == 0
    assert sending.due(now()) == []
    assert sending.settle(now() + LEASE + timedelta(seconds=1), transport) == 1
    assert Notice.objects.get().state == ends
    assert transport.times == 1


def test_who_wants_no_messages_gets_none_and_is_called_where_it_matters(awake: House) -> None:
    change_profile(awake.person, replace(Profile("Ada Sample"), messages="none"), by=OPERATOR)
    notify(awake.person.pk, "consent-ready", "c-1", {}, now=now())
    transport = Took()
    assert send(transport) is State.TO_TELL
    assert transport.times == 0
    assert [row.purpose for row in sending.to_do(awake.clinic.pk, now())] == ["consent-ready"]


def test_an_erased_person_is_told_nothing(awake: House) -> None:
    notify(awake.person.pk, "chase-2", "c-1", LINK, now=now())
    erase(Person.objects.get().number, by=OPERATOR)
    transport = Took()
    assert send(transport) is State.UNWANTED
    assert transport.times == 0
    notify(awake.person.pk, "chase-2", "c-2", LINK, now=now())
    assert Notice.objects.count() == 1


def test_what_it_was_given_is_forgotten_when_it_is_of_no_use(awake: House) -> None:
    notify(awake.person.pk, "chase-2", "c-1", LINK, now=now())
    sending.forget(now())
    assert bytes(Notice.objects.get().sealed)
    sending.forget(now() + timedelta(days=4))
    assert not bytes(Notice.objects.get().sealed)


# -- the queue --------------------------------------------------------------------------------------------------------


def test_the_worker_makes_one_job_of_it(awake: House) -> None:
    notify(awake.person.pk, "new-message", "m-1", {}, now=now())
    assert tick(now()).notices == 1
    assert tick(now()).notices == 0
    (job,) = DBTaskResult.objects.all()
    assert send_notice.call(*job.args_kwargs["args"]) == State.SENT
    assert send_notice.call(*job.args_kwargs["args"]) == "not waiting"
