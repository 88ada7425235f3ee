"""This patient, next to patients like them: never without n nor its words, and nothing is loaded by the server."""

import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from enthesis.cli.main import main
from enthesis.clinic import forecasts
from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.clinic.models import Clinic
from enthesis.clinic.opening import open_course
from enthesis.clinic.registry.build import build
from enthesis.clinic.results import asking
from enthesis.clinic.results.asking import NotCounted
from enthesis.pathway import events as e
from tests.support.browser import look
from tests.support.made_registry import made_registry
from tests.web.conftest import Place, Starter, days_ago, diary, new_id, sign_in, until_injection

LATELY = [*until_injection(ago=40), *diary(44, (7, 7, 6)), *diary(30, (5, 5, 4, 4, 5, 4, 4))]


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of made-up courses; learning takes seconds."""
    home = tmp_path_factory.mktemp("learned")
    made_registry(home / "registry", courses=60, days=6, clinics=1, seed=4, span=300)
    asking.apart(
        "enthesis.outcomes.growth.apart", {"fit": [1], "folder": str(home / "registry"), "into": str(home / "growth")}
    )
    return home / "growth" / "1.json"


@pytest.fixture
def has_learned(learned: Path, tmp_path: Path, settings: Any) -> Callable[[Clinic], None]:
    def give(clinic: Clinic) -> None:
        settings.HOME = tmp_path
        (tmp_path / "growth").mkdir(exist_ok=True)
        shutil.copy(learned, tmp_path / "growth" / f"{clinic.pk}.json")

    return give


def text_of(page: bytes) -> str:
    return page.decode().split("<main", 1)[1]


def test_without_a_model_it_rests_on_trials_and_says_so(
    place: Place, start: Starter, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    number = start(*LATELY)
    page = text_of(place.client("clinician").get(f"/courses/{number}/outlook/").content)
    assert "Not from this clinic." in page
    assert "Yelland 2004" in page
    assert "Nothing was learned from this clinic" in page
    assert "Nothing was learned from courses here yet" in page
    assert "We cannot tell, 3, 6, 12 months after the first injection." in page
    assert "No goal has been set." in page
    assert "goal: " not in page  # none is made up for the picture
    own = text_of(place.client("patient").get(f"/my/{number}/outlook/").content)
    assert "has not worked this out from its own patients yet" in own
    assert "Fewer than 10" not in own
    half_a_year = days_ago(40) + timedelta(weeks=26)
    assert f"6 months after your first injection, in {half_a_year:%B %Y}:" in own
    assert "It is no promise." in own
    assert "You have not set a goal." in own
    found = forecasts.forecast_of(open_course(number, by=Operator()))
    assert found is not None
    assert (found.n, found.sessions) == (0, (0.0,))
    assert found.own[0] == pytest.approx((0.0, 20 / 3))


def test_a_learned_model_tells_its_n_and_every_word_that_goes_with_it(
    place: Place, start: Starter, has_learned: Callable[[Clinic], None]
) -> None:
    has_learned(place.clinic)
    number = start(*LATELY, e.GoalSet(id=new_id(), happened_on=days_ago(30), pain=Decimal(3)))
    found = forecasts.forecast_of(open_course(number, by=Operator()))
    assert found is not None
    assert found.goal == 3
    assert found.n >= 10
    page = text_of(place.client("clinician").get(f"/courses/{number}/outlook/").content)
    assert f"Learned from {found.n} courses of this clinic (back), out of {found.n_all} in all." in page
    assert page.count(f"Learned from {found.n} courses of the same part of the body") >= 2  # in both pictures
    assert found.horizons[0].goal is not None
    assert f"<span>{round(100 * found.horizons[0].goal)}</span></td>" in page
    own = text_of(place.client("patient").get(f"/my/{number}/outlook/").content)
    for says in found.for_patient:
        assert says in own
    assert b"/outlook/" in place.client("patient").get(f"/my/{number}/progress/").content
    assert b"/outlook/" in place.client("clinician").get(f"/courses/{number}/").content


def test_a_build_on_the_command_line_ends_with_what_was_learned(
    place: Place, start: Starter, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOME = tmp_path
    number = start(*LATELY)
    build_it = ["registry", "build", "--folder", str(tmp_path / "registry"), "--json"]
    assert main(build_it) == 0
    assert str(place.clinic.pk) in json.loads(capsys.readouterr().out)["models"]
    assert not forecasts.behind()
    record(diary(2, (3,))[0], course=number, by=Operator())
    build()
    assert place.clinic.pk in forecasts.behind()
    found = forecasts.forecast_of(open_course(number, by=Operator()))
    assert found is not None
    assert found.learned == forecasts.BEFORE_REGISTRY
    assert {"few-like-them", "learned-before"} <= {finding["code"] for finding in found.findings}
    assert "could be learned from" in found.for_patient[1]


def test_before_the_first_injection_nobody_is_shown_anything(place: Place, start: Starter) -> None:
    number = start()
    assert b"How it went for others" not in place.client("patient").get(f"/my/{number}/progress/").content
    own = text_of(place.client("patient").get(f"/my/{number}/outlook/").content)
    assert "after your first injection" in own
    assert "<svg" not in own


def test_the_same_question_is_asked_once_and_a_failure_is_told(
    place: Place, start: Starter, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    asked: list[str] = []

    def broken(module: str, *_rest: Any) -> dict[str, Any]:
        asked.append(module)
        raise NotCounted("Counting broke off.", "Look at the log.")

    number = start(*LATELY)
    seen = open_course(number, by=Operator())
    assert forecasts.forecast_of(seen, goal=2) == forecasts.forecast_of(seen, goal=2)
    monkeypatch.setattr(forecasts, "apart", broken)
    assert forecasts.forecast_of(seen, goal=2) is not None
    assert not asked
    record(e.GoalSet(id=new_id(), happened_on=days_ago(0), pain=Decimal(9)), course=number, by=Operator())
    page = place.client("patient").get(f"/my/{number}/outlook/")
    assert b"cannot be worked out" in page.content
    assert len(asked) == 1


def test_a_patient_sets_the_own_goal_and_it_is_told_everywhere(
    place: Place, start: Starter, tmp_path: Path, settings: Any
) -> None:
    """The patient first, then another one with the clinician: the newest holds, the earlier one is told."""
    settings.HOME = tmp_path
    number = start(*LATELY)
    patient, clinician = place.client("patient"), place.client("clinician")
    own, theirs = f"/my/{number}/outlook/", f"/courses/{number}/outlook/"
    sent = {"form_id": new_id(), "pain": "5", "target": "walk the dog"}
    for _ in range(2):  # sent twice, it is there once
        assert patient.post(own, sent).status_code == 302
    mine = text_of(patient.post(own, {"form_id": new_id()}).content)
    assert "touch a number" in mine
    assert "Your goal: a pain of at most 5." in mine
    assert "That is at your goal already" in mine
    assert "walk the dog" in mine
    assert 'name="target"' not in mine + patient.get(f"/my/{number}/diary/").content.decode()  # asked once

    sent = {"form_id": new_id(), "pain": "4", "happened_on": days_ago(0).isoformat()}
    warned = text_of(clinician.post(theirs, sent).content)
    assert "is reached already" in warned
    assert len(open_course(number, by=Operator()).course.goals) == 1
    sent |= {"form_id": new_id(), "pain": "2"}
    assert clinician.post(theirs, sent).status_code == 302
    assert [str(goal.pain) for goal in open_course(number, by=Operator()).course.goals] == ["5", "2"]
    page = text_of(clinician.get(theirs).content)
    assert "A pain of at most 2" in page
    assert "by Clinician a" in page
    assert "Before that: at most 5" in page
    assert "goal: 2 or less" in page
    looked_at = text_of(clinician.get(f"{theirs}?goal=5").content)
    assert "That is not the patient's goal" in looked_at
    assert "goal: 5 or less" in looked_at
    mine = text_of(patient.get(f"{own}?goal=5").content)
    assert "goal: 2 or less" in mine
    assert "written down by Clinician a" in mine
    for other, address in ((clinician, f"/courses/{number}/"), (patient, f"/my/{number}/progress/")):
        assert "a pain of at most 2" in text_of(other.get(address).content)
    assert "walk the dog" not in place.client("lead").get(f"/courses/{number}/").content.decode()


def test_before_the_first_injection_a_goal_can_be_set_with_a_therapist(place: Place, start: Starter) -> None:
    number = start(*diary(3, [5]))
    sent = {"form_id": new_id(), "pain": "5", "happened_on": days_ago(0).isoformat()}
    therapist, where = place.client("therapist"), f"/courses/{number}/record/goal/"
    assert "is reached already" in text_of(therapist.post(where, sent).content)
    assert therapist.post(where, sent | {"noted": "goal-reached-already"}).status_code == 302
    assert "That is at your goal already" in text_of(place.client("patient").get(f"/my/{number}/outlook/").content)
    assert place.client("front-desk").post(where, sent | {"form_id": new_id()}).status_code == 403


def test_the_command_holds_a_recorded_course_against_its_own_goal(
    place: Place, start: Starter, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOME = tmp_path
    number = start(*LATELY, e.GoalSet(id=new_id(), happened_on=days_ago(2), pain=Decimal(5)))

    def asked(**case: Any) -> Any:
        (tmp_path / "case.json").write_text(json.dumps(case))
        status = main(["outcomes", "forecast", "--json", str(tmp_path / "case.json")])
        return status, json.loads(capsys.readouterr().out)

    status, said = asked(course=number)
    assert (status, said["goal"], said["goal_set_on"]) == (0, 5, days_ago(2).isoformat())
    assert "goal-reached" in {finding["code"] for finding in said["findings"]}
    assert asked(course=number, goal={"percent": 50})[1]["error"]["field"] == "goal"
    assert asked(course="C-9999")[1]["error"]["field"] == "course"
    assert main(["course", "show", number, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"]["goal"] == "a pain of 5 or less"


def test_it_can_be_used_by_all_in_both_languages(
    place: Place, start: Starter, has_learned: Callable[[Clinic], None], live: str, page: Page
) -> None:
    has_learned(place.clinic)
    number = start(*LATELY)
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/outlook/")
    look(page, "outlook", whole=True)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/outlook/")
    page.locator("#id_pain_3").check()
    page.get_by_role("button", name="Save my goal").click()
    page.get_by_text("Set another goal").click()
    look(page, "own-outlook", whole=True)
    spanish = place.client("patient").get(f"/my/{number}/outlook/", headers={"accept-language": "es"})
    told = text_of(spanish.content)
    assert "meses después de su primera inyección, en " in told
    assert "Esto muestra hacia dónde puede ir su dolor" in told
    assert "Se aprendió de" in told
    assert 'lang="en"' not in told
