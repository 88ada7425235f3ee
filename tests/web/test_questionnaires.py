"""Questionnaires on the web: a patient answers screen by screen, a clinician enters paper, a lead loads the words."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record_all, start_course
from enthesis.clinic.instrument_texts import State, in_use, texts_of, turn
from enthesis.clinic.models import LoadedText, Person
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway import events as e
from enthesis.pathway.instruments import load
from enthesis.pathway.protocol.library import latest
from enthesis.web.models import Draft
from enthesis.web.templatetags.enthesis import problems
from tests.support.invented import LICENCE, as_yaml, invented, invented_fhir, invented_yaml
from tests.web.conftest import Place, Starter, days_ago, load_words, new_id, until_injection
from tests.web.walking import send, typed

OPEN = object()  # "leave it open"


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


def scores(number: str) -> list[e.ScoresTaken]:
    return [event for event in seen(number).log if isinstance(event, e.ScoresTaken)]


@pytest.fixture
def patient(place: Place) -> Client:
    return place.client("patient")


def walk(client: Client, path: str, said: Any, limit: int = 100) -> str:
    """Answer screen after screen; `said` maps the question to the answer, or gives one for all. Ends where it ends."""
    for _ in range(limit):
        page = client.get(path, follow=True)
        screen = page.context.get("screen")
        if screen is None:
            return str(page.request["PATH_INFO"])
        answer = said(screen) if callable(said) else said
        data: dict[str, Any] = {"screen": screen.key, "go": "on"}
        if answer is OPEN:
            data["go"] = "open"
        elif screen.names:
            data |= {f"name-{n}": name for n, name in enumerate(answer)}
        else:
            data["answer"] = answer
        reply = client.post(path, data)
        assert reply.status_code == 302, [p.says for p in problems(reply.context["form"])]
    raise AssertionError("the questions do not end")


def sent(client: Client, path: str, **said: Any) -> str:
    """Send what the last page shows."""
    return send(client, path, **said)


# -- a patient ---------------------------------------------------------------------------------------------------------


def oswestry(start: Starter) -> str:
    """A course whose protocol asks the Oswestry index before each session."""
    began = e.CourseStarted(
        id=new_id(),
        happened_on=days_ago(40),
        protocol="hoffman-agnish-sij-2018",
        version=latest()["hoffman-agnish-sij-2018"].version,
        problem="pain of the sacroiliac joint",
        region="back",
    )
    number = start_course([began], person=Person.objects.order_by("pk").first(), by=Operator()).number
    log = [
        e.EvaluationAnswered(id=new_id(), happened_on=days_ago(39), answers={"fever": "no"}, rules="1"),
        e.DrugListTaken(id=new_id(), happened_on=days_ago(39), drugs=()),
        e.CandidacyDecided(id=new_id(), happened_on=days_ago(38), outcome="eligible"),
        e.ConsentSigned(id=new_id(), happened_on=days_ago(37), document="Prolotherapy consent", version="1"),
        e.PlanAgreed(id=new_id(), happened_on=days_ago(37), sessions=3),
    ]
    record_all(log, course=number, by=Operator())
    return number


def test_without_words_a_questionnaire_stays_on_paper(place: Place, start: Starter, patient: Client) -> None:
    number = oswestry(start)
    assert "The clinic gives you a questionnaire for it." in patient.get("/my/").content.decode()
    assert patient.get(f"/my/{number}/questions/oswestry/").status_code == 404
    assert patient.get(f"/my/{number}/scale/odi/").status_code == 404
    clinician = place.client("clinician")
    page = clinician.get(f"/courses/{number}/").content.decode()
    assert "Enter the scores" in page
    assert "Answer with the patient<" not in page
    form = clinician.get(f"/courses/{number}/record/scores/oswestry/").content.decode()
    assert "A licence from Mapi Research Trust (ePROVIDE) is needed for the text." in form
    send(clinician, f"/courses/{number}/record/scores/oswestry/", **{"odi--total": "46"})
    assert [(s.instrument, s.value, s.version, s.activity) for s in scores(number)] == [("odi", 46, "1", "oswestry")]


@pytest.mark.both_databases
def test_with_words_the_patient_answers_on_the_phone(place: Place, start: Starter, patient: Client) -> None:
    number = oswestry(start)
    load_words(place, "odi")
    page = patient.get("/my/").content.decode()
    assert f"/my/{number}/outcome/oswestry/" in page
    path = f"/my/{number}/questions/oswestry/"
    assert patient.get(f"/my/{number}/outcome/oswestry/")["Location"] == path
    first = patient.get(path).content.decode()
    assert "Invented question 1 of total?" in first
    assert "1 of 10" in first
    assert "Invented by nobody." in first
    marks = iter("2132122111")
    assert walk(patient, path, lambda screen: next(marks)) == f"{path}check/"
    assert not scores(number)  # nothing is sent before the end
    assert sent(patient, f"{path}check/") == "/my/"
    (score,) = scores(number)
    assert (score.value, score.subscale, score.activity) == (32, "", "oswestry")
    assert score.version == "1+2026-a.en"
    assert list((score.answers or {}).values()) == list("2132122111")
    assert not Draft.objects.exists()
    assert seen(number).course.count("oswestry") == 1


def test_a_question_asks_for_an_answer_or_is_left_open(place: Place, start: Starter, patient: Client) -> None:
    number = oswestry(start)
    load_words(place, "odi")
    path = f"/my/{number}/questions/oswestry/"
    screen = patient.get(path).context["screen"]
    page = patient.post(path, {"screen": screen.key, "go": "on"})
    assert "Choose an answer, or leave the question open." in page.content.decode()
    assert patient.post(path, {"screen": screen.key, "go": "on", "answer": "7"}).status_code == 200
    assert patient.post(path, {"screen": screen.key, "go": "open"}).status_code == 302
    assert patient.post(path, {"screen": "odi..total.99", "go": "on", "answer": "1"}).status_code == 302
    assert patient.get(path).context["screen"].items[0].id == "2"


def test_missing_answers_follow_the_rule_of_the_instrument(place: Place, start: Starter, patient: Client) -> None:
    number = oswestry(start)
    load_words(place, "odi")
    path = f"/my/{number}/questions/oswestry/"
    left_open = {"9"}
    walk(patient, path, lambda screen: OPEN if screen.items[0].id in left_open else "3")
    check = patient.get(f"{path}check/").content.decode()
    assert "Left open" in check
    assert "Too few" not in check
    sent(patient, f"{path}check/")
    assert scores(number)[-1].value == 60  # 27 of 45

    left_open = {"1", "2", "3"}
    walk(patient, path, lambda screen: OPEN if screen.items[0].id in left_open else "3")
    check = patient.get(f"{path}check/").content.decode()
    assert "Too few questions are answered for a score: Invented form odi." in check
    sent(patient, f"{path}check/")
    assert scores(number)[-1].value is None
    assert (scores(number)[-1].answers or {})["1"] is None


def test_an_answer_can_be_changed_and_the_way_back_is_kept(place: Place, start: Starter, patient: Client) -> None:
    number = oswestry(start)
    load_words(place, "odi")
    path = f"/my/{number}/questions/oswestry/"
    walk(patient, path, "1")
    check = patient.get(f"{path}check/")
    change = next(told.url for told in check.context["told"] if "question 4" in told.ask)
    page = patient.get(change)
    assert page.context["screen"].items[0].id == "4"
    assert 'value="1" id="id_answer_1" checked' in page.content.decode()
    assert patient.post(path, {"screen": page.context["screen"].key, "go": "on", "answer": "5"}).status_code == 302
    sent(patient, f"{path}check/")
    assert scores(number)[-1].value == 28  # 14 of 50


def test_it_can_be_left_and_continued_elsewhere_and_sent_twice_counts_once(
    place: Place, start: Starter, patient: Client
) -> None:
    number = oswestry(start)
    load_words(place, "odi")
    path = f"/my/{number}/questions/oswestry/"
    screen = patient.get(path).context["screen"]
    patient.post(path, {"screen": screen.key, "go": "on", "answer": "2"})
    elsewhere = place.client("patient")
    assert elsewhere.get(path).context["screen"].items[0].id == "2"
    assert b"Invented" not in bytes(Draft.objects.get().sealed)
    assert elsewhere.get(f"{path}check/")["Location"] == path  # not all is answered
    walk(elsewhere, path, "2")
    data = typed(patient.get(f"{path}check/").context["form"])
    assert patient.post(f"{path}check/", data).status_code == patient.post(f"{path}check/", data).status_code == 302
    assert len(scores(number)) == 1


def test_other_words_are_asked_anew_and_the_score_says_which(place: Place, start: Starter, patient: Client) -> None:
    number = oswestry(start)
    load_words(place, "odi")
    path = f"/my/{number}/questions/oswestry/"
    walk(patient, path, "1")
    load_words(place, "odi", version="2026-b")
    page = patient.get(path)
    assert "another version" in page.content.decode()
    assert page.context["place"] == 1
    walk(patient, path, "3")
    sent(patient, f"{path}check/")
    assert scores(number)[-1].version == "1+2026-b.en"
    course = place.client("clinician").get(f"/courses/{number}/").content.decode()
    assert "definition 1, text 2026-b (en)" in course


def test_a_text_that_is_taken_out_ends_the_sitting(place: Place, start: Starter, patient: Client) -> None:
    number = oswestry(start)
    text = load_words(place, "odi")
    path = f"/my/{number}/questions/oswestry/"
    walk(patient, path, "1")
    turn(text, False, by=Operator(), why="Licence ended.")
    assert patient.get(path).status_code == 404
    assert patient.get(f"{path}check/").status_code == 404
    assert "The clinic gives you a questionnaire" in patient.get("/my/").content.decode()


def test_languages_are_offered_where_there_are_several(place: Place, start: Starter, patient: Client) -> None:
    number = oswestry(start)
    load_words(place, "odi")
    load_words(place, "odi", language="es")
    path = f"/my/{number}/questions/oswestry/"
    page = patient.get(path).content.decode()
    assert "Español" in page
    assert patient.post(f"{path}?language", {"language": "xx"}).status_code == 200
    assert patient.post(f"{path}?language", {"language": "es"})["Location"] == path
    assert 'lang="es"' in patient.get(path).content.decode()
    walk(patient, path, "1")
    sent(patient, f"{path}check/")
    assert scores(number)[-1].version == "1+2026-a.es"


def test_statements_are_ticked_some_at_a_time_and_a_blank_list_is_asked_about(
    place: Place, start: Starter, patient: Client
) -> None:
    number = start(*until_injection())
    load_words(place, "rmdq")
    path = f"/my/{number}/scale/rmdq/"
    assert len(patient.get(path).context["screen"].items) == 6
    walk(patient, path, [])
    check = patient.get(f"{path}check/")
    assert "You ticked none of the statements." in check.content.decode()
    sent(patient, f"{path}check/")
    assert scores(number)[-1].value is None
    walk(patient, path, [])
    sent(patient, f"{path}check/", **{"none-0": ["none"]})
    assert scores(number)[-1].value == 0
    walk(patient, path, lambda screen: [item.id for item in screen.items[:3]])
    sent(patient, f"{path}check/")
    assert scores(number)[-1].value == 12
    assert scores(number)[-1].activity == ""


def test_a_person_names_activities_once_and_rates_the_same_ones_later(
    place: Place, start: Starter, patient: Client
) -> None:
    number = start(*until_injection())
    load_words(place, "psfs")
    path = f"/my/{number}/scale/psfs/"
    page = patient.get(path)
    assert page.context["screen"].names
    few = patient.post(path, {"screen": page.context["screen"].key, "go": "on", "name-0": "stairs"})
    assert "Name at least 2, or leave the question open." in few.content.decode()
    twice = patient.post(path, {"screen": page.context["screen"].key, "go": "on", "name-0": "a", "name-1": "A"})
    assert "twice" in twice.content.decode()
    named = ["stairs", "garden", "driving"]
    marks = iter("342")
    walk(patient, path, lambda screen: named if screen.names else next(marks))
    check = patient.get(f"{path}check/").content.decode()
    assert "How well can you do this today: garden?" in check
    sent(patient, f"{path}check/")
    first = scores(number)[-1]
    assert (first.value, first.words, first.answers) == (3, "stairs\ngarden\ndriving", {"1": "3", "2": "4", "3": "2"})
    page = patient.get(path)
    assert not page.context["screen"].names
    assert "How well can you do this today: stairs?" in page.content.decode()
    again = iter(["5", "6", OPEN])
    walk(patient, path, lambda screen: next(again))
    sent(patient, f"{path}check/")
    assert scores(number)[-1].value == Decimal("5.5")
    desk = place.client("front-desk").get(path).content.decode()
    assert "stairs" not in desk  # a person's own words are not for every role
    assert "number 1" in desk


def test_names_that_are_changed_ask_for_their_ratings_again(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    load_words(place, "psfs")
    path = f"/my/{number}/scale/psfs/"
    walk(patient, path, lambda screen: ["stairs", "garden"] if screen.names else "3")
    check = patient.get(f"{path}check/")
    patient.post(path, {"screen": "psfs..average.names", "go": "on", "name-0": "stairs", "name-1": "swimming"})
    page = patient.get(path)
    assert page.context["screen"].about == "stairs"
    assert check.status_code == 200


def test_both_knees_are_asked_one_by_one(place: Place, start: Starter, patient: Client) -> None:
    number = start(protocol="nutura-knee", side="both")
    load_words(place, "womac_likert")
    path = f"/my/{number}/scale/womac_likert/"
    assert patient.get(path).context["of"] == 48
    walk(patient, path, lambda screen: "1" if screen.form.side == "left" else "2")
    sent(patient, f"{path}check/")
    found = {(s.side, s.subscale): s.value for s in scores(number)}
    assert found == {
        ("left", "pain"): 5, ("left", "stiffness"): 2, ("left", "function"): 17, ("left", ""): 24,
        ("right", "pain"): 10, ("right", "stiffness"): 4, ("right", "function"): 34, ("right", ""): 48,
    }  # fmt: skip


def test_a_profile_and_its_visual_scale(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    load_words(place, "eq5d5l")
    path = f"/my/{number}/scale/eq5d5l/"
    marks = iter(["2", "1", "1", "4", "3", "70.5"])
    walk(patient, path, lambda screen: next(marks))
    sent(patient, f"{path}check/")
    assert [(s.subscale, s.value, s.words) for s in scores(number)[-2:]] == [
        ("", None, "21143"),
        ("vas", Decimal("70.5"), ""),
    ]


def test_all_free_scales_can_be_answered_right_away(start: Starter, patient: Client) -> None:
    """Pain now, on average, at its worst and while doing what matters; and how one is on the whole."""
    number = start(*until_injection())
    path = f"/my/{number}/scale/nrs_pain/"
    asked: list[str] = []

    def say(screen: Any) -> Any:
        asked.append(screen.ask)
        return ["climbing stairs"] if screen.names else str(len(asked))

    walk(patient, path, say)
    sent(patient, f"{path}check/")
    assert any("while doing this: climbing stairs?" in ask for ask in asked)
    found = {s.subscale: (s.value, s.version) for s in scores(number)[1:]}
    assert set(found) == {"", "average_24_hours", "worst_24_hours", "average_7_days", "worst_7_days", "target_activity"}
    assert found[""] == (1, "1")
    assert scores(number)[-1].words == "climbing stairs"
    path = f"/my/{number}/scale/pgic/"
    walk(patient, path, "much improved")
    sent(patient, f"{path}check/")
    assert scores(number)[-1].words == "much improved"
    assert "scale/nrs_pain" in patient.get(f"/my/{number}/progress/").content.decode()


def test_nothing_answered_is_nothing_sent(start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    path = f"/my/{number}/scale/nrs_pain/"
    walk(patient, path, OPEN)
    data = typed(patient.get(f"{path}check/").context["form"])
    assert "Nothing is answered yet" in patient.post(f"{path}check/", data).content.decode()


def test_what_is_still_on_paper_keeps_the_activity_open(place: Place, start: Starter, patient: Client) -> None:
    """The trial asks a visual scale and Roland-Morris: with words for one of them only, the other is waited for."""
    number = start(ago=20, protocol="yelland-lbp-2004")
    log = [
        e.EvaluationAnswered(id=new_id(), happened_on=days_ago(19), answers={"fever": "no"}, rules="1"),
        e.DrugListTaken(id=new_id(), happened_on=days_ago(19), drugs=()),
        e.CandidacyDecided(id=new_id(), happened_on=days_ago(18), outcome="eligible"),
    ]
    record_all(log, course=number, by=Operator())
    load_words(place, "rmdq")
    path = f"/my/{number}/questions/baseline/"
    walk(patient, path, lambda screen: [screen.items[0].id])
    check = patient.get(f"{path}check/").content.decode()
    assert "The clinic gives you on paper: Visual analogue scale, pain." in check
    sent(patient, f"{path}check/")
    assert (scores(number)[-1].value, scores(number)[-1].activity) == (4, "")
    assert seen(number).course.count("baseline") == 0
    assert patient.get(path)["Location"] == "/my/"  # not asked twice
    assert f"/my/{number}/outcome/baseline/" not in patient.get("/my/").content.decode()
    desk = place.client("front-desk")
    assert "Enter answers from paper" in desk.get(f"/courses/{number}/").content.decode()
    send(desk, f"/courses/{number}/record/items/baseline/", **{"vas_pain--pain--1": "62"})
    assert (scores(number)[-1].instrument, scores(number)[-1].value) == ("vas_pain", 62)
    assert seen(number).course.count("baseline") == 1


def test_staff_answer_with_a_patient_on_the_same_page(place: Place, start: Starter) -> None:
    number = oswestry(start)
    load_words(place, "odi")
    clinician = place.client("clinician")
    page = clinician.get(f"/courses/{number}/").content.decode()
    assert f"/my/{number}/outcome/oswestry/" in page
    path = f"/my/{number}/questions/oswestry/"
    assert "answered with the patient" in clinician.get(path).content.decode()
    walk(clinician, path, "1")
    assert sent(clinician, f"{path}check/") == f"/courses/{number}/"


# -- from paper --------------------------------------------------------------------------------------------------------


def items(number: str, activity: str) -> str:
    return f"/courses/{number}/record/items/{activity}/"


def test_answers_from_paper_give_the_score(place: Place, start: Starter) -> None:
    number = oswestry(start)
    clinician = place.client("clinician")
    path = items(number, "oswestry")
    page = clinician.get(path).content.decode()
    assert "0 is the best answer" in page
    assert "is needed for the text" in page
    marks = {f"odi--total--{n}": mark for n, mark in enumerate("213212211", start=1)}
    form = typed(clinician.get(path).context["form"])
    worked = clinician.post(path, {**form, **marks, "check": "1"}).content.decode()
    assert "33.33" in worked  # 15 of 45: one section was left open
    assert "9 of 10 answered" in worked
    assert not scores(number)
    send(clinician, path, **marks)
    (score,) = scores(number)
    assert (score.value, score.version) == (Decimal("33.333333"), "1")
    assert (score.answers or {})["10"] is None
    course = clinician.get(f"/courses/{number}/").content.decode()
    assert "Oswestry Disability Index 2.1a: 33.33" in course
    assert "9 of 10 items" in course


def test_paper_forms_of_every_kind(place: Place, start: Starter) -> None:
    """Each instrument that a clinic could name in its protocol has its fields, and every fault its sentence."""
    number = start(*until_injection())
    clinician = place.client("clinician")
    path = items(number, "follow-up")
    page = clinician.get(path)
    form = typed(page.context["form"])
    empty = clinician.post(path, form)
    assert "Give at least one answer." in empty.content.decode()
    wrong = clinician.post(path, {**form, "nrs_pain--pain--1": "11"})
    assert "cannot be right" in wrong.content.decode()
    send(clinician, path, **{"nrs_pain--pain--1": "3", "pgic--label--label": "much improved"})
    assert [(s.instrument, s.value, s.words) for s in scores(number)[-2:]] == [
        ("nrs_pain", 3, ""),
        ("pgic", None, "much improved"),
    ]


def test_a_corrected_score_keeps_its_answers_only_while_they_are_true(place: Place, start: Starter) -> None:
    number = oswestry(start)
    clinician = place.client("clinician")
    send(clinician, items(number, "oswestry"), **{f"odi--total--{n}": "2" for n in range(1, 11)})
    (score,) = scores(number)
    send(clinician, f"/courses/{number}/correct/{score.id}/", side="left")
    assert scores(number)[-1].answers == score.answers
    send(clinician, f"/courses/{number}/correct/{scores(number)[-1].id}/", value="44")
    assert (scores(number)[-1].value, scores(number)[-1].answers) == (44, None)


# -- the course's page -------------------------------------------------------------------------------------------------


def taken(day: int, instrument: str, value: str, **more: Any) -> e.ScoresTaken:
    return e.ScoresTaken(id=new_id(), happened_on=days_ago(day), instrument=instrument, value=Decimal(value), **more)


def test_the_course_s_page_shows_change_with_denominators_and_sources(place: Place, start: Starter) -> None:
    log = [taken(40, "odi", "46"), taken(40, "koos", "50", subscale="pain"), *until_injection(), taken(2, "odi", "30")]
    number = start(*log)
    page = place.client("clinician").get(f"/courses/{number}/").content.decode()
    assert "Scores since the baseline" in page
    assert "16 better" in page
    assert "34.8 % of the baseline" in page
    assert "Minimal important change, 10 points: <strong>reached</strong>" in page
    assert "OSTELO2008" in page
    assert "A reliable change" in page
    assert "ODI_SCORE" in page
    assert "Taken 2 times, 2 of 2 with a score." in page
    assert "There is no score since the first injection." in page
    assert "KOOS_MCID" not in page  # no change, no threshold
    lead = place.client("lead").get(f"/courses/{number}/").content.decode()
    assert "16 better" in lead
    assert "Answer with the patient now" not in lead


# -- a lead ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def lead(place: Place) -> Client:
    return place.client("lead")


def upload(client: Client, name: str, data: str | bytes, file: str = "form.yaml", **said: str) -> Any:
    raw = data if isinstance(data, bytes) else data.encode()
    return client.post(f"/instruments/{name}/load/", {"file": SimpleUploadedFile(file, raw), **said})


def test_the_list_says_what_is_ours_on_paper_and_in_use(place: Place, lead: Client) -> None:
    page = lead.get("/instruments/").content.decode()
    assert page.count("our own words: patients can answer it") == 2
    assert page.count("on paper</span>") == 10
    load_words(place, "koos")
    page = lead.get("/instruments/").content.decode()
    assert "in use: 2026-a (en)" in page
    assert "Questionnaires" in lead.get("/protocols/").content.decode()


def test_every_instrument_has_its_page(lead: Client) -> None:
    for name, instrument in load().items():
        page = lead.get(f"/instruments/{name}/")
        assert page.status_code == 200
        text = page.content.decode()
        for threshold in instrument.thresholds:
            assert ", ".join(threshold.sources) in text
        assert ("Load words" in text) is not bool(instrument.words)
    assert lead.get("/instruments/none/").status_code == 404


@pytest.mark.both_databases
def test_words_are_loaded_looked_at_and_taken_into_use(place: Place, lead: Client) -> None:
    answer = upload(lead, "koos", invented_yaml("koos"))
    path = "/instruments/koos/words/2026-a/en/"
    assert answer["Location"] == path
    assert "koos" not in in_use(place.clinic.pk, place.today)
    page = lead.get(path).content.decode()
    assert "not in use yet" in page
    assert "Invented question 1 of pain?" in page
    assert "Screen 1 of 42" in page
    assert LICENCE in page
    assert "0: Invented: not at all" in page
    assert "Invented question 2 of qol?" in lead.get(f"{path}?screen=40").content.decode()
    for odd in ("0", "999999999999", "x", "-1"):
        assert lead.get(f"{path}?screen={odd}").status_code == 200
    use = f"{path}use/"
    assert "tick this" in lead.post(use, {}).content.decode()
    assert lead.post(use, {"compared": ["yes"]}).status_code == 302
    assert [kept.state for kept in texts_of(place.clinic.pk, place.today)] == [State.IN_USE]
    assert "Say why" in lead.post(use, {}).content.decode()
    assert lead.post(use, {"why": "The licence was not renewed."}).status_code == 302
    assert "The licence was not renewed." in lead.get("/instruments/koos/").content.decode()
    assert "koos" not in in_use(place.clinic.pk, place.today)


def test_a_fhir_file_with_what_it_does_not_say(place: Place, lead: Client) -> None:
    data = json.dumps(invented_fhir("eq5d5l"))
    answer = upload(lead, "eq5d5l", data, "eq5d5l.json")
    text = answer.content.decode()
    for asked in ("under which right", "Nobody is named", "is the best for the patient"):
        assert asked in text
    assert "Nothing was stored." in text
    said = {"licence": LICENCE, "loaded_by": "M. Okafor", "best": "profile=1, vas=100"}
    assert upload(lead, "eq5d5l", data, "eq5d5l.json", **said).status_code == 302
    assert LoadedText.objects.get().instrument == "eq5d5l"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "Not UTF-8 text"),
        (b"MZ\x00\x00", "not text"),
        ("x" * 300_001, "larger than 300 kB"),
        ("a: [", "valid YAML"),
        ("<html></html>", "holds no fields"),
        (invented_yaml("peg"), "not Knee injury"),
        (invented_yaml("koos").replace("Invented question 3 of qol?", "''"), "asks nothing"),
    ],
)
def test_a_file_that_is_none_gets_a_sentence(place: Place, lead: Client, data: str | bytes, says: str) -> None:
    answer = upload(lead, "koos", data)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not LoadedText.objects.exists()


def test_a_larger_upload_is_refused_before_it_is_read(lead: Client) -> None:
    assert upload(lead, "koos", "x" * 2_200_000).status_code == 413


def test_no_file_and_no_instrument(lead: Client) -> None:
    assert "Choose the file." in lead.post("/instruments/koos/load/", {}).content.decode()
    assert lead.get("/instruments/nrs_pain/load/").status_code == 404
    assert lead.get("/instruments/nrs_pain/blank/").status_code == 404
    assert lead.get("/instruments/koos/words/1/en/").status_code == 404


def test_an_empty_file_to_fill_in(lead: Client) -> None:
    answer = lead.get("/instruments/womac_likert/blank/")
    assert 'filename="womac_likert.yaml"' in answer["Content-Disposition"]
    assert answer.content.decode().count("ask:") == 24


def test_the_same_version_twice_is_told(place: Place, lead: Client) -> None:
    load_words(place, "peg")
    assert "is loaded already" in upload(lead, "peg", invented_yaml("peg")).content.decode()


def test_another_clinic_s_words_are_not_seen(place: Place, elsewhere: Place) -> None:
    load_words(place, "peg")
    other = elsewhere.client("lead")
    assert other.get("/instruments/peg/words/2026-a/en/").status_code == 404
    assert other.post("/instruments/peg/words/2026-a/en/use/", {"why": "x"}).status_code == 404
    assert "in use: 2026-a" not in other.get("/instruments/").content.decode()


def test_an_ended_licence_is_shown_and_nobody_is_asked(
    place: Place, lead: Client, patient: Client, start: Starter
) -> None:
    from enthesis.clinic import instrument_texts

    content = invented("odi")
    content["licence"]["until"] = days_ago(1).isoformat()
    text = instrument_texts.load_text(
        as_yaml(content).encode(), "odi.yaml", clinic=place.clinic, by=Operator(), today=date(2020, 1, 1)
    )
    turn(text, True, by=Operator())
    number = oswestry(start)
    assert "licence ended" in lead.get("/instruments/").content.decode()
    assert patient.get(f"/my/{number}/questions/oswestry/").status_code == 404
