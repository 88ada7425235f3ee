"""The consultation's note, imaging orders, and letters to whoever sent the patient."""

from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from playwright.sync_api import Page

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record_all
from enthesis.clinic.models import Person
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.people import Profile, change_profile
from enthesis.pathway import events as e
from tests.papers.reading import tags_of, text_of
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection
from tests.web.walking import send, typed


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def last(number: str, kind: type[e.Happening]) -> e.Event:
    return [event for event in seen(number).log if isinstance(event, kind)][-1]


# -- the note of a consultation ----------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_a_consultation_is_noted_by_its_template_and_corrected_in_it(place: Place, start: Starter) -> None:
    number = start(*until_injection()[:5], ago=60)
    clinician = place.client("clinician")
    said = {"note__complaint": "Low back, 3 years.\nWorse at night.", "note__told": ["harms", "price"], "note": "Calm."}
    send(clinician, f"/courses/{number}/record/attended/intake/", **said)
    kept = last(number, e.VisitAttended)
    assert isinstance(kept, e.VisitAttended)
    assert kept.template == "consultation 2026-11"
    assert kept.note == (
        "History\nProblem and how long: Low back, 3 years.\n  Worse at night.\n\n"
        "Plan\nTalked about: harms; price\n\nCalm."
    )
    form = clinician.get(f"/courses/{number}/correct/{kept.id}/").context["form"]
    assert form["note-complaint"].value() == "Low back, 3 years.\nWorse at night."
    assert form["note-told"].value() == ["harms", "price"]
    send(clinician, f"/courses/{number}/correct/{kept.id}/", **{"note__certainty": "possible"})
    corrected = last(number, e.VisitAttended)
    assert isinstance(corrected, e.VisitAttended)
    assert "Assessment\nHow sure: possible" in corrected.note
    assert "Worse at night." in corrected.note


def test_the_desk_notes_that_somebody_came_and_no_consultation(place: Place, start: Starter) -> None:
    number = start(*until_injection()[:5], ago=60)
    desk = place.client("front-desk")
    assert "note-complaint" not in desk.get(f"/courses/{number}/record/attended/intake/").context["form"].fields
    send(desk, f"/courses/{number}/record/attended/intake/", note="Came late")
    kept = last(number, e.VisitAttended)
    assert isinstance(kept, e.VisitAttended)
    assert (kept.note, kept.template) == ("Came late", "")


# -- imaging -----------------------------------------------------------------------------------------------------------


def test_a_picture_is_ordered_printed_read_and_closed(place: Place, start: Starter) -> None:
    number = start(ago=10, protocol="rabago-knee-2013", side="left")
    clinician = place.client("clinician")
    path = f"/courses/{number}/record/order-imaging/"
    assert clinician.get(path).context["form"]["side"].value() == "left"
    send(clinician, path, modality="x-ray", question="How worn is the inner side?")
    order = last(number, e.ImagingOrdered)
    assert isinstance(order, e.ImagingOrdered)
    assert (order.region, order.side, order.activity) == ("knee", "left", "")
    page = words(clinician, f"/courses/{number}/")
    assert "Ordered, not reported yet: X-ray, left knee" in page
    assert "How worn is the inner side?" not in words(place.client("front-desk"), f"/courses/{number}/")
    told = text_of(clinician.get(f"/courses/{number}/imaging/{order.id}.pdf").content)
    for piece in ("X-ray, left knee", "How worn is the inner side?", "Ada Sample", "1 April 1975", "Clinician a"):
        assert piece.casefold() in told.casefold()
    send(clinician, f"/courses/{number}/record/imaging-report/{order.id}/", words="Mild wear on the inner side.")
    assert not seen(number).course.orders
    assert "Ordered, not reported yet" not in words(clinician, f"/courses/{number}/")
    assert "reported" in words(clinician, f"/courses/{number}/papers/")
    form = clinician.get(f"/courses/{number}/record/imaging-report/{order.id}/").context["form"]
    again = clinician.post(f"/courses/{number}/record/imaging-report/{order.id}/", {**typed(form), "words": "More"})
    assert "is open" in unescape(again.content.decode())


def test_an_order_that_the_protocol_asks_for_settles_its_step(place: Place, start: Starter) -> None:
    number = start(*until_injection()[:6], ago=60)
    clinician = place.client("clinician")
    assert f"/courses/{number}/record/order-imaging/imaging/" in words(clinician, f"/courses/{number}/")
    send(clinician, f"/courses/{number}/record/order-imaging/imaging/", modality="mri", question="The disc?")
    assert seen(number).course.count("imaging") == 1


# -- letters -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def treated(place: Place, start: Starter) -> str:
    person = Person.objects.get(pk=place.person.pk)
    profile = Profile("Ada Sample", None, referrer="Dr B. Berg\n1 High Street")
    change_profile(person, profile, by=Operator())
    return start(
        *until_injection(30),
        e.ScoresTaken(id=new_id(), happened_on=days_ago(2), instrument="nrs_pain", value=Decimal(4)),
        e.AdverseEventRecorded(id=new_id(), happened_on=days_ago(20), event="Bruise", severity="mild"),
        ago=60,
    )


def test_a_letter_is_looked_at_kept_and_printed_as_the_record_then_stood(place: Place, treated: str) -> None:
    clinician, path = place.client("clinician"), f"/courses/{treated}/letter/"
    form = clinician.get(path).context["form"]
    assert form["to"].value() == "Dr B. Berg\n1 High Street"
    data = {**typed(form), "words": "She does better.\n\nShe walks to work."}
    looked = clinician.post(path, {**data, "look": "yes"})
    page = " ".join(unescape(looked.content.decode()).split())
    assert looked.status_code == 200
    assert not [event for event in seen(treated).log if isinstance(event, e.LetterWritten)]
    for piece in (
        "Thank you for sending this patient",
        "She walks to work.",
        "Keep the letter",
        "3 better after 48 days",
    ):
        assert piece in page
    assert clinician.post(path, data).status_code == 302
    kept = last(treated, e.LetterWritten)
    assert isinstance(kept, e.LetterWritten)
    assert (kept.to, kept.version) == ("Dr B. Berg\n1 High Street", "2026-11")
    rash = e.AdverseEventRecorded(id=new_id(), happened_on=days_ago(0), event="Rash", severity="mild")
    record_all([rash], course=treated, by=Operator())
    pdf = clinician.get(f"/courses/{treated}/papers/{kept.id}.pdf").content
    told = text_of(pdf)
    for piece in (
        "Dr B. Berg",
        "iliolumbar ligament (left), 2 mL",
        "3 mL dextrose 50%",
        "n = 2, 2 with a score",
        "Bruise: mild",
        "She does better.",
        "Clinician a",
    ):
        assert piece in told
    assert "Rash" not in told  # it came after the letter
    assert "D-17" not in told  # a lot is the clinic's own
    assert {"H1", "H2", "Table", "TH"} <= set(tags_of(pdf))


def test_without_an_address_and_words_nothing_is_kept(place: Place, start: Starter) -> None:
    number = start(*until_injection(30), ago=60)
    clinician, path = place.client("clinician"), f"/courses/{number}/letter/"
    page = clinician.post(path, typed(clinician.get(path).context["form"]))
    told = unescape(page.content.decode())
    assert "Write the name and the address." in told
    assert "Write what you want to say" in told
    assert "Nobody is noted as having sent this patient" in told


def test_the_pages_can_be_used_by_all(place: Place, treated: str, live: str, page: Page) -> None:
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{treated}/record/attended/intake/")
    look(page, "consultation", whole=True)
    page.goto(f"{live}/courses/{treated}/record/order-imaging/")
    page.get_by_text("X-ray").click()
    page.get_by_label("What it is to answer").fill("How worn is the joint?")
    look(page, "order-imaging", whole=True)
    page.get_by_role("button", name="Order it").click()
    page.goto(f"{live}/courses/{treated}/letter/")
    page.get_by_label("Your own words").fill("She does better.")
    page.get_by_role("button", name="Look at the letter").click()
    look(page, "letter", whole=True)
    page.get_by_role("button", name="Keep the letter").click()
    page.get_by_role("link", name="Print it (PDF)").wait_for()
    look(page, "letters")
