"""A recall as rows, one for each point: for a spreadsheet, a machine and the command line."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from enthesis.clinic.recall import Recall, Use
from enthesis.pathway.events import Part
from enthesis.pathway.injection import Point, reach, target_name

COLUMNS = (
    *(
        "clinic",
        "patient",
        "name",
        "born",
        "contact",
        "course",
        "day",
        "activity",
        "lot",
        "part",
        "drawn_ml",
        "syringe",
    ),
    *("syringe", "expires", "expired", "structure", "side", "point_ml", "certain", "because"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out


def as_csv(several: Iterable[Recall]) -> str:
    """One line for each point and each part of the lot that may have gone to it; a head line first."""
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(COLUMNS)
    for found in several:
        for row in (row for use in found.uses for row in _rows(use)):
            written.writerow([_harmless({**row, "clinic": found.clinic}[name]) for name in COLUMNS])
    return text.getvalue()


def as_json(found: Recall) -> dict[str, Any]:
    """Plain values for a machine. Names and contacts are left out where the role may not see them."""
    return {
        "lot": found.lot,
        "clinic": found.clinic,
        "since": _day(found.since) or None,
        "patients": found.patients,
        "sessions": len(found.uses),
        "points": found.points,
        "sessions_after_expiry": found.expired,
        "uses": [_use(use) for use in found.uses],
        "near": [{"lot": near.lot, "sessions": near.sessions} for near in found.near],
    }


def _use(use: Use) -> dict[str, Any]:
    profile = use.profile
    known = {"name": profile.name, "born": _day(profile.born) or None, "contact": profile.contact} if profile else {}
    return {
        "patient": use.person,
        **known,
        "erased": use.is_erased,
        "course": use.course,
        "event": use.given.id,
        "day": _day(use.given.happened_on) or None,
        "activity": use.given.activity,
        "parts": [_part(part, use.given.happened_on) for part in use.parts],
        "how": use.reach.how.value,
        "because": use.reach.says,
        "points": [_point(point) for point in use.reach.points],
    }


def _part(part: Part, day: date | None) -> dict[str, Any]:
    return {
        "name": part.name,
        "ml": str(part.ml),
        "lot": part.lot,
        "syringe": part.syringe,
        "expires": _day(part.expires) or None,
        "expired": bool(day and part.expires and part.expires < day),
    }


def _point(point: Point) -> dict[str, Any]:
    site = point.site
    return {
        "structure": site.structure,
        "name": target_name(site.structure),
        "side": site.side,
        "ml": None if site.ml is None else str(site.ml),
        "syringe": site.syringe,
        "certain": point.is_told,
    }


def _rows(use: Use) -> Iterator[Mapping[str, str]]:
    profile, day = use.profile, use.given.happened_on
    for place, part in zip(use.places, use.parts, strict=True):
        got = reach(use.given, [place])
        told = {
            "patient": use.person,
            "name": profile.name if profile else "",
            "born": _day(profile.born) if profile else "",
            "contact": profile.contact if profile else "",
            "course": use.course,
            "day": _day(day),
            "activity": use.given.activity,
            "lot": part.lot,
            "part": part.name,
            "drawn_ml": str(part.ml),
            "syringe": part.syringe,
            "expires": _day(part.expires),
            "expired": "yes" if day and part.expires and part.expires < day else "",
            "because": got.says,
            **dict.fromkeys(("structure", "side", "point_ml", "certain"), ""),
        }
        yield from (told | _where(point) for point in got.points) if got.points else (told,)


def _where(point: Point) -> dict[str, str]:
    site = point.site
    return {
        "structure": target_name(site.structure),
        "side": site.side,
        "point_ml": "" if site.ml is None else str(site.ml),
        "certain": "yes" if point.is_told else "no",
    }


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
