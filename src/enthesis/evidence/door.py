"""The machine door: one pooling question as JSON in, its answer as JSON out (`docs/commands/evidence.md`)."""

from collections.abc import Mapping
from dataclasses import asdict
from math import exp
from typing import Any

from enthesis.evidence.comparable import CONTEXT, comparable
from enthesis.evidence.effects import MEASURES, OF_COUNTS, OF_MEANS
from enthesis.evidence.models import MODELS, TESTS, Pooled
from enthesis.evidence.pool import Answer, pool
from enthesis.evidence.study import Counts, Effect, Means, NotPoolable, Study

_FIELDS = ("studies", "measure", "model", "test", "level", "md_variance")
_COUNTS = ("r1", "n1", "r2", "n2")
_MEANS = ("n1", "mean1", "sd1", "n2", "mean2", "sd2")
_EFFECT = ("yi", "vi")
_FIGURES = (*_COUNTS, *_MEANS, *_EFFECT)
_SAME = {"GEN": "generic", "GENERIC": "generic", "FE": "EE", "CE": "EE", "HK": "knha", "KNHA": "knha", "Z": "z"}


def answer(case: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to one case. Raises `NotPoolable`, which says whether the input was bad or must not be pooled."""
    given = case.get("studies")
    if not isinstance(given, list):
        raise NotPoolable("no-studies", "The case has no list of studies.", 'Write "studies": [{...}, ...].', "studies")
    measure = _word(case, "measure", MEASURES, "")
    model = _word(case, "model", tuple(MODELS), "REML")
    test = _word(case, "test", tuple(TESTS), "z" if model == "MH" else "knha")
    level = _level(case)
    pooled_variance = _word(case, "md_variance", ("separate", "pooled"), "separate") == "pooled"
    rows = [_row(one, place) for place, one in enumerate(given)]
    labels = [_label(row, place) for place, row in enumerate(rows)]
    comparable(rows, labels)
    studies = [_study(row, label, measure, place) for place, (row, label) in enumerate(zip(rows, labels, strict=True))]
    found = pool(studies, measure, model, test, level=level, pooled_variance=pooled_variance)
    unknown = [str(key) for key in case if key not in _FIELDS]
    known = (*_FIGURES, *CONTEXT, "label")
    unknown += [f"studies[{place}].{key}" for place, row in enumerate(rows) for key in row if key not in known]
    return as_json(found) | ({"unknown": unknown} if unknown else {})


def as_json(found: Answer) -> dict[str, Any]:
    """An answer as plain values. Figures of RR and OR are logarithms, with the ratios in `natural`."""
    pooled = found.pooled
    told = {
        "measure": found.measure,
        "model": found.model,
        "test": pooled.test,
        "level": found.level,
        "k": pooled.k,
        **_figures(pooled),
        "statistic": pooled.statistic,
        "df": pooled.df,
        "I2_from_Q": pooled.i2_from_q,
        "I2_from_tau2": pooled.i2_from_tau2,
        "tau2_ci_low": pooled.tau2_ci[0] if pooled.tau2_ci else None,
        "tau2_ci_high": pooled.tau2_ci[1] if pooled.tau2_ci else None,
        "tau2_ci_method": "Q profile" if pooled.tau2_ci else None,
        "pi_low": pooled.pi[0] if pooled.pi else None,
        "pi_high": pooled.pi[1] if pooled.pi else None,
        "pi_quantile": pooled.pi_quantile or None,
    }
    if found.is_ratio:
        told["natural"] = {name: _exp(told[name]) for name in ("estimate", "ci_low", "ci_high", "pi_low", "pi_high")}
    told["studies"] = [
        {"label": one.label, "yi": one.yi, "vi": one.vi, "weight": weight}
        for one, weight in zip(found.effects, pooled.weights, strict=True)
    ]
    told["left_out"] = [{"label": one.label, "why": one.why} for one in found.left_out]
    told["leave_one_out"] = [
        {"label": one.label} | (_figures(one.pooled) if one.pooled else {"refuse": one.why_not})
        for one in found.leave_one_out
    ]
    if found.egger:
        told["egger"] = {"t": found.egger.t, "df": found.egger.df, "p": found.egger.p, "warns": found.egger.warns}
    told["remarks"] = list(found.remarks)
    told["doubts"] = [asdict(one) for one in found.doubts]
    return told


def _figures(pooled: Pooled) -> dict[str, Any]:
    return {
        "estimate": pooled.estimate,
        "se": pooled.se,
        "ci_low": pooled.ci_low,
        "ci_high": pooled.ci_high,
        "p": pooled.p,
        "tau2": pooled.tau2,
        "I2": pooled.i2,
        "Q": pooled.q,
        "p_Q": pooled.p_q,
    }


def _exp(value: float | None) -> float | None:
    return exp(value) if value is not None and value < 700 else None


def _word(case: Mapping[str, Any], field: str, known: tuple[str, ...], default: str) -> str:
    given = case.get(field)
    if given is None and default:
        return default
    by_case = {name.upper(): name for name in known}
    if isinstance(given, str):
        wanted = given.strip().upper()
        found = by_case.get(wanted) or _SAME.get(wanted)
        if found in known:
            return found
    said = f'"{given[:40]}" is no {field}' if isinstance(given, str) else f"The {field} is {_told(given)}, not a word"
    if given is None:
        said = f"No {field} is given"
    raise NotPoolable(f"unknown-{field}", f"{said}.", f"Write one of: {', '.join(known)}.", field)


def _level(case: Mapping[str, Any]) -> float:
    given = case.get("level")
    if given is None:
        return 0.95
    value = _number(given, "level", "level")
    return value / 100 if value > 1 else value


def _row(one: Any, place: int) -> Mapping[str, Any]:
    if not isinstance(one, Mapping):
        raise NotPoolable("not-an-object", f"Study {place + 1} is no JSON object.", "Write {...}.", f"studies[{place}]")
    return one


def _label(row: Mapping[str, Any], place: int) -> str:
    given = row.get("label")
    return str(given)[:200] if isinstance(given, str | int) and str(given).strip() else f"study {place + 1}"


def _study(row: Mapping[str, Any], label: str, measure: str, place: int) -> Study:
    field = f"studies[{place}]"
    has_effect = any(row.get(name) is not None for name in _EFFECT)
    if measure == "generic" or (has_effect and not _has_arms(row, measure)):
        yi, vi = _all(row, label, _EFFECT, field)
        return Effect(label, yi, vi)
    if measure in OF_COUNTS:
        return Counts(label, *_all(row, label, _COUNTS, field))
    return Means(label, *_all(row, label, _MEANS, field))


def _has_arms(row: Mapping[str, Any], measure: str) -> bool:
    own = ("r1", "r2") if measure in OF_COUNTS else ("mean1", "mean2") if measure in OF_MEANS else ()
    return any(row.get(name) is not None for name in own)


def _all(row: Mapping[str, Any], label: str, names: tuple[str, ...], field: str) -> list[float]:
    missing = [name for name in names if row.get(name) is None]
    if not missing:
        return [_number(row[name], f"{label}: {name}", f"{field}.{name}") for name in names]
    if missing[0] in ("n1", "n2") and any(row.get(name) is not None for name in ("r1", "r2")):
        raise NotPoolable(
            "no-denominator",
            f"{label}: {missing[0]} is missing, so nobody knows out of how many.",
            "Give the number of people in each arm, or leave the study out.",
            f"{field}.{missing[0]}",
        )
    raise NotPoolable(
        "missing-figure",
        f"{label}: {', '.join(missing)} missing.",
        f"Give {', '.join(names)}.",
        f"{field}.{missing[0]}",
    )


def _number(given: Any, what: str, field: str) -> float:
    if isinstance(given, int | float) and not isinstance(given, bool):
        try:
            return float(given)
        except OverflowError:
            remedy = "Give a figure of ordinary size."
            raise NotPoolable("out-of-range", f"{what} is too large.", remedy, field) from None
    raise NotPoolable(
        "not-a-number", f"{what} is {_told(given)}, which is no number.", "Write a number, such as 12.5.", field
    )


def _told(given: Any) -> str:
    """What stands there: a word as it is written, everything else by its kind."""
    if isinstance(given, str):
        return repr(given[:40])
    if isinstance(given, bool):
        return str(given).lower()
    return "a list" if isinstance(given, list) else "an object" if isinstance(given, Mapping) else "a number"
