"""The clock of a reported symptom, as a page shows it: who has it, how much time is left, who takes over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from enthesis.clinic.opening import Seen
from enthesis.clinic.symptoms import clocks_of, names_in
from enthesis.pathway.escalation import Escalation, Step
from enthesis.web.frame import today_at
from enthesis.web.words import lasting, moment

NOBODY = "Nobody"


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody whose turn it is, or will be."""

    name: str
    why: str
    since: str


@dataclass(frozen=True, slots=True)
class ToldClock:
    """One clock in words, at the instant when the page was made."""

    clock: Escalation
    state: str  # overdue | due | answered | open
    tag: str
    owner: str
    why: str
    due: str  # "by 14:30"; "" where no time is stated
    told: str  # when it was reported
    now: tuple[Turn, ...]  # who is in charge beside the owner
    later: tuple[Turn, ...]
    answered: str  # "by Dr A at 14:10"; "" where nobody has

    @property
    def is_nobodys(self) -> bool:
        return not self.clock.owner


def tell_clock(clock: Escalation, names: Mapping[str, str], *, now: datetime, zone: tzinfo, today: date) -> ToldClock:
    """A clock at an instant. `names` are those behind the handles."""
    in_charge = clock.in_charge(now)
    reached = [step for step in clock.steps if step.since is None or step.since <= now] or [clock.steps[0]]

    def turn(step: Step) -> Turn:
        since = moment(step.since, zone, today) if step.since else ""
        return Turn(names.get(step.owner, step.owner) or NOBODY, step.why.in_words, since)

    state, tag = _state(clock, now)
    answered = clock.answered
    return ToldClock(
        clock=clock,
        state=state,
        tag=tag,
        owner=names.get(clock.owner, clock.owner) or NOBODY,
        why=clock.why.in_words,
        due=moment(clock.due_at, zone, today) if clock.due_at else "",
        told=moment(clock.since, zone, today) if clock.since else "",
        now=tuple(turn(step) for step in in_charge if step is not clock.steps[0]),
        later=tuple(turn(step) for step in clock.steps[len(reached) :]),
        answered=(
            f"{names.get(answered.by, answered.by)}{f' at {moment(answered.at, zone, today)}' if answered.at else ''}"
            if answered
            else ""
        ),
    )


def _state(clock: Escalation, now: datetime) -> tuple[str, str]:
    if clock.due_at is None:
        return ("answered", "answered, open") if clock.answered else ("open", "no time stated")
    if clock.is_overdue(now):
        late = now - clock.due_at
        return "overdue", f"overdue by {lasting(late)}" if late >= timedelta(minutes=1) else "due now"
    return "due", f"{lasting(clock.due_at - now)} left"


def told_clocks(seen: Seen) -> dict[str, ToldClock]:
    """The clocks of an opened course by symptom."""
    clocks = clocks_of(seen)
    names = names_in(clocks)
    today, now = today_at(seen.zone), datetime.now(UTC)
    return {clock.symptom: tell_clock(clock, names, now=now, zone=seen.zone, today=today) for clock in clocks}


def told_clock(seen: Seen, symptom: str) -> ToldClock | None:
    """The clock of one symptom of an opened course; None where it is not open."""
    return told_clocks(seen).get(symptom)
