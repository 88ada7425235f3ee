"""A case's events as events of a course. What the case does not tell stays unknown; nothing is made up."""

import re
from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from enthesis.cases import words
from enthesis.cases.amounts import DEXTROSE, VOLUMES, amount, first_amount, mix_parts
from enthesis.cases.case import Case, CaseEvent
from enthesis.cases.fields import plain_words
from enthesis.cases.scales import IN_WORDS, PAIN, Scale, figure_in, scale_of
from enthesis.cases.scores import scores_beside
from enthesis.cases.sessions import NOT_NAMED, SIDES, again, sites_told, structures_in, whole
from enthesis.pathway import events as e
from enthesis.pathway.course import Course
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.model import Kind, Protocol, Purpose

# A case has days but no calendar. Its day 0 is put on this nominal day, and every answer is turned back
# into "day N" before anybody sees it.
DAY_ZERO = date(1000, 1, 1)
RECORDER = "case"
MOST_VISITS = 200  # not a limit: that one entry tells of


def day_of(offset: int | None) -> date | None:
    return None if offset is None else DAY_ZERO + timedelta(days=offset)


def in_days(text: str) -> str:
    """Nominal dates in a sentence, as days from the case's time zero."""

    def one(found: re.Match[str]) -> str:
        month = _MONTHS.index(found.group(3)) + 1
        day = date(int(found.group(4)), month, int(found.group(2)))
        return f"{found.group(1) or ''}day {(day - DAY_ZERO).days}"

    return _NOMINAL.sub(one, text)


_MONTHS = [month_name[number] for number in range(1, 13)]
_NOMINAL = re.compile(rf"(on )?\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) ((?:0?9|10|11)\d\d)\b")


def started(case: Case, protocol: Protocol) -> e.CourseStarted:
    region = words.first("regions", "region", [case.condition])
    return e.CourseStarted(
        id="start",
        recorded_by=RECORDER,
        protocol=protocol.id,
        version=protocol.version,
        problem=case.condition or "not stated",
        region=region,
        side=case.side,
    )


def events_of(
    told: CaseEvent,
    case: Case,
    protocol: Protocol,
    course: Course,
    earlier: Mapping[int, Sequence[e.InjectionsGiven]],
) -> list[Event]:
    """What one told event amounts to. `earlier` holds the injections by their number in the case, as each was told."""
    telling = _Telling(told, case, protocol, course, earlier)
    made: list[Event] = _MAKERS[told.what](telling)
    return [*made, *_beside(telling)]


_ORDER = ("order", "offset_basis")
_HAS_A_FIELD = (
    *VOLUMES,
    *DEXTROSE,
    *("lidocaine_mg", "mix", "number", "count", "same_as", "value", "low", "high", "scale_maximum", "after_injection"),
    *("minutes_after", "hours_after", "days_after", "weeks_after"),
)


def _told(key: str, value: Any) -> Iterator[str]:
    """The words of a detail; a figure too, where it has no field of its own in an event."""
    return words.in_words(value) if key in _HAS_A_FIELD else plain_words(value)


class _Telling:
    """One event of a case, with what is needed to read it."""

    def __init__(
        self,
        told: CaseEvent,
        case: Case,
        protocol: Protocol,
        course: Course,
        earlier: Mapping[int, Sequence[e.InjectionsGiven]],
    ) -> None:
        self.told, self.case, self.protocol, self.course, self.earlier = told, case, protocol, course, earlier
        self.details = told.details
        told_in = ((key, list(_told(key, value))) for key, value in told.details.items() if key not in _ORDER)
        self.words = "; ".join(f"{key.replace('_', ' ')}: {', '.join(said)}" for key, said in told_in if any(said))

    @property
    def side(self) -> str:
        """The side that this event itself names: left, right, both or ""."""
        return words.side_in(self.text("side"))

    def id(self, suffix: str = "") -> str:
        return f"case-{self.told.place}{suffix}"

    def base(self, suffix: str = "") -> dict[str, Any]:
        return {"id": self.id(suffix), "happened_on": day_of(self.told.on), "recorded_by": RECORDER}

    def text(self, *names: str) -> str:
        return next((str(self.details[n]) for n in names if self.details.get(n) not in (None, "", [])), "")

    def number(self, *names: str) -> Decimal | None:
        return first_amount(self.details, *names)


def _beside(telling: _Telling) -> Iterator[Event]:
    """The scores that an event of another kind tells among its facts."""
    for name, details in scores_beside(telling.told):
        scale, told = scale_of(details, telling.case), figure_in(details["value"])
        yield e.ScoresTaken(
            **telling.base(f".{name}"),
            instrument=scale.instrument,
            subscale=scale.subscale,
            value=told.value,
            unit=told.unit,
            side=telling.side or words.side_in(details["instrument"]),
        )


def _evaluation(telling: _Telling) -> list[Event]:
    if _after_an_injection(telling):
        return [e.NoteAdded(**telling.base(), words=telling.words, about="examination")]
    return [e.EvaluationAnswered(**telling.base(), answers={}, words=telling.words)]


def _after_an_injection(telling: _Telling) -> bool:
    """Whether an examination comes after an injection: by its day where both are told, else by its place."""
    days = [each.day for each in telling.case.events if each.what == "injection" and each.day is not None]
    if telling.told.day is None or not days or telling.told.day == min(days):
        return bool(telling.course.injections)
    return telling.told.day > min(days)


def _visit(telling: _Telling) -> list[Event]:
    waiting = next(
        (a for a in telling.protocol.activities if a.kind is Kind.VISIT and not telling.course.count(a.id)), None
    )
    if waiting is not None and not _after_an_injection(telling):
        return [e.VisitAttended(**telling.base(), activity=waiting.id, note=telling.words)]
    return [e.NoteAdded(**telling.base(), words=telling.words, about="examination")]


def _injection(telling: _Telling) -> list[Event]:
    details = telling.details
    given = _given(telling)
    same = whole(details.get("same_as"))
    if same is not None and (earlier := telling.earlier.get(same)):
        given = again(earlier, given, telling.side)
    count = whole(details.get("count"))
    if count is not None and 1 < count <= MOST_VISITS:
        number = whole(details.get("number"))
        first = number if number is not None else _first_number(details.get("numbers"))
        # Several visits told as one: their days are unknown, their order is kept.
        several = [replace(given, id=telling.id(f".{first + i}"), happened_on=None) for i in range(count)]
        return list(several)
    return [given]


def _first_number(value: Any) -> int:
    found = re.search(r"[0-9]{1,9}", str(value or ""))
    return int(found.group()) if found else 1


def _given(telling: _Telling) -> e.InjectionsGiven:
    details = telling.details
    diagnostic = next((a for a in telling.protocol.activities if a.purpose is Purpose.DIAGNOSTIC), None)
    treatment = telling.protocol.treatment
    is_diagnostic = "diagnostic" in telling.words.lower() and diagnostic is not None
    activity = diagnostic if is_diagnostic else treatment or diagnostic
    parts = [(part, amount(part.get("ml"))) for part in mix_parts(details)]
    solution = tuple(
        e.Part(name=str(part.get("part") or "not named"), ml=ml) for part, ml in parts if ml is not None and ml >= 0
    )
    if len(solution) < len(parts):
        solution = ()  # a mix without one of its parts is another mix
    return e.InjectionsGiven(
        **telling.base(),
        activity=activity.id if activity else "injection",
        sites=_sites(telling),
        solution=solution,
        dextrose_percent=telling.number(*DEXTROSE),
        volume_ml=telling.number(*VOLUMES),
        lidocaine_mg=telling.number("lidocaine_mg"),
        weight_kg=telling.case.weight_kg,
        guidance=telling.text("guidance"),
        note=telling.words,
    )


def _sites(telling: _Telling) -> tuple[e.Site, ...]:
    told = sites_told(telling.details)
    if not told and telling.side:
        told = [NOT_NAMED]  # a side without a place is a side all the same
    sided = telling.side or telling.case.side
    return tuple(
        e.Site(structure=name, side=side)
        for text in told
        for name in structures_in(text)
        for side in SIDES.get(words.side_in(name) or words.side_in(text) or sided, ("",))
    )


def _diary(telling: _Telling) -> list[Event]:
    told = figure_in(next((telling.details[n] for n in ("value", "pain") if telling.details.get(n) is not None), None))
    details = {"instrument": "pain 0-10" if told.maximum is None else "VAS", **telling.details}
    scale = scale_of(details, telling.case)
    pain = told.value if told.value is not None and (scale.instrument != "nrs_pain" or 0 <= told.value <= 10) else None
    said = "" if pain is not None and not telling.text("words") else telling.words
    if pain is None or telling.told.on is None or scale.instrument != "nrs_pain":
        # Only words, a number without a day, or on another scale: it is a report, not a figure of a day.
        instrument = scale.instrument if pain is not None else "nrs_pain"
        score = e.ScoresTaken(**telling.base(), instrument=instrument, value=pain, words=said, side=telling.side)
        return [score]
    return [e.DiaryEntered(**telling.base(), pain=pain, words=said, side=telling.side)]


def _score(telling: _Telling) -> list[Event]:
    told = figure_in(telling.details.get("value"))
    low, high = telling.number("low"), telling.number("high")
    said = telling.words if told.value is None else ""
    if told.value is None and low is not None and high is not None:
        said = f"{low} to {high}; {telling.words}"
    scale = scale_of(telling.details, telling.case)
    taken = e.ScoresTaken(
        **telling.base(),
        instrument=scale.instrument,
        subscale=scale.subscale,
        value=told.value,
        unit=telling.text("unit") or told.unit,
        side=telling.side or words.side_in(telling.text("instrument")),
        words=said,
    )
    return [taken]


def _adverse_event(telling: _Telling) -> list[Event]:
    return [e.SymptomReported(**telling.base(), symptom=telling.id(), words=telling.words)]


def _decision(telling: _Telling) -> list[Event]:
    said = telling.text("decision") or telling.words
    sessions = words.count_in(said, "(?:session|injection|treatment|visit)")
    if sessions is not None and telling.protocol.activity("plan") is not None:
        return [e.PlanAgreed(**telling.base(), sessions=sessions, note=telling.words)]
    return [e.NoteAdded(**telling.base(), words=telling.words, about="other")]


def _follow_up(telling: _Telling) -> list[Event]:
    found: list[Event] = [e.NoteAdded(**telling.base(), words=telling.words, about="follow-up")]
    told = next((f for n in ("pain", "value") if (f := figure_in(telling.details.get(n))).value is not None), None)
    if told is not None and told.value is not None:
        scale = scale_of({**telling.details, "value": telling.details.get("pain") or told.value}, telling.case)
        if not telling.text("instrument"):
            known = told.maximum in (None, Decimal(10)) and 0 <= told.value <= 10
            scale = Scale("nrs_pain" if known else "vas_pain" if told.maximum == 100 else "pain")
        found.append(
            e.ScoresTaken(
                **telling.base(".score"),
                instrument=scale.instrument,
                subscale=scale.subscale,
                value=told.value,
                side=telling.side,
            )
        )
    elif telling.text("pain", "words", "relief"):
        said = telling.text("pain", "words", "relief")
        asked = [score.instrument for score in telling.course.scores if score.instrument in PAIN]
        instrument = asked[-1] if asked else IN_WORDS
        found.append(e.ScoresTaken(**telling.base(".score"), instrument=instrument, words=said))
    return found


def _other(telling: _Telling) -> list[Event]:
    return [e.NoteAdded(**telling.base(), words=telling.words, about="other")]


_MAKERS = {
    "evaluation": _evaluation,
    "visit": _visit,
    "injection": _injection,
    "diary": _diary,
    "score": _score,
    "adverse_event": _adverse_event,
    "decision": _decision,
    "follow_up": _follow_up,
    "other": _other,
}
