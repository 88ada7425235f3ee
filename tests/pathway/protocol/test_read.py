"""Reading: the forms of a figure, sources that are inherited, what becomes of house steps, text that is no protocol."""

from datetime import date
from decimal import Decimal

import pytest

from enthesis.pathway.protocol.complaint import ProtocolError
from enthesis.pathway.protocol.house import NO_HOUSE, read_house, shipped_text
from enthesis.pathway.protocol.model import Once, Schedule, Series, Step, Unit, Value
from enthesis.pathway.protocol.read import check_protocol, examine, read_protocol
from enthesis.pathway.protocol.yaml_text import MAX_CHARACTERS
from tests.pathway.protocol.faults import THEN
from tests.pathway.protocol.sound import NAME, TEXT, planted


def figure(text: str, path: str) -> Value:
    protocol = read_protocol(text, NAME)
    exercise = protocol.activity("exercise")
    assert exercise is not None
    return exercise.lasts_weeks if path == "lasts_weeks" else exercise.per_week


# -- figures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("6", Value(6, "LOCAL-7")),
        ("not stated", Value()),
        ('"not stated"', Value()),
        ("{value: 6, source: RABAGO2013}", Value(6, "RABAGO2013")),
        ("{value: 6}", Value(6, "LOCAL-7")),
        ("{value: not stated, source: RABAGO2013}", Value()),
        (
            "{decided: 6, by: B. Olu, on: 2026-03-02, why: As the therapist asks.}",
            Value(6, decided_by="B. Olu", decided_on=date(2026, 3, 2), why="As the therapist asks."),
        ),
    ],
)
def test_the_forms_of_a_figure(written, read):
    assert figure(planted(("lasts_weeks: 6", f"lasts_weeks: {written}")), "lasts_weeks") == read


def test_a_decision_is_no_statement_of_the_source():
    value = figure(
        planted(("lasts_weeks: 6", "lasts_weeks: {decided: 6, by: B, on: 2026-03-02, why: x}")), "lasts_weeks"
    )
    assert value.is_decision
    assert value.source == ""


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("25", 25),
        ("0.2", Decimal("0.2")),
        ("10 to 30", "10 to 30"),
        ("true", True),
        ('"25"', "25"),
        ("no", "no"),
        ("on", "on"),
        ("2026-03-02", "2026-03-02"),
        ("1e3", "1e3"),
    ],
)
def test_a_word_is_only_a_number_where_it_looks_like_one(written, value):
    protocol = read_protocol(planted(("dextrose_percent: 25", f"dextrose_percent: {written}")), NAME)
    found = protocol.facts["dextrose_percent"].value
    assert (found, type(found)) == (value, type(value))


def test_what_rests_on_memory_is_unverified():
    protocol = read_protocol(TEXT, NAME)
    assert protocol.facts["recipe"].is_unverified
    assert not protocol.facts["dextrose_percent"].is_unverified


# -- sources ---------------------------------------------------------------------------------------------


def test_the_source_of_a_block_speaks_for_its_figures_unless_one_names_its_own():
    treatment = read_protocol(TEXT, NAME).activity("treatment")
    assert treatment is not None
    assert isinstance(treatment.timing, Series)
    assert treatment.timing.count.min.source == "RABAGO2013"  # the activity's
    assert treatment.timing.step.opens.source == "LOCAL-7"  # the block's
    assert treatment.timing.then.opens.source == "LOCAL-7"  # by name
    assert treatment.timing.then.ideal.source == "RABAGO2013"  # not named: the activity's


def test_a_figure_that_no_source_names_is_a_complaint():
    text = planted(
        (
            "    source: LOCAL-7\n    after: response\n    days: {opens: 0, ideal: not stated, closes: 14}",
            "    source: {opens: LOCAL-7}\n    after: response\n    days: {opens: 0, ideal: not stated, closes: 14}",
        ),
        ("lasts_weeks: 6", "lasts_weeks: not stated"),
    )
    (complaint,) = check_protocol(text, NAME)
    assert (complaint.code, complaint.finding.field) == ("missing-source", "days.closes")


def test_points_may_have_a_source_each():
    text = planted(
        ("of: treatment, from: first}", "of: treatment, from: first, source: {12: LOCAL-7}}"),
    )
    scores = read_protocol(text, NAME).activity("scores")
    assert scores is not None
    assert isinstance(scores.timing, Schedule)
    assert [scores.timing.source_of(point) for point in (12, 24, 52)] == ["LOCAL-7", "RABAGO2013", "RABAGO2013"]


# -- timings -----------------------------------------------------------------------------------------------


def test_a_schedule_with_its_own_clock():
    text = planted(
        (
            f"    then:\n{THEN}",
            "    at_weeks: {points: [1, 5, 9, 13, 17], first_point: 1, of: treatment, from: first}\n"
            "    margin_days: {early: 3, late: not stated, source: LOCAL-7}",
        )
    )
    treatment = read_protocol(text, NAME).activity("treatment")
    assert treatment is not None
    timing = treatment.timing
    assert isinstance(timing, Schedule)
    assert (timing.points, timing.first_point, timing.unit) == ((1, 5, 9, 13, 17), 1, Unit.WEEKS)
    assert (timing.early, timing.late) == (Value(3, "LOCAL-7"), Value())
    assert timing.step == Step("response", Unit.DAYS, Value(7, "LOCAL-7"), Value(14, "LOCAL-7"), Value(28, "LOCAL-7"))
    assert timing.count.max == Value(5, "RABAGO2013")


def test_minutes_may_be_a_range():
    consultation = read_protocol(TEXT, NAME).activity("consultation")
    assert consultation is not None
    minutes = (consultation.minutes_min.value, consultation.minutes.value, consultation.minutes_max.value)
    assert minutes == (15, 30, 45)


# -- house steps --------------------------------------------------------------------------------------------


def test_house_steps_are_added_around_the_protocol_and_keep_their_origin():
    protocol = read_protocol(TEXT, NAME)
    names = [activity.id for activity in protocol.activities]
    assert names[:5] == ["evaluation", "candidacy", "medicines", "consent", "plan"]
    assert names[-4:] == ["check-in", "session-review", "follow-up", "closing"]
    assert {a.id for a in protocol.activities if a.origin == "house"} == {*names[:5], *names[-4:]}
    assert protocol.house


def test_a_step_that_the_file_states_replaces_the_house_step():
    text = planted(("- id: scores", "- id: follow-up"))
    protocol = read_protocol(text, NAME)
    follow_up = protocol.activity("follow-up")
    assert follow_up is not None
    assert (follow_up.origin, follow_up.source) == ("source", "RABAGO2013")
    assert [activity.id for activity in protocol.activities].count("follow-up") == 1


def test_a_step_can_be_left_out():
    assert read_protocol(planted(("facts:\n", "without: [check-in]\nfacts:\n")), NAME).activity("check-in") is None


def test_without_a_house_only_the_file_speaks():
    examined = examine(planted(("after: candidacy", "after: start"), ("plan_agreed, ", "")), NAME, NO_HOUSE)
    assert examined.complaints == ()
    assert (examined.protocol.house, examined.protocol.activity("evaluation")) == ("", None)


def test_house_steps_follow_a_treatment_of_another_name():
    text = planted(
        ("- id: treatment", "- id: injections"),
        ("before_each: treatment", "before_each: injections"),
        ("of: treatment", "of: injections"),
        ("ends: [treatment, exercise]", "ends: [injections, exercise]"),
    )
    protocol = read_protocol(text, NAME)
    review, follow_up = protocol.activity("session-review"), protocol.activity("follow-up")
    assert review is not None
    assert follow_up is not None
    assert review.timing.each == "injections"
    assert follow_up.timing.clock == "injections"
    assert review.decision is not None
    assert {name for option in review.decision.options for name in option.ends} == {"injections"}


def test_a_house_option_names_only_what_the_protocol_has():
    review = read_protocol(TEXT, NAME).activity("session-review")
    assert review is not None
    assert review.decision is not None
    stop = next(option for option in review.decision.options if option.id == "stop")
    assert stop.ends == ("treatment",)  # the house file also names physical-therapy, which this file has not


def test_an_unsound_house_file_is_refused():
    with pytest.raises(ProtocolError, match="no role"):
        read_house(shipped_text().replace("by: patient", "by: pacient", 1), "house.yaml")


def test_every_injection_waits_for_what_the_house_steps_bring_about():
    protocol = read_protocol(TEXT, NAME)
    treatment = protocol.activity("treatment")
    assert treatment is not None
    assert set(treatment.requires) == {
        *("eligible", "medicines_reviewed", "consent_signed", "no_open_concern", "session_reviewed"),
        *("responded", "plan_agreed", "hold_kept"),
    }


# -- text that is no protocol --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("", "empty", "empty"),
        ("# only a comment\n", "empty", "empty"),
        ("- one\n- two\n", "not-a-mapping", "a list"),
        ("just words", "not-a-mapping", "a single word"),
        ("id: [1, 2\nversion: 3", "not-yaml", "not valid YAML"),
        ("id: a\n\tversion: b", "not-yaml", "not valid YAML"),
        ("id: a: b", "not-yaml", "not valid YAML"),
        ('id: "open', "not-yaml", "not valid YAML"),
        ("id: a\x00b", "not-yaml", "character that no text has"),
        ("id: a\ud800b", "not-yaml", "character that no text has"),
        ("id: *anchor", "alias", "alias"),
        ("a: &a [x]\nb: *a\n", "alias", "alias"),
        ("&a a: {<<: *a}", "alias", "alias"),
        (b"id: caf\xe9", "not-utf8", "byte 7"),
        ("a: " + "[" * 13 + "]" * 13, "too-deep", "12 deep"),
        ("[" * 100_000, "too-deep", "12 deep"),
        ("{a: " * 5_000, "too-deep", "12 deep"),
        ("x" * (MAX_CHARACTERS + 1), "too-large", "500,000"),
        ("id: x\n" * 4_000_000, "too-large", "500,000"),
    ],
)
def test_text_that_cannot_be_read_is_one_clear_complaint(text, code, says):
    complaints = check_protocol(text, "x.yaml")
    last = complaints[-1]
    assert last.code == code
    assert says in last.says
    assert last.remedy
    with pytest.raises(ProtocolError):
        read_protocol(text, "x.yaml")


def test_a_bomb_of_aliases_is_refused_at_the_first_alias():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    complaints = check_protocol("\n".join(lines), "bomb.yaml")
    assert [complaint.code for complaint in complaints] == ["anchor", "anchor", "alias"]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("id: !!python/object/apply:os.system [ls]", "tag"),
        ("id: !!binary aGVsbG8=", "tag"),
        ("? [a, b]\n: c", "key"),
        ("id: &x a", "anchor"),
        ("id: a\n---\nid: b", "several-documents"),
        ("id: [a]", "not-a-word"),
        ("activities: yes", "not-a-list"),
        ("activities: [a, b]", "not-a-mapping"),
        ("review: today", "not-a-mapping"),
        ("sources: [S000]", "not-a-mapping"),
        ("regions: back", "not-a-list"),
        ("regions: [[back]]", "not-a-word"),
    ],
)
def test_odd_yaml_is_told_and_never_a_trace(fault, code):
    assert code in {complaint.code for complaint in check_protocol(fault, "x.yaml")}


def test_a_byte_order_mark_and_windows_line_ends_change_nothing():
    plain = read_protocol(TEXT, NAME)
    assert read_protocol("\ufeff" + TEXT.replace("\n", "\r\n"), NAME) == plain
    assert read_protocol(TEXT.encode("utf-8-sig"), NAME) == plain


def test_a_syntax_error_keeps_the_complaints_before_it():
    complaints = check_protocol("id: a\nid: b\ntitle: [\n", "x.yaml")
    assert [complaint.code for complaint in complaints] == ["duplicate-key", "not-yaml"]


def test_once_means_once():
    consultation = read_protocol(TEXT, NAME).activity("consultation")
    assert consultation is not None
    assert isinstance(consultation.timing, Once)
    assert not consultation.repeats
