"""A symptom told in a case's own words, triaged as a proposal that says which words it rests on."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from enthesis.cases import words
from enthesis.cases.case import Case, CaseEvent
from enthesis.cases.events_of import DAY_ZERO, day_of
from enthesis.cases.scales import figure_in
from enthesis.pathway import events as e
from enthesis.pathway.course import EXPECTED
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.medications import look_up
from enthesis.pathway.triage.deciding import MOST_HOURS
from enthesis.pathway.triage.model import Level
from enthesis.pathway.triage.reports import Proposal, triage_report
from enthesis.pathway.triage.rules import UNCLEAR
from enthesis.pathway.triage.words import read_sites

SERIOUS = Level.URGENT_CARE  # from here on a sign counts wherever it is told


def triaged(made: list[Event], told: CaseEvent, case: Case, log: Sequence[Event]) -> tuple[list[Event], list[Finding]]:
    """The events with each reported symptom's level filled in, and what triage says of it.

    An adverse event is triaged in any case. Every other event stays what it is, and becomes a reported symptom too
    where a field of its own tells of harm, or where, after an injection, its words name a sign that cannot wait.
    """
    text = told_of_harm(told)
    if told.what != "adverse_event" and not text:
        return _overheard(made, told, case, log)
    proposal = _heard(text, told, case, log)
    answer = proposal.triage
    if answer is None:
        says = f'"{text}": nothing to report.'
        quiet = Finding(code="no-harm-told", level=EXPECTED, says=says, sources=("HOUSE",))
        return [event for event in made if not isinstance(event, e.SymptomReported)], [quiet]
    level = answer.worst_level.value
    filled: list[Event] = [event for event in made if not isinstance(event, e.SymptomReported)]
    if told.what == "adverse_event" or level != EXPECTED:
        filled.append(_reported(told, level, answer.fired, text))
    return filled, [_summary(text, level, proposal), *map(_told, answer.reasons), *_asks(answer.missing)]


def _told(reason: Finding) -> Finding:
    """A reason of triage; one that only counts an open question as a yes says so."""
    if reason.because and "counts as yes" in reason.because[0]:
        return replace(reason, says=f"Not told, and counted as a yes until it is asked: {reason.says}")
    return reason


def tells_more_harm(ending: CaseEvent, case: Case, log: Sequence[Event]) -> bool:
    """Whether the outcome of a case tells of a harm that is worse than all that its events reported."""
    made, _ = triaged([], ending, case, log)
    ranks = [Level(event.level).rank for event in made if isinstance(event, e.SymptomReported)]
    return max(ranks, default=-1) > max(_worst(log), Level.SELF_CARE.rank)


def _worst(log: Sequence[Event]) -> int:
    """The rank of the worst symptom that was reported so far; -1 where none was. Nobody closes one in a replay."""
    levels = [event.level for event in log if isinstance(event, e.SymptomReported) and event.level]
    return max((Level(level).rank for level in levels), default=-1)


def _heard(text: str, told: CaseEvent, case: Case, log: Sequence[Event]) -> Proposal:
    return triage_report(text, _sites(case, log, text), _hours(told, log), _known(case))


def _reported(told: CaseEvent, level: str, rules: Sequence[str], text: str) -> e.SymptomReported:
    return e.SymptomReported(
        id=f"case-{told.place}.symptom",
        recorded_by="case",
        happened_on=day_of(told.on),
        symptom=f"case-{told.place}",
        level=level,
        rules=tuple(rules),
        words=text,
    )


def _overheard(
    made: list[Event], told: CaseEvent, case: Case, log: Sequence[Event]
) -> tuple[list[Event], list[Finding]]:
    """Signs in the words of an event that is told as something else: a visit, a diary, a culture, an operation.

    What is no worse than a symptom that was reported already is taken for a part of its story.
    """
    text = ". ".join(
        text for name, value in told.details.items() if name not in _NO_SIGN for text in _words_of(name, value)
    )
    if told.what == "injection" or not text or not _given_before(told, log):
        return made, []
    proposal = _heard(text, told, case, log)
    answer = proposal.triage
    serious = (
        [rule for rule in answer.fired if rule != UNCLEAR and answer.levels[rule].rank >= SERIOUS.rank]
        if answer
        else []
    )
    if answer is None or not serious:
        return made, []
    worst = max((answer.levels[rule] for rule in serious), key=lambda each: each.rank)
    reasons = [_told(reason) for reason in answer.reasons if reason.code in serious]
    if worst.rank <= _worst(log):
        return made, [_of_the_same_story(worst, proposal)]
    return [*made, _reported(told, worst.value, serious, text)], [_summary(text, worst.value, proposal), *reasons]


def _of_the_same_story(level: Level, proposal: Proposal) -> Finding:
    heard = ", ".join(dict.fromkeys(f'"{word}"' for each in proposal.heard.values() for word in each.words))
    return Finding(
        code="same-story",
        level=level.value,
        says=f"{level.value.replace('_', ' ').capitalize()} by its words {heard}, and no worse than the symptom that is"
        " open: taken for a part of its story.",
        remedy="A clinician reads it with that one.",
        sources=("HOUSE",),
    )


def _given_before(told: CaseEvent, log: Sequence[Event]) -> bool:
    given = [event.happened_on for event in log if isinstance(event, e.InjectionsGiven)]
    on = day_of(told.on)
    return bool(given) and (on is None or any(day is None or day <= on for day in given))


def _summary(text: str, level: str, proposal: Proposal) -> Finding:
    because = [f"{name.replace('_', ' ')}: {', '.join(each.words)}" for name, each in proposal.heard.items()]
    because += [f"not understood: {word}" for word in proposal.left]
    over = _OVER.search(text)
    is_over = over is not None and not _STILL.search(text)
    was = (
        f' It is told as over ("{over[0]}"): that is the level of what it was.' if over is not None and is_over else ""
    )
    return Finding(
        code="triage",
        level=level,
        says=f'{level.replace("_", " ").capitalize()}, read from the words "{text}". A clinician reads it too.{was}',
        remedy=_OF_A_DEATH if _DEATH.search(text) else _WHEN_OVER if is_over and level != EXPECTED else _REMEDY[level],
        because=tuple(because),
        sources=("HOUSE",),
    )


_OVER = re.compile(
    r"\b(?:(?:fully |completely |totally )?(?:resolved|recovered|subsided|settled|disappeared|healed)|full recovery"
    r"|complete recovery|complete resolution)\b",
    re.IGNORECASE,
)
_STILL = re.compile(
    r"\b(?:not|never|un\w*|partial(?:ly)?|incomplete(?:ly)?|persist\w*|still|remain\w*|residual|ongoing|continu\w*)\b",
    re.IGNORECASE,
)
_DEATH = re.compile(r"\b(?:died|death|dead|deceased|fatal|autopsy|post-mortem)\b", re.IGNORECASE)
_OF_A_DEATH = (
    "The clinic's lead is told at once, the incident is recorded, and reported where the law asks for it; what was"
    " injected is kept."
)
_WHEN_OVER = (
    "A clinician finds out whether it is over, and closes it with a judgement of relatedness and severity; until then"
    " every later injection is held."
)


def _asks(missing: Sequence[str]) -> list[Finding]:
    if not missing:
        return []
    names = ", ".join(name.replace("_", " ") for name in missing[:8])
    return [Finding(code="triage-asks", level=NOTE, says=f"Triage would ask next: {names}.", sources=("HOUSE",))]


_REMEDY = {
    "emergency": "At once: stop the session, call emergency services or send to the emergency department, and hold"
    " every later injection until a clinician has closed it.",
    "urgent_care": "Seen by a doctor the same day; every later injection is held until a clinician has closed it.",
    "call_clinic_same_day": "A clinician answers the same day, before anything else is injected.",
    "self_care": "An expected reaction: no escalation, asked about again at the check-in.",
}


def told_of_harm(told: CaseEvent) -> str:
    """The words of an event that speak of harm: all of an adverse event, of another event only its fields for it."""
    found = [
        text
        for name, value in told.details.items()
        if name not in _NO_HARM and (told.what == "adverse_event" or _is_harm(name, told.what))
        for text in _words_of(name, value)
    ]
    return ". ".join(found)


def _words_of(name: str, value: Any) -> list[str]:
    """The words of a field; a temperature told as a number is words too."""
    if re.search(r"temp|fever", str(name).lower()) and figure_in(value).value is not None:
        return [f"{str(name).replace('_', ' ')} {value}"]
    return list(words.in_words(value))


_HARM = (
    "adverse_events",
    "adverse_event",
    "adverse_effects",
    "adverse_effect",
    "adverse_reaction",
    "side_effects",
    "side_effect",
    "complication",
    "complications",
    "harm",
    "harms",
)
_LATER = ("minutes_after", "hours_after", "days_after", "weeks_after")
_NO_HARM = ("offset_basis", "otherwise", *_LATER)
_NO_SIGN = (
    *_NO_HARM,
    "instrument",
    "unit",
    "when",
    "method",
    "setting",
    "history",
    "referred_by",
    "referred_for",
)


def _is_harm(name: str, what: str) -> bool:
    return name.lower().replace(" ", "_") in _HARM or (name == "event" and what == "follow_up")


def _known(case: Case) -> dict[str, str]:
    """What the case's medicines answer of the triage questions."""
    classes = {name for drug in case.medications for mention in look_up(drug).mentions for name in mention.classes}
    return next(({"med_class": name} for name in ("anticoagulant", "antiplatelet") if name in classes), {})


def _sites(case: Case, log: Sequence[Event], text: str) -> list[str]:
    """Where the needle was: the last injection's own words, else the case's condition, else the report."""
    given = [event for event in log if isinstance(event, e.InjectionsGiven)]
    told = [site.structure for site in given[-1].sites] if given else []
    if given and given[-1].note:
        told.append(given[-1].note)
    for source in (told, [case.condition, case.side], [text]):
        found = [site for words_of_it in source for site in read_sites(words_of_it)]
        if found:
            return list(dict.fromkeys(found))
    return []


def _hours(told: CaseEvent, log: Sequence[Event]) -> Decimal | None:
    """Hours since the last injection: as told, or from the days, or 0 for "during" and the same moment.

    Hours before the injection, and what is no number, are not known. Beyond the most that triage tells apart, that.
    """
    for name, in_hours in zip(_LATER, _HOURS, strict=True):
        value = told.details.get(name)
        hours = Decimal(str(value)) if isinstance(value, float) else figure_in(value).value
        if hours is not None and not hours.is_nan():
            return None if hours < 0 else min(round(min(hours, MOST_HOURS) * in_hours, 2), MOST_HOURS)
    given = [event.happened_on for event in log if isinstance(event, e.InjectionsGiven)]
    if not given or told.day is None or given[-1] is None:
        return None
    on = told.day
    days = [on - (day - DAY_ZERO).days for day in given if day is not None]
    since = [each for each in days if each >= 0] or [0]
    return min(Decimal(min(since) * 24), MOST_HOURS)


_HOURS = (Decimal(1) / 60, Decimal(1), Decimal(24), Decimal(168))  # not a limit: of a minute, hour, day and week
