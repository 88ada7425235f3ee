"""Every complaint, each with a fault planted in a sound file: its code, where it points, what it says to do."""

from datetime import date

import pytest

from enthesis.pathway.finding import WARN
from enthesis.pathway.protocol.known import BOOKED
from enthesis.pathway.protocol.read import check_protocol, examine
from enthesis.scheduling.from_course import DEVICES
from tests.pathway.protocol.faults import AGAIN, DO_NOT, FAULTS, GO, THEN
from tests.pathway.protocol.sound import NAME, TEXT, planted


def test_the_sound_file_has_no_complaint():
    assert check_protocol(TEXT, NAME, date(2026, 11, 21)) == []


@pytest.mark.parametrize(("code", "activity", "words", "fault", "says", "remedy"), FAULTS)
def test_a_planted_fault_is_the_only_complaint(code, activity, words, fault, says, remedy):
    text = planted((words, fault))
    complaints = check_protocol(text, NAME)
    assert {complaint.code for complaint in complaints} == {code}, "\n".join(map(str, complaints))
    first = complaints[0]
    assert first.activity == activity
    assert first.file == NAME
    assert says in first.says
    assert remedy in first.remedy
    assert first.line > 0


@pytest.mark.parametrize(("code", "activity", "words", "fault", "says", "remedy"), FAULTS)
def test_a_complaint_is_a_sentence_with_a_way_on(code, activity, words, fault, says, remedy):
    for complaint in check_protocol(planted((words, fault)), NAME):
        assert complaint.says[-1] in ".!?:"
        assert complaint.remedy[-1] in ".?"
        assert "None" not in str(complaint)
        assert complaint.as_json()["line"] == complaint.line


def test_the_line_is_the_line_of_the_fault():
    text = planted(("until: response", "until: respons"))
    (complaint,) = check_protocol(text, NAME)
    assert text.splitlines()[complaint.line - 1].strip() == "until: respons"


def test_the_form_is_that_of_the_manual():
    (complaint,) = check_protocol(planted(("after: consultation", "after: consultaton")), NAME)
    assert str(complaint).startswith(
        'knee-oa-dextrose.yaml, activity "test-injection": counted from "consultaton", which no activity is called. '
        'Did you mean "consultation"?'
    )


def test_all_complaints_are_found_in_one_run():
    text = planted(
        ("regions: [knee]", "regions: [kneee]"),
        ("kind: diary", "kind: dairy"),
        ("after: consultation", "after: consultaton"),
        ("{opens: 21, ideal: 28, closes: 49}", "{opens: 50, ideal: 50, closes: 49}"),
        ("lasts_weeks: 6", "lasts_weeks: {value: 6, source: memory}"),
        ("points: [12, 24, 52]", "points: [12, 52, 24]"),
    )
    found = {(c.activity, c.code) for c in check_protocol(text, NAME)}
    assert found == {
        ("", "unknown-region"),
        ("diary", "unknown-kind"),
        ("test-injection", "no-anchor"),
        ("treatment", "opens-after-closes"),
        ("exercise", "rests-on-memory"),
        ("scores", "points-order"),
    }


ITEM = "\n        - "


# -- decisions without a way out: each way in which one may be without ---------------------------------------


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("options: []", "without options"),
        (f"options:{ITEM}{{id: a, title: A}}{ITEM}{{id: b, title: B}}", "no option of its decision does anything"),
        (
            f"options:{ITEM}{{id: a, title: A, ends: [course]}}{ITEM}{{id: b, title: B, repeats: [response]}}",
            "ends the course",
        ),
    ],
)
def test_a_decision_needs_a_way_out(options, says):
    text = planted((f"options:\n        {GO}\n        {DO_NOT}\n        {AGAIN}", options))
    complaints = check_protocol(text, NAME)
    assert [c for c in complaints if c.code == "no-way-out" and c.activity == "response" and says in c.says]
    # what nothing sets any more is told as well, at both activities that wait for it
    assert {c.activity for c in complaints if c.code == "nothing-sets"} == {"treatment", "exercise"}


@pytest.mark.parametrize(
    ("others", "fine"),
    [
        ("", False),
        (f"{ITEM}{{id: b, title: B, sets: [responded]}}", False),
        (f"{ITEM}{{id: b, title: B, sets: [responded], repeats: [plan]}}", False),
        (f"{ITEM}{{id: b, title: B, ends: [treatment]}}", True),
        (f"{ITEM}{{id: b, title: B, repeats: [response]}}", True),
        (f"{ITEM}{{id: b, title: B}}", True),
    ],
)
def test_a_decision_needs_one_option_that_does_not_go_on(others, fine):
    text = planted((f"{GO}\n        {DO_NOT}\n        {AGAIN}", GO + others))
    complaints = check_protocol(text, NAME)
    assert [(c.code, c.activity) for c in complaints] == ([] if fine else [("no-way-out", "response")])
    assert fine or (complaints[0].says, complaints[0].remedy[:20]) == (
        "every option of its decision goes on.",
        "Add one that does no",
    )


def test_a_review_that_decides_nothing():
    text = planted(
        (
            "    decide:\n      threshold: {measure: diary, change: percent, least: 30}\n"
            f"      least_answered: not stated\n      options:\n        {GO}\n        {DO_NOT}\n        {AGAIN}\n",
            "",
        )
    )
    assert ("response", "no-way-out") in {(c.activity, c.code) for c in check_protocol(text, NAME)}


def test_two_activities_that_wait_for_each_other():
    text = planted(
        (
            "    measures: [nrs_pain]\n",
            "    measures: [nrs_pain]\n    requires: [responded]\n    sets: [diagnosis_made]\n",
        ),
        ("    decide:\n", "    requires: [diagnosis_made]\n    decide:\n"),
    )
    complaints = [c for c in check_protocol(text, NAME) if c.code == "deadlock"]
    assert {c.activity for c in complaints} == {"diary", "response"}
    assert 'which only "response" brings about, and that waits for "diary".' in complaints[0].says


def test_a_circle_is_told_once_and_names_its_way():
    text = planted(("after: candidacy", "after: response"))
    (complaint,) = check_protocol(text, NAME)
    assert complaint.says == (
        'counted in a circle: "consultation" after "response" after "test-injection" after "consultation".'
    )


def test_a_series_cannot_wait_for_its_own_end():
    text = planted(("      after: response\n      days: {opens: 7", "      after: end\n      days: {opens: 7"))
    assert ("treatment", "circle") in {(c.activity, c.code) for c in check_protocol(text, NAME)}


# -- the minimum gap, on schedules and as a warning ------------------------------------------------------------


def test_points_of_a_schedule_closer_than_the_minimum_gap():
    text = planted((THEN, ""), ("    then:\n", "    at_weeks: {points: [0, 4, 5], of: treatment, from: first}\n"))
    text = text.replace("max: 5}", "max: 3}")
    (complaint,) = check_protocol(text, NAME)
    assert complaint.code == "below-minimum-gap"
    assert "weeks 4 and 5 are closer than the least distance of 14 days" in complaint.says


def test_a_window_that_opens_below_the_minimum_gap_is_a_warning():
    examined = examine(planted(("{value: 14, source: LOCAL-7}", "{value: 22, source: LOCAL-7}")), NAME)
    (complaint,) = examined.complaints
    assert complaint.code == "below-minimum-gap"
    assert complaint.finding.level == WARN
    assert examined.is_usable


@pytest.mark.parametrize(("gap", "fine"), [(28, True), (29, False)])
def test_the_minimum_gap_itself_is_allowed(gap, fine):
    examined = examine(planted(("{value: 14, source: LOCAL-7}", f"{{value: {gap}, source: LOCAL-7}}")), NAME)
    assert examined.is_usable is fine


# -- schedules of sessions -------------------------------------------------------------------------------------


def test_more_sessions_than_points():
    text = planted((THEN, ""), ("    then:\n", "    at_weeks: {points: [0, 4, 8], of: treatment, from: first}\n"))
    (complaint,) = check_protocol(text, NAME)
    assert complaint.code == "count-without-points"
    assert "`max` is 5 sessions, and the schedule has 3 points" in complaint.says


def test_the_first_session_is_the_first_point():
    text = planted(
        (THEN, ""), ("    then:\n", "    at_weeks: {points: [1, 5, 9, 13, 17], of: treatment, from: first}\n")
    )
    (complaint,) = check_protocol(text, NAME)
    assert complaint.code == "first-point"
    assert complaint.remedy == "Write `first_point: 1`."


# -- windows that close before what they wait for ---------------------------------------------------------------


@pytest.mark.parametrize(("closes", "fine"), [(13, False), (14, True)])
def test_a_window_must_be_open_when_its_condition_can_first_hold(closes, fine):
    text = planted(
        ("    after: response\n    days: {opens: 0, ideal: not stated, closes: 14}",
         f"    after: test-injection\n    days: {{opens: 0, ideal: not stated, closes: {closes}}}")
    )  # fmt: skip
    assert (check_protocol(text, NAME) == []) is fine


@pytest.mark.parametrize(
    ("then", "codes"),
    [
        ("{opens: 1, ideal: 3, closes: 5}", ["closes-too-early"]),
        ("{opens: 1, ideal: 3, closes: 7}", ["ideal-too-early"]),
        ("{opens: 1, ideal: 7, closes: 7}", []),
        ("{opens: 1, ideal: not stated, closes: not stated}", []),
    ],
)
def test_a_later_session_must_be_possible_once_the_last_one_can_be_reviewed(then, codes):
    """The house step `session-review` opens 7 days after a session."""
    text = planted(
        ("minimum_gap_days: {value: 14, source: LOCAL-7}", "minimum_gap_days: not stated"),
        ("{opens: 21, ideal: 28, closes: 49}", then),
    )
    complaints = check_protocol(text, NAME)
    assert [(c.activity, c.code) for c in complaints] == [("treatment", code) for code in codes]
    for complaint in complaints:
        assert '"session-review", which opens 7 days after it' in complaint.says
        assert complaint.is_warning is (complaint.code == "ideal-too-early")


@pytest.mark.parametrize(
    ("points", "late", "codes"),
    [
        ("at_days: {points: [0, 5, 20]", "1", ["closes-too-early"]),
        ("at_days: {points: [0, 5, 20]", "2", ["ideal-too-early"]),
        ("at_days: {points: [0, 5, 20]", "not stated", ["ideal-too-early"]),
        ("at_weeks: {points: [0, 1, 2]", "0", []),
    ],
)
def test_the_same_on_a_schedule(points, late, codes):
    text = planted(
        ("minimum_gap_days: {value: 14, source: LOCAL-7}", "minimum_gap_days: not stated"),
        ("sessions: {min: 3, typical: 3, max: 5}", "sessions: {min: 3, typical: 3, max: 3}"),
        (
            f"    then:\n{THEN}",
            f"    {points}, of: treatment, from: first}}\n    margin_days: {{early: 0, late: {late}, source: LOCAL-7}}",
        ),
    )
    assert [c.code for c in check_protocol(text, NAME)] == codes


# -- what one fault brings with it -------------------------------------------------------------------------------


def test_a_kind_that_is_misspelt_is_told_once():
    """The house asks after every injection how it went; that there seems to be none is no fault of its own."""
    text = planted(
        ("kind: injection\n    purpose: diagnostic", "kind: visit"),
        ("kind: injection\n    purpose: treatment", "kind: injecton\n    purpose: treatment"),
    )
    (complaint,) = check_protocol(text, NAME)
    assert (complaint.activity, complaint.code) == ("treatment", "unknown-kind")
    assert complaint.remedy == 'Did you mean "injection"?'


def test_a_room_that_no_booking_looks_for_is_a_remark():
    examined = examine(planted(("needs: [treatment-room]", "needs: [treatment-rom]")), NAME)
    (complaint,) = examined.complaints
    assert (complaint.code, complaint.activity, complaint.is_warning) == ("unknown-need", "treatment", True)
    assert complaint.remedy == 'Did you mean "treatment-room"?'
    assert examined.is_usable


def test_every_device_that_is_booked_may_be_needed():
    assert set(DEVICES) <= set(BOOKED)


# -- the clock, given and not -----------------------------------------------------------------------------------


def test_without_a_day_nothing_is_overdue():
    assert check_protocol(TEXT, NAME) == []


def test_the_last_day_of_a_review_is_not_overdue():
    assert check_protocol(TEXT, NAME, date(2027, 3, 2)) == []


def test_an_overdue_review_is_a_warning():
    examined = examine(TEXT, NAME, today=date(2027, 3, 3))
    (complaint,) = examined.complaints
    assert (complaint.code, complaint.is_warning) == ("review-overdue", True)
    assert "2 March 2027" in complaint.says
    assert examined.is_usable


def test_a_review_on_a_day_to_come():
    assert [c.code for c in check_protocol(TEXT, NAME, date(2026, 3, 1))] == ["review-in-future"]


def test_a_decision_on_a_day_to_come():
    decided = "least: {decided: 40, by: B. Olu, on: 2027-11-20, why: We looked.}"
    text = planted(("least: 30", decided))
    assert check_protocol(text, NAME) == []  # no clock, nothing is to come
    (complaint,) = check_protocol(text, NAME, date(2026, 11, 22))
    assert (complaint.code, complaint.activity) == ("decided-in-future", "response")
    assert "20 November 2027" in complaint.says


def test_nobody_said_when_to_look_again():
    text = planted(("review_by: 2027-03-02", "review_by: not stated"))
    assert [c.code for c in check_protocol(text, NAME, date(2026, 11, 21))] == ["no-review-date"]


# -- house steps -------------------------------------------------------------------------------------------------


def test_leaving_out_a_house_step_that_others_need():
    text = planted(("facts:\n", "without: [candidacy, consent]\n\nfacts:\n"))
    complaints = check_protocol(text, NAME)
    assert {(c.activity, c.code) for c in complaints} == {
        ("consultation", "no-anchor"),
        ("plan", "no-anchor"),
        ("plan", "nothing-sets"),
    }
    assert [c for c in complaints if '"plan" is a house step: write it out in this file' in c.remedy]


def test_leaving_out_a_house_step_that_nobody_needs():
    assert check_protocol(planted(("facts:\n", "without: [check-in]\n\nfacts:\n")), NAME) == []
