"""What a clinic shows to everybody of its own results: a fixed set of figures, each with its denominator, or nothing.

A clinic chooses whether to publish, and on which day. It does not choose which figures, of whom, or in which words.
Everybody whose time is over is in every figure, a group of fewer than the registry shows is told as such, and what is
public is kept as it was shown: after a stated number of days it is called old, and never changed by itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from enthesis.clinic.access import LEAD, By, Operator, handle, user_key
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, Membership
from enthesis.clinic.outcome_rules import outcome_rules
from enthesis.clinic.results.asking import Begun, NotCounted, count, windows
from enthesis.clinic.results.models import Publication
from enthesis.outcomes.figure import EVERYBODY, Figure, figure_of
from enthesis.pathway.dictionary import Point
from enthesis.pathway.indicators import shipped

PAIN = (("measure", "nrs_pain"),)
# The whole of what is shown, in its order: how many answered stands before what they answered.
PUBLIC: Mapping[str, tuple[tuple[str, str], ...]] = {
    "follow_up": PAIN,
    "responder_30": PAIN,
    "responder_50": PAIN,
    "stopped_at_review": (),
    "adverse_events": (),
}


@dataclass(frozen=True, slots=True)
class Window:
    """Over which days an answer counted for a time point, and whether the clinic decided it."""

    point: Point
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Results:
    """A clinic's own results as of a day.

    What was published before these were kept knows neither who began nor the windows.
    """

    built_on: date
    figures: tuple[Figure, ...]
    begun: Begun | None = None
    windows: tuple[Window, ...] = ()

    def of(self, indicator: str) -> Iterator[Figure]:
        return (each for each in self.figures if each.indicator == indicator)

    @property
    def shows_anything(self) -> bool:
        """Whether any time point has enough people to be shown."""
        return any(each.indicator == "follow_up" and not each.suppressed and each.started for each in self.figures)

    @property
    def current_until(self) -> date:
        """The last day on which they are called current."""
        return self.built_on + timedelta(shipped().house.public_days)

    def as_json(self) -> dict[str, Any]:
        return {
            "built_on": self.built_on.isoformat(),
            "figures": [each.as_json() for each in self.figures],
            "begun": asdict(self.begun) if self.begun else None,
            "windows": [asdict(each.point) | {"is_decided": each.is_decided} for each in self.windows],
        }


@dataclass(frozen=True, slots=True)
class Published:
    """Results that are public, since when, and by whom."""

    at: datetime
    by: str
    results: Results
    today: date  # at the clinic, when this was asked

    @property
    def is_old(self) -> bool:
        """Whether the clinic should have published anew by now."""
        return self.today > self.results.current_until


def proposed(clinic: Clinic, *, by: By) -> Results:
    """What would be public if it were published now. Raises `NotCounted`."""
    found = count(clinic, by=by, filters=EVERYBODY, only=tuple(PUBLIC))
    chosen = [each for each in found.report.figures if not each.group and _is_public(each)]
    decided = outcome_rules(clinic.pk)
    used = [Window(point, point.weeks in decided.decided and point in decided.points) for point in windows(clinic)]
    return Results(found.built_on, tuple(chosen), found.begun, tuple(used))


def _is_public(figure: Figure) -> bool:
    of = dict(figure.of)
    if of.get("subscale"):
        return False
    if figure.indicator == "adverse_events":
        return of in ({}, {"severity": "serious"})
    return all(of.get(name) == value for name, value in PUBLIC[figure.indicator])


def publish(clinic: Clinic, *, by: By) -> Published:
    """Show the results of today to everybody. Raises `NotAllowed` and `NotCounted`."""
    _check(by, clinic, "publish results")
    results = proposed(clinic, by=by)
    if not results.shows_anything:
        says = "No time point has been reached by enough people yet."
        raise NotCounted(says, "Results can be published once ten people have come to a time point.")
    made = _keep(clinic, by, results.as_json())
    return _shown(made, results)


def withdraw(clinic: Clinic, *, by: By) -> None:
    """Show nothing any more. What was shown until now is kept. Raises `NotAllowed`."""
    _check(by, clinic, "withdraw results")
    _keep(clinic, by, None)


def published(clinic: Clinic) -> Published | None:
    """What everybody may see now."""
    last = Publication.objects.filter(clinic=clinic).last()
    if last is None or last.results is None:
        return None
    return _shown(last, _results(last.results))


def _shown(kept: Publication, results: Results) -> Published:
    return Published(kept.at, kept.by, results, datetime.now(ZoneInfo(kept.clinic.time_zone)).date())


def _results(told: Mapping[str, Any]) -> Results:
    begun = told.get("begun")
    used = (
        Window(Point(each["weeks"], each["first"], each["last"]), each["is_decided"])
        for each in told.get("windows", ())
    )
    return Results(
        date.fromisoformat(told["built_on"]),
        tuple(figure_of(each) for each in told["figures"]),
        Begun(**begun) if begun else None,
        tuple(used),
    )


def _keep(clinic: Clinic, by: By, results: dict[str, Any] | None) -> Publication:
    return Publication.objects.create(clinic=clinic, at=datetime.now(UTC), by=handle(by), results=results)


def _check(by: By, clinic: Clinic, what: str) -> None:
    if not isinstance(by, Operator) and not _is_lead(by, clinic):
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Only a lead of the clinic may do that."), by, what, clinic.pk)
    looked(by, what, clinic=clinic.pk)


def _is_lead(by: By, clinic: Clinic) -> bool:
    return Membership.objects.filter(user_id=user_key(by), clinic=clinic, role=LEAD, user__is_active=True).exists()
