"""Courses go on under another version only when somebody moves them, after seeing what changes."""

from datetime import UTC, datetime, time, timedelta

import pytest

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.clinic.lead import drafts
from enthesis.clinic.lead.models import MoveProposal, ProtocolDraft
from enthesis.clinic.opening import open_course
from enthesis.clinic.protocols import protocol_of
from enthesis.pathway.events import NoteAdded, VisitBooked
from enthesis.pathway.moving import moving
from enthesis.pathway.protocol.decide import LocalDecision, decide_all
from tests.web.conftest import Place, Starter, days_ago, new_id, until_injection

NEW = "2026-11-local.1"
PATH = f"/protocols/nutura-back/move/?to={NEW}"


@pytest.fixture
def version(place: Place) -> str:
    """A version of the clinic's own whose response review is later and ends sooner: only in week 3."""
    made = drafts.copy("nutura-back", "2026-11", clinic=place.clinic, by=place.users["lead"])
    where = ("diagnostic-injection", "weeks.closes")
    decided = [LocalDecision(where, 9, "Rooms are full."), LocalDecision((where[0], "weeks.opens"), 1, "Rest.")]
    text = decide_all(made.text, decided, "M. Okafor", place.today)
    text = text.replace(
        "weeks: {opens: 2, ideal: not stated, closes: 3}", "weeks: {opens: 3, ideal: not stated, closes: 3}"
    )
    ProtocolDraft.objects.filter(pk=made.pk).update(text=text)
    made.refresh_from_db()
    drafts.review(made, revision=made.revision, by=place.users["clinician"], today=place.today)
    drafts.publish(made, revision=made.revision, by=place.users["lead"])
    return NEW


def booked(place: Place, start: Starter, day: int) -> str:
    """A course with a review that is booked so many days after the injection."""
    starts = datetime.combine(days_ago(10) + timedelta(days=day), time(10), UTC)
    visit = VisitBooked(
        id=new_id(),
        happened_on=place.today,
        visit="review-1",
        activity="response-review",
        starts=starts,
        minutes=30,
    )
    return start(*until_injection(10), visit)


def test_what_changes_is_told_with_the_booking_that_loses_its_place(place: Place, start: Starter, version: str) -> None:
    seen = open_course(booked(place, start, 15), Operator())
    then = protocol_of(place.clinic.pk, "nutura-back", version)
    assert seen.protocol is not None
    assert then is not None
    found = moving(seen.course, seen.protocol, then, seen.zone)
    assert [shift.key for shift in found.shifts] == ["response-review"]
    assert [visit.title for visit in found.stranded] == ["Response review"]
    assert moving(seen.course, then, then, seen.zone).is_quiet


def test_a_lead_proposes_and_a_clinician_decides(place: Place, start: Starter, version: str) -> None:
    number = booked(place, start, 15)
    lead, clinician = place.client("lead"), place.client("clinician")
    page = lead.get(PATH).content.decode()
    assert "Booked visits that would have no place" in page
    form = lead.get(PATH).context["form"]["form_id"].value()
    assert "Say why" in lead.post(PATH, {"form_id": form, "courses": [number]}).content.decode()
    lead.post(PATH, {"form_id": form, "courses": [number], "why": "Rooms are full.", f"head-{number}": "9"})
    assert open_course(number, Operator()).course.version == "2026-11"
    shown = clinician.get(PATH)
    assert "Rooms are full." in shown.content.decode()
    head = shown.context["candidates"][0].head
    said = {"form_id": "a" * 32, "courses": [number], "why": "As proposed.", f"head-{number}": head}
    assert "1 course is moved." in clinician.post(PATH, said, follow=True).content.decode()
    assert open_course(number, Operator()).course.version == version
    assert not MoveProposal.objects.filter(ended_at=None).exists()


def test_one_that_has_grown_is_named_and_holds_no_other_up(place: Place, start: Starter, version: str) -> None:
    one, other = start(), start()
    clinician = place.client("clinician")
    heads = {f"head-{each.number}": each.head for each in clinician.get(PATH).context["candidates"]}
    record(NoteAdded(id=new_id(), happened_on=place.today, about="course", words="x"), course=one, by=Operator())
    said = {"form_id": "b" * 32, "courses": [one, other], "why": "Both.", **heads}
    page = clinician.post(PATH, said, follow=True).content.decode()
    assert f"{one} was not moved." in page
    assert open_course(one, Operator()).course.version == "2026-11"
    assert open_course(other, Operator()).course.version == version


def test_a_proposal_is_declined(place: Place, start: Starter, version: str) -> None:
    number = start()
    lead, clinician = place.client("lead"), place.client("clinician")
    lead.post(PATH, {"form_id": "c" * 32, "courses": [number], "why": "Newer."})
    assert MoveProposal.objects.filter(ended_at=None).count() == 1
    clinician.post(PATH, {"turn": "decline", "courses": [number]})
    assert not MoveProposal.objects.filter(ended_at=None).exists()


def test_only_the_clinics_own_courses_are_listed(elsewhere: Place, start: Starter, version: str) -> None:
    number = start()
    page = elsewhere.client("clinician").get("/protocols/nutura-back/move/").content.decode()
    assert number not in page
    assert elsewhere.client("clinician").get("/protocols/no-such/move/").status_code == 404
