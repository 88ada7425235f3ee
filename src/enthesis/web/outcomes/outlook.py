"""What is expected of one course, ready for the clinician's page and the patient's own: fan, table, words, n."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms

from enthesis.clinic.forecasts import NOT_YET, Forecast, forecast_of, has_begun
from enthesis.clinic.opening import Seen
from enthesis.clinic.results.asking import NotCounted
from enthesis.pathway.outlook import shipped
from enthesis.pathway.outlook_words import month_of
from enthesis.pictures.forecast import Expected, Reading, Row, forecast_picture, forecast_table
from enthesis.web.figures import BROAD, SLIM, Picture, shown, tongue_now
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.outcomes.goal import shown_goal

MONTHS = {13: 3, 26: 6, 52: 12}  # of the weeks of the horizons
NONE = "0"
_FEW, _NO_GOAL = ("few-like-them", "not-learned-yet"), "no-goal"
_ABOUT = 2  # of the words for patients, what it is and what it rests on; these stand before the picture


class LookForm(forms.Form):
    """Another pain than the patient's own goal, only to look at. It is asked in the address and kept nowhere."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        options = [("", "The patient's own goal"), *((str(pain), str(pain)) for pain in range(10))]
        self.fields["goal"] = fields.pick("A pain of at most, from 0 to 10", options)

    @property
    def goal(self) -> int | None:
        said = self.cleaned_data.get("goal") if self.is_bound and self.is_valid() else ""
        return int(said) if said else None


@dataclass(frozen=True, slots=True)
class Shown:
    """One forecast as a page shows it."""

    found: Forecast
    picture: Picture
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    least: int  # fewer courses than that are not told
    few: str  # what it rests on where the clinic has too few such courses; else ""
    about: tuple[str, ...]  # of the words for patients
    words: tuple[str, ...]

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """The rows, each cell with the name of its column: on a phone they stand below each other."""
        return [list(zip(self.names, row, strict=True)) for row in self.rows]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What the clinician should know of it, beside how few it rests on."""
        return [dict(each) for each in self.found.findings if each["code"] not in (*_FEW, _NO_GOAL)]

    @property
    def further(self) -> list[tuple[int, Any]]:
        """With or without further sessions, by month, where it can be told."""
        told = ((MONTHS[int(each.at.week)], each.further) for each in self.found.horizons)
        return [(month, further) for month, further in told if further is not None and further.can_tell]

    @property
    def cannot_tell(self) -> list[tuple[str, list[str]]]:
        """The months of which it cannot be told, with why; months of the same reasons stand together."""
        reasons: dict[tuple[str, ...], list[str]] = {}
        for each in self.found.horizons:
            if each.further is not None and not each.further.can_tell:
                reasons.setdefault(each.further.because, []).append(str(MONTHS[int(each.at.week)]))
        return [(", ".join(months), list(because)) for because, months in reasons.items()]

    @property
    def past(self) -> list[tuple[int, Any]]:
        """What became of earlier courses, of those months that any of them has come to."""
        return [(MONTHS[each.week], each) for each in self.found.past if each.n != NONE]


def context_of(seen: Seen, looked_at: int | None = None) -> dict[str, Any]:
    """What both pages are made from, held against the patient's own goal, or another one that is only looked at.

    `shown` is None before the first injection and a year after it.
    """
    problem, made, goal = None, None, seen.course.goal
    if goal is not None and goal.pain == looked_at:
        looked_at = None
    try:
        found = forecast_of(seen, goal=looked_at)
        made = _shown(found) if found is not None else None
    except NotCounted as refused:
        problem = refused
    return {
        **shown_goal(seen),
        "looked_at": looked_at,
        "shown": made,
        "problem": problem,
        "has_begun": has_begun(seen),
    }


def _shown(found: Forecast) -> Shown:
    tongue, least = tongue_now(), shipped().least_shown
    rows = [
        Row(
            MONTHS[int(each.at.week)],
            month_of(found.first + timedelta(weeks=each.at.week)),
            each.at.middle,
            each.at.range80,
            each.at.range95,
            each.goal,
            each.n,
        )
        for each in found.horizons
    ]
    names, lines = forecast_table(rows, tongue)
    return Shown(
        found=found,
        picture=_picture(found, least),
        names=names,
        rows=lines,
        least=least,
        few=next((str(each["says"]) for each in found.findings if each["code"] in _FEW), ""),
        about=found.for_patient[:_ABOUT],
        words=found.for_patient[_ABOUT:],
    )


def _picture(found: Forecast, least: int) -> Picture:
    own = [Reading(week, pain) for week, pain in found.own]
    fan = [Expected(each.week, each.middle, each.range80, each.range95) for each in found.fan]
    drawn = (
        forecast_picture(
            f"outlook-{width}",
            own,
            fan,
            n=None if found.learned == NOT_YET else found.n,
            least=least,
            goal=found.goal,
            sessions=found.sessions,
            width=width,
            tongue=tongue_now(),
        )
        for width in (SLIM, BROAD)
    )
    return Picture(*map(shown, drawn))
