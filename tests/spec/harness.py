"""Specs as tables: a log that a clinician can read, and what the programme must say of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.agenda import Item, agenda
from enthesis.pathway.checks import check, standing_objections
from enthesis.pathway.course import fold
from enthesis.pathway.escalation import Decided, Duty, Escalation, Rules, escalation, open_symptoms, rules
from enthesis.pathway.events import KINDS, Event
from enthesis.pathway.finding import Finding
from enthesis.pathway.protocol.decide import decide
from enthesis.pathway.protocol.library import find, texts
from enthesis.pathway.protocol.model import Activity, Protocol
from enthesis.pathway.protocol.read import read_protocol
from enthesis.pathway.response import advise

FAR_AHEAD = date(2100, 1, 1)
EVERYTHING = "everything"
NOTHING = "nothing"
MORE_THAN = "more than "


def spec(
    protocol: str,
    log: str,
    decided: str = "",
    agenda: str = "",
    absent: str = "",
    first: str = "",
    advice: str = "",
    today: str = "",
    born: str = "",
    objections: str = "",
    in_words: str = "",
    stands: str = "",
    staff: str = "",
    on_call: str = "",
    answers_within: str = "",
    clocks: str = "",
) -> None:
    """Hold one case against the programme.

    `log`: a line an event: day (or `-` where nobody knows it, or `day..day` for each day of a stretch), what
    happened, details; the first is called e1, the next e2, each day of a stretch by itself. `decided`: a table
    of what a clinic decided in its own copy of the protocol: activity (or `-` for the protocol as a whole),
    figure, value (a number, or `more than` one where a threshold must be passed), by, on.

    `at 09:00` says when an event was recorded, `by U-3` by whom.

    `agenda`: a table of items; only the columns named in its head are compared, only the items listed are
    looked at; a blank line parts two tables. A column `on 2026-03-30` says how the item's window stands to that
    day. `absent`: items that must not be there, or "everything". `first`: what stands at the top, in order.
    `advice`: "activity on day: verdict" and, below, sentences that must be among its reasons.

    `objections`: the codes that the last line of the log must meet when it is recorded, worst first, or
    "nothing"; `in_words`: the same as a person reads them, level and sentence, the remedy below; `stands`: the
    codes that still forbid recording after the reasons given, or "nothing". `today`: the clinic's day then.

    `clocks`: tables, parted by a blank line, of the open symptoms in the order in which they fall due: who has each
    and why, by when it is answered, who takes over then and from when; a column `at 2026-03-11T09:20` says who is in
    charge at that instant. `staff`: who works in the clinic, a lead as `U-1 (lead)`; `on_call`: a table of who is on
    call since when; `answers_within`: a table of what the clinic decided. All instants are UTC.
    """
    chosen = _protocol(protocol, decided)
    events = read_log(log, chosen)
    if objections:
        *before, last = events
        found = check(
            chosen,
            fold(before),
            last,
            today=date.fromisoformat(today) if today else FAR_AHEAD,
            born=date.fromisoformat(born) if born else None,
            log=before,
        )
        assert _codes(found) == objections.split(), found
        if in_words:
            assert list(_sentences(found)) == [line.strip() for line in in_words.strip().splitlines()]
        if stands:
            assert _codes(standing_objections(found, last)) == stands.split()
    course = fold(events)
    items = {item.key: item for item in _agenda(chosen, course)}
    for row in [row for part in re.split(r"\n\s*\n", agenda) for row in table(part)]:
        key = row["activity"]
        assert key in items, f"{key} is not on the agenda: {', '.join(items)}"
        assert row == {column: _cell(column, items[key]) for column in row}, items[key].because
    if absent == EVERYTHING:
        assert not items, f"on the agenda: {', '.join(items)}"
    for key in absent.split():
        assert key not in items, f"{key} is on the agenda: {items[key].because}"
    if first:
        assert list(items)[: len(first.split())] == first.split()
    if advice:
        _check_advice(chosen, course, advice)
    if clocks:
        _check_clocks(events, _rules(staff, on_call, answers_within), clocks)


_agenda = agenda


def _rules(staff: str, on_call: str, answers_within: str) -> Rules:
    people = staff.split(", ")
    return rules(
        clinicians=frozenset(name for name in people if not name.endswith(" (lead)")),
        leads=tuple(name.removesuffix(" (lead)") for name in people if name.endswith(" (lead)")),
        on_call=tuple(Duty(row["who"].strip("-"), _instant(row["since"])) for row in table(on_call)),
        decided=tuple(
            Decided(row["clock"], int(row["within"].split()[0]), _instant(row["since"]), row["by"])
            for row in table(answers_within)
        ),
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _check_clocks(events: list[Event], chosen: Rules, text: str) -> None:
    found = escalation(open_symptoms(events), chosen)
    if text == NOTHING:
        assert not found, found
        return
    for wanted in map(table, re.split(r"\n\s*\n", text)):
        assert [row["symptom"] for row in wanted] == [one.symptom for one in found]
        for row, one in zip(wanted, found, strict=True):
            assert row == {column: _clock_cell(column, one) for column in row}, one


def _clock_cell(column: str, one: Escalation) -> str:
    if column.startswith("at "):
        return " ".join(step.owner or "nobody" for step in one.in_charge(_instant(column.removeprefix("at "))))
    return _CLOCK_COLUMNS[column](one)


def _shown(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M}" if at else "-"


_CLOCK_COLUMNS: dict[str, Callable[[Escalation], str]] = {
    "symptom": lambda one: one.symptom,
    "owner": lambda one: one.owner or "nobody",
    "why": lambda one: one.why.in_words,
    "due": lambda one: _shown(one.due_at),
    "then": lambda one: ", ".join(f"{step.owner} {_shown(step.since)}" for step in one.steps[1:]) or "-",
    "because": lambda one: one.because,
    "calls": lambda one: str(one.attempts),
}


def _codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found] or [NOTHING]


def _sentences(found: list[Finding]) -> Iterator[str]:
    for finding in found:
        yield f"{finding.level}: {finding.says}"
        if finding.remedy:
            yield finding.remedy


@cache
def _protocol(name: str, decided: str) -> Protocol:
    """A shipped protocol, or a clinic's own copy of it with what the clinic decided."""
    shipped = find(name)
    assert shipped is not None, name
    if not decided:
        return shipped
    text = texts()[shipped.id]
    strict: set[str] = set()
    for row in table(decided):
        activity, value = row["activity"].strip("-"), row["value"]
        if value.startswith(MORE_THAN):
            strict.add(activity)
        number = int(value.removeprefix(MORE_THAN))
        text = decide(text, (activity, row["figure"]), number, row["by"], date.fromisoformat(row["on"]), "spec")
    own = read_protocol(text, f"{name}.yaml")
    return replace(own, activities=tuple(_strict(a) if a.id in strict else a for a in own.activities))


def _strict(activity: Activity) -> Activity:
    """The same activity with a threshold that must be passed, not only reached."""
    assert activity.decision is not None
    assert activity.decision.threshold is not None
    threshold = replace(activity.decision.threshold, more_than=True)
    return replace(activity, decision=replace(activity.decision, threshold=threshold))


def _check_advice(protocol: Protocol, course: Any, text: str) -> None:
    head, *reasons = [line.strip() for line in text.strip().splitlines()]
    found = re.fullmatch(r"(\S+) on (\S+): (\S+)(?: -> (\S+))?", head)
    assert found, head
    activity = protocol.activity(found[1])
    assert activity is not None
    said = advise(protocol, course, activity, date.fromisoformat(found[2]))
    assert (said.verdict.value, said.option) == (found[3], found[4] or ""), said
    for reason in reasons:
        assert reason in said.reasons, said.reasons


def _day(value: date | None) -> str:
    return value.isoformat() if value else "not stated"


_COLUMNS: dict[str, Callable[[Item], str]] = {
    "activity": lambda item: item.key,
    "who": lambda item: item.who.value,
    "opens": lambda item: _day(item.window.opens),
    "ideal": lambda item: _day(item.window.ideal),
    "closes": lambda item: _day(item.window.closes),
    "may": lambda item: "yes" if item.may else "no",
    "owed": lambda item: "owed" if item.owed else "offered",
    "why not": lambda item: " ".join(item.why_not) or "-",
    "because": lambda item: item.because,
}


def _cell(column: str, item: Item) -> str:
    if column.startswith("on "):
        return item.window.on(date.fromisoformat(column.removeprefix("on "))).value
    return _COLUMNS[column](item)


def table(text: str) -> list[dict[str, str]]:
    """Rows of a table whose columns are parted by two or more spaces; the first line is the head."""
    lines = [re.split(r"\s{2,}", line.strip()) for line in text.strip().splitlines() if line.strip()]
    if not lines:
        return []
    head, *rows = lines
    for row in rows:
        assert len(row) == len(head), f"{row} does not fit under {head}"
    return [dict(zip(head, row, strict=True)) for row in rows]


# -- reading a log ----------------------------------------------------------------------------------------

_SPOKEN = {re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower(): kind for name, kind in KINDS.items()}


def read_log(text: str, protocol: Protocol) -> list[Event]:
    events: list[Event] = []
    for line in text.strip().splitlines():
        if line.strip():
            day, what, *rest = re.split(r"\s{2,}", line.strip())
            for on in _days(day):
                events.append(_event(len(events) + 1, on, what, "  ".join(rest), protocol))
    return events


def _days(text: str) -> Iterator[date | None]:
    if text == "-":
        yield None
        return
    first, _, last = text.partition("..")
    day, end = date.fromisoformat(first), date.fromisoformat(last or first)
    while day <= end:
        yield day
        day += timedelta(days=1)


def _event(number: int, on: date | None, what: str, details: str, protocol: Protocol) -> Event:
    kind = _SPOKEN.get(what)
    assert kind is not None, f'"{what}" is no event; there are: {", ".join(_SPOKEN)}'
    found = dict(_DEFAULTS.get(kind, lambda _: {})(protocol))
    main, *named = [part.strip() for part in details.split(",")] if details else [""]
    if main and kind in _MAIN:
        found.update(_MAIN[kind](main))
    elif main:
        named.insert(0, main)
    for part in named:
        name, _, value = part.partition(" ")
        if name == "at" and on is not None:  # when it was recorded, on that day
            found["recorded_at"] = _instant(f"{on}T{value}")
        elif name == "moment" and on is not None:  # of a diary's entry, in UTC
            found["at"] = _instant(value if "T" in value else f"{on}T{value}")
        elif name == "by" and "by" not in kind.__annotations__:
            found["recorded_by"] = value
        else:
            found[name] = _value(kind, name, value)
    event: Event = kind(**{"id": f"e{number}", "happened_on": on, "recorded_by": "spec", **found})
    return event


def _value(kind: type, name: str, value: str) -> Any:
    hint = str(kind.__annotations__.get(name, e.Happening.__annotations__.get(name)))
    if "Decimal" in hint:
        return Decimal(value)
    if "datetime" in hint:
        return _instant(value)
    if "bool" in hint:
        return value in ("yes", "true")
    if hint == str(int):
        return int(value)
    if name == "overrides":
        return {value.partition(":")[0]: value.partition(":")[2]}
    return value


def _started(protocol: Protocol) -> dict[str, Any]:
    return {"protocol": protocol.id, "version": protocol.version, "problem": "pain"}


_DEFAULTS: dict[type, Callable[[Protocol], dict[str, Any]]] = {
    e.CourseStarted: _started,
    e.EvaluationAnswered: lambda _: {"answers": {}},
    e.ConsentSigned: lambda _: {"document": "consent", "version": "1"},
    e.DrugListTaken: lambda _: {"drugs": ()},
    e.MessageWritten: lambda _: {"words": ""},
    e.CoursePaused: lambda _: {"reason": "spec"},
    e.ProtocolTransferred: lambda p: {"protocol": p.id, "version": p.version, "reason": "spec"},
    e.PlanChanged: lambda _: {"reason": "spec"},
    e.ImagingOrdered: lambda _: {"region": "knee", "modality": "x-ray", "question": "spec"},
    e.ImagingReported: lambda _: {"words": "spec"},
}


def _pair(first: str, second: str) -> Callable[[str], dict[str, Any]]:
    def read(text: str) -> dict[str, Any]:
        name, _, value = text.partition(":")
        return {first: name.strip(), second: value.strip()}

    return read


def _score(text: str) -> dict[str, Any]:
    instrument, _, value = text.partition(" ")
    try:
        return {"instrument": instrument, "value": Decimal(value)}
    except InvalidOperation:
        return {"instrument": instrument, "words": value}


def _booked(text: str) -> dict[str, Any]:
    visit, activity, starts = text.split()
    return {
        "visit": visit,
        "activity": activity,
        "starts": datetime.fromisoformat(starts).replace(tzinfo=UTC),
        "minutes": 30,
    }


def _stage(text: str) -> e.Stage:
    """`late@2/14=squat+bridge`: 14 days after the second treatment, two exercises."""
    head, _, exercises = text.partition("=")
    name, _, begins = head.partition("@")
    injection, _, days = begins.partition("/")
    each = tuple(e.Exercise(id=exercise, name=exercise) for exercise in exercises.split("+") if exercises)
    return e.Stage(id=name, title=name, injection=int(injection or 0), days=int(days or 0), exercises=each)


def _drugs(text: str) -> dict[str, Any]:
    drugs = tuple(word for word in text.split() if word != "none")
    only = tuple(drug.rstrip("!") for drug in drugs if drug.endswith("!"))
    return {"drugs": tuple(drug.rstrip("!") for drug in drugs), "prescriber_only": only}


def _paid(text: str) -> dict[str, Any]:
    """`120.50 USD cash`."""
    amount, currency, way = text.split()
    return {"amount": Decimal(amount), "currency": currency, "way": way}


def _values(text: str) -> dict[str, Any]:
    """`back soon=much needle=little how-often:no leans=none`; an aid only: nothing was answered."""
    aid, *said = text.split()
    pairs = dict(part.split("=") for part in said if "=" in part)
    checks = dict(part.split(":") for part in said if ":" in part)
    return {"aid": aid.strip("-"), "leans": pairs.pop("leans", ""), "matters": pairs or None, "checks": checks or None}


def _one(field: str) -> Callable[[str], dict[str, Any]]:
    return lambda text: {field: text}


_MAIN: dict[type, Callable[[str], dict[str, Any]]] = {
    e.CandidacyDecided: _one("outcome"),
    e.InjectionsGiven: _one("activity"),
    e.VisitAttended: _one("activity"),
    e.ActivityDone: _one("activity"),
    e.TherapyAttended: _one("activity"),
    e.HoldChecked: lambda text: {"activity": text.split()[0], "kept": "not" not in text.split()},
    e.DiaryEntered: lambda text: {text.split()[0]: Decimal(text.split()[1])},
    e.GoalSet: lambda text: {"pain": Decimal(text)},
    e.ScoresTaken: _score,
    e.ResponseDecided: _pair("activity", "option"),
    e.PlanAgreed: lambda text: {"sessions": int(text.split()[0])},
    e.PlanChanged: lambda text: {"sessions": int(text.split()[0])},
    e.SymptomReported: _pair("symptom", "level"),
    e.SymptomAssigned: lambda text: {"symptom": text.split()[0], "owner": (text.split()[1:] or [""])[0]},
    e.SymptomHandled: lambda text: {
        "symptom": text.split()[0],
        "closed": "closed" in text,
        "relatedness": "possible",
        "severity": "mild",
    },
    e.VisitBooked: _booked,
    e.VisitMoved: lambda text: {
        "visit": text.split()[0],
        "starts": datetime.fromisoformat(text.split()[1]).replace(tzinfo=UTC),
    },
    e.VisitConfirmed: _one("visit"),
    e.VisitCancelled: _one("visit"),
    e.VisitMissed: _one("visit"),
    e.PatientArrived: _one("visit"),
    e.PaymentTaken: _paid,
    e.PaymentReturned: _paid,
    e.ContactTried: lambda text: {"way": text.split()[0], "outcome": text.split()[1]},
    e.DrugListTaken: _drugs,
    e.PrescriberAgreed: lambda text: {
        "drug": text.split()[0],
        "prescriber": text.split()[1].strip("-"),  # "-": nobody is named
        "agreed": text.split()[2],
    },
    e.CourseClosed: _one("reason"),
    e.ProgrammeAgreed: lambda text: {"stages": tuple(map(_stage, text.split()))},
    e.ExercisesLogged: lambda text: {
        "programme": text.split()[0],
        "stage": text.split()[1],
        "done": tuple(text.split()[2:]),
    },
    e.MessageWritten: _one("words"),
    e.ValuesAnswered: _values,
    e.ConsentSigned: _one("version"),
    e.ImagingOrdered: _one("region"),
    e.ImagingReported: _one("order"),
    e.Withdrawn: _one("replaces"),
}
