"""By when somebody answers a reported symptom, and who is in charge until then. No clock in here."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from enthesis.pathway.escalation.model import (
    MINUTES,
    NOBODY,
    Answer,
    Clock,
    Decided,
    Escalation,
    Rules,
    Step,
    Symptom,
    Why,
    Within,
)
from enthesis.pathway.protocol.model import Unit
from enthesis.pathway.window import in_words, later

_SOURCE = "ruling"
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)


def escalation(symptoms: Iterable[Symptom], rules: Rules) -> tuple[Escalation, ...]:
    """The clock of each open symptom: who has it, by when it is answered, who takes over when nobody does.

    In the order in which they fall due; what has no time comes last. Everything follows from the instants of the
    events and from `rules`; the passing of time writes nothing.
    """
    return tuple(sorted((_one(symptom, rules) for symptom in symptoms), key=soonest))


def soonest(one: Escalation) -> tuple[datetime, datetime]:
    """The order in which clocks fall due; what has no time comes last."""
    return one.due_at or _LATEST, one.since or _EARLIEST


def _one(symptom: Symptom, rules: Rules) -> Escalation:
    clock = rules.clock(symptom.level)
    since = symptom.since or (_start_of(symptom.on, rules) if symptom.on else None)
    decided = rules.decision(clock, since) if since is not None else None
    due_at = _due(clock, decided, since, rules)
    answered = next((answer for answer in reversed(symptom.answers) if answer.reached), None)
    if answered is not None:
        due_at = answered.again_at  # what was answered is answered; a hand-over buys no time either
    first = _owner(symptom, answered, rules, since)
    steps = (first, *_later(first, due_at, _length(clock, decided), rules))
    return Escalation(
        symptom=symptom.id,
        level=symptom.level,
        clock=clock.id,
        since=since,
        due_at=due_at,
        because=_because(clock, decided, answered),
        not_stated=bool(clock.unit) and decided is None and answered is None,
        steps=steps,
        answered=answered,
        attempts=sum(not answer.reached for answer in symptom.answers),
        for_patient=clock.for_patient,
    )


# -- by when -----------------------------------------------------------------------------------------------------


def _due(clock: Clock, decided: Decided | None, since: datetime | None, rules: Rules) -> datetime | None:
    """By when somebody answers: what the clinic decided, never later than the level itself allows."""
    if since is None:
        return None
    day = since.astimezone(rules.zone).date()
    stated: datetime | None = None
    match clock.within:
        case Within.NOW:
            return since + timedelta(minutes=decided.amount or 0) if decided else since
        case Within.TODAY:
            stated = _end_of(day, rules)
        case Within.DAYS:
            stated = _end_of(day, rules, clock.days)
        case Within.NOT_STATED:
            pass
    if decided is None:
        return stated
    amount = decided.amount or 0
    own = since + timedelta(minutes=amount) if clock.unit == MINUTES else _end_of(day, rules, amount)
    return min(own, stated) if stated else own


def _start_of(day: date, rules: Rules) -> datetime:
    try:
        return datetime.combine(day, time.min, rules.zone).astimezone(UTC)
    except OverflowError:  # the calendar's own ends
        return _EARLIEST if day.year < 2 else _LATEST


def _end_of(day: date, rules: Rules, days: int = 0) -> datetime:
    """The end of a day of the clinic's calendar, some days later; a clock change makes a day longer or shorter."""
    return _start_of(later(day, days + 1, Unit.DAYS), rules)


def _because(clock: Clock, decided: Decided | None, answered: Answer | None) -> str:
    if answered is not None:
        return "to be looked at again" if answered.again_at else "answered, and not closed yet"
    level = {
        Within.NOW: f"at once ({_SOURCE})",
        Within.TODAY: f"the same day ({_SOURCE})",
        Within.DAYS: f"within {_amount(clock.days, 'days')} ({_SOURCE})",
        Within.NOT_STATED: "",
    }[clock.within]
    if decided is not None and decided.amount is not None:
        by = f"decided by {decided.by}" if decided.by else "decided by the clinic"
        own = f"within {_amount(decided.amount, clock.unit)} ({by} on {in_words(decided.since.date())})"
        return own if clock.within in (Within.NOW, Within.NOT_STATED) else f"{own}, and {level}"
    if not clock.unit:
        return level
    left_open = f"within how many {clock.unit} is not stated: the clinic decides"
    return f"{level}; {left_open}" if level else left_open


def _amount(number: int, unit: str) -> str:
    """A length as one says it: "30 minutes", "4 hours", "90 minutes", "1 day"."""
    if unit == MINUTES and number and number % 60 == 0:
        number, unit = number // 60, "hours"
    return f"{number} {unit[:-1] if number == 1 else unit}"


# -- who ---------------------------------------------------------------------------------------------------------


def _owner(symptom: Symptom, answered: Answer | None, rules: Rules, since: datetime | None) -> Step:
    """Whose name is on it: who took it over or spoke to the patient last, while they work here; else the rule's."""
    handed = next((one for one in reversed(symptom.handovers) if rules.knows(one.owner)), None)
    spoke = answered if answered is not None and rules.knows(answered.by) else None
    if handed is not None and (spoke is None or (handed.at or _EARLIEST) > (spoke.at or _EARLIEST)):
        return Step(handed.owner, Why.HANDED_OVER, handed.at)
    if spoke is not None:
        return Step(spoke.by, Why.ANSWERED, spoke.at)
    found = (_step(why, rules, since, symptom.injector) for why in rules.first)
    return next((step for step in found if step.owner), Step(NOBODY, Why.NOBODY, since))


def _step(why: Why, rules: Rules, at: datetime | None, injector: str = NOBODY) -> Step:
    """Who a rule names at an instant; nobody where it names none, or somebody who has left."""
    owner = NOBODY
    if why is Why.ON_CALL:
        owner = rules.on_call_at(at or _EARLIEST)
    elif why is Why.INJECTOR:
        owner = injector if rules.knows(injector) else NOBODY
    elif why is Why.LEAD:
        owner = next(iter(rules.leads), NOBODY)
    return Step(owner, why, at)


def _later(first: Step, due_at: datetime | None, length: timedelta | None, rules: Rules) -> Iterator[Step]:
    """Who takes over when the time is over: the rest of the ladder, each after as long again as the clinic decided.

    Nothing decided: nobody waits for anybody. But what a person has handed over late stays with whom it was given to.
    """
    if due_at is None:
        return
    start = due_at
    if first.since is not None and first.since >= due_at:
        if length is None and first.why is Why.HANDED_OVER:
            return
        start = max(due_at, first.since + (length or timedelta()))
    named = {first.owner}
    for why in rules.ladder:
        step = _step(why, rules, start)
        if step.owner and step.owner not in named:
            named.add(step.owner)
            yield step
            start += length or timedelta()


def _length(clock: Clock, decided: Decided | None) -> timedelta | None:
    """How long each one on the ladder has; None where the clinic has decided nothing."""
    if decided is None or decided.amount is None:
        return None
    return timedelta(minutes=decided.amount) if clock.unit == MINUTES else timedelta(days=decided.amount)
