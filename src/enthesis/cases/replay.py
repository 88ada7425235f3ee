"""A published case, step by step: what the programme would have said, and what it would have asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from enthesis.cases import words
from enthesis.cases.as_json import in_case_days, item_json, shown, with_advice
from enthesis.cases.case import Case, CaseEvent
from enthesis.cases.events_of import DAY_ZERO, day_of, events_of, started, unread_amounts
from enthesis.cases.facts import drug_findings, of_the_side, screening, to_ask, told_answers
from enthesis.cases.fields import not_read
from enthesis.cases.figures import figure_findings
from enthesis.cases.fit import Fit, fits
from enthesis.cases.injected import injection_findings, series_findings
from enthesis.cases.scales import VAS, Scale, figure_in, scale_of
from enthesis.cases.sessions import is_one_session, joined
from enthesis.cases.symptoms import triaged
from enthesis.pathway import events as e
from enthesis.pathway.agenda import Item, agenda
from enthesis.pathway.candidacy import Kind
from enthesis.pathway.checks import check
from enthesis.pathway.course import Course, fold
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.protocol.model import Kind as Activities
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.response import Advice, Verdict, advise

LAST_DAY = date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class Step:
    """What the programme says after one event of the case. Days count from the case's time zero."""

    step: int  # 0 is what was known at the door
    what: str
    when: str
    recorded: tuple[Mapping[str, Any], ...]
    says: tuple[Finding, ...]
    objections: tuple[Finding, ...]
    missing: tuple[str, ...]
    agenda: tuple[Item, ...]
    advice: Mapping[str, Advice] = field(default_factory=dict)  # by key of the agenda: each review that is open

    def as_json(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "what": self.what,
            "when": self.when,
            "recorded": list(self.recorded),
            "says": [in_case_days(finding) for finding in self.says],
            "objections": [in_case_days(finding) for finding in self.objections],
            "missing": list(self.missing),
            "agenda": [with_advice(item_json(item), self.advice.get(item.key)) for item in self.agenda],
        }


@dataclass(frozen=True, slots=True)
class Replay:
    case: Case
    fit: Fit
    named: bool  # whether the caller named the protocol
    steps: tuple[Step, ...]
    course: Course

    def as_json(self) -> dict[str, Any]:
        protocol = self.fit.protocol
        return {
            "case": self.case.id,
            "kind": self.case.kind,
            "protocol": f"{protocol.id}@{protocol.version}",
            "chosen_because": ["it was named"] if self.named else list(self.fit.reasons),
            "does_not_fit": list(self.fit.against),
            "counts_as_prolotherapy": self.case.is_prolotherapy,
            "steps": [step.as_json() for step in self.steps],
            "unknown": list(self.case.unknown),
        }


def replay(case: Case, protocols: Mapping[str, Protocol], named: Protocol | None = None) -> Replay:
    """Replay a case under the protocol named, or under the one that fits best."""
    ranked = fits(case, protocols)
    fit = next((f for f in ranked if f.protocol == named), None) if named else ranked[0]
    if fit is None and named is not None:
        (fit,) = fits(case, {named.id: named})
    assert fit is not None  # there is always a protocol: nine are shipped
    teller = _Teller(case, fit)
    steps = tuple(teller.steps())
    return Replay(case, fit, named is not None, steps, fold(teller.log))


class _Teller:
    """Walks through a case, keeping the log so far."""

    def __init__(self, case: Case, fit: Fit) -> None:
        self.case, self.protocol, self.fit = case, fit.protocol, fit
        self.log: list[Event] = []
        self.injections: dict[int, list[e.InjectionsGiven]] = {}  # by number in the case, as each entry was told
        self.sessions: list[tuple[CaseEvent, str]] = []  # each entry of an injection, and its event in the log
        self.drugs, self.prescriber_only = drug_findings(case.medications)

    def steps(self) -> Iterator[Step]:
        yield self.at_the_door()
        for told in self.case.events:
            yield self.told(told)

    # -- what is known before anything happens ---------------------------------------------------------

    def at_the_door(self) -> Step:
        made: list[Event] = [started(self.case, self.protocol)]
        if self.case.medications:
            made.append(
                e.DrugListTaken(
                    id="case-drugs",
                    recorded_by="case",
                    drugs=self.case.medications,
                    prescriber_only=self.prescriber_only,
                )
            )
        self.log.extend(made)
        seen = screening(self.case)
        says: list[Finding] = [*self.of_the_fit(), seen.summary]
        says += [reason.finding for reason in seen.reasons if reason.kind is not Kind.CONSENT]
        says.append(_consent_items(sum(reason.kind is Kind.CONSENT for reason in seen.reasons)))
        says += [
            *_read_as(self.case.read_as),
            *of_the_side(self.case),
            *told_answers(self.case),
            *to_ask(self.case),
            *self.drugs,
            *series_findings(self.case, self.protocol),
        ]
        missing = [f"candidacy: {name}" for name in seen.missing]
        if not self.case.medications:
            missing.append("medicines: the case does not say what is taken")
        missing += self.case.left
        if self.case.age is None and not any(name.startswith("age ") for name in self.case.left):
            told = f' (told as "{self.case.age_words}")' if self.case.age_words else ""
            missing.append(f"age in years{told}")
        return self.step(0, "at the door", "before the first event", made, says, [], missing)

    def of_the_fit(self) -> Iterator[Finding]:
        if self.fit.against:
            yield Finding(
                code="no-protocol-for-it" if not self.fit.reasons else "does-not-fit-wholly",
                level=NOTE,
                says=f"Replayed under {self.protocol.id}, although {'; and '.join(self.fit.against)}.",
                remedy="A clinician decides what holds here.",
                sources=("HOUSE",),
            )
        if not self.case.is_prolotherapy:
            yield Finding(
                code="not-prolotherapy",
                level=NOTE,
                says=f"This is a {self.case.kind}. It tests screening and triage.",
                remedy="Never count it as prolotherapy, in outcomes or in harms.",
                sources=("HOUSE",),
            )

    # -- one event of the case ---------------------------------------------------------------------------

    def told(self, told: CaseEvent) -> Step:
        course = fold(self.log)
        made = events_of(told, self.case, self.protocol, course, self.injections)
        own = made
        says = _read_as(told.read_as)
        if told.what in ("adverse_event", "follow_up"):
            made, found = triaged(made, told, self.case, self.log)
            says += found
        if told.what == "injection":
            made = self.as_session(made, told)
        objections = list(self.recorded(made))
        course = fold(self.log)
        if told.what == "injection":
            says += injection_findings(own, made, course)
        says += figure_findings(course, told.what, made, self.case)
        if course.concerns and told.what in ("visit", "evaluation", "other", "decision", "follow_up"):
            says.append(self.still_open(course))
        return self.step(
            told.place,
            told.what,
            told.when,
            made,
            says,
            objections,
            list(_missing(told, scale_of(told.details, self.case))),
        )

    def as_session(self, made: list[Event], told: CaseEvent) -> list[Event]:
        """The injections, joined to the session that an earlier entry of the case began, where they belong to it."""
        number = told.details.get("number")
        given = [event for event in made if isinstance(event, e.InjectionsGiven)]
        if isinstance(number, int):
            self.injections.setdefault(number, []).extend(given[:1])
        began = next((ident for before, ident in self.sessions if is_one_session(before, told)), "")
        self.sessions.append((told, began or (given[0].id if given else "")))
        before = next((event for event in self.log if event.id == began), None)
        if isinstance(before, e.InjectionsGiven) and given:
            return [joined(before, given[0])]
        return made

    def recorded(self, made: Sequence[Event]) -> Iterator[Finding]:
        """Put the events into the log, and tell what spoke against each on its day; equal objections once.

        An event that is in the log already is put in its own place: the session that a second entry makes whole.
        """
        seen: set[tuple[str, str]] = set()
        for event in made:
            at = next((place for place, each in enumerate(self.log) if each.id == event.id), len(self.log))
            day = event.happened_on
            known = [
                each for each in self.log[:at] if day is None or each.happened_on is None or each.happened_on <= day
            ]
            for finding in check(self.protocol, fold(known), event, today=LAST_DAY, log=known, history=True):
                if (finding.code, finding.says) not in seen and finding.code != "JURISDICTION_MISSING":
                    seen.add((finding.code, finding.says))
                    yield finding
            self.log[at : at + 1] = [event]

    def still_open(self, course: Course) -> Finding:
        count = len(course.concerns)
        return Finding(
            code="concern-still-open",
            level=NOTE,
            says=f"{count} reported {'symptom stays' if count == 1 else 'symptoms stay'} open: an examination without"
            " a finding, or time, does not close a warning sign.",
            remedy="A clinician closes it with a judgement of relatedness and severity; until then every later"
            " injection is held and its booked time is given back.",
            sources=("HOUSE",),
        )

    def step(
        self,
        number: int,
        what: str,
        when: str,
        made: Sequence[Event],
        says: Sequence[Finding],
        objections: Sequence[Finding],
        missing: Sequence[str],
    ) -> Step:
        course = fold(self.log)
        items = tuple(agenda(self.protocol, course))
        return Step(
            step=number,
            what=what,
            when=when,
            recorded=tuple(shown(event) for event in made),
            says=tuple(says),
            objections=tuple(objections),
            missing=tuple(dict.fromkeys(missing)),
            agenda=items,
            advice=self.advised(items, course),
        )

    def advised(self, items: Sequence[Item], course: Course) -> Mapping[str, Advice]:
        """What the figures say at each review that is open, on the last day that is told so far."""
        day = max((event.happened_on for event in self.log if event.happened_on is not None), default=DAY_ZERO)
        found: dict[str, Advice] = {}
        for item in items:
            review = self.protocol.activity(item.activity) if item.kind == Activities.REVIEW else None
            if review is not None and review.decision and review.decision.threshold and course.injections:
                advice = advise(self.protocol, course, review, day)
                in_words = any(score.in_words for score in course.scores) and not any(
                    f.only_words for f in advice.figures
                )
                if in_words and advice.verdict is Verdict.NOT_ENOUGH_DATA:
                    advice = replace(
                        advice, reasons=(*advice.reasons, "What is told in words or as a range is no figure.")
                    )
                found[item.key] = advice
        return found


def _read_as(sentences: Sequence[str]) -> list[Finding]:
    return [Finding(code="read-as", level=NOTE, says=says, sources=("HOUSE",)) for says in sentences]


def _consent_items(count: int) -> Finding:
    return Finding(
        code="consent-items",
        level=NOTE,
        says=f"{count} points are to be explained and confirmed before consent is signed.",
        remedy="enthesis screen lists them.",
        sources=("HOUSE",),
    )


_ASKED_OF = {
    "injection": ("sites", "solution", "dextrose_percent", "volume_ml", "guidance"),
    "score": ("instrument", "value"),
    "diary": ("value",),
}
_ALSO = {
    "sites": ("site", "structure", "same_as"),
    "solution": ("mix", "same_as"),
    "dextrose_percent": ("dextrose_percent_derived", "mix", "same_as"),
    "volume_ml": ("volume_ml_injected", "same_as"),
    "guidance": ("same_as",),
}


def _missing(told: CaseEvent, scale: Scale) -> Iterator[str]:
    """Facts that this kind of event should tell and does not."""
    yield from told.left
    if told.what == "injection":
        yield from unread_amounts(told.details)
    value = told.details.get("value")
    if told.what in ("score", "diary") and value not in (None, "", []) and figure_in(value).value is None:
        yield not_read("value", value)
    unread = any(name.startswith("day ") for name in told.left)
    if told.day is None and told.what != "decision" and not unread:
        yield "day of the event" if told.what == "other" else f"day of the {told.what.replace('_', ' ')}"
    for name in _ASKED_OF.get(told.what, ()):
        if all(told.details.get(field) in (None, "", []) for field in (name, *_ALSO.get(name, ()))):
            yield _asked(name, told)
    if told.what == "injection" and "volume_ml_injected" in told.details and told.details["volume_ml_injected"] is None:
        yield "volume injected (only the volume mixed is told): the dose given is not known"
    has_value = told.what == "score" and told.details.get("value") is not None
    unscaled = "scale_maximum" in told.details and told.details["scale_maximum"] is None
    if has_value and (unscaled or scale.instrument == VAS):
        yield "highest value of the scale: the score cannot be compared without it"


def _asked(name: str, told: CaseEvent) -> str:
    """A strength in words may be that of the bottle or that of the mix: it is quoted, and asked for."""
    solution = told.details.get("solution")
    quoted = name == "dextrose_percent" and isinstance(solution, str) and "%" in solution
    return f'dextrose percent as injected (told as "{solution}")' if quoted else name.replace("_", " ")


__all__ = ["Replay", "Step", "day_of", "replay", "words"]
