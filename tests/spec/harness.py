"""Specs as tables: a log that a clinician can read, and what the programme must say of it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.agenda import Item, agenda
from enthesis.pathway.checks import check
from enthesis.pathway.course import fold
from enthesis.pathway.events import KINDS, Event
from enthesis.pathway.protocol.library import find
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.response import advise


def spec(
    protocol: str,
    log: str,
    agenda: str = "",
    absent: str = "",
    advice: str = "",
    objections: str = "",
) -> None:
    """Hold one case against the programme.

    `log`: a line an event: day (or `-` where nobody knows it, or `day..day` for each day of a stretch), what
    happened, details. `agenda`: a table of items; only the columns named in its head are compared, only the
    items listed are looked at. `absent`: items that must not be there. `advice`: "activity on day: verdict"
    and, below, sentences that must be among its reasons. `objections`: the codes that the last line of the
    log must meet when it is recorded, worst first.
    """
    chosen = find(protocol)
    assert chosen is not None, protocol
    events = read_log(log, chosen)
    if objections:
        *before, last = events
        found = check(chosen, fold(before), last, today=date(2100, 1, 1), log=before)
        assert [finding.code for finding in found] == objections.split()
    course = fold(events)
    items = {item.key: item for item in _agenda(chosen, course)}
    for row in table(agenda):
        key = row["activity"]
        assert key in items, f"{key} is not on the agenda: {', '.join(items)}"
        assert row == {column: _COLUMNS[column](items[key]) for column in row}, items[key].because
    for key in absent.split():
        assert key not in items, f"{key} is on the agenda: {items[key].because}"
    if advice:
        _check_advice(chosen, course, advice)


_agenda = agenda


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
    if main:
        found.update(_MAIN[kind](main))
    for part in named:
        name, _, value = part.partition(" ")
        found[name] = _value(kind, name, value)
    event: Event = kind(id=f"e{number}", happened_on=on, recorded_by="spec", **found)
    return event


def _value(kind: type, name: str, value: str) -> Any:
    hint = str(kind.__annotations__.get(name, e.Happening.__annotations__.get(name)))
    if "Decimal" in hint:
        return Decimal(value)
    if "bool" in hint:
        return value in ("yes", "true")
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
    e.CoursePaused: lambda _: {"reason": "spec"},
    e.ProtocolTransferred: lambda p: {"protocol": p.id, "version": p.version, "reason": "spec"},
    e.PlanChanged: lambda _: {"reason": "spec"},
}


def _pair(first: str, second: str) -> Callable[[str], dict[str, Any]]:
    def read(text: str) -> dict[str, Any]:
        name, _, value = text.partition(":")
        return {first: name.strip(), second: value.strip()}

    return read


def _score(text: str) -> dict[str, Any]:
    instrument, _, value = text.partition(" ")
    return {"instrument": instrument, "value": Decimal(value)}


def _booked(text: str) -> dict[str, Any]:
    visit, activity, starts = text.split()
    return {
        "visit": visit,
        "activity": activity,
        "starts": datetime.fromisoformat(starts).replace(tzinfo=UTC),
        "minutes": 30,
    }


def _drugs(text: str) -> dict[str, Any]:
    drugs = tuple(word for word in text.split() if word != "none")
    only = tuple(drug.rstrip("!") for drug in drugs if drug.endswith("!"))
    return {"drugs": tuple(drug.rstrip("!") for drug in drugs), "prescriber_only": only}


def _one(field: str) -> Callable[[str], dict[str, Any]]:
    return lambda text: {field: text}


_MAIN: dict[type, Callable[[str], dict[str, Any]]] = {
    e.CandidacyDecided: _one("outcome"),
    e.InjectionsGiven: _one("activity"),
    e.VisitAttended: _one("activity"),
    e.ActivityDone: _one("activity"),
    e.TherapyAttended: _one("activity"),
    e.HoldChecked: lambda text: {"activity": text.split()[0], "kept": "not" not in text.split()},
    e.DiaryEntered: lambda text: {"pain": Decimal(text.removeprefix("pain "))},
    e.ScoresTaken: _score,
    e.ResponseDecided: _pair("activity", "option"),
    e.PlanAgreed: lambda text: {"sessions": int(text.split()[0])},
    e.PlanChanged: lambda text: {"sessions": int(text.split()[0])},
    e.SymptomReported: _pair("symptom", "level"),
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
    e.VisitCancelled: _one("visit"),
    e.VisitMissed: _one("visit"),
    e.DrugListTaken: _drugs,
    e.PrescriberAgreed: lambda text: {
        "drug": text.split()[0],
        "prescriber": text.split()[1],
        "agreed": text.split()[2],
    },
    e.CourseClosed: _one("reason"),
    e.ConsentSigned: _one("version"),
    e.Withdrawn: _one("replaces"),
}
