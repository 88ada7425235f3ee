"""What a patient may read now: after an injection, what to expect and when to call."""

from dataclasses import dataclass
from datetime import date

from enthesis.clinic.opening import Seen
from enthesis.pathway.leaflets import load
from enthesis.web.about.links import Link, links
from enthesis.web.frame import today_at


@dataclass(frozen=True, slots=True)
class AfterInjection:
    """The leaflets for the days after an injection."""

    on: date
    links: tuple[Link, ...]


def after_injection(courses: list[Seen]) -> list[AfterInjection]:
    """The latest injection of each course, as long as leaflets are for the days after it."""
    found = []
    for seen in courses:
        days = [given.happened_on for given in seen.course.injections if given.happened_on]
        if days:
            offered = load().after_injection((today_at(seen.zone) - max(days)).days)
            if offered:
                found.append(AfterInjection(max(days), links(offered, seen.course)))
    return found
