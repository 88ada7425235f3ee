"""The check calculations that ship with the table: published inputs in, and the published figure must come out."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from enthesis.evidence.effects import hedges_g, near_correction
from enthesis.evidence.pool import Answer, pool
from enthesis.evidence.published import agrees, chi_square_p, fisher_p, number_needed, p_from_interval, sd_from_se
from enthesis.evidence.study import Counts, Means, Study
from enthesis.pathway.trials import Row, Table

_MODELS = {
    "inverse variance, common effect": "EE",
    "DerSimonian-Laird": "DL",
    "Mantel-Haenszel": "MH",
    "REML": "REML",
    "random effects": "DL",
    "not stated": "EE",
}
_SCALES: Mapping[str, tuple[str, Callable[[float], float]]] = {
    "RR": ("RR", exp),
    "OR": ("OR", exp),
    "log RR": ("RR", float),
    "log OR": ("OR", float),
    "RD": ("RD", float),
    "RD x 100": ("RD", lambda value: 100 * value),
    "MD": ("MD", float),
    "SMD": ("SMD", float),
    "SMD (Hedges g)": ("SMD", float),
    "standardised ES": ("SMD", float),
}
_POOLED_SD = "E3_normand1999"  # its variances use the standard deviation that both arms share
_TURNED = "P8_zhu_dash_partial"  # printed the other way round
_BY_HALF_DIGITS = "P4_ci_to_p"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """One expected figure and what came out."""

    check: str
    what: str
    expected: str
    got: float
    tolerance: str
    holds: bool
    origin: str  # published, or worked out when the table was made
    strength: str
    address: str


def run_checks(table: Table) -> list[Checked]:
    """Every expected figure of every check, in the order of the table."""
    found: list[Checked] = []
    for check in dict.fromkeys(row["check_id"] for row in table.checks):
        rows = [row for row in table.checks if row["check_id"] == check]
        found += _run(rows)
    return found


def _run(rows: Sequence[Row]) -> Iterator[Checked]:
    inputs = [row for row in rows if row["row_kind"].startswith("input")]
    for row in rows:
        if "expected" in row["row_kind"]:
            for name, got, holds in _figures(row, inputs):
                yield Checked(
                    check=row["check_id"],
                    what=", ".join(part for part in (row["label"], row["measure"], row["model"], name) if part),
                    expected=_expected(row, name),
                    got=got,
                    tolerance=row["tolerance"],
                    holds=holds,
                    origin=row["origin"],
                    strength=row["strength"],
                    address=row["address"],
                )


def _figures(row: Row, inputs: Sequence[Row]) -> Iterator[tuple[str, float, bool]]:
    """The name of each figure that is expected of a line, what came out, and whether that is near enough."""
    measure = row["measure"]
    if row["check_id"] == _BY_HALF_DIGITS:
        given = (row["estimate"], row["ci_low"], row["ci_high"])
        fits = agrees(*given, row["p"])
        yield "p", p_from_interval(*map(float, given)), fits != (row["tolerance"] == "must be flagged")
    elif measure.startswith("SD ="):
        one = next(other for other in inputs if other["label"] == row["label"])
        yield _near(row, "estimate", sd_from_se(float(one["estimate"]), float(one["n1"])))
    elif measure.startswith("chi-square"):
        yield _near(row, "p", chi_square_p(_counts(inputs[0]), yates="with Yates" in measure))
    elif measure == "Fisher exact":
        yield _near(row, "p", fisher_p(_counts(inputs[0])))
    elif measure == "NNT":
        for model in ("MH", "DL"):
            answer = pool([_counts(one) for one in inputs], "RD", model, "z")
            yield _near(row, "estimate", number_needed(answer.pooled.estimate))
    elif row["row_kind"] == "input and expected":
        own = hedges_g(_means(row))
        yield _near(row, "estimate", own.yi)
        printed = re.search(r"sampling variance ([\d.]+)", row["note"])
        if printed:
            yield "variance", own.vi, abs(own.vi - float(printed[1])) <= 0.0001
    else:
        yield from _pooled(row, inputs)


def _pooled(row: Row, inputs: Sequence[Row]) -> Iterator[tuple[str, float, bool]]:
    measure, shown = _SCALES[row["measure"]]
    own = [one for one in inputs if not row["label"] or one["label"] == row["label"]] or inputs
    chosen = own[:1] if row["model"] == "single trial" else inputs
    studies: list[Study] = [_study(one, measure) for one in chosen]
    if row["measure"] == "SMD (Hedges g)":  # worked out with the shorter correction when the table was made
        studies = [hedges_g(_means(one), near_correction) for one in chosen]
    model = _MODELS.get(row["model"], "EE")
    answer = pool(studies, measure, model, "z", pooled_variance=row["check_id"] == _POOLED_SD)
    got = _of_answer(answer, shown, -1 if row["check_id"] == _TURNED else 1)
    for name in ("estimate", "ci_low", "ci_high", "tau2", "i2", "q"):
        if row[name]:
            factor = 1e4 if name == "tau2" and row["measure"] == "RD x 100" else 1
            yield _near(row, name, got[name] * factor)


def _of_answer(answer: Answer, shown: Callable[[float], float], turned: int) -> dict[str, float]:
    pooled = answer.pooled
    ends = sorted((shown(pooled.ci_low) * turned, shown(pooled.ci_high) * turned))
    return {
        "estimate": shown(pooled.estimate) * turned,
        "ci_low": ends[0],
        "ci_high": ends[1],
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "q": pooled.q,
    }


def _near(row: Row, name: str, got: float) -> tuple[str, float, bool]:
    expected = row[name]
    half = 0.5 * 10.0 ** -len(expected.partition(".")[2])
    return name, got, abs(got - float(expected)) <= max(_tolerance(row, name), half) * 1.0000001


def _tolerance(row: Row, name: str) -> float:
    """The number in the tolerance of a line; the second one of "on the estimate, ... on the limits" for limits."""
    numbers = [float(text) for text in re.findall(r"\d+\.\d+", row["tolerance"])]
    if "on the limits" in row["tolerance"] and name.startswith("ci_"):
        return numbers[1]
    return numbers[0] if numbers else 0.0


def _expected(row: Row, name: str) -> str:
    if row["tolerance"] == "must be flagged":
        return f"not {row['p']}"
    return row.get(name) or row["note"].partition("sampling variance ")[2].partition(" ")[0]


def _study(row: Row, measure: str) -> Study:
    return _counts(row) if measure in ("RR", "OR", "RD") else _means(row)


def _counts(row: Row) -> Counts:
    return Counts(row["label"], *(float(row[name]) for name in ("r1", "n1", "r2", "n2")))


def _means(row: Row) -> Means:
    return Means(row["label"], *(float(row[name]) for name in ("n1", "mean1", "sd1", "n2", "mean2", "sd2")))
