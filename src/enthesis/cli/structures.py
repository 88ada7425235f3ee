"""`enthesis structures`: what is injected, by region; one structure with its hazards; a drawing with points."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from textwrap import fill
from typing import Any

from enthesis.cli.common import FINE, NO, BadInput, print_json
from enthesis.pathway.structures import VERSION, Structure, find, hazards, regions, structures, suggest, views
from enthesis.pictures.body import DARK_STYLE, Point, body_sheet

NOT_STATED = "not stated: the clinic decides"
MOST_POINTS = 200
_SUGGESTED = 5


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = subparsers.add_parser(
        "structures",
        help="the ligaments, tendons and joints that are injected, their hazards, and where they lie",
        description="The catalogue of what is injected. Exit status: 0 fine, 1 not found, 2 bad input.",
    )
    actions = group.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="every structure by region")
    listing.add_argument("--region", metavar="REGION", help="one region: knee")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=_list)
    showing = actions.add_parser(
        "show", help="one structure: how it is reached, what can go wrong, which source says so"
    )
    showing.add_argument("structure", metavar="ID", help="its id or its name")
    showing.add_argument("--json", action="store_true", help="print JSON")
    showing.set_defaults(run=_show)
    finding = actions.add_parser("find", help="what a name as typed means")
    finding.add_argument("words", nargs="+", metavar="TEXT", help='as typed: "medial colateral ligament"')
    finding.add_argument("--json", action="store_true", help="print JSON")
    finding.set_defaults(run=_find)
    drawing = actions.add_parser("draw", help="a drawing of the body with these points, as SVG")
    drawing.add_argument("points", nargs="+", metavar="ID[:SIDE]", help="sacroiliac-joint:right; left, right or both")
    drawing.add_argument("--out", required=True, metavar="FILE.svg", help="the file to write")
    drawing.add_argument("--view", action="append", default=[], metavar="VIEW", help="only this view: knee-front")
    drawing.set_defaults(run=_draw)


def _list(args: argparse.Namespace) -> int:
    wanted = [one for one in regions() if args.region in (None, one.id)]
    if not wanted:
        known = ", ".join(one.id for one in regions())
        raise BadInput("region-unknown", f'No region is called "{args.region}".', f"Write one of: {known}.", "--region")
    chosen = [found for one in wanted for found in structures().values() if found.region == one.id]
    if args.json:
        print_json({"version": VERSION, "structures": [_as_json(found) for found in chosen]})
        return FINE
    for one in wanted:
        print(f"{one.name} ({one.id})")
        for found in chosen:
            if found.region == one.id:
                print(f"  {found.id:34} {found.name:58} {found.kind}{'' if found.sided else ', midline'}")
        print()
    unverified = sum(found.unverified for found in chosen)
    print(
        f"{len(chosen)} structures of the catalogue ({VERSION}). {unverified} rest in part on memory: confirm them "
        "before use. Nothing was changed."
    )
    return FINE


def _show(args: argparse.Namespace) -> int:
    found = _known(args.structure, "structure")
    if args.json:
        print_json(
            {"version": VERSION, **_as_json(found), "hazards": [_hazard_as_json(name) for name in found.hazards]}
        )
        return FINE
    print("\n".join(_told(found)))
    return FINE


def _find(args: argparse.Namespace) -> int:
    text = " ".join(args.words)
    found = find(text)
    others = [one for one in suggest(text, _SUGGESTED) if one is not found] if found is None else []
    if args.json:
        print_json({"found": _as_json(found) if found else None, "suggestions": [one.id for one in others]})
    elif found:
        print(f"{found.id}: {found.name}, {_region_name(found)}")
    elif others:
        print(f'"{text[:80]}" is not the name of one structure. Perhaps:')
        for one in others:
            print(f"  {one.id}: {one.name}, {_region_name(one)}")
    else:
        print(f'"{text[:80]}" is not in the catalogue. A record keeps the words; a drawing has no place for them.')
    return FINE if found else NO


def _draw(args: argparse.Namespace) -> int:
    if len(args.points) > MOST_POINTS:
        raise BadInput("too-many", f"{len(args.points)} points were given.", f"Give {MOST_POINTS} at most.", "points")
    points = [_point(text) for text in args.points]
    for view in args.view:
        if view not in views():
            raise BadInput(
                "view-unknown", f'No drawing is called "{view}".', f"Write one of: {', '.join(views())}.", "--view"
            )
    svg = body_sheet(points, shown=args.view, extra=DARK_STYLE)
    path = Path(args.out)
    try:
        path.write_text(svg + "\n", encoding="utf-8")
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise BadInput(
            "unwritable", f"{path}: cannot be written ({reason}).", "Check the folder and the rights.", "--out"
        ) from None
    print(f"{path}: {len(points)} point{'' if len(points) == 1 else 's'} drawn.")
    for said in _without_side(points):
        print(said)
    return FINE


def _without_side(points: Sequence[Point]) -> list[str]:
    return [
        f"{structures()[point.structure_id].name}: no side was given; an open ring marks it."
        for point in points
        if structures()[point.structure_id].sided and not point.side
    ]


def _point(text: str) -> Point:
    name, _, side = text.partition(":")
    found = _known(name, "points")
    if side not in ("left", "right", "both", ""):
        raise BadInput(
            "side-unknown", f'"{side[:40]}" is not a side of {found.name}.', "Write :left, :right or :both.", "points"
        )
    if side and not found.sided:
        raise BadInput("no-side", f"{found.name} lies in the midline: it has no side.", f"Write {found.id}.", "points")
    return Point(found.id, side)


def _known(text: str, field: str) -> Structure:
    found = find(text)
    if found is None:
        near = ", ".join(one.id for one in suggest(text, _SUGGESTED))
        remedy = f"Perhaps one of: {near}." if near else "`enthesis structures list` names them all."
        raise BadInput("structure-unknown", f'No structure is called "{text[:80]}".', remedy, field)
    return found


def _told(found: Structure) -> list[str]:
    low_high = found.volume_ml
    volume = NOT_STATED
    if low_high is not None:
        volume = f"{low_high[0]} mL" if low_high[0] == low_high[1] else f"{low_high[0]} to {low_high[1]} mL"
    lines = [
        f"{found.name} ({found.id})",
        f"  {found.kind}, {_region_name(found)}, {'left and right' if found.sided else 'midline'}",
        *_wrapped("Also called", ", ".join(found.aliases)),
        *_wrapped("Technique", "; ".join(found.techniques) or NOT_STATED),
        *_wrapped("Approach", found.approach or NOT_STATED),
        *_wrapped("Needle", found.needle or NOT_STATED),
        *_wrapped("Guidance", ", ".join(found.guidance) or NOT_STATED),
        *_wrapped("Volume at one point", volume),
        *_wrapped("After the injection", f"triage as {', '.join(found.triage_sites)}"),
    ]
    for name in found.hazards:
        hazard = hazards()[name]
        watch = f" Watch for: {', '.join(hazard.watch_for)}." if hazard.watch_for else ""
        lines += _wrapped("Hazard", f"{hazard.says}{watch} [{', '.join(hazard.sources)}]")
    lines += _wrapped("Drawn on", "; ".join(views()[view].name for view in found.views))
    lines += _wrapped("Sources", ", ".join(found.sources))
    lines += _wrapped("Which says what", found.note)
    if found.unverified:
        lines.append("  Unverified: something of it rests on memory. Confirm it before use.")
    return lines


def _wrapped(label: str, text: str) -> list[str]:
    if not text:
        return []
    return [fill(f"{label}: {text}", 110, initial_indent="  ", subsequent_indent="      ")]


def _region_name(found: Structure) -> str:
    return next(one.name for one in regions() if one.id == found.region)


def _as_json(found: Structure) -> dict[str, Any]:
    low_high = found.volume_ml
    return {
        "id": found.id,
        "name": found.name,
        "region": found.region,
        "kind": found.kind,
        "sided": found.sided,
        "aliases": list(found.aliases),
        "techniques": list(found.techniques),
        "approach": found.approach or None,
        "needle": found.needle or None,
        "guidance": list(found.guidance),
        "volume_ml": {"from": str(low_high[0]), "to": str(low_high[1])} if low_high else None,
        "hazards": list(found.hazards),
        "triage_sites": list(found.triage_sites),
        "views": {view: list(place) for view, place in found.views.items()},
        "sources": list(found.sources),
        "note": found.note or None,
        "unverified": found.unverified,
    }


def _hazard_as_json(name: str) -> dict[str, Any]:
    hazard = hazards()[name]
    return {
        "id": hazard.id,
        "says": hazard.says,
        "to_patient": hazard.to_patient,
        "watch_for": list(hazard.watch_for),
        "sources": list(hazard.sources),
        "unverified": hazard.unverified,
    }
