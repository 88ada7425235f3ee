"""A questionnaire scored by its own rule, or the change between two forms of it. Nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.pathway.finding import Finding
from enthesis.pathway.instruments import (
    Change,
    FormNotReadable,
    Instrument,
    Kind,
    NoScore,
    Reached,
    Scale,
    Score,
    by_rule,
    change,
    load,
    reached_by_label,
    read_form,
    score,
)
from enthesis.pathway.instruments.results import plain
from enthesis.pathway.numbers import shared
from enthesis.web.desk.plain import SCORES, case_text
from enthesis.web.desk.score_form import GIVEN_SAYS, ONCE, TWICE, ScoreForm, can_change, ways_of
from enthesis.web.guard import page
from enthesis.web.lead.instruments import LICENCES

BETTER = {"lower": "lower is better", "higher": "higher is better", "by_label": "answered in words"}


@dataclass(frozen=True, slots=True)
class Step:
    """One threshold, and whether it was reached."""

    entry: Reached
    kept_as: str  # its name among what a clinic confirms

    @property
    def value(self) -> str:
        threshold = self.entry.threshold
        if threshold.kind is Kind.LABEL:
            return f"“{threshold.label}”"
        return f"{plain(threshold.value)} {'%' if threshold.kind is Kind.PERCENT else threshold.unit or 'points'}"


@dataclass(frozen=True, slots=True)
class Scored:
    """What came out, ready for the page. One of `score`, `change` and `none` is there."""

    case: Mapping[str, Any]
    score: Score | None = None
    change: Change | None = None
    none: NoScore | None = None
    steps: tuple[Step, ...] = ()
    other_rules: tuple[tuple[str, str], ...] = ()  # the same answers by each rule that the instrument has

    @property
    def shown(self) -> str:
        """The score as it is printed."""
        return _shown(self.score)

    @property
    def baseline(self) -> str:
        return _shown(self.change.baseline) if self.change else ""

    @property
    def now(self) -> str:
        return _shown(self.change.now) if self.change else ""

    @property
    def improvement(self) -> str:
        """ "16 better"."""
        if self.change is None or self.change.exact == 0:
            return "none"
        return f"{plain(abs(self.change.shown))} {'better' if self.change.exact > 0 else 'worse'}"

    @property
    def percent(self) -> str:
        share = self.change.percent_shown if self.change else None
        return "no percentage from a baseline of 0" if share is None else f"{plain(share)} % of the baseline"

    @property
    def ladder(self) -> str:
        """The highest step of the instrument's ladder that was reached."""
        if self.change is None:
            return ""
        steps = {"points": self.change.grade(Kind.POINTS), "percent": self.change.grade(Kind.PERCENT)}
        return "; ".join(f"by {kind}: {step}" for kind, step in steps.items() if step)

    @property
    def finding(self) -> Finding | None:
        return self.none.finding if self.none else None

    @property
    def scoring(self) -> str:
        """The name of its scoring rule among what a clinic confirms."""
        found = self.score or (self.change.now if self.change else None)
        return f"instruments/{found.instrument}:scales.{found.scale}" if found else ""

    @property
    def version(self) -> str:
        """Of the definition that it was scored by."""
        found = self.score or (self.change.now if self.change else None)
        return found.version if found else ""


@page(*SCORES)
def score_form(request: HttpRequest) -> HttpResponse:
    """The instruments; or the form of one of them, and what it comes to."""
    name = request.GET.get("instrument", "")
    if not name:
        return render(request, "web/desk/scores.html", {"listed": _listed()})
    instrument = load().get(name)
    if instrument is None:
        raise Http404("There is no such instrument.")
    scale = _scale(instrument, request.GET.get("scale", ""))
    ways = ways_of(instrument, scale)
    given = next((way for way in ways if way == request.GET.get("as")), ways[0])
    times = TWICE if "change" in request.GET and can_change(scale) else ONCE
    data = request.POST if request.method == "POST" else None
    form = ScoreForm(data, instrument=instrument, scale=scale, given=given, times=times)
    found = scored(form) if form.is_valid() else None
    here = {"instrument": name, "scale": scale.id, "as": given.value} | ({"change": "1"} if times is TWICE else {})
    context = {
        "instrument": instrument,
        "scale": scale,
        "form": form,
        "found": found,
        "better": BETTER[instrument.better.value if instrument.better.value == "by_label" else scale.better.value],
        "scales": _ways("scale", here, {each.id: instrument.called(each.id) for each in instrument.scales.values()}),
        "ways": _ways("as", here, {way.value: GIVEN_SAYS[way] for way in ways}),
        "times": _times(here) if can_change(scale) else [],
        "reliable": instrument.reliable_change,
        "responder_percent": shared()["responder_percent"],
        "query": urlencode(here),
        "case": case_text(found.case) if found else "",
    }
    return render(request, "web/desk/score.html", context)


def scored(form: ScoreForm) -> Scored | None:
    """What a form that is valid comes to; None where the pathway cannot read it, and the form says why."""
    case, instrument = form.case(), form.instrument
    try:
        if form.times is not TWICE:
            given = read_form(case["input"])[0]
            result = score(instrument, given)
            if isinstance(result, NoScore):
                return Scored(case, none=result)
            rules = [(rule, _shown(each) or "no score") for rule, each in by_rule(instrument, given).items()]
            steps = _steps(instrument, reached_by_label(instrument, result))
            return Scored(case, score=result, steps=steps, other_rules=tuple(rules))
        baseline, now = (read_form(case["input"][each.name], f"input.{each.name}")[0] for each in form.times)
    except FormNotReadable as bad:
        form.tell(bad)
        return None
    found = change(instrument, baseline, now)
    if isinstance(found, NoScore):
        return Scored(case, none=found)
    return Scored(case, change=found, steps=_steps(instrument, found.reached))


def _steps(instrument: Instrument, reached: Sequence[Reached]) -> tuple[Step, ...]:
    return tuple(Step(entry, f"instruments/{instrument.id}:{entry.threshold.id}") for entry in reached)


def _shown(result: Score | NoScore | None) -> str:
    if not isinstance(result, Score):
        return ""
    return result.label or result.text or plain(result.shown)


def _listed() -> list[dict[str, Any]]:
    return [
        {
            "instrument": instrument,
            "better": BETTER[instrument.better.value],
            "licence": LICENCES[instrument.licence.state],
        }
        for instrument in load().values()
    ]


def _scale(instrument: Instrument, name: str) -> Scale:
    if name and name not in instrument.scales:
        raise Http404("There is no such scale.")
    return instrument.scales[name or instrument.default_scale or next(iter(instrument.scales))]


def _ways(key: str, here: Mapping[str, str], choices: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """Links to the same page with one thing changed: what each says, its address, whether one is there."""
    found = [
        (says[:1].upper() + says[1:], f"?{urlencode({**here, key: value})}", here[key] == value)
        for value, says in choices.items()
    ]
    return found if len(found) > 1 else []


def _times(here: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    once = {name: value for name, value in here.items() if name != "change"}
    is_change = "change" in here
    return [
        ("One form", f"?{urlencode(once)}", not is_change),
        ("Baseline and now", f"?{urlencode({**once, 'change': '1'})}", is_change),
    ]
