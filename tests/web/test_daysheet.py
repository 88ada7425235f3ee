"""The day sheet of the treatment room."""

from datetime import UTC, datetime, time, timedelta
from html import unescape

from django.test import Client
from playwright.sync_api import Page

from enthesis.clinic.models import Look
from enthesis.pathway import events as e
from tests.papers.reading import tags_of, text_of
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection

ON = days_ago(-1)
AT = datetime.combine(ON, time(9, 30), UTC)


def booked(**more: object) -> e.VisitBooked:
    given = {"visit": "v1", "activity": "treatment", "starts": AT, "minutes": 30, **more}
    return e.VisitBooked(id=new_id(), **given)  # type: ignore[arg-type]  # fields by name


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(unescape(answer.content.decode()).split())


def log() -> list[e.Event]:
    """A course with a session behind it and one tomorrow; diabetic, and with an open symptom."""
    told = e.EvaluationAnswered(id=new_id(), happened_on=days_ago(29), answers={"diabetes": "yes", "allergy_la": "yes"})
    pain = e.SymptomReported(id=new_id(), happened_on=days_ago(1), symptom="s1", level="call_clinic_same_day")
    return [*until_injection(30), told, booked(), pain]


def test_a_visit_with_what_was_done_last_time_and_what_to_mind(place: Place, start: Starter) -> None:
    number = start(*log(), ago=60, side="left")
    page = words(place.client("clinician"), f"/calendar/day-sheet/?on={ON}")
    for piece in (
        "09:30",
        "Ada Sample",
        "pain of the lower back, left",
        "iliolumbar ligament (left), 2 mL",
        "3 mL dextrose 50%",
        "Symptom reported on",
        "Signed, of an earlier version",
        "None is asked for.",
        "metformin",
        "Diabetes",
        number,
    ):
        assert piece in page, piece
    assert "D-17" not in page  # which lot it was is for the recall
    assert Look.objects.filter(what="open-course", who=place.users["clinician"].handle).count() == 1


def test_an_allergy_is_there_wherever_it_was_written_down(place: Place, start: Starter) -> None:
    drugs = e.DrugListTaken(id=new_id(), happened_on=days_ago(2), drugs=("metformin", "allergic to penicillin"))
    note = e.NoteAdded(id=new_id(), happened_on=days_ago(2), words="Walks well.\nALLERGY: plasters, a rash in 2019.")
    start(*log(), drugs, note, ago=60)
    page = words(place.client("clinician"), f"/calendar/day-sheet/?on={ON}")
    assert "Yes to: “Are you allergic to numbing injections, for example at the dentist?”" in page
    assert "List of medicines: “allergic to penicillin”" in page
    assert "“ALLERGY: plasters, a rash in 2019.”" in page
    assert "Walks well." not in page
    desk = words(place.client("front-desk"), f"/calendar/day-sheet/?on={ON}")
    assert "allergic to penicillin" in desk
    assert "plasters" not in desk, "words of a note are not for every role"


def test_what_was_taken_back_and_never_asked_is_said(place: Place, start: Starter) -> None:
    start(*until_injection(30), booked(), e.ConsentWithdrawn(id=new_id(), happened_on=days_ago(1)), ago=60)
    page = words(place.client("front-desk"), f"/calendar/day-sheet/?on={ON}")
    assert "Taken back by the patient" in page
    assert "The patient took the consent back: no injection without a new signature." in page
    assert "Not asked." in page


def test_only_injections_of_that_day_stand_on_it(place: Place, start: Starter) -> None:
    start(*until_injection(30), booked(activity="intake"), ago=60)
    start(*until_injection(30), booked(visit="v2", starts=AT + timedelta(days=1)), ago=60)
    desk = place.client("front-desk")
    assert "No injection is booked on this day." in words(desk, f"/calendar/day-sheet/?on={ON}")
    assert "No injection is booked on this day." in words(desk, "/calendar/day-sheet/?on=nonsense")
    assert f"/calendar/day-sheet/?on={ON}" in words(desk, f"/calendar/list/?day={ON}")


def test_on_paper_it_is_tagged_and_marks_what_to_look_at(place: Place, start: Starter) -> None:
    start(*log(), ago=60)
    pdf = place.client("clinician").get(f"/calendar/day-sheet.pdf?on={ON}").content
    told = text_of(pdf)
    for piece in ("09:30 Ada Sample, born 1 April 1975", "! Open concern", "! Allergies", "Last time", "shred it"):
        assert piece in told, piece
    assert {"H1", "H2", "Table", "TH"} <= set(tags_of(pdf))


def test_the_sheet_looks_well(place: Place, start: Starter, live: str, page: Page) -> None:
    start(*log(), ago=60)
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/calendar/day-sheet/?on={ON}")
    look(page, "day-sheet", whole=True)
