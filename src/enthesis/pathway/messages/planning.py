"""Which messages are to leave because of a course's visits, and when. Pure, and without a clock.

A message belongs to one visit at one time. When the visit moves, its messages move with it under other keys, and when
it is cancelled they are gone: what was not sent by then is never sent.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from enthesis.pathway.course import Booking, Course, Status
from enthesis.pathway.course_drugs import holds_for
from enthesis.pathway.events import InjectionsGiven
from enthesis.pathway.freezing import frozen
from enthesis.pathway.medications import Hold, How, SessionDay, hold_clocks
from enthesis.pathway.messages.model import (
    AFTERCARE,
    CANCELLATION,
    DRUG_HOLD,
    REMINDER,
    LeadTimes,
    MessageRules,
    Planned,
    Quiet,
    When,
)
from enthesis.pathway.protocol.model import Kind, Protocol

# not a limit: how long a letter is of use
FRESH = timedelta(days=3)  # for which the news of a booking or a cancellation is news


def planned(
    protocol: Protocol,
    course: Course,
    rules: MessageRules,
    lead_times: LeadTimes,
    zone: tzinfo,
    own: Sequence[Hold] = (),
    only: Collection[str] | None = None,
) -> tuple[Planned, ...]:
    """Every message that follows from a course as it stands, the first due first.

    `own` are the pauses of medicines that the clinic decided for all its courses. A visit that is frozen
    (`pathway.freezing`) has none, and so has a closed course, but of what has happened. `only`: the visits that are
    asked for, all unless told.
    """
    found = [*_of_cancelled(course, lead_times, zone), *_of_injections(course, lead_times, zone)]
    if only is not None:
        found = [each for each in found if each.visit in only]
    if course.status is Status.ACTIVE:
        waits = frozen(protocol, course)
        for booking in course.bookings.values():
            if (only is None or booking.visit in only) and booking.visit not in waits:
                found += _of_booking(protocol, booking, rules, lead_times, zone)
                found += _of_holds(protocol, course, booking, lead_times, zone, own)
    return tuple(sorted(found, key=lambda each: (each.due, each.key)))


def _is_injection(protocol: Protocol, activity: str) -> bool:
    found = protocol.activity(activity)
    return found is not None and found.kind is Kind.INJECTION


def _of_booking(
    protocol: Protocol, booking: Booking, rules: MessageRules, lead_times: LeadTimes, zone: tzinfo
) -> Iterator[Planned]:
    """The messages that are counted from when it was booked and from when it begins."""
    if booking.since is None:
        return
    injection = _is_injection(protocol, booking.activity)
    for purpose in rules.purposes.values():
        if purpose.injections_only and not injection:
            continue
        amount = timedelta(minutes=lead_times.amounts[purpose.id])
        if purpose.when is When.AT_BOOKING:
            due = booking.since + amount
            until = min(booking.starts, booking.since + amount + FRESH)
        elif purpose.when is When.BEFORE_VISIT:
            due, until = _earlier(booking.starts, amount, zone), booking.starts
            if due < booking.since and purpose.id == REMINDER:
                continue  # the confirmation has just said it
        else:
            continue
        yield from _made(purpose.id, booking, due, until, lead_times.quiet, zone, since=booking.since)


def _of_holds(
    protocol: Protocol, course: Course, booking: Booking, lead_times: LeadTimes, zone: tzinfo, own: Sequence[Hold]
) -> Iterator[Planned]:
    """One message for each day on which a decided pause of medicines begins before an injection."""
    if booking.since is None or not _is_injection(protocol, booking.activity):
        return
    on = booking.starts.astimezone(zone).date()
    session = SessionDay(on, booking.activity, "", How.BOOKED)
    holds = {booking.activity: holds_for(protocol, booking.activity, own)}
    firsts = {
        clock.window.before.days.first
        for clock in hold_clocks(course.drugs or (), [session], holds)
        if clock.window.before.is_decided and clock.window.before.days is not None
    }
    for first in sorted(firsts):
        day = first - timedelta(days=lead_times.amounts[DRUG_HOLD])
        due = _instant(day, lead_times.quiet.until, zone)
        yield from _made(
            DRUG_HOLD, booking, due, booking.starts, lead_times.quiet, zone, since=booking.since, first=first
        )


def _of_cancelled(course: Course, lead_times: LeadTimes, zone: tzinfo) -> Iterator[Planned]:
    for off in course.cancelled:
        if off.since is not None and off.visit not in course.bookings:
            due = off.since + timedelta(minutes=lead_times.amounts[CANCELLATION])
            yield from _made(CANCELLATION, off, due, min(off.starts, due + FRESH), lead_times.quiet, zone)


def _of_injections(course: Course, lead_times: LeadTimes, zone: tzinfo) -> Iterator[Planned]:
    """The words for the days after, once for each session, however often its record is corrected."""
    told: set[str] = set()
    for given in course.injections:
        key = f"{AFTERCARE}:{given.visit or f'{given.activity}:{given.happened_on}'}"[:160]
        if given.recorded_at is None or given.happened_on is None or key in told:
            continue
        told.add(key)
        due = given.recorded_at + timedelta(minutes=lead_times.amounts[AFTERCARE])
        until = _instant(given.happened_on + timedelta(days=2), time.min, zone)
        due = awake(due, until, lead_times.quiet, zone)
        if due < until:
            yield Planned(AFTERCARE, given.visit, key, due, until, _when(given, zone))


def _made(
    purpose: str,
    booking: Booking,
    due: datetime,
    until: datetime,
    quiet: Quiet,
    zone: tzinfo,
    since: datetime | None = None,
    first: date | None = None,
) -> Iterator[Planned]:
    """One message, at an hour at which one may be told; none where it would be of no use by then."""
    due = awake(max(due, since) if since else due, until, quiet, zone)
    if due < until:
        which = f"{booking.starts.astimezone(UTC):%Y%m%dT%H%M}.{booking.moves}"
        key = f"{purpose}:{booking.visit}:{which}{f':{first}' if first else ''}"
        yield Planned(
            purpose, booking.visit, key, due, until.astimezone(UTC), booking.starts, first.isoformat() if first else ""
        )


def awake(due: datetime, until: datetime, quiet: Quiet, zone: tzinfo) -> datetime:
    """An instant outside the quiet hours: at their end, or where that is too late, at once."""
    local = due.astimezone(zone)
    clock = local.time()
    overnight = quiet.since > quiet.until
    asleep = (clock >= quiet.since or clock < quiet.until) if overnight else quiet.since <= clock < quiet.until
    if not asleep:
        return due.astimezone(UTC)
    day = local.date() + timedelta(days=overnight and clock >= quiet.since)
    later = _instant(day, quiet.until, zone)
    return later if later < until else due.astimezone(UTC)


def _earlier(instant: datetime, amount: timedelta, zone: tzinfo) -> datetime:
    """So long before, on the clinic's clock: two days before 9 o'clock is 9 o'clock, whatever the clock did between."""
    local = instant.astimezone(zone)
    if amount % timedelta(days=1):
        return instant - amount
    return _instant(local.date() - amount, local.time(), zone)


def _when(given: InjectionsGiven, zone: tzinfo) -> datetime:
    assert given.happened_on is not None
    # not a limit: midday, where only the day is known
    return _instant(given.happened_on, time(12), zone)


def _instant(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
