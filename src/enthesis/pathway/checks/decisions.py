"""What speaks against recording a decision: no such way out, no reason, a number that no source names."""

from collections.abc import Iterator, Sequence
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.checks.case import Case, refuse, stop
from enthesis.pathway.finding import Finding
from enthesis.pathway.protocol.model import Schedule, Series
from enthesis.pathway.response import Verdict, advise
from enthesis.pathway.window import in_words


def check_decision(case: Case, event: e.ResponseDecided) -> Iterator[Finding]:
    activity = case.protocol.activity(event.activity)
    if activity is None or activity.decision is None:
        yield refuse("no-decision", f'"{event.activity}" is no decision.', "Name a review.", "activity")
        return
    yield from _known_option(activity.decision.options, event.option, "option")
    if event.happened_on is None:
        return
    advice = advise(case.protocol, case.as_it_stood(event), activity, event.happened_on)
    differs = advice.option and advice.verdict is not Verdict.CLINICIAN_DECIDES and event.option != advice.option
    if differs and not event.reason.strip() and not event.replaces:
        yield refuse(
            "reason-missing",
            f'The figures point to "{advice.option}"; "{event.option}" was chosen.',
            "Say why.",
            "reason",
        )


def check_candidacy(case: Case, event: e.CandidacyDecided) -> Iterator[Finding]:
    activity = case.protocol.activity("candidacy")
    if activity is not None and activity.decision is not None:
        yield from _known_option(activity.decision.options, event.outcome, "outcome")
    if event.recommended and event.recommended != event.outcome and not event.reason.strip():
        yield refuse(
            "reason-missing", f'The rules say "{event.recommended}"; you chose otherwise.', "Say why.", "reason"
        )
    answered = [done.on for done in case.course.done.get("evaluation", ()) if done.on is not None]
    if event.happened_on is not None and answered and event.happened_on < min(answered):
        yield stop(
            "before-the-evaluation",
            f"{in_words(event.happened_on)} is before the evaluation was answered ({in_words(min(answered))}).",
            "Correct the day of the one or the other, or say on what the decision rested.",
        )


def _known_option(options: Sequence[Any], chosen: str, field: str) -> Iterator[Finding]:
    ids = [option.id for option in options]
    if chosen not in ids:
        yield refuse("unknown-option", f'"{chosen}" is no way out of this decision.', f"Choose {_any_of(ids)}.", field)


def _any_of(words: Sequence[str]) -> str:
    return " or ".join(words) if len(words) < 3 else f"{', '.join(words[:-1])} or {words[-1]}"


def check_plan(case: Case, event: Any) -> Iterator[Finding]:
    treatment = case.protocol.treatment
    if event.sessions < 1:
        yield refuse("out-of-range", "A plan has one session or more.", "Close the course instead.", "sessions")
    if treatment is None or not isinstance(treatment.timing, Series | Schedule):
        return
    count = treatment.timing.count
    least, most = count.min.whole(), count.max.whole()
    if least is not None and event.sessions < least:
        yield stop(
            "fewer-than-stated", f"{event.sessions} sessions; at least {least} ({count.min.source}).", "Say why."
        )
    if most is not None and event.sessions > most:
        yield stop("more-than-stated", f"{event.sessions} sessions; at most {most} ({count.max.source}).", "Say why.")
