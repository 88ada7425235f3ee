"""What the injections of a case amount to: the mix, the totals so far, the sides, and the plan on a calendar."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from enthesis.cases.case import Case
from enthesis.cases.fit import DAYS_OFF, in_list, interval_of, schedule_of
from enthesis.cases.intervals import Rhythm, Told, gap_of, read_rhythm, session_days
from enthesis.pathway import events as e
from enthesis.pathway.course import Course
from enthesis.pathway.dosing import Mix
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.injection import mix_given
from enthesis.pathway.protocol.model import Protocol


def injection_findings(own: Sequence[Event], made: Sequence[Event], course: Course) -> list[Finding]:
    """What one told injection, or several told as one, add up to: `own` as told, `made` with its whole session."""
    given = [event for event in made if isinstance(event, e.InjectionsGiven)]
    alone = [event for event in own if isinstance(event, e.InjectionsGiven)]
    found: list[Finding] = []
    if given and alone:
        mix = mix_given(alone[-1])
        if mix is not None:
            found.extend(_mixed(mix, alone[-1]))
        sides = {site.side for site in given[-1].sites if site.side}
        if given[-1].id != alone[-1].id:
            found.append(
                _says(
                    "one-session",
                    "This entry and an earlier one tell one session: it is counted once.",
                )
            )
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
    rhythm, told = read_rhythm(case.interval), session_days(case)
    found: list[Finding] = []
    if rhythm.told is Told.UNREAD:
        found.append(
            _says(
                "interval-unread",
                f'How far apart the sessions were is told as "{case.interval:.200}", which is not read here.',
                "Ask for the days between the sessions.",
            )
        )
    if rhythm.told is Told.NOT_FIXED:
        return [_no_series(case.sessions)] if case.sessions and case.sessions > 1 else []
    if rhythm.gap is None:
        return [*found, *_by_events(case, told, protocol)]
    if not case.sessions or case.sessions < 1:
        return found
    found += _span(case, case.sessions, rhythm)
    found += _held_against(protocol, f'"{case.interval}"', False, rhythm.gap, rhythm.days)
    gap = gap_of(told)
    if gap is not None and not _same(gap, rhythm):
        found.append(
            _says(
                "told-days-differ",
                f"The sessions are told on {in_list(told)}, counted from the first, and the interval as"
                f' "{case.interval}".',
                "Which of the two holds must be asked.",
            )
        )
    return found


def _no_series(sessions: int) -> Finding:
    return _says(
        "no-series",
        f"{sessions} sessions without a fixed interval are no series: each return of pain is a new decision.",
        "Decide each on the score at that time.",
    )


def _by_events(case: Case, told: tuple[int, ...], protocol: Protocol) -> Iterator[Finding]:
    """No interval is told: what the days of the sessions say."""
    gap = gap_of(told)
    if gap is None:
        if case.sessions and case.sessions > 1 and not case.interval:
            yield _says(
                "interval-untold",
                f"How far apart the {case.sessions} sessions were is not told.",
                "Ask for the days; without them nothing can be dated.",
            )
        return
    yield _says("session-days", f"The sessions are told on {in_list(told)}, counted from the first.")
    yield from _held_against(protocol, "These days", True, gap, told)


def _span(case: Case, sessions: int, rhythm: Rhythm) -> Iterator[Finding]:
    assert rhythm.gap is not None  # the caller asked
    if rhythm.days and len(rhythm.days) != sessions:
        yield _says(
            "sessions-and-days-differ",
            f'{sessions} sessions are told, and {len(rhythm.days)} days: "{case.interval}".',
            "Ask which sessions are meant.",
        )
        return
    first, last = ((sessions - 1) * days for days in rhythm.gap)
    if rhythm.days:
        first = last = rhythm.days[-1]
    reach = f"day {last} (week {_weeks(last)})" if first == last else f"day {first} to {last}"
    yield _says("plan-span", f"{sessions} sessions, {case.interval}: the last one is on {reach} after the first.")


def _held_against(
    protocol: Protocol, what: str, several: bool, gap: tuple[int, int], days: tuple[int, ...]
) -> Iterator[Finding]:
    """A gap against the protocol's interval; days, where they are told, against its schedule."""
    points = schedule_of(protocol)
    if points and len(days) > 1:
        near = len(days) <= len(points) and all(
            abs(day - point) <= DAYS_OFF for day, point in zip(days, points, strict=False)
        )
        agrees = ("agree" if several else "agrees") if near else ("do not agree" if several else "does not agree")
        yield _says("interval", f"{what} {agrees} with the schedule of {protocol.id}: {in_list(points)}.")
        return
    window = interval_of(protocol)
    if window is not None:
        least, most = window
        inside = (least is None or gap[0] >= least) and (most is None or gap[1] <= most)
        ends = " to ".join(dict.fromkeys("not stated" if end is None else str(end) for end in window)) + " days"
        where = f"{'lie' if several else 'lies'} {'inside' if inside else 'outside'}"
        yield _says("interval", f"{what} {where} the interval of {protocol.id}: {ends}.")


def _same(gap: tuple[int, int], rhythm: Rhythm) -> bool:
    """Whether told days keep to the interval in words; a month is nominal, and has up to 31 days."""
    assert rhythm.gap is not None  # the caller asked
    slack = DAYS_OFF * (max(1, rhythm.gap[1] // 28) if rhythm.in_months else 1)
    return rhythm.gap[0] - slack <= gap[0] and gap[1] <= rhythm.gap[1] + slack


def _weeks(days: int) -> str:
    return str(days // 7) if days % 7 == 0 else f"{days / 7:.1f}"


def _plain(value: Decimal | None) -> str:
    if value is None:
        return "not known"
    text = f"{value.normalize():f}"
    return text if len(text) < 12 else f"{value:.2f}"


def _says(code: str, says: str, remedy: str = "", because: tuple[str, ...] = ()) -> Finding:
    return Finding(code=code, level=NOTE, says=says, remedy=remedy, because=because, sources=("HOUSE",))
