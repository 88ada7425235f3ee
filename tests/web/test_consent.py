"""The consent, from reading to taking it back; and the clinic's list of who has signed what."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from playwright.sync_api import Page

from enthesis.clinic.access import Operator
from enthesis.clinic.consents import consent_rules, set_again
from enthesis.clinic.door import record_all
from enthesis.clinic.models import StoredEvent
from enthesis.clinic.notices.models import OwnTrial
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway import events as e
from enthesis.pathway.consent import current
from enthesis.pathway.freezing import frozen
from enthesis.pathway.trials import shipped
from tests.papers.reading import tags_of, text_of
from tests.support.browser import look
from tests.web.conftest import Place, Starter, answers, days_ago, new_id, sign_in, until_injection
from tests.web.walking import send, typed

DRAWN = "M10 20 L30 40 L50 40 L50 60 M100 20 L90 25 L80 30 L70 35"


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


def until_consent() -> list[e.Event]:
    """Up to where consent is asked for: the patient is diabetic, and a clinician has said eligible."""
    told = {**answers(), "diabetes": "yes"}
    return [
        e.EvaluationAnswered(id=new_id(), happened_on=days_ago(9), answers=told, rules="1"),
        e.CandidacyDecided(id=new_id(), happened_on=days_ago(8), outcome="eligible"),
    ]


def signature(number: str) -> e.ConsentSigned:
    found = [event for event in seen(number).log if isinstance(event, e.ConsentSigned)]
    return found[-1]


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def sign(client: Client, number: str, **said: object) -> str:
    return send(client, f"/my/{number}/consent/sign/", **{"agrees": ["yes"], "signed_as": "Ada Sample", **said})


def test_the_text_is_read_with_what_the_own_answers_raise(place: Place, start: Starter) -> None:
    number = start(*until_consent(), ago=10)
    page = words(place.client("patient"), f"/my/{number}/consent/")
    assert f"Version {current().version}" in page
    assert "no clinician has reviewed these words yet" in page
    for said in current().statements:
        assert (said.text in page) is (not said.regions)
    assert "your blood sugar can rise for a while" in page  # C18: the patient said diabetes


@pytest.mark.both_databases
def test_signed_by_name_it_keeps_the_words_the_items_and_who(place: Place, start: Starter) -> None:
    own = {"number": 1, "trial": "Rivera2026", "rows": "[]", "made_at": datetime.now(UTC), "made_by": "U-1"}
    OwnTrial.objects.create(clinic=place.clinic, **own)  # the clinic has added a trial to the evidence
    number = start(*until_consent(), ago=10)
    patient = place.client("patient")
    sign(patient, number)
    kept = signature(number)
    assert (kept.document, kept.version, kept.way) == (current().document, current().stamp, "typed")
    assert (kept.signed_as, kept.signature, kept.language) == ("Ada Sample", "", "en")
    assert kept.items == ("C18",)
    assert any(name.startswith("risks ") for name in kept.leaflets)
    assert kept.evidence == f"low-back {shipped().version} with own-1"  # the page of trials that stood beside the text
    assert kept.recorded_by == place.users["patient"].handle
    assert "Ada Sample" not in str(list(StoredEvent.objects.values_list("payload", "sealed")))
    page = words(patient, f"/my/{number}/consent/")
    assert "Your copy (PDF)" in page
    assert not any(item.activity == "consent" for item in seen(number).agenda)


def test_drawn_it_keeps_the_strokes_and_the_copy_shows_them(place: Place, start: Starter) -> None:
    number = start(*until_consent(), ago=10)
    patient = place.client("patient")
    sign(patient, number, signature=DRAWN)
    assert (signature(number).way, signature(number).signature) == ("drawn", DRAWN)
    answer = patient.get(f"/my/{number}/consent.pdf")
    assert answer["Content-Type"] == "application/pdf"
    told = text_of(answer.content)
    for piece in ("Ada Sample", current().stamp, "drawn by hand on a screen", "blood sugar", "472 harms", number):
        assert piece in told
    assert {"H1", "H2", "L"} <= set(tags_of(answer.content))


def test_before_it_is_signed_the_copy_has_lines_to_sign_on(place: Place, start: Starter) -> None:
    number = start(*until_consent(), ago=10)
    told = text_of(place.client("patient").get(f"/my/{number}/consent.pdf").content)
    assert "Clinician who talked with me" in told
    assert "Draft: no clinician has reviewed these words yet." in told


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"agrees": []}, "Touch “Yes” if you agree"),
        ({"signed_as": " "}, "Write your first and last name"),
        ({"signed_as": "12"}, "Write your first and last name"),
        ({"signature": '"><script>'}, "could not be read"),
        ({"signature": "M1 1 L2 2"}, "too short for a signature"),
        ({"text": "2020-01 00000000"}, "The text has changed since you opened it"),
    ],
)
def test_what_is_no_signature_is_not_kept(
    place: Place, start: Starter, said: dict[str, object], complaint: str
) -> None:
    number = start(*until_consent(), ago=10)
    patient, path = place.client("patient"), f"/my/{number}/consent/sign/"
    form = typed(patient.get(path).context["form"])
    answer = patient.post(path, {**form, "agrees": ["yes"], "signed_as": "Ada Sample", **said})
    assert answer.status_code == 200
    assert complaint in unescape(answer.content.decode())
    assert seen(number).course.consent is None


def test_sent_twice_it_is_signed_once(place: Place, start: Starter) -> None:
    number = start(*until_consent(), ago=10)
    patient, path = place.client("patient"), f"/my/{number}/consent/sign/"
    data = {**typed(patient.get(path).context["form"]), "agrees": ["yes"], "signed_as": "Ada Sample"}
    assert [patient.post(path, data).status_code for _ in range(2)] == [302, 302]
    assert sum(isinstance(event, e.ConsentSigned) for event in seen(number).log) == 1


def test_nobody_signs_before_a_clinician_has_decided(place: Place, start: Starter) -> None:
    number = start(*until_consent()[:1], ago=10)
    patient = place.client("patient")
    assert patient.get(f"/my/{number}/consent/sign/").status_code == 302
    assert "A clinician looks at your answers and talks with you first" in words(patient, f"/my/{number}/consent/")


def test_a_question_is_answered_before_signing(place: Place, start: Starter) -> None:
    number = start(*until_consent(), ago=10)
    patient, clinician = place.client("patient"), place.client("clinician")
    path = f"/my/{number}/consent/"
    form = typed(patient.get(path).context["form"])
    assert patient.post(f"{path}ask/", {**form, "words": "Does the needle hurt?"}).status_code == 302
    assert patient.get(f"{path}sign/").status_code == 302
    assert "A clinician answers your question first" in words(patient, path)
    assert "Does the needle hurt?" in words(clinician, f"/courses/{number}/")
    asked = next(event for event in seen(number).log if isinstance(event, e.MessageWritten))
    answer = f"/courses/{number}/record/consent-answer/{asked.id}/"
    desk = place.client("front-desk")
    refused = desk.post(answer, {**typed(desk.get(answer).context["form"]), "words": "A bit."})
    assert "A clinician answers what is asked before signing" in refused.content.decode()
    send(clinician, answer, words="For some seconds, yes.")
    assert "For some seconds, yes." in words(patient, path)
    sign(patient, number)
    assert signature(number).signed_as == "Ada Sample"


def test_an_empty_question_is_not_sent(place: Place, start: Starter) -> None:
    number = start(*until_consent(), ago=10)
    patient = place.client("patient")
    form = typed(patient.get(f"/my/{number}/consent/").context["form"])
    answer = patient.post(f"/my/{number}/consent/ask/", form)
    assert answer.status_code == 200
    assert "Write your question." in answer.content.decode()


@pytest.mark.both_databases
def test_taken_back_it_freezes_injections_and_is_told_from_never_signed(place: Place, start: Starter) -> None:
    at = datetime.now(UTC) + timedelta(days=5)
    visit = e.VisitBooked(id=new_id(), visit="v1", activity="treatment", starts=at, minutes=30)
    number = start(*until_injection(30), visit, ago=60)
    patient = place.client("patient")
    assert "No injection is given to you from now on" in words(patient, f"/my/{number}/consent/take-back/")
    send(patient, f"/my/{number}/consent/take-back/")
    course = seen(number)
    assert course.course.consent_withdrawn is not None
    assert course.protocol is not None
    assert frozen(course.protocol, course.course) == {"v1"}
    assert "You took your consent back" in words(patient, f"/my/{number}/consent/")
    page = words(place.client("clinician"), f"/courses/{number}/")
    assert "The patient took the consent back: no injection without a new signature." in page
    assert "taken back" in page
    sign(patient, number)
    assert not frozen(course.protocol, seen(number).course)


def earlier(number: str) -> None:
    old = e.ConsentSigned(
        id=new_id(), happened_on=days_ago(3), document=current().document, version="2025-01 00000000", way="paper"
    )
    record_all([old], course=number, by=Operator())


def test_an_earlier_version_is_said_and_the_clinic_decides_what_follows(place: Place, start: Starter) -> None:
    number = start(*until_consent(), ago=10)
    earlier(number)
    patient, clinician = place.client("patient"), place.client("clinician")
    page = words(patient, f"/my/{number}/consent/")
    assert "of an earlier version" in page
    assert "The clinic has not decided whether it must be signed again." in page
    assert not consent_rules(place.clinic.pk).is_decided
    send(clinician, "/consents/rule/", again="yes", why="The risks are told in other words.")
    assert consent_rules(place.clinic.pk).again
    assert "asks you to read and sign the newer one before the next injection" in words(
        patient, f"/my/{number}/consent/"
    )
    assert "to be signed again" in words(clinician, "/consents/?show=wanting")
    injection = words(clinician, f"/courses/{number}/record/injection/diagnostic-injection/")
    assert "the clinic wants the newer one signed before the next injection" in injection
    sign(patient, number)
    assert "to be signed again" not in words(clinician, "/consents/")


def test_a_paper_is_recorded_by_staff_and_corrected_without_losing_a_drawn_one(place: Place, start: Starter) -> None:
    number = start(*until_consent(), ago=10)
    clinician = place.client("clinician")
    send(clinician, f"/courses/{number}/record/consent/", version=current().stamp, signed_as="Ada Sample's mother")
    assert (signature(number).way, signature(number).signed_as) == ("paper", "Ada Sample's mother")
    assert "Signed on paper" in words(place.client("patient"), f"/my/{number}/consent/")
    other = start(*until_consent(), ago=10)
    sign(place.client("patient"), other, signature=DRAWN)
    made = signature(other)
    day = days_ago(1).isoformat()
    send(clinician, f"/courses/{other}/correct/{made.id}/", happened_on=day)
    corrected = signature(other)
    assert (corrected.replaces, corrected.way, corrected.signature) == (made.id, "drawn", DRAWN)


def test_the_list_is_by_the_next_injection_and_says_who_has_not_signed(place: Place, start: Starter) -> None:
    missing = start(*until_consent(), ago=10)
    signed = start(*until_injection(30), ago=60)
    earlier(signed)
    at = datetime.now(UTC) + timedelta(days=5)
    visit = e.VisitBooked(id=new_id(), visit="v1", activity="treatment", starts=at, minutes=30)
    gone = start(*until_injection(30), visit, e.ConsentWithdrawn(id=new_id(), happened_on=days_ago(1)), ago=60)
    desk = place.client("front-desk")
    page = words(desk, "/consents/")
    for says in ("Missing (1)", "Earlier version (1)", "Taken back (1)", "To be signed (2)", "Signed (0)"):
        assert says in page
    assert all(number in page for number in (missing, signed, gone))
    assert page.index(gone) < page.index(missing)  # one has a time, the other has none yet
    only = words(desk, "/consents/?show=withdrawn")
    assert gone in only
    assert missing not in only
    set_again(False, clinic=place.clinic, by=place.users["lead"], why="As it was.")
    assert "the clinic has not decided" not in words(desk, "/consents/")


def test_the_course_page_of_another_role_has_no_way_to_the_text(place: Place, start: Starter) -> None:
    number = start(*until_consent(), ago=10)
    assert "Read it as the patient does" not in words(place.client("therapist"), f"/courses/{number}/")


def test_a_patient_reads_asks_and_signs_with_a_finger(place: Place, start: Starter, live: str, page: Page) -> None:
    number = start(*until_consent(), ago=10)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/")
    page.get_by_role("link", name="Read and sign").click()
    look(page, "consent-read", whole=True)
    page.get_by_role("link", name="Go on to sign").click()
    page.get_by_text("Yes, to each of these points").click()
    page.get_by_label("Your name, as your signature").fill("Ada Sample")
    box = page.get_by_role("img", name="Box for your signature").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    for step in range(1, 25):
        page.mouse.move(box["x"] + 20 + step * 11, box["y"] + 60 + (step % 3) * 15)
    page.mouse.up()
    look(page, "consent-sign", whole=True)
    page.get_by_role("button", name="Sign now").click()
    page.get_by_role("img", name="Signature of Ada Sample").wait_for()
    look(page, "consent-signed")
    assert signature(number).way == "drawn"
    page.get_by_role("link", name="Take the consent back").click()
    look(page, "consent-take-back")


def test_without_a_script_the_typed_name_signs(place: Place, start: Starter, live: str, plain_page: Page) -> None:
    number = start(*until_consent(), ago=10)
    sign_in(plain_page, live, place, "patient")
    plain_page.goto(f"{live}/my/{number}/consent/sign/")
    assert not plain_page.get_by_text("Your signature, drawn").is_visible()
    plain_page.get_by_text("Yes, to each of these points").click()
    plain_page.get_by_label("Your name, as your signature").fill("Ada Sample")
    plain_page.get_by_role("button", name="Sign now").click()
    assert signature(number).way == "typed"


def test_the_clinics_list_looks_well(place: Place, start: Starter, live: str, page: Page) -> None:
    start(*until_consent(), ago=10)
    earlier(start(*until_injection(30), ago=60))
    number = start(*until_injection(30), e.ConsentWithdrawn(id=new_id(), happened_on=days_ago(1)), ago=60)
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/consents/")
    look(page, "consents")
    page.goto(f"{live}/courses/{number}/")
    look(page, "course-consent")
