"""Signing in and staying signed in: second steps, codes by e-mail, idle limits, sessions, limits of how often."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client, override_settings

from enthesis.clinic.access import Operator
from enthesis.clinic.accounts import invite
from enthesis.clinic.models import ClinicDecision, User
from enthesis.clinic.sign_in import GRACE, PATIENT_IDLE, STAFF_IDLE, NotDecided, rules_of, set_rule
from tests.web.conftest import PASSWORD, ROLES, Place, give_second_step

MAIL = override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")


@pytest.fixture
def newcomer(elsewhere: Place) -> User:
    """Somebody of the staff of a clinic that is no example, who has a password and nothing else."""
    elsewhere.users["new"] = invite(
        "new@example.test", clinic=elsewhere.clinic, role="clinician", name="New", password=PASSWORD
    )
    return elsewhere.users["new"]


# -- a second step ----------------------------------------------------------------------------------------------------


def test_staff_without_a_second_step_is_led_to_set_one_up(elsewhere: Place, newcomer: User) -> None:
    client = elsewhere.client("new")
    for path in ("/", "/worklist/", "/patients/", "/my-calendar/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/second-step/"), path
    assert client.post("/patients/new/", {"name": "x"})["Location"] == "/accounts/second-step/"
    page = client.get("/accounts/second-step/").content.decode()
    assert "Set up a passkey" in page
    assert client.get("/about/").status_code == 200
    give_second_step(newcomer)
    assert client.get("/worklist/").status_code == 200
    assert client.get("/accounts/second-step/").status_code == 302


def test_recovery_codes_are_part_of_it(elsewhere: Place, newcomer: User) -> None:
    give_second_step(newcomer)
    Authenticator.objects.filter(user=newcomer, type=Authenticator.Type.RECOVERY_CODES).delete()
    client = elsewhere.client("new")
    assert client.get("/worklist/").status_code == 302
    assert "Make recovery codes" in client.get("/accounts/second-step/").content.decode()


def test_a_step_that_is_taken_away_is_asked_for_again(elsewhere: Place) -> None:
    client = Client()
    user = elsewhere.users["clinician"]
    client.force_login(user)
    assert client.get("/worklist/").status_code == 200
    Authenticator.objects.filter(user=user).delete()
    client.post("/accounts/2fa/totp/deactivate/")
    assert client.get("/worklist/").status_code == 302


def test_patients_are_asked_for_none(elsewhere: Place) -> None:
    assert elsewhere.client("patient").get("/my/").status_code == 200


def test_the_example_clinic_asks_for_none_and_says_so(place: Place) -> None:
    for role in ROLES:
        assert place.client(role).get("/", follow=True).status_code == 200
    client = Client()
    client.post("/accounts/login/", {"login": "clinician-a@example.test", "password": PASSWORD})
    assert "no second step is asked" in client.get("/accounts/2fa/").content.decode()
    assert "example clinic: its staff" in Client().get("/accounts/login/").content.decode()


def test_who_also_works_elsewhere_is_asked(place: Place, elsewhere: Place) -> None:
    both = invite("clinician-a@example.test", clinic=elsewhere.clinic, role="clinician")
    assert both == place.users["clinician"]
    assert place.client("clinician").get("/worklist/").status_code == 302


def test_a_grace_is_the_clinics_decision(elsewhere: Place, newcomer: User) -> None:
    set_rule(GRACE, 3, clinic=elsewhere.clinic, by=elsewhere.users["lead"], why="Keys are on their way.")
    assert elsewhere.client("new").get("/worklist/").status_code == 200
    User.objects.filter(pk=newcomer.pk).update(joined_at=datetime.now(UTC) - timedelta(days=4))
    assert elsewhere.client("new").get("/worklist/").status_code == 302


# -- codes by e-mail --------------------------------------------------------------------------------------------------


@MAIL
def test_a_patient_signs_in_with_a_code_and_nothing_else(place: Place) -> None:
    client = Client()
    asked = client.post("/accounts/login/code/", {"email": "patient-a@example.test"})
    assert asked["Location"].startswith("/accounts/login/code/confirm/")
    (letter,) = mail.outbox
    assert letter.to == ["patient-a@example.test"]
    code = re.search(r"^([A-Z0-9-]{6,})$", letter.body, re.MULTILINE)
    assert code is not None, letter.body
    assert "Ada" not in letter.body
    wrong = client.post("/accounts/login/code/confirm/", {"code": "XXXXXX"})
    assert (wrong.status_code, "_auth_user_id" in client.session) == (200, False)
    right = client.post("/accounts/login/code/confirm/", {"code": code[1]}, follow=True)
    assert right.request["PATH_INFO"] == "/my/"


@MAIL
def test_a_code_is_over_after_three_wrong_ones(place: Place) -> None:
    client = Client()
    client.post("/accounts/login/code/", {"email": "patient-a@example.test"})
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[0].body, re.MULTILINE)
    assert code is not None
    for _ in range(3):
        client.post("/accounts/login/code/confirm/", {"code": "XXXXXX"})
    client.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert "_auth_user_id" not in client.session


@MAIL
def test_the_answer_is_the_same_for_an_address_that_nobody_has(place: Place) -> None:
    pages = []
    for address in ("patient-a@example.test", "nobody@example.test"):
        client = Client()
        answer = client.post("/accounts/login/code/", {"email": address}, follow=True)
        page = answer.content.decode().replace(address, "X")
        pages.append((answer.status_code, re.sub(r'value="[^"]*"', "", page)))
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [["patient-a@example.test"]]
    for address in ("patient-a@example.test", "nobody@example.test"):
        page = Client().post("/accounts/login/", {"login": address, "password": "wrong"}).content.decode()
        pages.append((200, re.sub(r'value="[^"]*"', "", page)))
    assert pages[2] == pages[3]


@MAIL
def test_staff_with_a_code_still_needs_the_second_step(elsewhere: Place) -> None:
    client = Client()
    client.post("/accounts/login/code/", {"email": "clinician-b@example.test"})
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[0].body, re.MULTILINE)
    assert code is not None
    answer = client.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


# -- how long ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "limit"),
    [("clinician", timedelta(minutes=30)), ("lead", timedelta(minutes=30)), ("patient", timedelta(days=14))],
)
def test_nobody_stays_signed_in_for_ever(role: str, limit: timedelta, place: Place) -> None:
    client = place.client(role)
    now = datetime.now(UTC)
    with time_machine.travel(now, tick=False) as clock:
        assert client.get("/", follow=True).status_code == 200
        clock.shift(limit * 0.9)
        assert client.get("/", follow=True).status_code == 200  # in use: it goes on
        clock.shift(limit * 0.9)
        assert client.get("/", follow=True).status_code == 200
        clock.shift(limit + timedelta(seconds=5))
        answer = client.get("/my-calendar/" if role != "patient" else "/my/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=/my")
        assert "_auth_user_id" not in client.session
    assert client.session.is_empty() or "nothing happened" in client.get(answer["Location"]).content.decode()


def test_a_patient_stays_signed_in_when_the_browser_is_closed_and_staff_does_not(place: Place) -> None:
    patient, clinician = place.client("patient"), place.client("clinician")
    patient.get("/my/")
    clinician.get("/worklist/")
    assert patient.session.get_expiry_age() == 14 * 24 * 3600
    assert not patient.session.get_expire_at_browser_close()
    assert clinician.session.get_expire_at_browser_close()


def test_a_page_in_use_writes_the_session_once(place: Place, django_assert_max_num_queries: object) -> None:
    client = place.client("clinician")
    client.get("/worklist/")
    before = client.session["enthesis-kept"]
    client.get("/worklist/")
    assert client.session["enthesis-kept"] == before


def test_the_rules_are_the_clinics(place: Place) -> None:
    client = place.client("lead")
    page = client.get("/sign-in-rules/").content.decode()
    assert "not decided by the clinic" in page
    assert client.post("/sign-in-rules/", {"grace": "x", "staff": "1", "patient": "14", "why": "y"}).status_code == 200
    assert not ClinicDecision.objects.filter(name__startswith="sign-in:").exists()
    sent = {"grace": "2", "staff": "15", "patient": "7", "why": "As our insurer asks."}
    assert client.post("/sign-in-rules/", sent).status_code == 302
    rules = rules_of(place.clinic.pk)
    assert (rules.grace_days, rules.staff_idle_minutes, rules.patient_idle_days) == (2, 15, 7)
    assert rules.decided == {GRACE, STAFF_IDLE, PATIENT_IDLE}
    assert "not decided by the clinic" not in client.get("/sign-in-rules/").content.decode()
    for name, value in ((GRACE, 31), (STAFF_IDLE, 1), (PATIENT_IDLE, 0)):
        with pytest.raises(NotDecided):
            set_rule(name, value, clinic=place.clinic, by=Operator(), why="x")


# -- sessions ---------------------------------------------------------------------------------------------------------


def test_signing_out_everywhere_else(place: Place) -> None:
    here, there = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/605"})
    for client in (here, there):
        client.post("/accounts/login/", {"login": "patient-a@example.test", "password": PASSWORD})
    page = here.get("/accounts/sessions/").content.decode()
    assert "Safari, iPhone" in page
    here.post("/accounts/sessions/")
    assert there.get("/my/").status_code == 302
    assert here.get("/my/").status_code == 200


# -- several clinics --------------------------------------------------------------------------------------------------


def test_somebody_of_several_clinics_chooses_one(place: Place, elsewhere: Place) -> None:
    give_second_step(place.users["lead"])
    invite("lead-a@example.test", clinic=elsewhere.clinic, role="clinician")
    client = place.client("lead")
    assert client.get("/")["Location"] == "/protocols/"
    assert "Another clinic" in client.get("/accounts/clinics/").content.decode()
    client.post("/accounts/clinics/", {"clinic": elsewhere.clinic.pk})
    assert client.get("/")["Location"] == "/worklist/"
    assert client.post("/accounts/clinics/", {"clinic": "99999"}).status_code == 200
    assert client.get("/")["Location"] == "/worklist/"


# -- how often --------------------------------------------------------------------------------------------------------


def test_passwords_are_not_tried_for_long(place: Place) -> None:
    for _ in range(6):
        answer = Client().post("/accounts/login/", {"login": "lead-a@example.test", "password": "guess"})
    assert "Too many" in answer.content.decode()
    right = Client().post("/accounts/login/", {"login": "lead-a@example.test", "password": PASSWORD})
    assert right.status_code == 200  # not even the right one


@MAIL
def test_codes_are_not_asked_for_often(place: Place) -> None:
    for _ in range(5):
        Client().post("/accounts/login/code/", {"email": "patient-a@example.test"})
    assert len(mail.outbox) == 3


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_each_person_is_counted_alone(place: Place) -> None:
    """What the proxy says counts; what somebody put before it does not."""
    for turn in range(12):
        Client().post(
            "/accounts/login/",
            {"login": f"no{turn}@example.test", "password": "guess"},
            headers={"X-Forwarded-For": f"10.0.0.{turn}, 203.0.113.5"},
        )
    sent = {"login": "lead-a@example.test", "password": PASSWORD}
    assert Client().post("/accounts/login/", sent, headers={"X-Forwarded-For": "203.0.113.5"}).status_code == 200
    assert Client().post("/accounts/login/", sent, headers={"X-Forwarded-For": "203.0.113.6"}).status_code == 302


def test_a_feed_is_read_only_so_often(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from enthesis.clinic import limits
    from enthesis.clinic.limits.models import Count

    for turn in range(limits.FEEDS.most):
        if turn % 100 == 0:
            assert Client().get("/feeds/guess.ics").status_code == 404
        else:
            limits.is_within(limits.FEEDS, "127.0.0.1")
    answer = Client().get("/feeds/guess.ics")
    assert (answer.status_code, "Too often" in answer.content.decode()) == (429, True)
    assert Client(REMOTE_ADDR="203.0.113.9").get("/feeds/guess.ics").status_code == 404
    assert not Count.objects.filter(key__contains="127.0.0.1").exists()  # nobody's address is kept
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=limits.FEEDS.seconds + 1), tick=False):
        assert Client().get("/feeds/guess.ics").status_code == 404
        assert Count.objects.count() == 1  # what is over is swept away
