"""A published case, step by step: what the programme would have said, and what it would have asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from enthesis.cases.as_json import in_case_days, item_json, shown, with_advice
from enthesis.cases.asked import missing_of
from enthesis.cases.case import Case, CaseEvent
from enthesis.cases.events_of import DAY_ZERO, events_of, started
from enthesis.cases.facts import of_the_side, screening, to_ask, told_answers
from enthesis.cases.figures import figure_findings
from enthesis.cases.fit import Fit, fits
from enthesis.cases.injected import injection_findings, series_findings
from enthesis.cases.medicines import drug_findings, takes_none, told_elsewhere
from enthesis.cases.scales import scale_of
from enthesis.cases.sessions import NOT_NAMED, is_one_session, joined, whole
from enthesis.cases.substances import substance_findings
from enthesis.cases.symptoms import tells_more_harm, triaged
from enthesis.pathway import events as e
from enthesis.pathway.agenda import Item, agenda
from enthesis.pathway.candidacy import Kind
from enthesis.pathway.candidacy import Verdict as CandidacyVerdict
from enthesis.pathway.checks import check
from enthesis.pathway.course import Course, fold
from enthesis.pathway.course_drugs import holds_for
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.protocol.model import Kind as Activities
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.response import Advice, Verdict, advise

LAST_DAY = date(9000, 1, 1)
AGAINST = (CandidacyVerdict.URGENT, CandidacyVerdict.NOT_SUITABLE)


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
        treatment = self.protocol.treatment
        holds = holds_for(self.protocol, treatment.id if treatment is not None else "")
        self.drugs, self.prescriber_only = drug_findings(case.medications, holds)

    def steps(self) -> Iterator[Step]:
        yield self.at_the_door()
        for told in self.case.events:
            yield self.told(told)
        ending = CaseEvent("outcome", None, None, self.case.outcome, len(self.case.events) + 1)
        if tells_more_harm(ending, self.case, self.log):
            yield self.at_the_end(ending)

    # -- what is known before anything happens ---------------------------------------------------------

    def at_the_door(self) -> Step:
        made: list[Event] = [started(self.case, self.protocol)]
        if self.case.medications:
            made.append(
                e.DrugListTaken(
                    id="case-drugs",
                    recorded_by="case",
                    drugs=() if takes_none(self.case.medications) else self.case.medications,
                    prescriber_only=self.prescriber_only,
                )
            )
        self.log.extend(made)
        seen = screening(self.case)
        fit = list(self.of_the_fit())
        verdict = [seen.summary, *(reason.finding for reason in seen.reasons if reason.kind is not Kind.CONSENT)]
        # What speaks against any injection is told before everything else.
        says: list[Finding] = [*verdict, *fit] if seen.verdict in AGAINST else [*fit, *verdict]
        says.append(_consent_items(sum(reason.kind is Kind.CONSENT for reason in seen.reasons)))
        says += [
            *of_the_side(self.case),
            *told_answers(self.case),
            *to_ask(self.case),
            *self.drugs,
            *told_elsewhere(self.case.history, self.case.medications),
            *series_findings(self.case, self.protocol),
            *_read_as(self.case.read_as),
        ]
        missing = [f"candidacy: {name}" for name in seen.missing]
        if not self.case.medications:
            missing.append("medicines: the case does not say what is taken")
        missing += self.case.left
        spanned = self.case.age_span is not None and "age" not in seen.missing
        if self.case.age is None and not spanned and not any(name.startswith("age ") for name in self.case.left):
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
        same = whole(told.details.get("same_as"))
        known_again = same is not None and bool(self.injections.get(same))
        made = events_of(told, self.case, self.protocol, course, self.injections)
        own = made
        made, says = triaged(made, told, self.case, self.log)
        says += _read_as(told.read_as)
        if told.what == "injection":
            made = self.as_session(made, told)
        objections = list(self.recorded(made))
        course = fold(self.log)
        if told.what == "injection":
            says += [*substance_findings(told.details), *injection_findings(own, made, course)]
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
            list(missing_of(told, scale_of(told.details, self.case), known_again)),
        )

    def at_the_end(self, ending: CaseEvent) -> Step:
        """Harm that only the outcome of the case tells of."""
        made, says = triaged([], ending, self.case, self.log)
        objections = list(self.recorded(made))
        missing = ["day of the harm that the outcome tells of"]
        return self.step(ending.place, ending.what, "after the last event", made, says, objections, missing)

    def as_session(self, made: list[Event], told: CaseEvent) -> list[Event]:
        """The injections, joined to the session that an earlier entry of the case began, where they belong to it."""
        number = whole(told.details.get("number"))
        given = [event for event in made if isinstance(event, e.InjectionsGiven)]
        began = next((ident for before, ident in self.sessions if is_one_session(before, told)), "")
        self.sessions.append((told, began or (given[0].id if given else "")))
        if number is None:  # without a number of its own it has that of its place
            number = len({ident for _, ident in self.sessions})
            given_here = given[:1] if began or number not in self.injections else []
        else:
            given_here = given[:1]
        self.injections.setdefault(number, []).extend(given_here)
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
                untold = finding.code == "not-in-the-catalogue" and f'"{NOT_NAMED}"' in finding.says
                if (finding.code, finding.says) not in seen and finding.code != "JURISDICTION_MISSING" and not untold:
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
