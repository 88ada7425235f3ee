"""Checks on the file as a whole: its review, its counts, what each kind of activity needs."""

from collections.abc import Callable
from datetime import date

from enthesis.pathway.finding import REFUSE, WARN
from enthesis.pathway.protocol import known
from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.figures import protocol_figures
from enthesis.pathway.protocol.model import (
    DIARY,
    Activity,
    BeforeEach,
    Count,
    Kind,
    Protocol,
    Purpose,
    Role,
    Schedule,
    Series,
)
from enthesis.pathway.protocol.notes import Notes
from enthesis.pathway.window import in_words

LONGEST = {"days": 7300, "weeks": 1040, "months": 240, "minutes": 1440, "sessions": 100, "percent": 100, "times": 50}


def check(protocol: Protocol, notes: Notes, today: date | None) -> None:
    _review(protocol, notes, today)
    _treatments(protocol, notes)
    _figures(protocol, notes, today)
    for activity in protocol.activities:
        if notes.is_sound(activity.id, "kind"):
            _kind(activity, notes)
        if isinstance(activity.timing, Series | Schedule) and notes.is_sound(activity.id, "timing"):
            _count(activity, activity.timing.count, notes)
        _minutes(activity, notes)


def _review(protocol: Protocol, notes: Notes, today: date | None) -> None:
    review = protocol.review

    def tell(code: str, says: str, remedy: str, figure: str, level: str = REFUSE) -> None:
        path = f"review.{figure}"
        notes.complain(code, says, remedy, figure=path, line=notes.line_of("", path, "review"), level=level)

    if review.written_by and review.written_by.casefold() == review.checked_by.casefold():
        tell(
            "author-is-checker",
            f"{review.checked_by} wrote it and checked it.",
            "Let somebody else check it, and write that name.",
            "checked_by",
        )
    if not notes.is_sound("", "reviewed_on", "review_by"):
        return
    if protocol.status == "reviewed" and not (review.checked_by and review.reviewed_on):
        tell(
            "not-reviewed",
            'its status is "reviewed", and it does not say who checked it and when.',
            "Write `checked_by` and `reviewed_on`, or `status: draft`.",
            "checked_by",
        )
    if review.reviewed_on and review.review_by and review.review_by <= review.reviewed_on:
        tell("review-order", "it must be reviewed again before it was reviewed.", "Put `review_by` later.", "review_by")
    if today is None:
        return
    if review.review_by is None:
        tell(
            "no-review-date",
            "nobody has said by when it must be looked at again.",
            "Write a day at `review_by`.",
            "review_by",
            WARN,
        )
    elif review.review_by < today:
        tell(
            "review-overdue",
            f"it had to be looked at again by {in_words(review.review_by)}.",
            "Review it, and write the new days.",
            "review_by",
            WARN,
        )
    if review.reviewed_on and review.reviewed_on > today:
        tell(
            "review-in-future",
            "it was reviewed on a day that is still to come.",
            "Correct `reviewed_on`.",
            "reviewed_on",
        )


def _treatments(protocol: Protocol, notes: Notes) -> None:
    treatments = [a for a in protocol.activities if a.purpose is Purpose.TREATMENT and a.kind is Kind.INJECTION]
    is_certain = all(notes.is_sound(activity.id, "kind", "purpose") for activity in protocol.activities)
    if not treatments and protocol.activities and is_certain:
        notes.complain(
            "no-treatment",
            "no activity has `purpose: treatment`.",
            "Write the treatment injections as an activity with `kind: injection` and `purpose: treatment`.",
            line=notes.line_of("", "activities"),
        )
    for second in treatments[1:]:
        notes.complain(
            "two-treatments",
            f'it is a second treatment series, beside "{treatments[0].id}".',
            "Plans and counts speak of one series: write one with the higher `max`, or two protocols.",
            activity=second.id,
            figure="purpose",
            line=notes.line_of(second.id, "purpose"),
        )


def _figures(protocol: Protocol, notes: Notes, today: date | None) -> None:
    for figure in protocol_figures(protocol):
        value = figure.value
        line = notes.line_of(figure.activity, figure.path)
        if value.is_unverified and not figure.path.startswith("facts."):
            notes.complain(
                "rests-on-memory",
                f"`{figure.path}` rests on memory: nobody has seen it in a document.",
                "Find the document and name it, decide it (`{decided: ...}`), or write `not stated`.",
                activity=figure.activity,
                figure=figure.path,
                line=line,
            )
        if today is not None and value.decided_on is not None and value.decided_on > today:
            notes.complain(
                "decided-in-future",
                f"`{figure.path}` was decided on {in_words(value.decided_on)}, a day that is still to come.",
                "Correct the day at `on`.",
                activity=figure.activity,
                figure=figure.path,
                line=line,
            )
        most = LONGEST.get(figure.unit)
        number = value.value
        if most is not None and not isinstance(number, str | bool | None) and not 0 <= number <= most:
            notes.complain(
                "out-of-range",
                f"`{figure.path}` is {number} {figure.unit}.",
                f"Write a figure from 0 to {most}.",
                activity=figure.activity,
                figure=figure.path,
                line=line,
            )


def _kind(activity: Activity, notes: Notes) -> None:
    def tell(code: str, says: str, remedy: str, figure: str = "", level: str = REFUSE) -> None:
        line = notes.line_of(activity.id, figure)
        notes.complain(code, says, remedy, activity=activity.id, figure=figure, line=line, level=level)

    if activity.kind is Kind.INJECTION and activity.purpose is None and notes.is_sound(activity.id, "purpose"):
        tell("no-purpose", "an injection without a purpose.", "Write `purpose: diagnostic` or `purpose: treatment`.")
    if activity.kind is not Kind.INJECTION and activity.purpose is not None:
        tell("purpose-elsewhere", f"a {activity.kind} has no purpose.", "Only an injection has one.", "purpose")
    if activity.before_injections and activity.origin != "house":
        tell(
            "gate-elsewhere",
            "only a house step says what every injection waits for.",
            "Write the condition at `requires` of the injection instead.",
            "before_injections",
        )
    if activity.kind is Kind.DIARY and not activity.until:
        tell("no-end", "a diary that nothing ends.", "Write `until:` with the activity that ends it.")
    if activity.kind is Kind.OUTCOME and not activity.measures:
        tell("no-measure", "an outcome that measures nothing.", "Write `measures: [...]` with instruments.")
    if activity.kind is Kind.HOLD and notes.is_sound(activity.id, "timing"):
        if not isinstance(activity.timing, BeforeEach):
            tell(
                "hold-without-session",
                "a medication hold that is not tied to a session.",
                "Write `before_each: treatment` and `days: {before: ..., after: ...}`.",
            )
        if not activity.holds:
            tell("no-drugs", "a medication hold that names no drugs.", "Write `holds: [nsaid]`.")
    _names(activity, tell)


def _names(activity: Activity, tell: Callable[..., None]) -> None:
    """Instruments, rooms, devices and drugs by the names that the rest of Enthesis knows them by."""
    threshold = activity.decision.threshold if activity.decision else None
    measures = [(name, "measures") for name in activity.measures]
    measures += [
        (found.measure, figure)
        for found, figure in ((threshold, "decide.threshold.measure"), (activity.responder, "responder.measure"))
        if found is not None and found.measure != DIARY
    ]
    for name, figure in measures:
        if name not in known.instruments():
            says = f'"{name}" is no instrument that Enthesis can score.'
            tell("unknown-instrument", says, did_you_mean(name, sorted(known.instruments())), figure, WARN)
    for name in activity.needs:
        if name not in known.BOOKED:
            says = f'"{name}" is no room or device that a booking looks for: it is shown, and nothing is reserved.'
            tell("unknown-need", says, did_you_mean(name, known.BOOKED), "needs", WARN)
    classes = known.drug_classes()
    for name in activity.holds:
        if name not in classes:
            tell("unknown-drugs", f'"{name}" is no class of drug.', did_you_mean(name, sorted(classes)), "holds")
        elif classes[name] and not activity.prescriber_decides:
            tell(
                "prescriber-decides",
                f"only the prescriber may pause a drug of the class {name}.",
                "Write `prescriber_decides: true`, and `by: clinician`.",
                "holds",
            )
    if activity.prescriber_decides and activity.by is Role.PATIENT:
        tell(
            "prescriber-decides",
            "a pause that the prescriber decides is not the patient's to do.",
            "Write `by: clinician`.",
            "by",
        )


def _count(activity: Activity, count: Count, notes: Notes) -> None:
    least, usual, most = count.min.whole(), count.typical.whole(), count.max.whole()

    def tell(code: str, says: str, remedy: str) -> None:
        line = notes.line_of(activity.id, "sessions")
        notes.complain(code, says, remedy, activity=activity.id, figure="sessions", line=line)

    if least is not None and most is not None and least > most:
        tell("count-order", f"at least {least} sessions and at most {most}.", "Put `min` below `max`.")
    elif usual is not None and ((least is not None and usual < least) or (most is not None and usual > most)):
        tell(
            "count-order",
            f"{usual} sessions are typical, outside {least if least is not None else 'any'} to {most or 'any'}.",
            "Put `typical` between `min` and `max`.",
        )
    if most == 0:
        tell("count-order", "a series of no sessions.", "Write at least 1 at `max`, or leave the activity out.")
    timing = activity.timing
    if isinstance(timing, Schedule) and timing.clock == activity.id and timing.points:
        for end, number in (("min", least), ("typical", usual), ("max", most)):
            if number is not None and number > len(timing.points):
                tell(
                    "count-without-points",
                    f"`{end}` is {number} sessions, and the schedule has {len(timing.points)} points.",
                    "Give each session its point, or lower the number.",
                )


def _minutes(activity: Activity, notes: Notes) -> None:
    known = [
        v
        for v in (activity.minutes_min.whole(), activity.minutes.whole(), activity.minutes_max.whole())
        if v is not None
    ]
    if known != sorted(known):
        notes.complain(
            "minutes-order",
            "its minutes are not in order.",
            "Put `min` at or below `typical`, and `typical` at or below `max`.",
            activity=activity.id,
            figure="minutes",
            line=notes.line_of(activity.id, "minutes"),
        )
