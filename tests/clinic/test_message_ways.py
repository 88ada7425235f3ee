"""By what a message reaches a patient: the chosen way and language, providers of SMS and mail, the link in letters."""

import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.conf import settings

from enthesis.clinic.database_url import BadAddress
from enthesis.clinic.door import new_id, open_course, record
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.messages import sending
from enthesis.clinic.messages.choosing import NotChosen, choose, own_profile, stop, stop_link, stop_secret
from enthesis.clinic.messages.outcomes import NotTaken, Unsure
from enthesis.clinic.messages.providers import PROVIDERS, SmsAccount, mail_settings, sms_settings, telephone_of
from enthesis.clinic.messages.sending import State
from enthesis.clinic.messages.sms import provider_of
from enthesis.clinic.messages.texts import is_passed_over, keep_words, typed_of, versions_of, wording_of
from enthesis.clinic.messages.transports import Folder, Letter, Mail, Text, transport_of
from enthesis.clinic.models import Look, PlannedMessage, Sending
from enthesis.clinic.notices.models import OwnText
from enthesis.clinic.people import Profile, change_profile
from enthesis.pathway.messages import NotUsable, shipped
from tests.clinic.making import OPERATOR, House
from tests.clinic.test_messages import Took, awake, booked, course_with, keys, now

__all__ = ["awake"]  # a fixture
ACCOUNT = "AC" + "0" * 32
HOME = Path("home")


def send(course: int, purpose: str, transport: Took) -> State | None:
    return sending.send(course, keys(course)[purpose], now(), transport)


def profile(**more: str) -> Profile:
    return replace(Profile("Ada Sample"), telephone="+44 20 7946 0000", **more)


# -- the patient's own choice -----------------------------------------------------------------------------------------


def test_a_letter_speaks_the_patients_language_and_the_course_keeps_which_words(awake: House) -> None:
    change_profile(awake.person, profile(language="es-MX"), by=OPERATOR)
    course = course_with(awake, booked())
    transport = Took()
    assert send(course, "confirmation", transport) is State.SENT
    (letter,) = transport.letters.values()
    assert letter.subject.startswith("Su cita del ")
    (noted,) = open_course(f"C-{course:04d}", OPERATOR).course.messages
    assert noted.words == f"es {shipped().version}"


def test_an_sms_is_one_line_without_a_file_and_needs_a_number_with_its_country(
    awake: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SMS_ACCOUNT", sms_settings(f"twilio://{ACCOUNT}:token@+15550100"))
    change_profile(awake.person, profile(messages="sms"), by=OPERATOR)
    course = course_with(awake, booked())
    record(booked("v2"), course=f"C-{course:04d}", by=OPERATOR)
    transport = Took("sms")
    first, second = PlannedMessage.objects.filter(course=course, purpose="confirmation").values_list("key", flat=True)
    assert sending.send(course, first, now(), transport) is State.SENT
    (letter,) = transport.letters.values()
    assert (letter.to, letter.subject, letter.calendar) == ("+442079460000", "", b"")
    assert "\n" not in letter.text
    assert letter.text.startswith("Northside: your appointment is on ")
    assert Sending.objects.get().channel == "sms"
    change_profile(awake.person, replace(profile(messages="sms"), telephone="555 0100"), by=OPERATOR)
    assert sending.send(course, second, now(), transport) is State.SENT
    assert transport.letters.popitem()[1].to == "patient@northside.example"  # by e-mail, as nobody knows the country


@pytest.mark.parametrize(
    ("purpose", "ends"), [("confirmation", State.UNWANTED), ("cancellation", State.TO_TELL)], ids=("left out", "called")
)
def test_who_wants_none_gets_none_and_is_called_about_what_matters(purpose: str, ends: State, awake: House) -> None:
    from enthesis.pathway import events as e
    from tests.clinic.making import day

    change_profile(awake.person, profile(messages="none"), by=OPERATOR)
    course = course_with(awake, booked())
    if purpose == "cancellation":
        record(e.VisitCancelled(id=new_id(), happened_on=day(1), visit="v1"), course=f"C-{course:04d}", by=OPERATOR)
    transport = Took()
    assert send(course, purpose, transport) is ends
    assert transport.times == 0
    assert len(list(sending.to_do(awake.clinic.pk, now()))) == (ends is State.TO_TELL)


def test_a_choice_is_kept_with_who_chose_it(awake: House, monkeypatch: pytest.MonkeyPatch) -> None:
    change_profile(awake.person, profile(), by=OPERATOR)
    awake.person.refresh_from_db()
    with pytest.raises(NotChosen, match="cannot send you SMS"):
        choose(awake.person, way="sms", language="en", by=awake["patient"])
    monkeypatch.setattr(settings, "SMS_ACCOUNT", SmsAccount("twilio", ACCOUNT, "t", "+15550100", ""))
    for way, language in (("pigeon", "en"), ("email", "tlh")):
        with pytest.raises(NotChosen, match="on this page"):
            choose(awake.person, way=way, language=language, by=awake["patient"])
    choose(awake.person, way="sms", language="es", by=awake["patient"])
    awake.person.refresh_from_db()
    kept = own_profile(awake.person)
    assert (kept.messages, kept.language, kept.name) == ("sms", "es", "Ada Sample")
    look = Look.objects.filter(what__startswith="change-person").latest("pk")
    assert look.who == awake["patient"].handle


def test_the_link_in_a_letter_ends_messages_and_can_do_nothing_else(
    awake: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stop_link(awake.person.pk) == ""
    monkeypatch.setattr(settings, "ADDRESS", "https://north.example")
    course = course_with(awake, booked())
    transport = Took()
    send(course, "confirmation", transport)
    (letter,) = transport.letters.values()
    assert letter.stop == stop_link(awake.person.pk)
    assert letter.text.rstrip().endswith(letter.stop)
    secret = letter.stop.rstrip("/").rpartition("/")[2]
    assert stop("P-0001:nonsense") is None
    assert stop(secret[:-1]) is None
    assert stop(secret) == awake.person
    assert stop(secret) == awake.person
    awake.person.refresh_from_db()
    assert own_profile(awake.person).messages == "none"
    assert Look.objects.filter(what__startswith="change-person").count() == 1


def test_the_link_of_an_erased_person_leads_nowhere(awake: House) -> None:
    from enthesis.clinic.erase import erase

    secret = stop_secret(awake.person.pk)
    erase(awake.person.number, by=OPERATOR)
    assert stop(secret) is None


# -- the clinic's own words -------------------------------------------------------------------------------------------


def test_a_clinics_own_words_are_kept_in_versions_and_leave_from_then_on(awake: House) -> None:
    lead, there = awake["lead"], typed_of(awake.clinic.pk, "confirmation", "en")
    own = replace(there, body="See you at {clinic} on {day} at {time}.\n\n[telephone] Call {telephone}.")
    assert keep_words("confirmation", "en", own, clinic=awake.clinic, by=lead) == 1
    course = course_with(awake, booked())
    transport = Took()
    send(course, "confirmation", transport)
    (letter,) = transport.letters.values()
    assert letter.text.startswith("See you at Northside on ")
    assert open_course(f"C-{course:04d}", OPERATOR).course.messages[0].words == "en own-1"
    assert keep_words("confirmation", "en", None, clinic=awake.clinic, by=lead) == 2
    assert typed_of(awake.clinic.pk, "confirmation", "en") == there
    assert [(each.number, each.typed is None) for each in versions_of(awake.clinic.pk, "confirmation", "en")] == [
        (2, True),
        (1, False),
    ]
    assert wording_of(awake.clinic.pk, "es").said_by("confirmation") == f"es {shipped().version}"


def test_only_a_lead_changes_words_and_what_cannot_be_used_is_not_kept(awake: House) -> None:
    there = typed_of(awake.clinic.pk, "reminder", "en")
    with pytest.raises(NotAllowed):
        keep_words("reminder", "en", there, clinic=awake.clinic, by=awake["clinician"])
    with pytest.raises(NotUsable, match="about health"):
        keep_words("reminder", "en", replace(there, sms="Your injection."), clinic=awake.clinic, by=awake["lead"])
    assert not OwnText.objects.exists()


def test_words_that_no_longer_fit_the_rules_are_passed_over(awake: House) -> None:
    there = typed_of(awake.clinic.pk, "reminder", "en")
    keep_words("reminder", "en", there, clinic=awake.clinic, by=OPERATOR)
    OwnText.objects.update(text=json.dumps({"subject": "{gone}", "subject_moved": "", "body": "x", "sms": "x"}))
    assert typed_of(awake.clinic.pk, "reminder", "en") == there
    assert is_passed_over(awake.clinic.pk, "reminder", "en")


# -- providers --------------------------------------------------------------------------------------------------------


@dataclass
class Stub:
    """A provider on this machine: what it was asked, and what it answers."""

    status: int = 201
    says: dict[str, object] = field(default_factory=lambda: {"sid": "SM1", "status": "queued"})
    hangs_up: bool = False
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def stub() -> Iterator[Stub]:
    there = Stub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            there.asked.append((self.path, dict(self.headers), body))
            if there.hangs_up:
                self.connection.close()
                return
            said = json.dumps(there.says).encode()
            self.send_response(there.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    there.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield there
    server.shutdown()
    server.server_close()


def twilio(stub: Stub, sender: str = "+15550100") -> Text:
    account = sms_settings(f"twilio://{ACCOUNT}:t%2Foken@{sender}?api=http://127.0.0.1:{stub.port}")
    assert account is not None
    return Text(provider_of(account))


SHORT = Letter(to="+4915550100", subject="", text="Northside: mañana a las 9:00.")


@pytest.mark.parametrize(("sender", "name"), [("+15550100", "From"), ("MG" + "a" * 32, "MessagingServiceSid")])
def test_twilio_is_asked_as_its_api_wants_it(stub: Stub, sender: str, name: str) -> None:
    twilio(stub, sender).send(SHORT, "k")
    ((path, headers, body),) = stub.asked
    assert path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
    assert b64decode(headers["Authorization"].removeprefix("Basic ")).decode() == f"{ACCOUNT}:t/oken"
    assert parse_qs(body) == {"To": [SHORT.to], name: [sender], "Body": [SHORT.text]}
    assert twilio(stub).was_accepted("k") is None


@pytest.mark.parametrize(
    ("status", "code", "for_good"), [(400, 21211, True), (400, 21610, True), (401, 20003, False), (429, 20429, False)]
)
def test_what_twilio_refuses_was_surely_not_sent(stub: Stub, status: int, code: int, for_good: bool) -> None:
    stub.status, stub.says = status, {"code": code, "message": "The number +4915550100 is not valid", "status": status}
    with pytest.raises(NotTaken) as problem:
        twilio(stub).send(SHORT, "k")
    assert (problem.value.why, problem.value.for_good) == (f"twilio {status} {code}", for_good)


@pytest.mark.parametrize("hangs_up", [True, False])
def test_where_twilio_does_not_say_nobody_knows(stub: Stub, hangs_up: bool) -> None:
    stub.hangs_up, stub.status, stub.says = hangs_up, 503, {}
    with pytest.raises(Unsure):
        twilio(stub).send(SHORT, "k")
    assert len(stub.asked) == 1  # and it is not tried again


def test_a_provider_that_is_not_reached_took_nothing(stub: Stub) -> None:
    stub.port = 1  # where nobody listens
    with pytest.raises(NotTaken, match="ConnectionRefusedError") as problem:
        twilio(stub).send(SHORT, "k")
    assert not problem.value.for_good


@contextmanager
def mail_by(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mail]:
    for name, value in mail_settings(address, "Northside <desk@north.example>", "").items():
        monkeypatch.setattr(settings, name, value, raising=False)
    yield Mail()


LETTER = Letter(to="ada@sample.example", subject="Your appointment", text="On Monday.\n", stop="https://n.example/s/")


def test_a_letter_leaves_by_a_provider_of_mail(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    stub.status, stub.says = (
        200,
        {"ErrorCode": 0, "Message": "OK", "MessageID": "m", "SubmittedAt": "", "To": LETTER.to},
    )
    with mail_by(f"postmark://tok%40en@?api=http://127.0.0.1:{stub.port}/", monkeypatch) as mail:
        mail.send(LETTER, "k")
    ((_, headers, body),) = stub.asked
    said = json.loads(body)
    assert headers["X-Postmark-Server-Token"] == "tok@en"
    assert (said["To"], said["Subject"]) == (LETTER.to, LETTER.subject)
    assert {"Name": "List-Unsubscribe", "Value": "<https://n.example/s/>"} in said["Headers"]


@pytest.mark.parametrize(
    ("status", "problem", "for_good"),
    [(422, NotTaken, True), (401, NotTaken, False), (429, NotTaken, False), (500, Unsure, False)],
)
def test_what_an_error_of_a_provider_of_mail_means(
    stub: Stub, status: int, problem: type[Exception], for_good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stub.status, stub.says = status, {"ErrorCode": 300, "Message": "ada@sample.example is wrong"}
    address = f"postmark://token@?api=http://127.0.0.1:{stub.port}/"
    with mail_by(address, monkeypatch) as mail, pytest.raises(problem) as told:
        mail.send(LETTER, "k")
    assert "sample" not in str(told.value)
    assert getattr(told.value, "for_good", False) is for_good


def test_a_provider_of_mail_that_is_not_reached_took_nothing_and_one_that_hangs_up_may_have(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_by("postmark://token@?api=http://127.0.0.1:1/", monkeypatch) as mail, pytest.raises(NotTaken) as told:
        mail.send(LETTER, "k")
    assert not told.value.for_good
    stub.hangs_up = True
    with mail_by(f"postmark://token@?api=http://127.0.0.1:{stub.port}/", monkeypatch) as mail, pytest.raises(Unsure):
        mail.send(LETTER, "k")


def test_every_named_provider_of_mail_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.mail import get_connection

    for name in PROVIDERS:
        with mail_by(f"{name}://key:second@host.example", monkeypatch):
            get_connection().open()


# -- what is typed into the environment -------------------------------------------------------------------------------


def test_smtp_and_files() -> None:
    assert mail_settings("", "", "north.example")["DEFAULT_FROM_EMAIL"] == "Enthesis <no-reply@north.example>"
    plain = mail_settings("smtp://us%40er:pa%3Ass@mail.example", "", "")
    assert (plain["EMAIL_PORT"], plain["EMAIL_USE_TLS"], plain["EMAIL_USE_SSL"]) == (587, True, False)
    assert (plain["EMAIL_HOST_USER"], plain["EMAIL_HOST_PASSWORD"]) == ("us@er", "pa:ss")
    sealed = mail_settings("smtps://mail.example", "", "")
    assert (sealed["EMAIL_PORT"], sealed["EMAIL_USE_TLS"], sealed["EMAIL_USE_SSL"]) == (465, False, True)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mail.example:587", "does not say how"),
        ("smtp://", "names no mail server"),
        ("smtp://mail.example:port", "is no address"),
        ("pigeon://mail.example", "no way for letters. There are: smtp, smtps, brevo"),
        ("postmark://", "lacks the server token of postmark. Write it as postmark://SERVER_TOKEN@."),
        ("mailgun://s3cret@", "lacks the sender domain of mailgun"),
        ("mailjet://s3cret@", "lacks the secret key"),
        ("postmark://s3cret@?region=eu", "which means nothing"),
        ("postmark://s3cret@?api=http://eu.example", "no https address"),
    ],
)
def test_mail_that_cannot_be_right_is_told_with_what_to_write(address: str, told: str) -> None:
    with pytest.raises(BadAddress) as problem:
        mail_settings(address, "", "")
    assert told in str(problem.value)
    assert "s3cret" not in str(problem.value)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("twilio.com", "does not say how"),
        ("pigeon://x", "no provider of SMS"),
        ("twilio://AC1:s3cret@+15550100", "names no account"),
        (f"twilio://{ACCOUNT}@+15550100", "lacks the auth token"),
        (f"twilio://{ACCOUNT}:s3cret@5550100", "names no sender"),
        (f"twilio://{ACCOUNT}:s3cret@+15550100?api=ftp://x", "no https address"),
    ],
)
def test_sms_that_cannot_be_right_is_told_with_what_to_write(address: str, told: str) -> None:
    with pytest.raises(BadAddress) as problem:
        sms_settings(address)
    assert told in str(problem.value)
    assert "s3cret" not in str(problem.value)


def test_the_credentials_are_not_in_what_is_printed() -> None:
    assert "s3cret" not in repr(sms_settings(f"twilio://{ACCOUNT}:s3cret@+15550100"))
    with pytest.raises(BadAddress, match="ENTHESIS_MAIL_FROM"):
        mail_settings("", "Northside", "")


@pytest.mark.parametrize(
    ("typed", "number"),
    [("+49 (155) 501-00", "+4915550100"), ("0049 155/50100", "+4915550100"), ("555 0100", ""), ("a@b.example", "")],
)
def test_a_number_for_sms_has_its_country(typed: str, number: str) -> None:
    assert telephone_of(typed) == number


def test_what_an_example_clinic_sends_stays_here(north: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SMS_ACCOUNT", SmsAccount("twilio", ACCOUNT, "t", "+15550100", ""))
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    assert isinstance(transport_of(north.clinic, "sms"), Text)
    north.clinic.name = "Example Clinic"
    assert isinstance(transport_of(north.clinic, "sms"), Folder)
