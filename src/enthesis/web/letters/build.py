"""A letter and an order's sheet from the record, as it stood when they were written."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from enthesis.clinic.accounts import names_of
from enthesis.clinic.models import Clinic
from enthesis.clinic.opening import Seen
from enthesis.papers.imaging_order import OrderSheet
from enthesis.papers.letter import LetterPaper, ScoreRow, Session
from enthesis.pathway.agenda import CONCERN, PRESCRIBER, agenda
from enthesis.pathway.course import fold, standing
from enthesis.pathway.events import Event, ImagingOrdered, InjectionsGiven, LetterWritten
from enthesis.pathway.instruments import load
from enthesis.pathway.instruments.results import plain
from enthesis.pathway.instruments.since_baseline import Line, Sitting, since_baseline
from enthesis.pathway.letter_words import shipped
from enthesis.pathway.protocol.model import Kind
from enthesis.pathway.window import in_words
from enthesis.web.telling import imaged
from enthesis.web.telling_injection import part_in_words, site_in_words
from enthesis.web.words import number, visit_time, when

_NOT_TOLD = frozenset((CONCERN, PRESCRIBER, Kind.CLOSING.value, Kind.DIARY.value, Kind.HOLD.value, Kind.CHECK_IN.value))
MOST_NEXT = 6  # lines of what is next
NOT_KNOWN = "day not known"


def as_it_stood(seen: Seen, event: str) -> Seen:
    """The course as it stood when an event was recorded, that event left out."""
    before = tuple(_before(seen.log, event))
    course = fold(before)
    items = tuple(agenda(seen.protocol, course)) if seen.protocol else ()
    return replace(seen, log=before, course=course, agenda=items, head=len(before))


def _before(log: Sequence[Event], event: str) -> Iterator[Event]:
    for each in log:
        if each.id == event:
            return
        yield each


def letter_of(seen: Seen, written: LetterWritten, on: date, by: str) -> LetterPaper:
    """The letter that `written` is, with the record as `seen` holds it."""
    words = shipped()
    clinic = Clinic.objects.get(pk=seen.clinic)
    patient = seen.profile.name if seen.profile else seen.number
    since = in_words(seen.course.started_on) if seen.course.started_on else NOT_KNOWN
    about = {"patient": patient, "problem": seen.course.problem, "since": since, "clinic": clinic.name}
    sent = bool(seen.profile and seen.profile.referrer.strip())
    return LetterPaper(
        words=words,
        clinic=clinic.name,
        telephone=clinic.telephone,
        to=tuple(line.strip() for line in written.to.splitlines() if line.strip()),
        on=on,
        subject=words.subject.format(**about),
        born=seen.profile.born if seen.profile else None,
        number=seen.number,
        opening=(words.opening if sent else words.opening_unsent).format(**about),
        own_words=tuple(part.strip() for part in written.words.split("\n\n") if part.strip()),
        sessions=tuple(_session(seen, each) for each in standing(seen.log) if isinstance(each, InjectionsGiven)),
        scores=tuple(_score(line) for line in since_baseline(seen.log, load())),
        harms=tuple(_harms(seen)),
        open=tuple(_open(seen)),
        next=tuple(_next(seen, on))[:MOST_NEXT],
        signed=by,
    )


def _session(seen: Seen, given: InjectionsGiven) -> Session:
    activity = seen.protocol.activity(given.activity) if seen.protocol else None
    percent = f"dextrose {number(given.dextrose_percent)} % as injected" if given.dextrose_percent is not None else ""
    volume = f"{number(given.volume_ml)} mL in all" if given.volume_ml is not None else ""
    guidance = f"guided by {given.guidance}" if given.guidance not in ("", "none", "landmark") else given.guidance
    reaction = f"reaction: {given.reaction}" if given.reaction else ""
    return Session(
        day=in_words(given.happened_on) if given.happened_on else NOT_KNOWN,
        what=activity.title if activity else given.activity,
        where=tuple(map(site_in_words, given.sites)),
        drawn=tuple(part_in_words(replace(part, lot="", expires=None)) for part in given.solution),
        more="; ".join(filter(None, (percent, volume, guidance, reaction))),
    )


def _score(line: Line) -> ScoreRow:
    instrument, scale = line.instrument, line.scale
    several = len(instrument.scales) > 1 and scale.id != instrument.default_scale
    title = f"{instrument.name}: {instrument.called(scale.id)}" if several else instrument.name
    now = line.now or (line.latest if line.latest is not line.baseline else None)
    change = line.no_change
    if line.change is not None:
        exact, shown = line.change.exact, plain(abs(line.change.shown))
        change = "none" if exact == 0 else f"{shown} {'better' if exact > 0 else 'worse'}"
    days = _days(line.baseline, now)
    return ScoreRow(
        title=f"{title}, {line.side} side" if line.side else title,
        taken=f"n = {len(line.sittings)}, {line.scored} with a score",
        baseline=_end(line.baseline),
        now=_end(now),
        change=f"{change}{f' after {days} days' if days is not None and line.change is not None else ''}",
    )


def _end(sitting: Sitting | None) -> str:
    if sitting is None:
        return "–"
    score = sitting.score
    said = plain(score.shown) if score is not None and score.exact is not None else sitting.words
    return f"{said} ({in_words(sitting.on) if sitting.on else NOT_KNOWN})"


def _days(baseline: Sitting | None, now: Sitting | None) -> int | None:
    if baseline is None or now is None or baseline.on is None or now.on is None:
        return None
    return (now.on - baseline.on).days


def _harms(seen: Seen) -> Iterator[str]:
    for each in seen.course.adverse_events:
        related = f", relation {each.relatedness}" if each.relatedness else ""
        on = f" ({in_words(each.happened_on)})" if each.happened_on else ""
        yield f"{each.event}: {each.severity}{related}{on}"


def _open(seen: Seen) -> Iterator[str]:
    for concern in seen.course.concerns.values():
        on = f" of {in_words(concern.reported_on)}" if concern.reported_on else ""
        yield f"A reported symptom{on} is not closed yet."
    for order in seen.course.orders.values():
        yield f"Ordered and not reported yet: {imaged(order)}."
    if seen.course.consent_withdrawn is not None:
        yield "The patient took the consent back: no injection is given."


def _next(seen: Seen, on: date) -> Iterator[str]:
    activities = {each.id: each.title for each in seen.protocol.activities} if seen.protocol else {}
    told = set()
    for booking in sorted(seen.course.bookings.values(), key=lambda each: each.starts):
        told.add(booking.activity)
        title = activities.get(booking.activity, booking.activity)
        yield f"{title}: {visit_time(booking.starts, seen.zone)}"
    for item in seen.agenda:
        if item.kind not in _NOT_TOLD and item.owed and item.activity not in told and not item.is_past(on):
            yield f"{item.title}: {when(item.window, on)}"


def order_sheet_of(seen: Seen, order: ImagingOrdered) -> OrderSheet:
    """The sheet of an order."""
    clinic = Clinic.objects.get(pk=seen.clinic)
    return OrderSheet(
        clinic=clinic.name,
        telephone=clinic.telephone,
        number=seen.number,
        patient=seen.profile.name if seen.profile else seen.number,
        born=seen.profile.born if seen.profile else None,
        what=imaged(order),
        question=order.question,
        problem=seen.course.problem,
        ordered_on=order.happened_on,
        ordered_by=names_of([order.recorded_by]).get(order.recorded_by, order.recorded_by),
        takes=seen.course.drugs or (),
        name=order.id,
    )
