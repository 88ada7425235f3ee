"""What the injections of a case amount to: the mix, the totals so far, the sides, and the plan on a calendar."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from enthesis.cases import words
from enthesis.cases.case import Case
from enthesis.cases.fit import interval_of
from enthesis.pathway import events as e
from enthesis.pathway.course import Course
from enthesis.pathway.dosing import Mix
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.injection import mix_given
from enthesis.pathway.protocol.model import Protocol


def injection_findings(made: Sequence[Event], course: Course) -> list[Finding]:
    """What one told injection, or several told as one, add up to."""
    given = [event for event in made if isinstance(event, e.InjectionsGiven)]
    found: list[Finding] = []
    if given:
        mix = mix_given(given[-1])
        if mix is not None:
            found.extend(_mixed(mix, given[-1]))
        sides = {site.side for site in given[-1].sites if site.side}
        if {"left", "right"} <= sides:
            found.append(
                _says(
                    "both-sides",
                    "One session, two sides: it counts as one session with a site on each side.",
                    "Keep the response per side.",
                )
            )
        if len(given) > 1:
            found.append(
                _says(
                    "told-as-one",
                    f"{len(given)} visits are told as one; their order is kept and their days stay unknown.",
                    "Each was a decision of its own, with the score at that time.",
                )
            )
    found.extend(_totals(course))
    return found


def _mixed(mix: Mix, given: e.InjectionsGiven) -> Iterator[Finding]:
    parts = [f"{_plain(mix.total_ml)} mL"] if mix.total_ml is not None else []
    if mix.dextrose_percent is not None:
        grams = f" ({_plain(mix.dextrose_g)} g)" if mix.dextrose_g is not None else ""
        parts.append(f"dextrose {_plain(mix.dextrose_percent)} %{grams}")
    for drug in mix.anaesthetics:
        mg = f" ({_plain(drug.mg)} mg in the whole mix)" if drug.mg is not None else ""
        parts.append(f"{drug.drug} {_plain(drug.percent)} %{mg}")
    if not mix.anaesthetics:
        parts.append("no local anaesthetic")
    others = [o for o in mix.others if o.kind.value == "other"]
    parts.extend(o.name if o.strength is None else f"{o.name} {_plain(o.strength)} {o.unit}" for o in others)
    yield _says(
        "mix", f"The mix is {', '.join(parts)}.", because=tuple(f"{p.text}: {_plain(p.ml)} mL" for p in mix.parts)
    )
    if others:
        names = ", ".join(o.name for o in others)
        yield _says("third-ingredient", f"{names} is neither dextrose nor anaesthetic: recorded, and in neither sum.")
    if given.volume_ml is None:
        yield _says(
            "dose-unknown",
            "How much of the mix was injected is not told, so the dose given is not known.",
            "Record the volume injected.",
        )


def _totals(course: Course) -> Iterator[Finding]:
    if len(course.injections) < 2:
        return
    volumes = [injection.volume_ml for injection in course.injections]
    if any(volume is None for volume in volumes):
        return
    total = sum((volume for volume in volumes if volume is not None), Decimal(0))
    grams = Decimal(0)
    for injection in course.injections:
        if injection.dextrose_percent is None or injection.volume_ml is None:
            return
        grams += injection.dextrose_percent * injection.volume_ml / 100
    yield _says(
        "total-so-far", f"{len(volumes)} sessions so far: {_plain(total)} mL and {_plain(grams)} g of dextrose in all."
    )


def series_findings(case: Case, protocol: Protocol) -> list[Finding]:
    """The series that the case names, laid on a calendar and held against the protocol."""
    told = words.interval_days(case.interval)
    if case.sessions is None or case.sessions < 1:
        return []
    if told is None:
        if case.sessions < 2:
            return []
        return [
            _says(
                "no-series",
                f"{case.sessions} sessions without a fixed interval are no series:"
                " each return of pain is a new decision.",
                "Decide each on the score at that time.",
            )
        ]
    first, last = ((case.sessions - 1) * days for days in told)
    reach = f"day {last} (week {_weeks(last)})" if first == last else f"day {first} to {last}"
    found = [
        _says("plan-span", f"{case.sessions} sessions, {case.interval}: the last one is on {reach} after the first.")
    ]
    window = interval_of(protocol)
    if window is not None:
        least, most = window
        inside = (least is None or told[0] >= least) and (most is None or told[1] <= most)
        ends = " to ".join(dict.fromkeys("not stated" if end is None else str(end) for end in window)) + " days"
        word = "inside" if inside else "outside"
        found.append(_says("interval", f'"{case.interval}" lies {word} the interval of {protocol.id}: {ends}.'))
    return found


def _weeks(days: int) -> str:
    return str(days // 7) if days % 7 == 0 else f"{days / 7:.1f}"


def _plain(value: Decimal | None) -> str:
    if value is None:
        return "not known"
    text = f"{value.normalize():f}"
    return text if len(text) < 12 else f"{value:.2f}"


def _says(code: str, says: str, remedy: str = "", because: tuple[str, ...] = ()) -> Finding:
    return Finding(code=code, level=NOTE, says=says, remedy=remedy, because=because, sources=("HOUSE",))
