"""What the pooling itself promises: the highest maximum, sound refusals, nothing lost in extreme figures."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.evidence.effects import exact_correction, near_correction
from enthesis.evidence.heterogeneity import _root, likelihood, reml
from enthesis.evidence.pool import pool
from enthesis.evidence.study import Counts, Effect, Means, NotPoolable


def effects(y: list[float], v: list[float]) -> list[Effect]:
    return [Effect(str(place), *pair) for place, pair in enumerate(zip(y, v, strict=True))]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-30, 30), st.floats(-9, 6).map(math.exp)),
        min_size=2,
        max_size=8,
    )
)
def test_no_tau2_of_a_fine_grid_has_a_higher_likelihood(pairs: list[tuple[float, float]]) -> None:
    y, v = (np.array(column) for column in zip(*pairs, strict=True))
    best = likelihood(y, v, reml(y, v))
    for tau2 in [0.0, *np.exp(np.linspace(-15, 9, 150))]:
        assert likelihood(y, v, float(tau2)) <= best + 1e-9 * max(1, abs(best))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-500, 500).map(lambda one: one / 100), st.floats(0.01, 10)), min_size=2, max_size=6),
    st.sampled_from([1e-6, 1e-3, 1e3, 1e6]),
)
def test_another_unit_changes_nothing_but_the_unit(pairs: list[tuple[float, float]], factor: float) -> None:
    y, v = ([float(one) for one in column] for column in zip(*pairs, strict=True))
    first = pool(effects(y, v), "generic").pooled
    second = pool(effects([one * factor for one in y], [one * factor**2 for one in v]), "generic").pooled
    assert second.estimate == pytest.approx(first.estimate * factor, rel=1e-6, abs=1e-8 * factor)
    assert second.tau2 == pytest.approx(first.tau2 * factor**2, rel=1e-5, abs=1e-9 * factor**2)
    assert second.i2 == pytest.approx(first.i2, abs=1e-4)


def test_arms_the_other_way_round_turn_the_sign() -> None:
    there = [Counts("a", 3, 20, 8, 22), Counts("b", 0, 15, 4, 15), Counts("c", 5, 40, 9, 38)]
    back = [Counts(one.label, one.r2, one.n2, one.r1, one.n1) for one in there]
    for measure in ("RR", "OR", "RD"):
        for model in ("EE", "MH", "DL", "REML"):
            test = "z" if model == "MH" else "knha"
            one, other = (pool(studies, measure, model, test).pooled for studies in (there, back))
            assert other.estimate == pytest.approx(-one.estimate, rel=1e-9)
            assert other.se == pytest.approx(one.se, rel=1e-9)


def test_one_study_a_million_times_surer_than_the_others_loses_no_digit() -> None:
    found = pool(effects([1.0, 1.5, 0.2], [1e-14, 1.0, 1.0]), "generic", "EE", "z").pooled
    assert found.estimate == pytest.approx(1 + 1e-14 * (0.5 - 0.8), rel=1e-15)
    assert found.q == pytest.approx(0.5**2 + 0.8**2, rel=1e-9)


def test_one_study_is_shown_and_not_called_pooled() -> None:
    found = pool([Counts("Klein", 30, 39, 21, 40)], "RD")
    assert (found.pooled.k, found.pooled.test, found.pooled.pi, found.leave_one_out) == (1, "z", None, ())
    assert "One study is no pooling" in found.remarks[0]


def test_two_studies_cannot_carry_a_knapp_hartung_interval() -> None:
    found = pool([Counts("Ongley", 35, 40, 16, 41), Counts("Klein", 30, 39, 21, 40)], "RD")
    assert any("cannot carry" in said for said in found.remarks)
    assert found.pooled.pi_quantile == "t(1)"


def test_effects_that_differ_in_their_last_digits_only_are_said_to_be_the_same() -> None:
    rows = [Means(str(mean), 20, mean + 0.1, 1, 20, mean, 1) for mean in (5.2, 0.3, 64.7)]
    assert len({one.mean1 - one.mean2 for one in rows}) > 1
    assert any("no proof of certainty" in said for said in pool(rows, "MD").remarks)
    sure = pool(effects([1.0, 1.0 + 1e-9], [1e-26, 1e-26]), "generic", "EE", "z")  # surely measured is not the same
    assert not any("no proof of certainty" in said for said in sure.remarks)


def test_a_study_without_events_is_left_out_of_a_ratio_and_named() -> None:
    found = pool([Counts("a", 0, 9, 0, 9), Counts("b", 2, 9, 0, 9)], "RR", "EE", "z")
    assert [one.label for one in found.left_out] == ["a"]
    assert "all four cells of b" in found.remarks[0]
    assert pool([Counts("a", 0, 9, 0, 9), Counts("b", 2, 9, 0, 9)], "RD", "EE", "z").pooled.k == 2


def test_the_exact_correction_comes_near_the_shorter_one() -> None:
    assert exact_correction(2) == pytest.approx(math.sqrt(1 / math.pi), rel=1e-12)
    assert exact_correction(200) == pytest.approx(near_correction(200), abs=1e-5)


WRONG = [
    ([], "no-studies"),
    ([Counts("x", 5, 4, 1, 9)], "more-events-than-people"),
    ([Counts("x", -1, 4, 1, 9)], "not-a-count"),
    ([Counts("x", 1.5, 4, 1, 9)], "not-a-count"),
    ([Counts("x", math.nan, 4, 1, 9)], "not-a-count"),
    ([Counts("x", 0, 0, 1, 9)], "no-people"),
]


@pytest.mark.parametrize(("studies", "code"), WRONG, ids=[code for _, code in WRONG[:-1]] + ["nobody"])
def test_counts_that_cannot_be_are_refused(studies: list[Counts], code: str) -> None:
    with pytest.raises(NotPoolable) as refused:
        pool(studies, "RR")
    assert refused.value.code == code
    assert refused.value.says.endswith(".")


@pytest.mark.parametrize(
    ("study", "code"),
    [
        (Means("x", 10, 5, 0, 10, 5, 1), "impossible-sd"),
        (Means("x", 10, 5, -1, 10, 5, 1), "impossible-sd"),
        (Means("x", 1, 5, 1, 10, 5, 1), "too-few-people"),
        (Means("x", 10, math.inf, 1, 10, 5, 1), "out-of-range"),
        (Effect("x", 1, 0), "impossible-variance"),
        (Effect("x", math.nan, 1), "out-of-range"),
    ],
)
def test_means_and_effects_that_cannot_be_are_refused(study: Means | Effect, code: str) -> None:
    with pytest.raises(NotPoolable) as refused:
        pool([study], "SMD" if isinstance(study, Means) else "generic")
    assert refused.value.code == code


def test_mantel_haenszel_needs_counts_and_events() -> None:
    for studies, measure, code in (
        ([Effect("x", 1, 1)], "generic", "mh-needs-counts"),
        ([Effect("x", 1, 1)], "RR", "mh-needs-counts"),
        ([Counts("a", 2, 9, 0, 9), Counts("b", 1, 9, 0, 9)], "RR", "no-events-in-an-arm"),
    ):
        with pytest.raises(NotPoolable) as refused:
            pool(studies, measure, "MH", "z")
        assert refused.value.code == code


def test_where_everybody_had_the_event_mantel_haenszel_has_no_width_and_no_error() -> None:
    """The sums of its variance are 0 there; written with differences their last digits may be below 0."""
    full = [Counts("a", 88, 88, 135, 135), Counts("b", 12, 12, 11, 11), Counts("c", 157, 157, 223, 223)]
    found = pool(full, "RR", "MH", "z")
    assert (found.pooled.estimate, found.pooled.se, found.pooled.p) == (0, 0, None)
    assert [one.pooled and one.pooled.se for one in found.leave_one_out] == [0, 0, 0]
    against_nobody = [Counts("a", 12, 12, 0, 11), Counts("b", 7, 7, 0, 9)]
    assert pool(against_nobody, "RD", "MH", "z").pooled.se == 0
    assert pool(against_nobody[:1], "RD", "MH", "z").pooled.se == 0


def test_nearly_everybody_of_a_hundred_million_loses_no_digit() -> None:
    found = pool([Counts("a", 10**8 - 2, 10**8, 10**8 - 3, 10**8)], "RR", "MH", "z")
    exact = math.sqrt(2 / ((10**8 - 2) * 10**8) + 3 / ((10**8 - 3) * 10**8))
    assert found.pooled.se == pytest.approx(exact, rel=1e-12, abs=0)
    assert math.sqrt(found.effects[0].vi) == pytest.approx(exact, rel=1e-12, abs=0)


# -- leave-one-out, and the search for a zero ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "model", "test"), [("generic", "REML", "knha"), ("generic", "DL", "z"), ("OR", "MH", "z")]
)
def test_without_one_study_is_what_pooling_the_others_gives(measure: str, model: str, test: str) -> None:
    drawn = np.random.default_rng(6)
    if measure == "generic":
        studies: list[Counts | Effect] = [
            *effects(list(drawn.normal(0.3, 0.6, 12)), list(drawn.uniform(0.001, 0.5, 12)))
        ]
    else:
        studies = [Counts(str(place), *drawn.integers(1, 9, 2).repeat(2) * [1, 9, 1, 8]) for place in range(12)]
    found = pool(studies, measure, model, test).leave_one_out
    for out, one in enumerate(found):
        whole = pool([*studies[:out], *studies[out + 1 :]], measure, model, test).pooled
        assert one.label == studies[out].label
        assert one.pooled == replace(whole, tau2_ci=None)


@settings(max_examples=30, deadline=None)
@given(st.floats(-40, 5), st.floats(0.1, 9), st.sampled_from([1, 3, 9]), st.floats(0.01, 3))
def test_a_zero_is_found_to_the_last_digits_by_few_looks(left: float, width: float, power: int, steep: float) -> None:
    zero, looks = left + width / math.pi, []

    def falling(x: float) -> float:
        looks.append(x)
        return -math.copysign(abs(x - zero) ** power, x - zero) * math.exp(steep * x)

    found = _root(falling, left, left + width)
    assert found == pytest.approx(zero, rel=1e-14, abs=1e-14 if power == 1 else 1e-9)
    assert len(looks) < 130
