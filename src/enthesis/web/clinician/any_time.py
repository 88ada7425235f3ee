"""What can be done on a course whatever its agenda says: what is most used in sight, the rest folded away."""

from collections.abc import Iterator
from dataclasses import dataclass

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD
from enthesis.clinic.numbers import PERSON, number_of
from enthesis.clinic.opening import Seen
from enthesis.pathway.course import Status
from enthesis.pathway.events import EstimateGiven, VisitBooked
from enthesis.web.clinician.kinds import FORMS, Way, may_record, record_url
from enthesis.web.links import link

# The ways that are used most, first the one that is used most of all; the first four that somebody may go are in sight.
USUAL = ("series", "note", "report", "letter", "payments", "course-messages", "course-files", "medicines")
IN_SIGHT = 4


@dataclass(frozen=True, slots=True)
class AnyTime:
    """The ways in sight, and those that are folded away."""

    first: tuple[Way, ...]
    folded: tuple[Way, ...]


def at_any_time(seen: Seen) -> AnyTime:
    """What the one who looks can do on a course at any time."""
    found = dict((*_forms(seen), *_pages(seen)))
    usual = [name for name in USUAL if name in found][:IN_SIGHT]
    rest = tuple(way for name, way in found.items() if name not in usual)
    return AnyTime(tuple(found[name] for name in usual), rest)


def _forms(seen: Seen) -> Iterator[tuple[str, Way]]:
    status = seen.course.status
    slugs = ["note", "report", "adverse-event", "medicines", "order-imaging", "goal"]
    if status is Status.ACTIVE:
        slugs += ["plan-changed"] if seen.course.sessions_planned is not None else []
        slugs += ["consent-withdrawn"] if seen.course.consent is not None else []
        slugs += ["pause", "transfer", "close"]
    elif status is Status.PAUSED:
        slugs += ["resume", "close"]
    elif status is Status.CLOSED:
        slugs = ["report", "adverse-event"]
    for slug in slugs:
        if may_record(seen, FORMS[slug].kind):
            yield slug, Way(str(FORMS[slug].title), record_url(seen, slug))


def _pages(seen: Seen) -> Iterator[tuple[str, Way]]:
    """Pages of their own about this course."""

    def to(name: str, says: str) -> tuple[str, Way]:
        return name, Way(says, link(name, seen.number))

    if may_record(seen, VisitBooked) and seen.protocol is not None and seen.course.status is not Status.CLOSED:
        yield to("series", "Book the series")
    if may_record(seen, EstimateGiven) and seen.protocol is not None:
        yield to("estimate", "Estimate of cost")
    if CLINICIAN in seen.roles:
        yield to("letter", "Letter to a doctor")
        yield to("course-papers", "Letters and orders")
        yield "mix", Way("Mix a solution", f"{link('mix')}?course={seen.number}")
    if seen.roles != {LEAD}:
        yield to("course-files", "Documents and pictures")
    if seen.roles & {FRONT_DESK, CLINICIAN, LEAD}:
        yield to("payments", "Payments")
    if seen.roles & {CLINICIAN, LEAD}:
        yield "restrict", Way("Who may open this record", link("restrict", number_of(seen.person, PERSON)))
    yield to("course-messages", "Messages to the patient")
