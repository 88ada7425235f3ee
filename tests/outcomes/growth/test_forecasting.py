"""One patient next to patients like them: what is said, and what is not."""

from dataclasses import replace
from datetime import date

import pytest

from enthesis.outcomes.growth import Forecast, Goal, Growth, Reading, StopRule, fit, forecast, weekly
from enthesis.outcomes.growth.forecasting import curve, fan_weeks
from enthesis.outcomes.growth.like_them import NAMES, bin_of
from enthesis.outcomes.growth.model import Bin, Decided
from enthesis.outcomes.growth.plain import as_json
from enthesis.outcomes.growth.shapes import BEFORE_REGISTRY, LEARNED, NOT_YET
from enthesis.outcomes.growth.telling import for_patient as told_to_patient
from enthesis.pathway.languages import say
from enthesis.pathway.outlook import shipped

FIRST = date(2026, 8, 19)
READINGS = (Reading(0, 6.0), Reading(2, 5.0), Reading(6, 4.0))
APART = Decided(
    session=2,
    week=52,
    n_stopped=50,
    n_went_on=80,
    answered_stopped=40,
    answered_went_on=70,
    by_response=2,
    why_unknown=3,
    apart=0.1,
    apart_before=0.05,
    seen=(2.0, 7.0),
    off_stopped=0.6,
    off_went_on=-0.4,
    se=0.2,
)


@pytest.fixture(scope="module")
def trials() -> Growth:
    return fit([])


def asked(model: Growth, **more: object) -> Forecast:
    given = {
        "condition": "back",
        "readings": READINGS,
        "sessions": (0.0, 4.0),
        "as_of_week": 7.0,
        "goal": Goal(percent=50),
        **more,
    }
    return forecast(model, **given)  # type: ignore[arg-type]  # a test's own words


def for_patient(found: Forecast) -> tuple[str, ...]:
    return told_to_patient(found, FIRST)


def codes(found: Forecast) -> set[str]:
    return {finding.code for finding in found.findings}


def test_a_worse_course_is_expected_to_stay_worse_and_ranges_nest(trials: Growth) -> None:
    well = asked(trials)
    ill = asked(trials, readings=(Reading(0, 6.0), Reading(2, 6.5), Reading(6, 7.0)))
    for one, other in zip(well.horizons, ill.horizons, strict=True):
        assert one.median < other.median
        assert one.goal > other.goal  # type: ignore[operator]  # a goal was set
        assert 0 <= one.range95.low <= one.range80.low < one.median < one.range80.high <= one.range95.high <= 10
    assert [horizon.week for horizon in well.horizons] == [13, 26, 52]
    assert [horizon.week for horizon in asked(trials, as_of_week=30.0).horizons] == [52]


def test_what_comes_later_is_not_looked_at(trials: Growth) -> None:
    with_later = asked(trials, readings=(*READINGS, Reading(9, 0.0)), sessions=(0.0, 4.0, 9.0))
    assert with_later == asked(trials)


def test_it_says_what_it_rests_on(trials: Growth) -> None:
    found = asked(trials)
    assert found.n == 0
    assert codes(found) == {"few-like-them", "not-an-effect"}
    few = next(finding for finding in found.findings if finding.code == "few-like-them")
    assert "Yelland 2004" in few.says
    assert "YELLAND2004" in few.sources
    assert "no trial of this condition" in asked(trials, condition="jaw").findings[0].says


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"readings": ()}, "no-pain-told"),
        ({"readings": (Reading(3, 5.0),)}, "no-pain-before"),
        ({"readings": (Reading(3, 5.0),)}, "goal-needs-pain-before"),
        ({"readings": (Reading(0, 0.0),)}, "goal-needs-pain-before"),
        ({"goal": None}, "no-goal"),
        ({"goal": Goal(at_most=6)}, "goal-not-below-before"),
        ({"goal": Goal(at_most=4)}, "goal-reached"),
        ({"sessions": (9.0,)}, "before-treatment"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_refused(trials: Growth, change: dict[str, object], code: str) -> None:
    found = asked(trials, **change)
    assert code in codes(found)
    assert found.horizons


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (None, "no-stop-rule"),
        (StopRule(3, percent=30), "stop-rule-not-due"),
        (StopRule(2, percent=30), "stop-rule-go-on"),  # 6 to 4 is a third less
        (StopRule(2, percent=33.4), "stop-rule-stop"),
        (StopRule(2, points=2), "stop-rule-go-on"),
        (StopRule(2, percent=30, points=2.5), "stop-rule-stop"),
    ],
)
def test_the_stop_rule_stands_beside_it(trials: Growth, rule: StopRule | None, code: str) -> None:
    assert asked(trials, stop_rule=rule).stop_rule.code == code


def test_the_stop_rule_stays_open_without_a_pain(trials: Growth) -> None:
    assert asked(trials, stop_rule=StopRule(2, percent=30), readings=()).stop_rule.code == "stop-rule-open"


def test_with_and_without_are_told_where_the_courses_can_tell(trials: Growth) -> None:
    further = asked(replace(trials, decided=(APART,))).horizons[-1].further
    assert further is not None
    assert further.can_tell
    assert further.with_more > further.without  # type: ignore[operator]  # told
    assert further.difference is not None
    assert (further.difference.low, further.difference.high) == pytest.approx((-1.392, -0.608), abs=1e-3)
    assert (further.n_went_on, further.n_stopped) == (70, 40)
    assert "not drawn by lot" in further.because[0].says
    assert "chance alone" not in further.because[0].says


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"answered_stopped": 19}, "too-few-stopped"),
        ({"answered_went_on": 12}, "too-few-went-on"),
        ({"by_response": 6}, "stopped-because-of-response"),
        ({"why_unknown": 11}, "why-unknown"),
        ({"n_went_on": 130}, "too-few-answered"),
        ({"apart": 0.26}, "not-alike"),
        ({"apart_before": float("inf")}, "not-alike"),
        ({"seen": (5.0, 7.0)}, "outside-what-was-seen"),
        ({"session": 3}, "nobody-to-compare"),
    ],
)
def test_we_cannot_tell_wherever_they_cannot(trials: Growth, change: dict[str, object], code: str) -> None:
    model = replace(trials, decided=(replace(APART, **change),))  # type: ignore[arg-type]  # a field of it
    further = asked(model).horizons[-1].further
    assert further is not None
    assert not further.can_tell
    assert further.with_more is further.without is further.difference is None
    assert code in {finding.code for finding in further.because}
    assert all("cannot tell" in finding.remedy for finding in further.because)


def test_few_are_not_counted_out(trials: Growth) -> None:
    model = replace(trials, decided=(replace(APART, answered_stopped=4),))
    said = as_json(asked(model), FIRST, 10)
    further = said["horizons"][-1]["further_sessions"]
    assert further["n_stopped"] == "fewer than 10"
    assert "fewer than 10" in further["because"][0]["says"]


def test_those_who_stood_there_are_shown_from_ten_on(trials: Growth) -> None:
    third_better = bin_of(100 / 3)
    assert NAMES[third_better] == "30 to 50 % better"
    bins = (Bin(2, 26, third_better, 9, 5, 4), Bin(2, 52, third_better, 10, 6, 5))
    past = asked(replace(trials, bins=bins)).past
    assert [(each.week, each.n, each.reached_50) for each in past] == [(13, 0, None), (26, 9, None), (52, 10, 5)]


def test_a_patient_reads_it_with_its_words_and_its_number_in_both_languages(trials: Growth) -> None:
    told = replace(trials, courses=(146, 20), decided=(APART,))
    for model, begins in (
        (trials, "Fewer than 10 courses of treatment here"),
        (told, "It was learned from 146 courses"),
    ):
        words = for_patient(asked(model))
        assert words[1].startswith(begins)
        assert any("does not say that the injections help" in line for line in words)
        spanish = [say(line, "es") for line in words]
        assert all(spanish)
        assert not set(spanish) & set(words)
    assert any(
        "because" not in line and "more injections were at your goal 12 months after their first injection" in line
        for line in for_patient(asked(told))
    )
    alike = replace(told, decided=(replace(APART, se=0.8),))
    assert any("we cannot tell" in line for line in for_patient(asked(alike)))


def test_each_moment_is_told_by_its_month_in_both_languages(trials: Growth) -> None:
    """A first injection of 19 August: half a year after it is February, also for who reads it in November."""
    words = for_patient(asked(trials, as_of_week=13.6))
    at = [line for line in words if "of 100 people like you, about 80" in line]
    assert [line.partition(":")[0] for line in at] == [
        "6 months after your first injection, in February 2027",
        "12 months after your first injection, in August 2027",
    ]
    assert not any("3 months" in line for line in words)  # it is over
    spanish = [say(line, "es") or "" for line in words]
    assert any("6 meses después de su primera inyección, en febrero de 2027:" in line for line in spanish)
    assert any(
        "En agosto de 2027, 12 meses después de su primera inyección, la han alcanzado unas" in line for line in spanish
    )


def test_ranges_are_rounded_outwards_for_everybody(trials: Growth) -> None:
    found = asked(trials)
    horizon = found.horizons[0]
    horizon = replace(horizon, range80=replace(horizon.range80, low=4.31, high=7.42))
    found = replace(found, horizons=(horizon, *found.horizons[1:]))
    assert any("have a pain between 4 and 7.5." in line for line in for_patient(found))
    assert as_json(found, FIRST, 10)["horizons"][0]["range_80"] == [4.3, 7.5]


def test_what_was_not_learned_yet_or_before_is_told_as_such_and_not_as_few(trials: Growth) -> None:
    told = replace(trials, courses=(146, 20))
    nothing, before, now = (asked(told, learned=each) for each in (NOT_YET, BEFORE_REGISTRY, LEARNED))
    assert "not-learned-yet" in codes(nothing)
    assert "few-like-them" not in codes(nothing)
    assert "has not worked this out from its own patients yet" in for_patient(nothing)[1]
    assert not any("Fewer than 10" in line for line in for_patient(nothing))
    assert {"learned-before"} == codes(before) - codes(now)
    assert for_patient(before)[1].startswith(for_patient(now)[1])
    assert for_patient(before)[1].endswith("What it has heard since is not in this yet.")
    for found in (nothing, before, asked(trials, learned=BEFORE_REGISTRY)):
        assert all(say(line, "es") not in (None, line) for line in for_patient(found))
    assert as_json(nothing, FIRST, 10)["learned"] == NOT_YET
    none = next(finding for finding in asked(trials).findings if finding.code == "few-like-them")
    assert "could be learned from" in none.says
    assert "other conditions" not in none.says  # there are none


def test_a_goal_that_is_no_gain_or_reached_is_told_as_such(trials: Growth) -> None:
    ahead = asked(trials, goal=Goal(at_most=3.9))
    assert not {"goal-not-below-before", "goal-reached"} & codes(ahead)
    assert not any("at your goal already" in line for line in for_patient(ahead))
    words = for_patient(asked(trials, goal=Goal(at_most=6.5)))
    assert any("is not below the pain that you had before the treatment: 6." in line for line in words)
    assert any("Your pain was 4 when you told us last. That is at your goal already" in line for line in words)
    assert all(say(line, "es") not in (None, line) for line in words)


def test_everything_that_a_door_says_is_plain(trials: Growth) -> None:
    said = as_json(asked(replace(trials, decided=(APART,))), FIRST, shipped().least_shown)
    assert said["n"] == 0
    assert said["for_patient"]
    assert said["horizons"][0]["range_80"][0] <= said["horizons"][0]["median"]


def test_the_fan_meets_the_horizons(trials: Growth) -> None:
    weeks = fan_weeks(7.0)
    assert weeks == (7.0, 10.0, 13.0, 19.5, 26.0, 39.0, 52.0)
    middle, at80, at95 = curve(
        trials, condition="back", readings=READINGS, sessions=(0.0, 4.0), as_of_week=7.0, weeks=weeks
    )
    for horizon in asked(trials).horizons:
        place = weeks.index(horizon.week)
        assert middle[place] == pytest.approx(horizon.median)
        assert tuple(at80[place]) == pytest.approx((horizon.range80.low, horizon.range80.high))
        assert tuple(at95[place]) == pytest.approx((horizon.range95.low, horizon.range95.high))


def test_days_become_weeks() -> None:
    assert weekly([]) == ()
    assert weekly([(-40, 7)]) == (Reading(0.0, 7.0),)
    assert weekly([(-40, 9), (-3, 6), (0, 7), (1, 5), (7, 3), (8, 2)]) == (
        Reading(0.0, 6.5),
        Reading(4 / 7, 4.0),
        Reading(8 / 7, 2.0),
    )
