"""What is asked next: only what can still matter, red flags first, a few at a time."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from enthesis.pathway.candidacy import (
    Kind,
    Question,
    Screening,
    Stage,
    Verdict,
    next_page,
    questions,
    screen,
    shipped,
    what_follows,
)
from enthesis.pathway.candidacy.model import Choice
from tests.pathway.candidacy.people import person


def asked(answers: dict[str, Any], *regions: str, **more: Any) -> list[str]:
    return [question.variable for question in questions(answers, list(regions), **more)]


ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "candidacy_questions.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["case"] for entry in ENTRIES])
def test_everything_that_can_still_matter_is_asked_in_order(entry: dict[str, Any]) -> None:
    regions = entry["regions"]
    if "answers" in entry:
        answers = entry["answers"]
    else:
        answers = person(*regions, sex="female", **entry["changed"])
        answers |= {f"ottawa.{part}": value for part, value in answers.pop("ottawa").items()}
        answers = {name: value for name, value in answers.items() if name not in entry["without"]}
    stage = Stage(entry.get("stage", "evaluation"))
    assert asked(answers, *regions, stage=stage) == entry["asked"]
    assert [each.variable for each in next_page(answers, regions, stage=stage)] == entry["first_page"]
    if "at_consultation" in entry:
        assert asked(answers, *regions, stage=Stage.CONSULTATION) == entry["at_consultation"]


def test_only_choices_of_the_regions_are_offered() -> None:
    def offered(*regions: str) -> list[str]:
        (condition,) = (each for each in questions({}, list(regions)) if each.variable == "condition")
        return [choice.value for choice in condition.choices]

    everything = [choice.value for choice in shipped().questions["condition"].choices]
    assert offered() == everything
    assert offered("knee") == ["knee_oa", "acl_tear", "other"]
    assert offered("knee", "foot") == ["knee_oa", "acl_tear", "achilles", "plantar_fasciitis", "other"]
    (age,) = (each for each in questions({}, ["knee"]) if each.variable == "age")
    assert age == shipped().questions["age"]


def test_sex_may_stand_beside_the_answers() -> None:
    answers = person("knee", pregnant=None)
    answers |= {f"ottawa.{part}": value for part, value in answers.pop("ottawa").items()}
    assert asked(answers, "knee") == ["sex"]
    assert asked(answers, "knee", sex="female") == ["pregnant"]
    assert asked(answers, "knee", sex="male") == []
    assert [each.variable for each in next_page(answers, ["knee"], "female")] == ["pregnant"]
    assert next_page(answers, ["knee"], "male") == []


def test_own_rules_decide_what_is_asked() -> None:
    rules = replace(shipped(), rules=(shipped().rule("C15"),))
    assert asked({}, "knee", rules=rules) == ["age"]
    assert [each.variable for each in next_page({}, ["knee"], rules=rules)] == ["age"]
    assert asked({}, sex="male", rules=shipped()) == asked({"sex": "male"})
    settled = replace(shipped(), questions={"prosthesis": shipped().questions["prosthesis"]})
    assert what_follows({"prosthesis": "no", "cancer_history": "no"}, settled) == what_follows({"prosthesis": "no"})


def interview(*regions: str, sex: str = "female", **changes: Any) -> tuple[list[list[str]], Screening]:
    """Answer page after page as a form would, until nothing is left to ask."""
    truth = person(*regions, sex=sex, **changes)
    truth |= {f"ottawa.{part}": value for part, value in truth.pop("ottawa", {}).items()}
    answers: dict[str, Any] = {}
    pages: list[list[str]] = []
    while page := next_page(answers, list(regions)):
        pages.append([question.variable for question in page])
        answers |= {question.variable: truth[question.variable] for question in page}
        answers |= what_follows(answers)
        assert len(pages) < 60, "the questions do not come to an end"
    return pages, screen(answers, list(regions))


@pytest.mark.parametrize("regions", [("back",), ("knee",), ("elbow",), ("neck",), ("back", "knee")])
def test_an_interview_ends_with_nothing_open(regions: tuple[str, ...]) -> None:
    pages, found = interview(*regions)
    assert found.missing == ()
    assert all(0 < len(page) <= 4 for page in pages)
    variables = [variable for page in pages for variable in page]
    assert len(variables) == len(set(variables))
    assert pages[0] == ["emergency_general"]
    assert pages[1][:2] == ["bladder_or_bowel_change", "saddle_numbness"]


def test_red_flags_come_before_everything_else() -> None:
    order = asked({}, "back", "knee")
    flags = {
        name
        for rule in shipped().rules
        if rule.kind is Kind.RED_FLAG
        for grade in rule.grades
        for name in grade.looks_at
    }
    shared = {"age", "sex", "cancer_active", "condition", "pt_completed", "conservative_failed", "pain_months"}
    first_other = next(place for place, name in enumerate(order) if name not in flags | shared)
    assert not set(order[first_other:]) & (flags - shared)


def test_knees_are_not_asked_about_backs() -> None:
    assert not {"deformity", "pulsatile_mass", "least_invasive_first", "site"} & set(asked({}, "knee"))
    assert not {"locked", "ottawa.cannot_flex_90", "knee_xray_years"} & set(asked({}, "back"))


def test_details_of_an_injury_are_asked_after_an_injury_only() -> None:
    details = {"swelling_hours", "ottawa.cannot_flex_90", "ottawa.cannot_take_four_steps"}
    assert not details & set(asked({}, "knee"))
    assert not details & set(asked({"trauma": "none"}, "knee"))
    assert details <= set(asked({"trauma": "minor"}, "knee"))


def test_at_55_an_injured_knee_needs_an_x_ray_whatever_else_is_said() -> None:
    """Urgent already: what could not make it more urgent is not asked."""
    order = asked({"trauma": "minor", "age": 55}, "knee")
    assert not {"ottawa.cannot_flex_90", "swelling_hours", "diabetes", "night_bone_pain"} & set(order)
    assert {"saddle_numbness", "dislocation"} <= set(order)


def test_pregnancy_is_asked_after_sex_and_not_of_men() -> None:
    assert "pregnant" not in asked({}, "knee")
    assert "sex" in asked({}, "knee")
    assert "pregnant" in asked({"sex": "female"}, "knee")
    assert "pregnant" not in asked({"sex": "male"}, "knee")
    assert "sex" not in asked({"sex": "male"}, "knee")


def test_who_does_not_know_the_sex_is_asked_about_pregnancy() -> None:
    assert "pregnant" in asked({"sex": "not_sure"}, "knee")


def test_after_an_emergency_nothing_more_is_asked() -> None:
    assert asked({"saddle_numbness": "yes"}, "back") == []
    pages, found = interview("back", saddle_numbness="yes")
    assert len(pages) == 2
    assert found.worst_urgency == "emergency"


def test_who_cannot_be_treated_is_asked_for_warning_signs_only() -> None:
    order = set(asked({"age": 16}, "knee"))
    assert {"saddle_numbness", "hot_swollen", "septic_arthritis"} <= order
    assert not {"diabetes", "allergy_corn", "smoker", "polyarthritis"} & order


def test_who_has_something_to_do_first_is_still_asked_the_rest() -> None:
    order = set(asked({"active_infection": "yes"}, "knee"))
    assert {"diabetes", "allergy_corn", "smoker", "age"} <= order


def test_an_answer_that_settles_another_question_spares_it() -> None:
    assert "cancer_active" not in asked({"cancer_history": "no"}, "back")
    assert "cancer_active" not in asked({"cancer_history": "yes"}, "back")  # urgent by RB07, more than C07 could be
    order = asked({"prosthesis": "no"}, "knee")
    assert "prosthesis_at_site" not in order
    assert what_follows({"prosthesis": "no"}) == {"symptom": "no", "prosthesis_at_site": "no"}
    assert what_follows({"prosthesis": False, "symptom": "yes"}) == {"prosthesis_at_site": "no"}
    assert what_follows({"prosthesis": "yes"}) == {}
    assert what_follows({"prosthesis": True}) == {}
    settles = replace(
        shipped().questions["prosthesis"], choices=(Choice("yes", "Yes", also_answers=(("symptom", "yes"),)),)
    )
    own = replace(shipped(), questions={"prosthesis": settles})
    assert what_follows({"prosthesis": True}, own) == what_follows({"prosthesis": "yes"}, own) == {"symptom": "yes"}
    assert what_follows({"prosthesis": False}, own) == {}


def test_a_screening_itself_draws_no_such_conclusion() -> None:
    found = screen(person("knee", prosthesis="no", prosthesis_at_site=None), ["knee"], "male")
    assert found.verdict is Verdict.NOT_YET


def test_who_is_not_sure_is_not_asked_again() -> None:
    assert "condition" in asked({}, "knee")
    assert "condition" not in asked({"condition": "not_sure"}, "knee")


def test_the_clinic_s_questions_are_not_put_to_patients() -> None:
    clinic = {name for name, each in shipped().questions.items() if each.stage is not Stage.EVALUATION}
    assert not clinic & set(asked({}, "back", "knee"))
    answers = person("knee", diagnosis_specific=None, bmi=None)
    assert asked(answers, "knee", sex="male", stage=Stage.CONSULTATION) == ["diagnosis_specific", "bmi"]


def test_the_clinician_is_asked_for_the_date_of_an_injury_and_for_opinions() -> None:
    injured = person("back", trauma="major")
    assert asked(injured, "back", sex="male", stage=Stage.CONSULTATION) == ["trauma_days_ago"]
    locked = person("knee", locked="yes")
    assert asked(locked, "knee", sex="male", stage=Stage.CONSULTATION) == ["orthopaedic_opinion"]
    allergic = person("knee", allergy_corn="yes")
    assert asked(allergic, "knee", sex="male", stage=Stage.CONSULTATION) == ["dextrose_origin"]


def test_what_the_programme_says_itself_is_asked_of_nobody() -> None:
    everything = asked({}, "back", "knee", stage=Stage.DAY_OF_INJECTION)
    assert not {"start", "response"} & set(everything)


def _choices(question: Question) -> set[str]:
    return {choice.value for choice in question.choices}


def test_only_problems_of_the_regions_are_offered() -> None:
    (question,) = [each for each in questions({}, ["knee"]) if each.variable == "condition"]
    assert _choices(question) == {"knee_oa", "acl_tear", "other"}
    (question,) = [each for each in questions({}, ["neck"]) if each.variable == "condition"]
    assert _choices(question) == {"other"}


def test_a_question_says_whom_it_is_for() -> None:
    by_name = shipped().questions
    assert by_name["saddle_numbness"].regions == ("any",)
    assert by_name["locked"].regions == ("knee",)
    assert set(by_name["deformity"].regions) == {"back", "neck", "chest_wall"}
    assert by_name["sex"].regions == ("any",)
