"""Who gets through which door: every address, every role, the other clinic, the other patient, the wrong method."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from enthesis.clinic import consent_texts
from enthesis.clinic.files.keeping import File, keep
from enthesis.clinic.intake import store
from enthesis.clinic.intake.models import Evaluation
from enthesis.clinic.intake.papers import Papers
from enthesis.clinic.lead.drafts import copy
from enthesis.clinic.lead.models import ProtocolDraft
from enthesis.clinic.leaving import asking
from enthesis.clinic.leaving.models import ErasureRequest
from enthesis.clinic.models import Resource
from enthesis.clinic.prices import keep_prices
from enthesis.clinic.resources import Described, add
from enthesis.pathway.events import PaymentTaken, VisitBooked
from tests.conftest import forget
from tests.web.conftest import ROLES, Place, Starter, load_words, new_id, until_injection

STAFF = frozenset(ROLES)
WITH_PATIENT = frozenset(("patient", "clinician", "front-desk"))
GET, POST = "GET", "GET POST"
VISIT = "visit-1"
PAYMENT = "payment-1"
ANSWERED = "answered-1"  # an evaluation

# The pages: who may see each, and which methods it knows. NUMBER is a course's, EVENT an entry's,
# VISIT a booked visit's, PERSON a patient's.
PAGES: dict[str, tuple[frozenset[str], str]] = {
    "accounts/second-step/": (STAFF | {"patient"}, GET),
    "accounts/clinics/": (STAFF | {"patient"}, POST),
    "sign-in-rules/": (frozenset(("lead",)), POST),
    "my/NUMBER/files/": (WITH_PATIENT, POST),
    "courses/NUMBER/files/": (STAFF - {"lead"}, POST),
    "my/NUMBER/files/F-FILE/remove/": (frozenset(("patient",)), POST),
    "courses/NUMBER/files/F-FILE/remove/": (frozenset(("clinician", "front-desk")), POST),
    "kept/NUMBER/F-FILE/": (STAFF - {"lead", "front-desk"} | {"patient"}, GET),
    "my/export/": (frozenset(("patient",)), POST),
    "my/delete/": (frozenset(("patient",)), POST),
    "erasures/": (frozenset(("lead",)), GET),
    "erasures/law/": (frozenset(("lead",)), POST),
    "erasures/REQUEST/": (frozenset(("lead",)), POST),
    "outcomes/": (frozenset(("lead", "clinician")), POST),
    "outcomes/publish/": (frozenset(("lead",)), POST),
    "outcomes/rules/": (frozenset(("lead",)), POST),
    "outcomes/responder_30/": (frozenset(("lead", "clinician")), GET),
    "outcomes/responder_30/rows/": (frozenset(("lead", "clinician")), GET),
    "evidence/own/": (frozenset(("lead",)), POST),
    "evidence/own/trial.csv": (frozenset(("lead",)), GET),
    "audit/": (frozenset(("lead",)), GET),
    "audit/table/": (frozenset(("lead",)), GET),
    "audit/emergencies/": (frozenset(("lead",)), POST),
    "audit/emergencies/minutes/": (frozenset(("lead",)), POST),
    "patients/PERSON/restrict/": (frozenset(("clinician", "lead")), POST),
    "patients/PERSON/emergency/": (STAFF, POST),
    "my/who-looked/": (frozenset(("patient",)), GET),
    "people-and-roles/": (frozenset(("lead",)), GET),
    "people-and-roles/invite/": (frozenset(("lead",)), POST),
    "people-and-roles/ACCOUNT/": (frozenset(("lead",)), POST),
    "people-and-roles/ACCOUNT/leave/": (frozenset(("lead",)), POST),
    "my/": (frozenset(("patient",)), GET),
    "my/diary/": (frozenset(("patient",)), GET),
    "my/progress/": (frozenset(("patient",)), GET),
    "my/check-in/": (frozenset(("patient",)), GET),
    "my/calendar/": (frozenset(("patient",)), POST),
    "my/NUMBER/visits/VISIT.ics": (frozenset(("patient",)), GET),
    "my/visits/": (frozenset(("patient",)), GET),
    "my/NUMBER/visits/": (frozenset(("patient",)), GET),
    "my/NUMBER/visits/pick/": (frozenset(("patient",)), POST),
    "my/NUMBER/visits/wishes/": (frozenset(("patient",)), POST),
    "my/NUMBER/visits/kept/": (frozenset(("patient",)), POST),
    "my/NUMBER/visits/wait/": (frozenset(("patient",)), POST),
    "my/NUMBER/visits/offer/": (frozenset(("patient",)), POST),
    "my/NUMBER/visit/VISIT/": (frozenset(("patient",)), POST),
    "my/NUMBER/visit/VISIT/move/": (frozenset(("patient",)), POST),
    "my/NUMBER/visit/VISIT/cancel/": (frozenset(("patient",)), POST),
    "my/NUMBER/diary/": (WITH_PATIENT, POST),
    "my/NUMBER/preparation/": (frozenset(("patient",)), POST),
    "my/NUMBER/aftercare/": (frozenset(("patient",)), GET),
    "my/NUMBER/exercises/": (frozenset(("patient", "therapist", "front-desk", "clinician")), POST),
    "courses/NUMBER/programme/": (frozenset(("therapist", "clinician")), POST),
    "my/NUMBER/letters/": (frozenset(("patient",)), POST),
    "courses/NUMBER/letters/": (STAFF - {"lead"}, POST),
    "letters/": (STAFF - {"lead"}, GET),
    "my/NUMBER/medicines/find/": (WITH_PATIENT, POST),
    "diary-rules/": (frozenset(("clinician", "lead")), POST),
    "my/NUMBER/choices/": (WITH_PATIENT, POST),
    "my/NUMBER/consent/": (WITH_PATIENT, GET),
    "my/NUMBER/consent.pdf": (WITH_PATIENT, GET),
    "my/NUMBER/consent/ask/": (WITH_PATIENT, POST),
    "my/NUMBER/consent/sign/": (WITH_PATIENT, POST),
    "my/NUMBER/consent/take-back/": (WITH_PATIENT, POST),
    "consents/": (frozenset(("clinician", "front-desk")), GET),
    "calendar/day-sheet/": (frozenset(("clinician", "front-desk")), GET),
    "calendar/day-sheet.pdf": (frozenset(("clinician", "front-desk")), GET),
    "courses/NUMBER/letter/": (frozenset(("clinician",)), POST),
    "courses/NUMBER/papers/": (frozenset(("clinician",)), GET),
    "courses/NUMBER/papers/EVENT.pdf": (frozenset(("clinician",)), GET),
    "courses/NUMBER/imaging/EVENT.pdf": (frozenset(("clinician",)), GET),
    "consents/rule/": (frozenset(("clinician", "lead")), POST),
    "my/NUMBER/medicines/": (WITH_PATIENT, POST),
    "my/NUMBER/outcome/follow-up/": (WITH_PATIENT, POST),
    "my/NUMBER/questions/follow-up/": (WITH_PATIENT, POST),
    "my/NUMBER/questions/follow-up/check/": (WITH_PATIENT, POST),
    "my/NUMBER/scale/nrs_pain/": (WITH_PATIENT, POST),
    "my/NUMBER/scale/nrs_pain/check/": (WITH_PATIENT, POST),
    "my/NUMBER/outlook/": (frozenset(("patient", "clinician")), POST),
    "courses/NUMBER/outlook/": (frozenset(("clinician",)), POST),
    "my/NUMBER/progress/": (frozenset(("patient", "clinician")), GET),
    "my/NUMBER/evaluation/": (WITH_PATIENT, POST),
    "my/NUMBER/evaluation/now/": (WITH_PATIENT, GET),
    "my/NUMBER/evaluation/check/": (WITH_PATIENT, POST),
    "my/NUMBER/evaluation/done/": (WITH_PATIENT, GET),
    "my/NUMBER/check-in/": (WITH_PATIENT, POST),
    "my/NUMBER/check-in/now/": (WITH_PATIENT, GET),
    "messages/": (frozenset(("clinician", "front-desk", "lead")), POST),
    "inbox/": (frozenset(("lead", "front-desk")), GET),
    "my-calendar/": (STAFF, POST),
    "messages/times/": (frozenset(("clinician", "lead")), POST),
    "my/messages-settings/": (frozenset(("patient",)), POST),
    "patients/PERSON/messages/": (STAFF - {"lead"}, GET),
    "texts/": (frozenset(("lead",)), GET),
    "texts/reminder/en/": (frozenset(("lead",)), POST),
    "texts/consent/": (frozenset(("lead",)), POST),
    "texts/consent/preview/": (frozenset(("lead",)), GET),
    "texts/consent/versions/1/": (frozenset(("lead",)), GET),
    "texts/consent/sections/planned/": (frozenset(("lead",)), POST),
    "courses/NUMBER/messages/": (STAFF, GET),
    "courses/NUMBER/visits/VISIT.ics": (STAFF - {"lead"}, GET),
    "calendar/": (STAFF, GET),
    "calendar/week/": (STAFF, GET),
    "calendar/list/": (STAFF, POST),
    "calendar/close/": (STAFF - {"therapist"}, POST),
    "courses/NUMBER/mend/": (STAFF - {"lead"}, POST),
    "courses/NUMBER/series/": (STAFF - {"lead"}, POST),
    "courses/NUMBER/series/held/": (STAFF - {"lead"}, POST),
    "courses/NUMBER/series/times/treatment-1/": (STAFF - {"lead"}, POST),
    "courses/NUMBER/series/check/treatment-1/": (STAFF - {"lead"}, GET),
    "resources/": (STAFF - {"therapist"}, GET),
    "resources/new/": (frozenset(("lead",)), POST),
    "resources/closed/": (frozenset(("lead",)), POST),
    "resources/minutes/": (frozenset(("lead",)), POST),
    "resources/RESOURCE/": (frozenset(("lead",)), POST),
    "worklist/": (STAFF, GET),
    "symptoms/": (STAFF, GET),
    "symptoms/clocks/": (frozenset(("clinician", "lead")), POST),
    "pauses/": (frozenset(("clinician", "lead")), POST),
    "visit-rules/": (frozenset(("clinician", "lead")), POST),
    "knowledge/": (frozenset(("clinician", "lead")), GET),
    "knowledge/triage/": (frozenset(("clinician", "lead")), POST),
    "courses/NUMBER/estimate/": (STAFF - {"therapist"}, POST),
    "courses/NUMBER/estimate.pdf": (STAFF - {"therapist"}, GET),
    "my/NUMBER/estimate/": (WITH_PATIENT, GET),
    "my/NUMBER/estimate.pdf": (WITH_PATIENT, GET),
    "courses/NUMBER/payments/": (STAFF - {"therapist"}, POST),
    "courses/NUMBER/payments/PAYMENT.pdf": (STAFF - {"therapist"}, GET),
    "my/NUMBER/payments/": (WITH_PATIENT, GET),
    "my/NUMBER/payments/PAYMENT.pdf": (WITH_PATIENT, GET),
    "lots/": (STAFF - {"therapist"}, POST),
    "chase/": (STAFF - {"lead"}, POST),
    "chase/days/": (frozenset(("clinician", "lead")), POST),
    "payments/": (STAFF - {"therapist"}, GET),
    "waiting/": (STAFF - {"therapist"}, POST),
    "waiting/way/": (frozenset(("clinician", "lead")), POST),
    "courses/NUMBER/waiting/": (frozenset(("clinician", "front-desk")), POST),
    "prices/": (STAFF, GET),
    "prices/new/": (frozenset(("lead",)), POST),
    "prices/2026-a/": (STAFF, GET),
    "desk/": (STAFF, GET),
    "desk/drugs/": (frozenset(("clinician", "front-desk")), POST),
    "desk/mix/": (frozenset(("clinician",)), GET),
    "desk/mix/card.pdf": (frozenset(("clinician",)), POST),
    "desk/score/": (STAFF - {"lead"}, POST),
    "desk/screen/": (frozenset(("clinician", "front-desk")), POST),
    "desk/structures/": (STAFF, GET),
    "desk/structures/knee-mcl/": (STAFF, GET),
    "desk/triage/": (STAFF, POST),
    "patients/": (STAFF - {"lead"}, POST),
    "patients/PERSON/": (STAFF - {"lead"}, GET),
    "patients/PERSON/same/": (frozenset(("lead", "front-desk")), POST),
    "patients/PERSON/account/": (frozenset(("clinician", "front-desk")), POST),
    "patients/PERSON/edit/": (frozenset(("clinician", "front-desk")), POST),
    "clinic/write/": (frozenset(("lead",)), POST),
    "evaluations/": (frozenset(("clinician", "front-desk")), GET),
    "evaluations/keep/": (frozenset(("clinician", "lead")), POST),
    "evaluations/EVALUATION/": (frozenset(("clinician", "front-desk")), POST),
    "patients/new/": (frozenset(("clinician", "front-desk")), POST),
    "patients/PERSON/start/": (frozenset(("clinician", "front-desk")), POST),
    "recall/": (frozenset(("clinician", "lead")), GET),
    "recall/table/": (frozenset(("clinician", "lead")), GET),
    "courses/NUMBER/": (STAFF, GET),
    "courses/NUMBER/record/pause/": (frozenset(("clinician", "front-desk")), POST),
    "courses/NUMBER/record/review/response-review/": (frozenset(("clinician",)), POST),
    "courses/NUMBER/correct/EVENT/": (frozenset(("clinician",)), POST),
    "before-the-first-patient/": (frozenset(("lead",)), POST),
    "courses/NUMBER/evaluation/ANSWERED/": (frozenset(("clinician", "front-desk")), POST),
    "courses/NUMBER/evaluation/ANSWERED/question/": (frozenset(("clinician", "front-desk")), POST),
    "courses/NUMBER/withdraw/EVENT/": (frozenset(("clinician",)), POST),
    "protocols/": (STAFF, GET),
    "protocols/nutura-back/2026-11/": (STAFF, GET),
    "protocols/nutura-back/2026-11/decide/": (frozenset(("lead",)), POST),
    "protocols/nutura-back/2026-11/changes/": (STAFF, GET),
    "settings/": (frozenset(("lead",)), GET),
    "settings/clinic/": (frozenset(("lead",)), POST),
    "settings/booking/": (frozenset(("lead",)), POST),
    "settings/export/": (frozenset(("lead",)), GET),
    "settings/export/staff.csv/": (frozenset(("lead",)), GET),
    "protocols/compare/": (STAFF, GET),
    "protocols/nutura-back/move/": (frozenset(("clinician", "lead")), POST),
    "protocols/upload/": (frozenset(("lead",)), POST),
    "protocols/drafts/DRAFT/": (frozenset(("clinician", "lead")), GET),
    "protocols/drafts/DRAFT/whole/": (frozenset(("lead",)), POST),
    "protocols/drafts/DRAFT/add/": (frozenset(("lead",)), POST),
    "protocols/drafts/DRAFT/file/": (frozenset(("clinician", "lead")), GET),
    "protocols/drafts/DRAFT/turn/": (frozenset(("clinician", "lead")), POST),
    "protocols/drafts/DRAFT/activity/follow-up/": (frozenset(("lead",)), POST),
    "protocols/drafts/DRAFT/remove/follow-up/": (frozenset(("lead",)), POST),
    "protocols/nutura-back/2026-11/copy/": (frozenset(("lead",)), POST),
    "protocols/nutura-back/2026-11/retire/": (frozenset(("lead",)), POST),
    "instruments/": (STAFF, GET),
    "instruments/peg/": (STAFF, GET),
    "instruments/peg/blank/": (frozenset(("lead",)), GET),
    "instruments/peg/load/": (frozenset(("lead",)), POST),
    "instruments/peg/words/2026-a/en/": (STAFF, GET),
    "instruments/peg/words/2026-a/en/use/": (frozenset(("lead",)), POST),
}
PUBLIC = frozenset(  # anybody may read these
    (
        "manifest.webmanifest",
        "about/",
        "about/risks/",
        "choices/",
        "choices/back/",
        "choices/back.pdf",
        "clinic/",
        "evidence/",
        "evidence/knee/",
        "results/",
    )
)
CHOSEN = frozenset(("accounts/language/",))  # anybody chooses a language (tests/web/test_language.py)
# Whoever has the address (tests/web/test_calendars.py, test_staff.py).
SECRET = frozenset(("feeds/SECRET.ics", "accounts/invitation/SECRET/"))
# Without an account: what they show belongs to the browser's own session (tests/web/test_evaluation.py).
STRANGER = {
    "evaluation/": POST,
    "evaluation/question/": POST,
    "evaluation/now/": GET,
    "evaluation/check/": GET,
    "evaluation/send/": POST,
    "evaluation/sent/": POST,
    "evaluation/save/": POST,
    "evaluation/forget/": "POST",
    "evaluation/back/SECRET/": POST,
    "stop-messages/SECRET/": POST,
    "setup/": GET,
    "health/": GET,
    "ready/": GET,
    "setup/SECRET/": POST,
}
_SHAPES = {
    "consent/versions/<int:number>": "consent/versions/1",
    "consent/sections/<str:name>": "consent/sections/planned",
    "payments/<str:event>": "payments/PAYMENT",
    "<str:number>": "NUMBER",
    "<str:event>": "EVENT",
    "<str:answered>": "ANSWERED",
    "<str:visit>": "VISIT",
    "<str:secret>": "SECRET",
    "<str:purpose>/<str:language>": "reminder/en",
    "<str:activity>": "follow-up",
    "<str:instrument>": "nrs_pain",
    "<str:name>/<str:version>": "nutura-back/2026-11",
    "<str:name>/words/<str:version>/<str:language>": "peg/words/2026-a/en",
    "series/times/<str:name>": "series/times/treatment-1",
    "series/check/<str:name>": "series/check/treatment-1",
    "<int:draft>": "DRAFT",
    "<int:key>": "RESOURCE",
    "<int:account>": "ACCOUNT",
    "<int:request_key>": "REQUEST",
    "<str:file>": "F-FILE",
    "instruments/<str:name>": "instruments/peg",
    "protocols/<str:name>/move": "protocols/nutura-back/move",
    "settings/export/<str:name>": "settings/export/staff.csv",
    "structures/<str:name>": "structures/knee-mcl",
    "knowledge/<slug:name>": "knowledge/triage",
    "<slug:slug>/<path:named>": "review/response-review",
    "<slug:indicator>": "responder_30",
    "<slug:slug>": "pause",
    "<slug:leaflet>": "risks",
    "<slug:condition>": "back",
    "<slug:problem>": "knee",
    "prices/<str:version>": "prices/2026-a",
}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        elif not route.startswith("accounts/"):
            yield from addresses(each, route)


def test_every_address_is_in_the_table() -> None:
    """A new page is not let in before somebody has written down whom it is for."""
    known = set()
    for route in addresses(get_resolver()):
        page = route
        for shape, example in _SHAPES.items():
            page = page.replace(shape, example)
        page = page.replace("patients/NUMBER", "patients/PERSON")
        known.add(page.replace("evaluations/NUMBER", "evaluations/EVALUATION"))
    assert known - {""} == set(PAGES) | PUBLIC | CHOSEN | SECRET | set(STRANGER)


# allauth's own pages, and whom each is for: somebody who is signed in, or anybody. They show nothing of a record.
SIGNED_IN, ANYBODY = "signed in", "anybody"
ACCOUNTS = {
    "login/": ANYBODY,
    "logout/": ANYBODY,
    "inactive/": ANYBODY,
    "signup/": ANYBODY,
    "login/code/": ANYBODY,
    "login/code/confirm/": ANYBODY,
    "confirm-email/": ANYBODY,
    "confirm-email/KEY/": ANYBODY,
    "password/reset/": ANYBODY,
    "password/reset/done/": ANYBODY,
    "password/reset/key/KEY/": ANYBODY,
    "password/reset/key/done/": ANYBODY,
    "2fa/authenticate/": ANYBODY,
    "2fa/webauthn/login/": ANYBODY,
    "reauthenticate/": SIGNED_IN,
    "email/": SIGNED_IN,
    "password/change/": SIGNED_IN,
    "password/set/": SIGNED_IN,
    "sessions/": SIGNED_IN,
    "2fa/": SIGNED_IN,
    "2fa/reauthenticate/": SIGNED_IN,
    "2fa/totp/activate/": SIGNED_IN,
    "2fa/totp/deactivate/": SIGNED_IN,
    "2fa/recovery-codes/": SIGNED_IN,
    "2fa/recovery-codes/generate/": SIGNED_IN,
    "2fa/recovery-codes/download/": SIGNED_IN,
    "2fa/webauthn/": SIGNED_IN,
    "2fa/webauthn/add/": SIGNED_IN,
    "2fa/webauthn/reauthenticate/": SIGNED_IN,
    "2fa/webauthn/keys/KEY/remove/": SIGNED_IN,
    "2fa/webauthn/keys/KEY/edit/": SIGNED_IN,
}


def account_routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern).lstrip("^").rstrip("$")
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from account_routes(each, route)


def test_every_page_of_an_account_is_in_the_table() -> None:
    (accounts,) = (each for each in get_resolver().url_patterns if str(each.pattern) == "accounts/")
    routes = set(account_routes(accounts))
    named = {re.sub(r"\(\?P<\w+>[^)]*\)(-\(\?P<\w+>[^)]*\))?|<int:pk>", "KEY", route) for route in routes}
    assert named == set(ACCOUNTS)


@contextmanager
def one_page(page: str, tests: pytest.Subtests) -> Iterator[None]:
    """A test of its own for a page, which leaves nothing behind; all share the clinic, which takes long to make."""
    undone = transaction.atomic()
    undone._from_testcase = True  # as the one around each test, in which a durable block may begin
    with tests.test(page), undone:
        forget()
        yield
        transaction.set_rollback(True)


def some(pages: Iterable[str]) -> pytest.MarkDecorator:
    """The pages in heaps of forty, for workers to share."""
    ordered = list(pages)
    heaps = [ordered[begin : begin + 40] for begin in range(0, len(ordered), 40)]
    return pytest.mark.parametrize("pages", heaps, ids=[f"from {heap[0]}" for heap in heaps])


@some(ACCOUNTS)
def test_pages_of_an_account(pages: list[str], place: Place, subtests: pytest.Subtests) -> None:
    """Signed out, what is for somebody asks to sign in, whatever is sent; no role of any clinic breaks a page."""
    from django.test import Client

    for page in pages:
        with one_page(page, subtests):
            key = "1" if "keys" in page else "1-guess"
            path = f"/accounts/{page.replace('KEY', key)}"
            for answer in (Client().get(path), Client().post(path)):
                if ACCOUNTS[page] == SIGNED_IN:
                    assert answer.status_code == 302, answer.status_code
                    assert answer["Location"].startswith("/accounts/login/")
                assert answer.status_code in (200, 302, 404, 405)
            for role in (*ROLES, "patient"):
                for answer in (place.client(role).get(path), place.client(role).post(path)):
                    assert answer.status_code in (200, 302, 400, 403, 404, 405), f"{role}: {answer.status_code}"
                    assert place.person.number.encode() not in getattr(answer, "content", b"")


def fill(page: str, place: Place, number: str, event: str) -> str:
    named = page.replace("NUMBER", number).replace("EVENT", event).replace("ANSWERED", ANSWERED)
    named = named.replace("VISIT", VISIT).replace("PAYMENT", PAYMENT)
    resource = Resource.objects.filter(clinic=place.clinic).values_list("pk", flat=True).first()
    waiting = Evaluation.objects.filter(clinic=place.clinic).first()
    named = named.replace("EVALUATION", waiting.number if waiting else "E-0001")
    named = named.replace("REQUEST", str(ErasureRequest.objects.values_list("pk", flat=True).first() or 0))
    named = named.replace("FILE", str(File.objects.values_list("pk", flat=True).first() or 0))
    named = named.replace("ACCOUNT", str(place.users["therapist"].pk))
    draft = ProtocolDraft.objects.filter(clinic=place.clinic).values_list("pk", flat=True).first()
    named = named.replace("DRAFT", str(draft))
    return "/" + named.replace("PERSON", place.person.number).replace("RESOURCE", str(resource))


@pytest.fixture
def course(place: Place, start: Starter) -> tuple[str, str]:
    """A course's number, and one of its entries: an injection. A visit is booked, and a questionnaire is loaded."""
    load_words(place, "peg")
    prices = "version: 2026-a\ncurrency: USD\nprices: {treatment: 400}\n"
    keep_prices(prices, clinic=place.clinic, by=place.users["lead"])
    add(place.clinic, Described("Room 1", "room"))
    asking.ask(place.person, by=place.users["patient"])
    paper = SimpleUploadedFile("mri.pdf", b"%PDF-1.7 %%EOF")
    keep(place.person, paper, kind="report", by=place.users["patient"])
    copy("nutura-back", "2026-11", clinic=place.clinic, by=place.users["lead"])
    lead = {"clinic": place.clinic, "by": place.users["lead"]}
    consent_texts.begin(**lead)
    consent_texts.publish(1, "Dr Sample", today=place.today, **lead)
    consent_texts.begin(**lead)
    store.send(store.begin(place.clinic), Papers(answers={"emergency_general": "no"}, name="Bo Sample"))
    log = until_injection()
    visit = VisitBooked(
        id=new_id(),
        happened_on=place.today,
        visit=VISIT,
        activity="treatment",
        starts=datetime.now(UTC) + timedelta(days=5),
        minutes=30,
    )
    way = {"currency": "USD", "way": "card"}
    paid = PaymentTaken(id=PAYMENT, happened_on=place.today, amount=Decimal(50), **way)
    return start(*(replace(each, id=ANSWERED) if each is log[0] else each for each in log), visit, paid), log[-1].id


OF_ONE_CLINIC = ("NUMBER", "PERSON", "EVALUATION", "RESOURCE", "ACCOUNT", "REQUEST", "DRAFT")


@some(PAGES)
def test_only_those_who_may_get_in(
    pages: list[str], place: Place, elsewhere: Place, course: tuple[str, str], subtests: pytest.Subtests
) -> None:
    for page in pages:
        with one_page(page, subtests):
            assert_only_those_get_in(page, fill(page, place, *course), place, elsewhere)


def assert_only_those_get_in(page: str, path: str, place: Place, elsewhere: Place) -> None:
    allowed, methods = PAGES[page]
    for role in (*ROLES, "patient"):
        client = place.client(role)
        status = client.get(path).status_code
        if role in allowed:
            assert status in (200, 302), f"{role}: {status}"
        else:
            assert status == 403, f"{role}: {status}"
            sent = client.post(path).status_code
            assert sent == (403 if "POST" in methods else 405), f"{role} sends: {sent}"
        if any(word in page for word in OF_ONE_CLINIC):
            client = elsewhere.client(role)
            other = client.get(path).status_code
            assert other in (403, 404), f"{role} of another clinic: {other}"
            sent = client.post(path).status_code
            assert sent in ((403, 404) if "POST" in methods else (405,)), f"{role} of another clinic sends: {sent}"
    client = place.client(sorted(allowed)[0])
    assert client.put(path).status_code == 405
    assert client.delete(path).status_code == 405
    assert (client.post(path).status_code == 405) is ("POST" not in methods)


@some(PAGES)
def test_signed_out_people_are_asked_to_sign_in(
    pages: list[str], place: Place, course: tuple[str, str], subtests: pytest.Subtests
) -> None:
    from django.test import Client

    for page in pages:
        with one_page(page, subtests):
            client, path = Client(), fill(page, place, *course)
            for answer in (client.get(path), client.post(path)):
                assert answer.status_code == 302
                assert answer["Location"].startswith("/accounts/login/")


@some(sorted(PUBLIC))
def test_a_public_page_is_open_to_everybody_and_takes_nothing(
    pages: list[str], place: Place, subtests: pytest.Subtests
) -> None:
    from django.test import Client

    for page in pages:
        with one_page(page, subtests):
            for client in (Client(), *(place.client(role) for role in (*ROLES, "patient"))):
                assert client.get(f"/{page}").status_code == 200
                assert client.head(f"/{page}").status_code == 200
                for send in (client.post, client.put, client.patch, client.delete):
                    assert send(f"/{page}").status_code == 405


@pytest.mark.parametrize("page", STRANGER)
def test_a_page_of_a_stranger_asks_nobody_to_sign_in(page: str, place: Place) -> None:
    from django.test import Client

    for client in (Client(), place.client("patient"), place.client("front-desk")):
        answer = client.get(f"/{page}")
        wanted = {404} if "SECRET" in page else {200, 302} if "GET" in STRANGER[page] else {405}
        assert answer.status_code in wanted
        assert "login" not in answer.get("Location", "")
        assert client.put(f"/{page}").status_code == 405
        assert (client.post(f"/{page}").status_code == 405) is ("POST" not in STRANGER[page])


def test_another_patient_of_the_same_clinic_gets_in_nowhere(place: Place, course: tuple[str, str]) -> None:
    from enthesis.clinic.access import Operator
    from enthesis.clinic.accounts import invite
    from enthesis.clinic.people import Profile, new_person

    other = new_person(Profile("Bo Sample"), clinic=place.clinic, by=Operator())
    place.users["other"] = invite("bo@example.test", clinic=place.clinic, role="patient", person=other)
    client = place.client("other")
    for page in PAGES:
        if "NUMBER" in page:
            path = fill(page, place, *course)
            assert client.get(path).status_code in (403, 404), page
            assert client.post(path).status_code in (403, 404, 405), page


def test_a_refusal_is_written_down(place: Place, course: tuple[str, str]) -> None:
    from enthesis.clinic.models import Look

    place.client("patient").get("/worklist/")
    place.client("lead").get(f"/courses/{course[0]}/record/pause/")
    refused = Look.objects.filter(allowed=False)
    assert {look.who for look in refused} == {place.users["patient"].handle, place.users["lead"].handle}


def test_a_number_that_is_none(place: Place) -> None:
    client = place.client("clinician")
    for number in ("C-9999", "C-01", "nonsense", "C-0001%00", "C-" + "9" * 40):
        assert client.get(f"/courses/{number}/").status_code == 404, number
        assert client.get(f"/my/{number}/diary/").status_code == 404, number
    assert client.get("/patients/P-9999/start/").status_code == 404
    assert client.get("/courses/C-0001/record/no-such-form/").status_code == 404
    assert client.get("/protocols/none/0/").status_code == 404
