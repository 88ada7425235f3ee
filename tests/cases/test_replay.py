"""Cases as a stranger would bring them, and what the programme must say of each. The cases are made up."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.cases.case import WHATS, UnreadableCase, read_case
from enthesis.cases.facts import answers_of
from enthesis.cases.intervals import read_rhythm
from enthesis.cases.replay import replay
from enthesis.cases.words import count_in
from enthesis.cli.main import main
from enthesis.pathway.protocol.library import find, latest
from tests.cases.told import KNEE, event, said, told

MIX = [{"part": "dextrose 50%", "ml": 1}, {"part": "normal saline", "ml": 1}]


def test_the_protocol_that_fits_is_chosen_and_says_why():
    found = told(KNEE, protocol_hint={"sessions": 4, "interval": "monthly"})
    assert found.fit.protocol.id == "rabago-knee-2013"
    assert "it is for the knee" in found.fit.reasons
    assert not found.fit.against


def test_where_none_fits_it_says_so_and_a_clinician_decides():
    found = told("pain of the jaw joint")
    assert "not for the jaw" in said(found, 0)


def test_a_protocol_may_be_named():
    case = read_case({"condition": KNEE, "events": []})
    assert replay(case, latest(), find("yelland_lbp_2004")).fit.protocol.id == "yelland-lbp-2004"


def test_the_mix_is_computed_and_totals_add_up():
    given_again = event("injection", 28, number=2, same_as=1)
    found = told(KNEE, event("injection", 0, number=1, mix=MIX, volume_ml=2, dextrose_percent_derived=25), given_again)
    assert "The mix is 2 mL, dextrose 25 % (0.5 g), no local anaesthetic." in said(found, 1)
    assert "2 sessions so far: 4 mL and 1 g of dextrose in all." in said(found, 2)


def test_a_third_ingredient_is_in_no_sum_and_an_untold_volume_makes_no_dose():
    mix = [
        {"part": "dextrose 50%", "ml": 6},
        {"part": "lidocaine 1%", "ml": 3},
        {"part": "methylcobalamin 1000 mcg/mL", "ml": 1},
    ]
    found = told("separated abdominal wall after childbirth", event("injection", 0, mix=mix, volume_ml_injected=None))
    words = said(found, 1)
    assert "10 mL, dextrose 30 % (3 g), lidocaine 0.3 % (30 mg in the whole mix)" in words
    assert "methylcobalamin is neither dextrose nor anaesthetic" in words
    assert "the dose given is not known" in words
    assert "the limit per kg of lidocaine cannot be checked" in words
    assert "pregnant" in said(found, 0)


def test_a_shock_in_the_limbs_at_the_neck_is_an_emergency_that_holds_everything():
    found = told(
        "injection in the upper cervical region",
        event("injection", 0, site="upper cervical region"),
        event("adverse_event", 0, event="feeling like an electric shock in the right arm and right leg"),
        event("visit", 7, examination="no important abnormal finding"),
    )
    assert "Emergency" in said(found, 2)
    assert "does not close a warning sign" in said(found, 3)
    assert found.steps[3].agenda[0].kind == "safety-concern"
    injection = next(item for item in found.steps[3].agenda if item.activity == "treatment")
    assert "A reported symptom is not closed by a clinician." in injection.why_not


def test_mild_discomfort_is_no_escalation():
    found = told(
        "pain of both Achilles tendons",
        event("injection", 0, sites="both Achilles tendons"),
        event("adverse_event", 0, event="mild discomfort during the session"),
        side="both",
    )
    assert "One session, two sides" in said(found, 1)
    assert "Self care" in said(found, 2)
    assert not found.course.concerns


def test_weakness_after_an_injection_on_an_antiplatelet_is_no_soreness():
    found = told(
        "long-standing low back and buttock pain",
        event("injection", 0, procedure="trigger point injection"),
        event("adverse_event", 0, hours_after=3, event="weakness of movement and pain in the injected area"),
        medications=["clopidogrel, taken regularly; dose not told"],
        kind="neighbouring case (trigger point injection)",
    )
    assert "only its prescriber may change it" in said(found, 0)
    assert "Never count it as prolotherapy" in said(found, 0)
    assert found.steps[2].says[0].level in ("emergency", "call_clinic_same_day")
    assert "clopidogrel" in str(found.steps[0].agenda)


def test_no_harm_told_is_no_symptom():
    found = told(KNEE, event("injection", 0), event("follow_up", adverse_events="none reported"))
    assert not found.course.concerns
    assert not found.course.symptoms


def test_words_make_no_figure_and_figures_keep_their_unit():
    found = told(
        "separated abdominal wall",
        event("score", instrument="width", value=2.7, unit="cm"),
        event("score", instrument="width", value=0.5, unit="cm"),
        event("score", words="much better"),
    )
    assert "width: from 2.7 to 0.5 cm (2.2 cm less, 81 %)." in said(found, 2)
    assert "no pain score" in said(found, 2)
    assert "no number" in said(found, 3) or "no percentage" in said(found, 3)


def test_a_pain_scale_to_a_hundred_is_no_scale_to_ten():
    found = told(
        KNEE,
        event("score", instrument="VAS 0-100", value=72),
        event("score", instrument="visual analogue scale (0 to 100 mm)", value=36),
    )
    assert "pain from 0 to 10" not in said(found, 0)
    assert "VAS pain: from 72 to 36 (36 less, 50 %); better." in said(found, 2)
    assert "pain from 0 to 10: 7" in said(told(KNEE, event("score", instrument="VAS (0-10)", value=7)), 0)


@pytest.mark.parametrize("value", [-3, 11, 10**9])
def test_a_pain_figure_beyond_its_scale_answers_nothing(value: int):
    found = told(KNEE, event("score", instrument="pain 0-10", value=value))
    assert "pain from 0 to 10" not in said(found, 0)


def test_a_unit_need_not_be_told_twice_for_a_known_instrument():
    found = told(
        "chronic low back pain",
        event("score", instrument="ODI", value=48, unit="%"),
        event("score", instrument="ODI", value=33),
        event("score", instrument="width", value=3, unit="cm"),
        event("score", instrument="width", value=20),
    )
    assert "ODI: from 48 to 33 % (15 % less, 31 %); better." in said(found, 2)
    assert "width: 3 cm and 20 without a unit cannot be compared." in said(found, 4)


def test_a_report_in_words_is_shown_as_told_and_once():
    found = told(
        KNEE,
        event("score", instrument="pain 0-10", low=5, high=7),
        event("score", relief="about complete"),
        event("follow_up", 7, function="better"),
    )
    assert 'pain, told as "relief: about complete": kept so' in said(found, 2)
    assert said(found, 2).count("no percentage") == 1
    assert "no percentage" not in said(found, 3)


def test_what_the_case_answers_is_not_asked_for():
    found = told("pain of the sacroiliac joint, post partum", history=["breast-feeding; 8 months post partum"])
    assert "To be asked because of childbirth: pregnant. The case does not say." in said(found, 0)


@pytest.mark.parametrize(
    ("condition", "protocol"),
    [
        ("discomfort of the knee", "rabago-knee-2013"),
        ("knee pain found at a football match", "rabago-knee-2013"),
        ("torn disc, painful knees", "multimodal-back"),
    ],
)
def test_a_short_word_is_a_whole_word(condition: str, protocol: str):
    regions = find(protocol).regions  # type: ignore[union-attr]
    assert set(told(condition).fit.protocol.regions) >= set(regions)


@pytest.mark.parametrize(
    ("age", "sex", "read"),
    [("31 years", "F", (31, "female")), ("40-year-old", "man", (40, "male")), ("thirties", "x", (None, ""))],
)
def test_age_and_sex_are_read_from_plain_words(age: str, sex: str, read: tuple[int | None, str]):
    case = read_case({"events": [], "patient": {"age": age, "sex": sex}})
    assert (case.age, case.sex) == read


def test_prior_care_without_benefit_has_failed():
    found = told(KNEE, prior_care=["physiotherapy for 6 months: no benefit"])
    assert "conservative care not enough: yes" in said(found, 0)


def test_an_ingredient_without_a_strength_is_named_alone():
    mix = [{"part": "dextrose 50%", "ml": 1}, {"part": "lidocaine 2% with adrenaline", "ml": 1}]
    words = said(told(KNEE, event("injection", 0, mix=mix)), 1)
    assert "(20 mg in the whole mix), epinephrine." in words


def test_a_strength_in_words_is_quoted_and_asked_for():
    found = told(KNEE, event("injection", 0, solution="25% dextrose with lidocaine"))
    assert 'dextrose percent as injected (told as "25% dextrose with lidocaine")' in found.steps[1].missing


def test_visits_told_as_one_stay_in_order_without_days():
    found = told(
        "chronic low back pain",
        event("injection", 0),
        event("injection", numbers="2 to 13", count=12),
        event("score", instrument="pain 0-10", value=2),
        protocol="multimodal-back",
    )
    assert len(found.course.injections) == 13
    assert [i.happened_on for i in found.course.injections[1:]] == [None] * 12
    assert found.course.scores[-1].place > found.course.injection_places[-1]
    treatment = next(item for item in found.steps[3].agenda if item.activity == "treatment")
    assert treatment.window.opens is None
    assert "whose day is not known" in treatment.because


def test_a_word_for_an_event_that_is_not_in_the_list_is_kept_as_told():
    found = told(KNEE, event("imaging", 3, finding="joint space narrowed"))
    assert found.steps[1].what == "other"
    assert "imaging" in str(found.steps[1].recorded)


def test_a_week_alone_gives_no_date():
    found = told(KNEE, event("injection", 0), event("follow_up", week=156, function="better"))
    assert found.steps[2].when == "about week 156"
    assert found.steps[2].recorded[0]["day"] is None


def test_nothing_of_the_nominal_calendar_is_shown():
    found = told(KNEE, event("injection", 0, mix=MIX), event("injection", 28), protocol_hint={"sessions": 3})
    text = json.dumps(found.as_json())
    assert "1000" not in text
    assert "day 28" in text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("monthly", (28, 28)),
        ("2 weeks", (14, 14)),
        ("every 4 to 6 weeks", (28, 42)),
        ("three weeks", (21, 21)),
        ("2-3 months", (56, 84)),
        ("weekly", (7, 7)),
        ("not fixed: when pain came back after 3 weeks", None),
        ("", None),
    ],
)
def test_an_interval_is_read_from_its_words(text: str, days: tuple[int, int] | None):
    assert read_rhythm(text).gap == days


def test_a_plan_is_read_from_its_words():
    assert count_in("four sessions, three weeks apart", "session") == 4
    assert count_in("no number of sessions", "session") is None


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ([], "A case is a JSON object."),
        ({"events": None}, "no list of events"),
        ({"events": [{"what": 3}]}, "does not say what it is"),
        ({"events": [{"day": 3}]}, "does not say what it is"),
        ({"events": [{"what": "score", "details": 3}]}, "is not an object"),
        ({"events": ["just a string"]}, "is not an object"),
        ({"events": [], "condition": {"a": 1}}, "condition is not text"),
        ({"events": [], "medications": 1}, "is not a list"),
    ],
)
def test_a_case_that_is_none_gets_a_sentence(bad: Any, says: str):
    with pytest.raises(UnreadableCase, match=says):
        read_case(bad)


def test_the_door_answers_each_case_of_a_list(tmp_path, capsys):
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([{"id": "a", "condition": KNEE, "events": []}, {"events": 3}]))
    assert main(["case", "replay", str(path), "--json"]) == 2
    good, bad = json.loads(capsys.readouterr().out)
    assert good["case"] == "a"
    assert good["steps"][0]["agenda"]
    assert bad["error"]["field"] == "events"


@pytest.mark.parametrize("hours", [-3, 10**6, float("inf"), float("-inf")])
def test_hours_that_triage_does_not_tell_apart_end_in_no_error(hours: float):
    found = told(KNEE, event("injection", 0), event("adverse_event", 0, hours_after=hours, event="hot swollen knee"))
    assert said(found, 2).startswith("Emergency")


def test_a_symptom_twelve_years_after_the_injection_is_triaged_all_the_same():
    found = told(KNEE, event("injection", 0), event("adverse_event", 4400, event="hot swollen knee"))
    assert said(found, 2).startswith("Emergency")


def test_numbers_of_thousands_of_digits_are_read_as_far_as_they_are_numbers():
    found = told(KNEE, event("injection", 0, count=2, numbers="9" * 5000), protocol_hint={"sessions": 10**4000})
    assert len(found.steps[1].recorded) == 2


def test_a_drug_told_in_a_long_sentence_is_read_and_an_empty_one_passed_over():
    found = told(KNEE, medications=["clopidogrel 75 mg, " + "taken since the stent, " * 30, " "])
    assert "lopidogrel" in said(found, 0)
    assert "meds" not in answers_of(read_case({"medications": [" "], "events": []}))  # [] would be: takes none


@pytest.mark.parametrize(
    ("drugs", "says"), [(["a\0b"], r"meds\[0\].med: The text"), (["warfarin"] * 5000, "meds: A list of 5000 drugs")]
)
def test_drugs_that_cannot_be_are_said_to_be_none(drugs: list[str], says: str):
    with pytest.raises(UnreadableCase, match=says):
        told(KNEE, medications=drugs)


DETAILS = st.dictionaries(
    st.sampled_from(
        ["order", "number", "same_as", "mix", "value", "instrument", "words", "event", "count", "sites", "pain"]
    ),
    st.none() | st.integers(-5, 300) | st.text(max_size=20) | st.lists(st.none() | st.text(max_size=5), max_size=2),
    max_size=5,
)
EVENTS = st.fixed_dictionaries(
    {
        "what": st.sampled_from(WHATS),
        "day": st.none() | st.integers(-100, 2000),
        "week": st.none() | st.integers(0, 300),
        "details": DETAILS,
    }
)


@given(st.lists(EVENTS, max_size=8), st.text(max_size=30), st.sampled_from([None, *latest()]))
@settings(max_examples=60, deadline=None)
def test_no_case_breaks_the_replay(events: list[dict[str, Any]], condition: str, protocol: str | None):
    case = read_case({"id": "x", "condition": condition, "events": events})
    found = replay(case, latest(), find(protocol) if protocol else None)
    assert len(found.steps) == len(events) + 1
    json.dumps(found.as_json(), default=str)
