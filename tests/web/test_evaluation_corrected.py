"""An evaluation that staff types in has its own day, and one that is recorded can be corrected."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway import events as e
from enthesis.pathway.candidacy import what_follows
from enthesis.web.clinician.evaluation import given
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, sign_in
from tests.web.walking import answer_questions, send, typed

HARMLESS = {"age": "51", "sex": "female", "condition": ["chronic_lbp"], "pain_months": "30", "nrs": "6"}


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


@pytest.fixture
def nurse(place: Place) -> Client:
    return place.client("clinician")


def answered(nurse: Client, start: Starter, ago: int = 0) -> tuple[str, e.EvaluationAnswered]:
    number = start(ago=90)
    answer_questions(nurse, f"/my/{number}/evaluation/", HARMLESS)
    send(nurse, f"/my/{number}/evaluation/check/", now="7", happened_on=str(days_ago(ago)))
    return number, next(event for event in seen(number).log if isinstance(event, e.EvaluationAnswered))


def change(nurse: Client, where: str, name: str, answer: str) -> str:
    """Answer one question once more. Gives the address that follows."""
    form = nurse.get(f"{where}question/?page={name}").context["form"]
    sent = nurse.post(f"{where}question/", {"asked": [name], "made": form.made, name: answer})
    assert sent.status_code == 302
    return str(sent["Location"])


def test_an_evaluation_from_paper_is_of_its_own_day(nurse: Client, start: Starter) -> None:
    number, event = answered(nurse, start, ago=80)
    assert event.happened_on == days_ago(80)
    assert {each.happened_on for each in seen(number).log if isinstance(each, e.ScoresTaken)} == {days_ago(80)}


def test_today_is_there_already_and_other_days_are_refused(nurse: Client, place: Place, start: Starter) -> None:
    number = start(ago=90)
    path = f"/my/{number}/evaluation/check/"
    answer_questions(nurse, f"/my/{number}/evaluation/", HARMLESS)
    form = nurse.get(path).context["form"]
    assert str(form["happened_on"].value()) == str(place.today)
    for day, why in (
        (days_ago(-1), "has not come yet"),
        ("1974-01-01", "before the patient was born"),
        ("", "Give the"),
    ):
        page = nurse.post(path, {**typed(form), "now": "7", "happened_on": str(day)})
        assert page.status_code == 200
        assert why in page.content.decode()
    assert not seen(number).course.answers


def test_a_patient_is_not_asked_for_a_day(place: Place, start: Starter) -> None:
    number = start()
    patient = place.client("patient")
    answer_questions(patient, f"/my/{number}/evaluation/", HARMLESS)
    assert "happened_on" not in patient.get(f"/my/{number}/evaluation/check/").context["form"].fields


def test_a_recorded_evaluation_is_corrected_in_its_place(nurse: Client, start: Starter) -> None:
    number, event = answered(nurse, start)
    course = nurse.get(f"/courses/{number}/").content.decode()
    assert f"/courses/{number}/correct/{event.id}/" in course
    where = f"/courses/{number}/evaluation/{event.id}/"
    assert nurse.get(f"/courses/{number}/correct/{event.id}/")["Location"] == where
    before = len(seen(number).log)
    change(nurse, where, "pain_months", "40")
    assert len(seen(number).log) == before, "nothing is recorded before the last page"
    assert send(nurse, where, happened_on=str(days_ago(5))) == f"/courses/{number}/"
    course_now = seen(number).course
    assert course_now.answers["pain_months"] == "40"
    last = seen(number).log[-1]
    assert isinstance(last, e.EvaluationAnswered)
    assert (last.replaces, last.happened_on) == (event.id, days_ago(5))
    unchanged = {name: value for name, value in last.answers.items() if name != "pain_months"}
    assert unchanged == {name: value for name, value in event.answers.items() if name != "pain_months"}
    assert nurse.get(where).status_code == 404, "what was corrected is not corrected again"


def test_a_warning_sign_in_a_correction_is_told_at_once(nurse: Client, start: Starter) -> None:
    number, event = answered(nurse, start)
    where = f"/courses/{number}/evaluation/{event.id}/"
    assert change(nurse, where, "bladder_or_bowel_change", "yes") == where
    assert "can be an emergency" in nurse.get(where).content.decode()
    assert len(seen(number).course.concerns) == 1
    assert seen(number).course.answers["bladder_or_bowel_change"] != "yes", "the answers wait for the button"


def test_who_may_not_answer_may_not_correct(place: Place, nurse: Client, start: Starter) -> None:
    number, event = answered(nurse, start)
    for role in ("therapist", "lead", "patient"):
        assert place.client(role).get(f"/courses/{number}/evaluation/{event.id}/").status_code in (403, 404)


def test_what_follows_from_an_answer_follows_anew() -> None:
    said = {"prosthesis": "no"}
    follows = what_follows(said)
    assert follows
    assert given({**follows, **said}) == said


def test_as_people_see_it(live: str, page: Page, place: Place, start: Starter) -> None:
    nurse = place.client("clinician")
    number, event = answered(nurse, start)
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/evaluation/{event.id}/")
    look(page, "evaluation-corrected")
    page.get_by_label("Day on which this was answered").fill(str(days_ago(3)))
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_role("status")).to_contain_text("The evaluation is corrected.")
