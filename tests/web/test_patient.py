"""A patient's pages: what is next, the diary, the evaluation, is this normal, progress."""

from typing import Any

import pytest
from django.test import Client

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway import events as e
from enthesis.web.models import Draft
from tests.web.conftest import Place, Starter, days_ago, diary, new_id, until_injection
from tests.web.walking import answer_questions, send, typed


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


@pytest.fixture
def patient(place: Place) -> Client:
    return place.client("patient")


def ask_page(client: Client, path: str, **said: Any) -> Any:
    """Send one page of questions, with only these answers."""
    form = client.get(path, follow=True).context["form"]
    return client.post(path, {"asked": [ask.variable for ask in form.asks], "made": form.made, **said})


# -- what is next ------------------------------------------------------------------------------------------------


def test_several_courses_are_one_list(start: Starter, patient: Client) -> None:
    start(ago=2)
    start(ago=2, protocol="nutura-knee")
    page = patient.get("/my/").content.decode()
    assert page.count("Tell us about your pain") == 2 + page.count(": Tell us about your pain")
    assert "pain of the lower back" in page
    assert "pain of the knee" in page


def test_nothing_to_do_is_said_kindly(place: Place, start: Starter, patient: Client) -> None:
    assert "Nothing here yet" in patient.get("/my/").content.decode()
    start(e.CoursePaused(id=new_id(), happened_on=days_ago(0), reason="Travel"))
    page = patient.get("/my/").content.decode()
    assert "Nothing to do today" in page
    assert "is paused" in page


def test_no_drug_that_only_its_prescriber_may_stop_is_shown_as_something_to_stop(
    start: Starter, patient: Client
) -> None:
    number = start()
    send(patient, f"/my/{number}/medicines/", drugs="warfarin 5 mg\nibuprofen 400")
    assert seen(number).course.unsettled_drugs == ("warfarin 5 mg",)
    page = patient.get(f"/my/{number}/medicines/").content.decode()
    assert "Do not stop warfarin" in page
    for path in ("/my/", f"/my/{number}/medicines/"):
        text = patient.get(path).content.decode().lower()
        assert "stop warfarin" not in text.replace("do not stop warfarin", "")


def test_medicines_are_asked_for_in_words(start: Starter, patient: Client) -> None:
    number = start()
    path = f"/my/{number}/medicines/"
    page = patient.post(path, typed(patient.get(path).context["form"]))
    assert "Type your medicines, or tick that you take none." in page.content.decode()
    both = patient.post(path, {"drugs": "aspirin", "none": ["none"]}).content.decode()
    assert "You list medicines and say that you take none" in both
    send(patient, path, none=["none"])
    assert seen(number).course.drugs == ()


# -- evaluation ----------------------------------------------------------------------------------------------------


def test_an_urgent_answer_is_shown_and_told_to_the_clinic_at_once(
    place: Place, start: Starter, patient: Client
) -> None:
    number = start()
    path = f"/my/{number}/evaluation/"
    ask_page(patient, path, emergency_general="no")
    ask_page(patient, path, bladder_or_bowel_change="no")
    answer = ask_page(patient, path, saddle_numbness="yes")
    assert answer["Location"] == f"/my/{number}/evaluation/now/"
    page = patient.get(answer["Location"]).content.decode()
    assert "Something in your answers can be an emergency." in page
    assert "Call your emergency number" in page
    course = seen(number).course
    assert [concern.level for concern in course.concerns.values()] == ["emergency"]
    assert course.answers["saddle_numbness"] == "yes"
    assert "Safety first" in place.client("clinician").get("/worklist/").content.decode()


def test_the_same_urgent_answer_is_told_once(start: Starter, patient: Client) -> None:
    number = start()
    path = f"/my/{number}/evaluation/"
    form = patient.get(path).context["form"]
    data = {"asked": [ask.variable for ask in form.asks], "made": form.made, "emergency_general": "yes"}
    assert patient.post(path, data).status_code == patient.post(path, data).status_code == 302
    assert len(seen(number).course.symptoms) == 1


def test_an_evaluation_can_be_left_and_continued_elsewhere(place: Place, start: Starter, patient: Client) -> None:
    number = start()
    path = f"/my/{number}/evaluation/"
    ask_page(patient, path, emergency_general="no")
    on_another_device = place.client("patient").get(path)
    assert "emergency_general" not in {ask.variable for ask in on_another_device.context["form"].asks}
    assert not seen(number).course.answers  # nothing is sent before the end
    draft = Draft.objects.get()
    assert b"emergency_general" not in bytes(draft.sealed)


def test_one_question_at_a_time_and_a_missing_answer_is_asked_for(start: Starter, patient: Client) -> None:
    number = start()
    path = f"/my/{number}/evaluation/"
    ask_page(patient, path, emergency_general="no")
    page = ask_page(patient, path)
    assert page.status_code == 200
    asked = "Do you have new trouble with your bladder or bowel?"
    assert f"{asked} Choose an answer. “Not sure” is one too." in page.content.decode()
    ask_page(patient, path, bladder_or_bowel_change="not_sure")
    after = patient.get(path)
    assert [ask.variable for ask in after.context["form"].asks] == ["saddle_numbness"]
    assert f"{path}?page=bladder_or_bowel_change" in after.content.decode()


def test_answers_that_do_not_fit_are_pointed_out_kindly(start: Starter, patient: Client) -> None:
    number = start()
    said = {
        "fever": "no",
        "active_infection": "no",
        "age": "51",
        "sex": "male",
        "pain_months": "2",
        "condition": ["chronic_lbp"],
    }
    assert answer_questions(patient, f"/my/{number}/evaluation/", {**said, "prosthesis": "no"}).endswith("check/")
    from enthesis.pathway.candidacy import shipped

    assert shipped().contradictions, "the rules know answers that cannot both be right"
    page = patient.get(f"/my/{number}/evaluation/check/").content.decode()
    assert "What you answered" in page
    assert "51 years" in page


def test_the_end_needs_the_pain_now_and_records_all_of_it(start: Starter, patient: Client) -> None:
    number = start()
    said = {
        "age": "51",
        "sex": "female",
        "condition": ["chronic_lbp"],
        "pain_months": "30",
        "nrs": "6",
        "meds": "warfarin",
    }
    path = answer_questions(patient, f"/my/{number}/evaluation/", said)
    page = patient.post(path, typed(patient.get(path).context["form"]))
    assert "Answer how much pain you have now" in page.content.decode()
    send(patient, path, now="7")
    log = seen(number).log
    assert [type(event) for event in log[-3:]] == [e.EvaluationAnswered, e.ScoresTaken, e.DrugListTaken]
    assert seen(number).course.unsettled_drugs == ("warfarin",)
    assert not Draft.objects.exists()
    done = patient.get(f"/my/{number}/evaluation/done/").content.decode()
    assert "nobody can promise that it helps" in done


def test_an_answer_can_be_changed_before_it_is_sent(start: Starter, patient: Client) -> None:
    number = start()
    path = f"/my/{number}/evaluation/"
    ask_page(patient, path, emergency_general="no")
    form = patient.get(f"{path}?page=emergency_general").context["form"]
    assert [ask.variable for ask in form.asks] == ["emergency_general"]
    assert form["emergency_general"].value() == "no"


def test_a_forged_question_is_no_question(start: Starter, patient: Client) -> None:
    number = start()
    path = f"/my/{number}/evaluation/"
    answer = patient.post(path, {"asked": ["start", "nonsense", "bmi"], "start": "yes", "nonsense": "1"})
    assert answer.status_code in (200, 302)
    assert not Draft.objects.exists() or "start" not in seen(number).course.answers


# -- is this normal ------------------------------------------------------------------------------------------------


def test_before_an_injection_there_is_nothing_to_ask(start: Starter, patient: Client) -> None:
    assert "none is recorded yet" in patient.get(f"/my/{start()}/check-in/").content.decode()


def test_a_warning_sign_says_what_to_do_now(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection(ago=2), ago=40)
    answer = ask_page(patient, f"/my/{number}/check-in/", breathless="yes")
    assert answer["Location"] == f"/my/{number}/check-in/now/"
    page = patient.get(answer["Location"]).content.decode()
    assert "emergency" in page.lower()
    assert [c.level for c in seen(number).course.concerns.values()] == ["emergency"]
    assert "You told us about a symptom" in patient.get("/my/").content.decode()


def test_expected_soreness_is_self_care_and_does_the_check_in(start: Starter, patient: Client) -> None:
    number = start(*until_injection(ago=2), ago=40)
    where = answer_questions(patient, f"/my/{number}/check-in/", {"soreness_days": "2", "pain_trend": "better"})
    assert "Rest, move gently" in patient.get(where).content.decode()
    course = seen(number).course
    assert course.count("check-in") == 1
    assert not course.concerns


def test_somebody_who_is_not_sure_is_told_to_call(start: Starter, patient: Client) -> None:
    number = start(*until_injection(ago=2), ago=40)
    where = answer_questions(patient, f"/my/{number}/check-in/", {"rash": "not_sure", "soreness_days": "1"})
    assert "Call the clinic today" in patient.get(where).content.decode()


# -- outcome and progress ------------------------------------------------------------------------------------------


def test_an_outcome_is_pain_now_and_the_change_on_the_whole(start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    send(patient, f"/my/{number}/outcome/follow-up/", now="2", pgic="much improved")
    scores = seen(number).course.scores
    assert {(s.instrument, s.value) for s in scores[-2:]} == {("nrs_pain", 2), ("pgic", None)}
    assert "much improved" in [event.words for event in seen(number).log if isinstance(event, e.ScoresTaken)]


def test_an_activity_without_a_question_of_ours_has_no_page(start: Starter, patient: Client) -> None:
    assert patient.get(f"/my/{start(*until_injection())}/outcome/intake/").status_code == 404


def test_progress_is_a_picture_and_a_table(start: Starter, patient: Client) -> None:
    number = start(*until_injection(), *diary(29, [6, None, 5, 4]))
    page = patient.get(f"/my/{number}/progress/").content.decode()
    assert "<title" in page.split("</head>")[1]
    assert "4 days have a figure" in page
    assert "Test injection" in page
    assert page.count("<tr>") == 1 + 1 + 3 + 1  # heading, score, diary days, injection


def test_staff_answer_with_a_patient_on_the_same_page(place: Place, start: Starter) -> None:
    number = start(*until_injection())
    clinician = place.client("clinician")
    assert "answered with the patient" in clinician.get(f"/my/{number}/diary/").content.decode()
    assert send(clinician, f"/my/{number}/diary/", now="4", function="3") == f"/courses/{number}/"
