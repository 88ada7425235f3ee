"""Injection records as tables: what was drawn up, where it went, what was confirmed, and what the programme says."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN, Finding
from enthesis.pathway.injection import check_record, checklist, lot_key, reach, totals
from tests.spec.harness import table

_WORST = (REFUSE, STOP, WARN, NOTE)
_EMPTY = "-"


def spec(
    drawn: str = "",
    points: str = "",
    record: str = "",
    adds_up_to: str = "",
    against: str = "",
    in_words: str = "",
    recall: str = "",
) -> None:
    """Hold one injection record against the programme.

    `drawn`: a table of part, mL, syringe, lot, last day; `points`: one of structure, side, mL, syringe; a `-` is not
    told. `record`: a line for each other thing that is told: day, weight, guidance, checklist (all, none, or all but
    some points), time-out, watched, drawn or injected in all. What is not there is not told.

    `adds_up_to`: a table of what and how much. `against`: the codes that the record meets, worst first, remarks left
    out, or "nothing"; `in_words`: the same as a person reads them. `recall`: a table of lot, points (which lines of
    the table) and why these.
    """
    event = e.InjectionsGiven(
        id="e1",
        activity="treatment",
        solution=tuple(map(_part, table(drawn) if drawn else [])),
        sites=tuple(map(_site, table(points) if points else [])),
        **dict(_told(record)),
    )
    if against:
        found = sorted(check_record(event, "US"), key=lambda finding: _WORST.index(finding.level))
        found = [finding for finding in found if finding.level != NOTE]
        assert ([finding.code for finding in found] or ["nothing"]) == against.split(), found
        if in_words:
            assert list(_sentences(found)) == [line.strip() for line in in_words.strip().splitlines()]
    if adds_up_to:
        sums = _sums(event)
        for row in table(adds_up_to):
            assert sums.get(row["what"]) == row["how much"], sums
    for row in table(recall) if recall else []:
        places = [n for n, part in enumerate(event.solution) if part.lot and lot_key(part.lot) == lot_key(row["lot"])]
        found_points = reach(event, places)
        said = ", ".join(str(event.sites.index(point.site) + 1) for point in found_points.points)
        assert (said or "none", found_points.says) == (row["points"], row["because"])


def _part(row: dict[str, str]) -> e.Part:
    told = {name: value for name, value in row.items() if value != _EMPTY}
    last_day = told.get("last day")
    return e.Part(
        name=told["part"],
        ml=Decimal(told["mL"]),
        syringe=told.get("syringe", ""),
        lot=told.get("lot", ""),
        expires=date.fromisoformat(last_day) if last_day else None,
    )


def _site(row: dict[str, str]) -> e.Site:
    told = {name: value for name, value in row.items() if value != _EMPTY}
    ml = told.get("mL")
    return e.Site(
        structure=told["structure"],
        side=told.get("side", ""),
        ml=Decimal(ml) if ml else None,
        syringe=told.get("syringe", ""),
    )


def _told(text: str) -> Iterator[tuple[str, Any]]:
    for line in text.strip().splitlines():
        name, _, value = (word.strip() for word in line.strip().partition("  "))
        match name:
            case "day":
                yield "happened_on", date.fromisoformat(value)
            case "weight":
                yield "weight_kg", Decimal(value.removesuffix(" kg"))
            case "guidance":
                yield "guidance", value
            case "checklist":
                yield "checklist", tuple(_confirmed(value))
                yield "checklist_version", checklist().version
            case "time-out":
                yield "time_out", {"done": True, "not done": False}[value]
            case "watched":
                yield "observed_minutes", int(value.removesuffix(" minutes"))
            case "injected in all":
                yield "volume_ml", Decimal(value.removesuffix(" mL"))
            case "strength":
                yield "dextrose_percent", Decimal(value.removesuffix(" %"))
            case _:
                raise AssertionError(f'"{name}" is nothing that a record tells')


def _confirmed(value: str) -> list[str]:
    if value == "none":
        return []
    left_out = value.removeprefix("all").removeprefix(" but ").split()
    assert set(left_out) <= set(checklist().points), left_out
    return [point for point in checklist().points if point not in left_out]


def _sums(event: e.InjectionsGiven) -> dict[str, str]:
    found = totals(event, "US")
    sums = {"dextrose": _amount(found.dextrose_percent, "%"), "all points": _amount(found.points_ml, "mL")}
    for drug, mg in found.anaesthetics.items():
        sums[drug] = f"{_amount(mg, 'mg')} of at most {_amount(found.limits[drug], 'mg')}"
    for one in found.syringes:
        injected = _amount(one.filling.injected_ml, "mL")
        sums[one.filling.title] = f"{injected} of {_amount(one.filling.drawn_ml, 'mL')}"
    return sums


def _amount(value: Decimal | None, unit: str) -> str:
    return "not known" if value is None else f"{value.normalize():f} {unit}"


def _sentences(found: list[Finding]) -> Iterator[str]:
    for finding in found:
        yield f"{finding.level}: {finding.says}"
        if finding.remedy:
            yield finding.remedy
