"""The nine shipped files against what their sources state, written out here by hand, and nothing beside it.

The tables below were made from the clinical facts, not from the files. `?` is "not stated".
"""

from datetime import date
from time import perf_counter

import pytest

from enthesis.pathway.protocol import library
from enthesis.pathway.protocol.figures import protocol_figures
from enthesis.pathway.protocol.house import shipped_house, shipped_text
from enthesis.pathway.protocol.model import (
    AfterEach,
    BeforeEach,
    Condition,
    Kind,
    Once,
    Protocol,
    Schedule,
    Series,
    Unit,
    Value,
)
from enthesis.pathway.protocol.read import check_protocol, read_protocol

NAMES = {
    # id -> the name in the issue, the source document, the region
    "nutura-back": ("nutura_back", "S000", ("back",)),
    "nutura-knee": ("nutura_knee", "S001", ("knee",)),
    "multimodal-back": ("multimodal_002", "S002", ("back",)),
    "spine-institute": ("spine_institute_003", "S003", ("back", "knee", "shoulder", "hip", "elbow", "ankle", "foot")),
    "darrow-back": ("darrow_guide_004", "S004", ("back",)),
    "rabago-knee-2013": ("rabago_knee_2013", "RABAGO2013", ("knee",)),
    "sit-knee-2020": ("sit_knee_2020", "SIT2020", ("knee",)),
    "yelland-lbp-2004": ("yelland_lbp_2004", "YELLAND2004", ("back",)),
    "hoffman-agnish-sij-2018": ("hoffman_agnish_sij_2018", "VA2018", ("back",)),
}

SESSIONS = {
    # id -> min, typical, max sessions; opens, ideal, closes of the weeks between two; or the weeks of a schedule
    "nutura-back": ("3 ? 8", "4 ? 6"),
    "nutura-knee": ("? ? ?", "? ? ?"),
    "multimodal-back": ("? ? ?", "? ? ?"),
    "spine-institute": ("? 3 ?", "? ? ?"),
    "darrow-back": ("3 ? 6", "2 ? 6"),
    "rabago-knee-2013": ("3 3 5", (1, 5, 9, 13, 17)),
    "sit-knee-2020": ("4 4 4", (0, 4, 8, 16)),
    "yelland-lbp-2004": ("? 7 ?", "? 2 ?"),
    "hoffman-agnish-sij-2018": ("3 3 3", "4 ? 5"),
}

OTHER_STATED = {
    # id -> every further figure that a file states outside its facts: activity, figure, value
    "nutura-back": {
        ("", "counts_diagnostic", False),
        ("intake", "mode", "either"),
        ("response-review", "mode", "either"),
        ("response-review", "weeks.opens", 2),
        ("response-review", "weeks.closes", 3),
        ("physical-therapy", "lasts_weeks", 6),
    },
    "nutura-knee": set(),
    "multimodal-back": set(),
    "spine-institute": set(),
    "darrow-back": {("treatment", "minutes.min", 15), ("treatment", "minutes.max", 60)},
    "rabago-knee-2013": set(),
    "sit-knee-2020": set(),
    "yelland-lbp-2004": {("physical-therapy", "lasts_weeks", 26), ("follow-up", "responder.least", 50)},
    "hoffman-agnish-sij-2018": {
        ("session-review", "decide.threshold.least", 15),
        ("follow-up", "weeks.opens", 13),
        ("follow-up", "weeks.closes", 17),
    },
}

OWN_ACTIVITIES = {
    "nutura-back": "intake imaging diet-movement-supplements diagnostic-injection pain-diary response-review plan"
    " treatment physical-therapy chiropractic",
    "nutura-knee": "treatment",
    "multimodal-back": "consultation treatment physical-therapy lifestyle chiropractic",
    "spine-institute": "prior-care consultation treatment",
    "darrow-back": "consultation indication medicines consent hold-anti-inflammatory hold-blood-thinner treatment"
    " physical-therapy",
    "rabago-knee-2013": "baseline treatment follow-up",
    "sit-knee-2020": "baseline treatment follow-up",
    "yelland-lbp-2004": "baseline treatment physical-therapy supplements follow-up-early follow-up",
    "hoffman-agnish-sij-2018": "oswestry treatment session-review follow-up",
}

MEMORY = {
    # what the facts call known but unseen: shown as unverified, nothing else is
    "rabago-knee-2013": {"volume_ml_all_attachments", "recipe_joint", "recipe_attachments"},
    "sit-knee-2020": {"dextrose_percent", "volume_ml"},
    "yelland-lbp-2004": {"sites_at_most", "volume_ml_each_site", "order_of_sessions"},
}

FACTS = {
    # solution and the like, as the sources have them
    "nutura-back": {"solution": "Saline or sugar (dextrose)"},
    "nutura-knee": {"solution": "A sugar", "route": "Into the joint"},
    "multimodal-back": {"solution": "Mainly glucose"},
    "spine-institute": {"solution": "Saline or dextrose"},
    "darrow-back": {"solution": "Dextrose", "ice": "Allowed", "return_to_work": "The same day"},
    "rabago-knee-2013": {"dextrose_percent_joint": "25", "volume_ml_joint": "6", "dextrose_percent_attachments": "15",
                         "volume_ml_each_attachment": "0.5", "people": "90"},
    "sit-knee-2020": {"people": "76"},
    "yelland-lbp-2004": {"people": "110", "dextrose_percent": "20", "lidocaine_percent": "0.2",
                         "volume_ml": "10 to 30"},
    "hoffman-agnish-sij-2018": {"people": "103", "dextrose_percent": "15", "diluent": "Lidocaine"},
}  # fmt: skip

ALL = sorted(NAMES)


def protocol(name: str) -> Protocol:
    found = library.find(name)
    assert found is not None
    return found


def words(*values: Value) -> str:
    return " ".join("?" if value.value is None else str(value.value) for value in values)


def test_an_earlier_version_ships_for_its_courses_only():
    """What 2026-11 recommended and the source does not say is still told to the courses that began with it."""
    name = "hoffman-agnish-sij-2018"
    assert library.superseded() == {(name, "2026-11")}
    now, before = library.find(name), library.find(f"{name}@2026-11")
    assert now is not None
    assert before is not None
    assert (now.version, before.version) == ("2026-11.2", "2026-11")
    stops = [
        [option.advised_when for option in decision.options if option.id == "stop"]
        for found in (before, now)
        if (review := found.activity("session-review")) is not None and (decision := review.decision) is not None
    ]
    assert stops == [["not_responded"], [""]]
    assert [
        check_protocol(library.text_of(name, each.version), "it.yaml", date(2026, 11, 21)) for each in (before, now)
    ] == [
        [],
        [],
    ]
    assert library.suggest(f"{name}@2026-12") == f"The versions of {name} are: 2026-11, 2026-11.2."


def test_nine_protocols_ship():
    assert sorted(library.latest()) == ALL


@pytest.mark.parametrize("name", ALL)
def test_it_is_sound_today_and_names_its_document(name):
    old, document, regions = NAMES[name]
    found = protocol(name)
    assert check_protocol(library.texts()[name], f"{name}.yaml", date(2026, 11, 21)) == []
    assert (found.document, found.regions) == (document, regions)
    assert protocol(old) is found
    assert old in found.also_known_as
    assert document in found.sources


@pytest.mark.parametrize("name", ALL)
def test_it_is_a_draft_that_nobody_of_a_clinic_has_checked_yet(name):
    found = protocol(name)
    assert (found.status, found.review.checked_by) == ("draft", "")
    assert found.review.review_by == date(2027, 11, 30)


@pytest.mark.parametrize("name", ALL)
def test_the_sessions_are_those_of_the_source(name):
    sessions, between = SESSIONS[name]
    treatment = protocol(name).treatment
    assert treatment is not None
    timing = treatment.timing
    assert isinstance(timing, Series | Schedule)
    assert words(timing.count.min, timing.count.typical, timing.count.max) == sessions
    if isinstance(timing, Schedule):
        assert timing.points == between
        assert (timing.unit, timing.clock, timing.of_last) == (Unit.WEEKS, "treatment", False)
        assert timing.first_point == between[0]
        assert words(timing.early, timing.late) == "? ?"
    else:
        assert words(timing.then.opens, timing.then.ideal, timing.then.closes) == between
        assert timing.then.unit is Unit.WEEKS
    assert words(timing.step.opens, timing.step.ideal, timing.step.closes) == "? ? ?"


@pytest.mark.parametrize("name", ALL)
def test_it_states_nothing_else(name):
    """Every figure of the file itself that is stated is in the tables above, with its source in the file's list."""
    found = protocol(name)
    own = {activity.id for activity in found.activities if activity.origin == "source"}
    stated = {
        (figure.activity, figure.path, figure.value.value)
        for figure in protocol_figures(found)
        if figure.value.is_stated
        and (figure.activity in own or not figure.activity)
        and not figure.path.startswith("facts.")
        and not (figure.activity == "treatment" and figure.path.startswith(("sessions.", "then.")))
    }
    assert stated == OTHER_STATED[name]


@pytest.mark.parametrize("name", ALL)
def test_its_own_activities_are_those_of_the_source(name):
    own = [activity.id for activity in protocol(name).activities if activity.origin == "source"]
    assert sorted(own) == sorted(OWN_ACTIVITIES[name].split())


@pytest.mark.parametrize("name", ALL)
def test_the_facts_are_those_of_the_source(name):
    facts = protocol(name).facts
    assert {key: str(facts[key]) for key in FACTS[name]} == FACTS[name]


@pytest.mark.parametrize("name", ALL)
def test_what_nobody_has_seen_is_marked_and_no_window_rests_on_it(name):
    unverified = {
        figure.path.removeprefix("facts.") for figure in protocol_figures(protocol(name)) if figure.value.is_unverified
    }
    assert unverified == MEMORY.get(name, set())


@pytest.mark.parametrize("name", ALL)
def test_every_stated_figure_has_a_source_that_is_listed(name):
    found = protocol(name)
    for figure in protocol_figures(found):
        if figure.value.is_stated:
            assert figure.value.source in {*found.sources, "memory"}, figure
            assert not figure.value.is_decision


@pytest.mark.parametrize("name", ALL)
def test_every_injection_waits_for_the_house_gates(name):
    gates = {Condition.ELIGIBLE, Condition.CONSENT_SIGNED, Condition.NO_OPEN_CONCERN, Condition.MEDICINES_REVIEWED}
    for activity in protocol(name).activities:
        if activity.kind is Kind.INJECTION:
            assert gates <= set(activity.requires), activity.id


# -- what single sources state ---------------------------------------------------------------------------


def activity(name: str, part: str):
    found = protocol(name).activity(part)
    assert found is not None
    return found


def test_nutura_back_decides_after_the_diagnostic_injection_and_only_then_plans():
    review = activity("nutura-back", "response-review")
    assert isinstance(review.timing, Once)
    assert review.timing.step.after == "diagnostic-injection"
    assert review.decision.threshold.least.value is None  # "good enough", as the clinic judges
    assert activity("nutura-back", "plan").requires == (Condition.ELIGIBLE, Condition.RESPONDED)
    assert activity("nutura-back", "plan").timing.step.after == "response-review"
    assert Condition.RESPONDED in activity("nutura-back", "treatment").requires
    assert activity("nutura-back", "physical-therapy").timing.step.after == "response-review"
    assert activity("nutura-back", "pain-diary").until == "response-review"


def test_nutura_back_does_not_count_the_diagnostic_injection_and_says_that_this_is_ours():
    counted = protocol("nutura-back").counts_diagnostic
    assert (counted.value, counted.source) == (False, "LOCAL-1")


def test_the_knee_protocol_of_the_same_clinic_has_nothing_of_the_back():
    assert protocol("nutura-knee").activity("response-review") is None
    assert protocol("nutura-knee").activity("physical-therapy") is None


def test_spine_institute_asks_for_other_care_first():
    assert Condition.PRIOR_CARE_TRIED in activity("spine-institute", "consultation").requires
    assert Condition.PRIOR_CARE_TRIED in activity("spine-institute", "treatment").requires


def test_darrow_asks_for_diagnosis_medicines_hold_and_consent():
    assert {
        Condition.DIAGNOSIS_MADE,
        Condition.PRIOR_CARE_TRIED,
        Condition.MEDICINES_REVIEWED,
        Condition.HOLD_KEPT,
        Condition.CONSENT_SIGNED,
    } <= set(activity("darrow-back", "treatment").requires)
    assert activity("darrow-back", "consent").source == "S004"


def test_only_their_prescriber_stops_a_blood_thinner():
    hold = activity("darrow-back", "hold-blood-thinner")
    assert hold.prescriber_decides
    assert hold.holds == ("anticoagulant", "antiplatelet")
    assert hold.by == "clinician"
    assert not activity("darrow-back", "hold-anti-inflammatory").prescriber_decides
    for found in library.latest().values():
        for part in found.activities:
            if {"anticoagulant", "antiplatelet", "systemic_steroid"} & set(part.holds):
                assert part.prescriber_decides, (found.id, part.id)


def test_holds_without_stated_days_stay_open():
    for name in ("hold-anti-inflammatory", "hold-blood-thinner"):
        timing = activity("darrow-back", name).timing
        assert isinstance(timing, BeforeEach)
        assert (timing.each, words(timing.before, timing.after)) == ("treatment", "? ?")


@pytest.mark.parametrize(
    ("name", "part", "unit", "points", "first", "source"),
    [
        ("rabago-knee-2013", "follow-up", Unit.WEEKS, (5, 9, 12, 24, 52), 1, "RABAGO2013"),
        ("sit-knee-2020", "follow-up", Unit.WEEKS, (16, 26, 52), 0, "SIT2018"),
        ("yelland-lbp-2004", "follow-up", Unit.MONTHS, (4, 6, 12, 24), 0, "YELLAND2004"),
        ("yelland-lbp-2004", "follow-up-early", Unit.WEEKS, (11,), 0, "LOCAL-1"),
    ],
)
def test_outcomes_are_taken_on_the_clock_of_the_trial(name, part, unit, points, first, source):
    timing = activity(name, part).timing
    assert isinstance(timing, Schedule)
    assert (timing.clock, timing.unit, timing.points) == ("treatment", unit, points)
    assert (timing.first_point, timing.of_last) == (first, False)
    assert {timing.source_of(point) for point in points} == {source}


def test_yelland_counts_more_than_half_less_pain():
    responder = activity("yelland-lbp-2004", "follow-up").responder
    assert (responder.measure, responder.change, responder.least.value) == ("vas_pain", "percent", 50)
    assert responder.more_than


def test_hoffman_asks_the_oswestry_index_before_each_session_and_decides_before_the_second():
    before = activity("hoffman-agnish-sij-2018", "oswestry")
    assert isinstance(before.timing, BeforeEach)
    assert before.measures == ("odi",)
    assert Condition.MEASURED in activity("hoffman-agnish-sij-2018", "treatment").requires
    review = activity("hoffman-agnish-sij-2018", "session-review")
    assert isinstance(review.timing, AfterEach)
    threshold = review.decision.threshold
    assert (threshold.measure, threshold.change, threshold.least.value) == ("odi", "points", 15)
    assert (threshold.before_session, threshold.more_than) == (2, False)
    assert Condition.SESSION_REVIEWED in activity("hoffman-agnish-sij-2018", "treatment").requires


def test_hoffman_takes_the_last_index_13_to_17_weeks_after_the_series():
    timing = activity("hoffman-agnish-sij-2018", "follow-up").timing
    assert isinstance(timing, Once)
    assert (timing.step.after, timing.step.unit) == ("treatment", Unit.WEEKS)
    assert words(timing.step.opens, timing.step.ideal, timing.step.closes) == "13 ? 17"


# -- the house file --------------------------------------------------------------------------------------


def test_the_house_steps_ship_and_every_figure_of_them_has_a_source():
    house = shipped_house()
    assert [step.id for step in house.activities] == [
        *("evaluation", "candidacy", "medicines", "consent", "plan"),
        *("check-in", "session-review", "follow-up", "closing"),
    ]
    assert "HOUSE" in house.sources
    assert "memory" not in shipped_text()


def test_all_files_are_read_quickly():
    """Nine files: about 20 ms where nothing else runs, and never as much as a person would notice."""
    took = []
    for _ in range(3):
        begun = perf_counter()
        for name, text in library.texts().items():
            read_protocol(text, name)
        took.append(perf_counter() - begun)
    assert min(took) < 0.2
