"""A report in free words, triaged as a proposal: what was heard, what it would mean, and what nobody understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType
from typing import Any

from enthesis.pathway.triage.deciding import read_hours, triage
from enthesis.pathway.triage.model import Triage
from enthesis.pathway.triage.rules import UNCLEAR, load
from enthesis.pathway.triage.words import Heard, WordsRead, listen

_IN_DAYS = {"soreness": "soreness_days", "stiffness": "stiffness_days"}
_AT_SESSION = "at_session"


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What a report would mean. A person reads the report in every case; this says how soon."""

    triage: Triage | None  # None: the report says that there is nothing to report
    answers: Mapping[str, Any]  # that the triage was made from
    heard: Mapping[str, Heard]
    denied: Mapping[str, Heard]
    left: tuple[str, ...]  # words that were not understood
    supposed: tuple[str, ...]  # what was taken from the silence of the report, in words


def triage_report(
    text: str,
    sites: Sequence[str],
    hours_since_injection: Decimal | int | float | str | None,
    answers: Mapping[str, Any] | None = None,
    clinic_open: bool = True,
) -> Proposal:
    """Triage of free words, together with answers that are known otherwise (for instance `med_class`).

    A sign that is told counts even where the same question was answered with no. A report that is not understood in
    full is never self-care. Raises `TriageInput` where the sites or the hours cannot be read.
    """
    given = dict(answers or {})
    report = listen(text)
    hours = read_hours(hours_since_injection)
    proposed, supposed = _answers(report, hours)
    merged = {name: heard.value for name, heard in report.denied.items() if name in load().variables}
    merged |= given
    merged |= proposed
    understood = not report.left and bool(report.heard or report.denied or report.nothing or given)
    if understood and "warning" not in merged:
        merged["warning"] = "no"
        supposed += ("warning: no other sign is told of in the report",)
    if not understood:
        merged["unclear"] = "yes"
    found = triage(sites, _as_of(report, hours), merged, clinic_open, put_in_order=False)
    if understood and _says_nothing(found, merged):
        return _proposal(None, given, report, ())
    return _proposal(found, merged, report, supposed)


def _proposal(
    found: Triage | None, answers: Mapping[str, Any], report: WordsRead, supposed: tuple[str, ...]
) -> Proposal:
    return Proposal(
        triage=found,
        answers=MappingProxyType(dict(answers)),
        heard=report.heard,
        denied=report.denied,
        left=report.left,
        supposed=supposed,
    )


def _answers(report: WordsRead, hours: Decimal | None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The heard answers in the variables of the rules; time that is not told is counted from the injection."""
    found: dict[str, Any] = {}
    supposed: list[str] = []
    flare_hours = load().numbers["flare_days"] * 24
    passed = report.longest.get("soreness", flare_hours + 1) <= flare_hours
    for name, heard in report.heard.items():
        if name == "pain_trend" and heard.value == "worse" and passed:
            supposed.append("pain_trend: more pain for a told time is over, not growing")
            continue
        lasted = report.longest.get(name, hours)
        if name in _IN_DAYS:
            if lasted is None:
                found["unclear"] = "yes"
                supposed.append(f"{name}: for how long is not told")
                continue
            found[_IN_DAYS[name]] = (lasted / 24).to_integral_value(ROUND_CEILING)
            if name not in report.longest:
                supposed.append(f"{_IN_DAYS[name]}: counted from the injection")
        elif name == _AT_SESSION:
            continue
        elif name == "burning":
            found["burning_min"] = (report.longest.get(name, Decimal("0.01")) * 60).to_integral_value(ROUND_CEILING)
        else:
            found[name] = heard.value
    if "numb_area" in report.longest and "numb_area" in found:
        found["numb_hours"] = max(report.longest["numb_area"], Decimal(str(found.get("numb_hours", 0))))
    return found, tuple(supposed)


def _as_of(report: WordsRead, hours: Decimal | None) -> Decimal | None:
    """The hour at which a report is judged.

    One that tells only of the session itself: hour 0. One that tells only how long one was sore or stiff: the end of
    that time. Every other one: when it was told.
    """
    heard = set(report.heard)
    if _AT_SESSION in heard and heard <= {_AT_SESSION, "pressure", "burning", "soreness", "pain_trend"}:
        return Decimal(0)
    lasted = [hour for name, hour in report.longest.items() if name in _IN_DAYS]
    if hours is None or not lasted or not heard <= {*_IN_DAYS, "pain_trend", "bruise", "swelling"}:
        return hours
    return max(hours, *lasted)


def _says_nothing(found: Triage, answers: Mapping[str, Any]) -> bool:
    """The report denies, or tells only of getting better: no rule knows it, and no answer reports a sign."""
    return (
        found.fired == (UNCLEAR,)
        and not found.not_understood
        and not any(_reports(*entry) for entry in answers.items())
    )


def _reports(name: str, given: Any) -> bool:
    variable = load().variables.get(name)
    answer = variable.read(given) if variable is not None else None
    return variable is not None and answer is not None and variable.reports(answer)
