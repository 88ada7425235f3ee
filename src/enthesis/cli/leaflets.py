"""`enthesis leaflets`: what patients read before, during and after prolotherapy, with every source."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

from enthesis.cli import reading_age
from enthesis.cli.common import FINE, MISSING, NO, BadInput, print_json
from enthesis.pathway import candidacy, triage
from enthesis.pathway.candidacy.reading import read_regions
from enthesis.pathway.leaflets import (
    Leaflet,
    Library,
    Section,
    Statement,
    chances_shown,
    cited,
    disagreements,
    fared,
    faults,
    filled,
    lines,
    load,
    named,
    sources_shown,
    words_shown,
)
from enthesis.pathway.plain_yaml import NotReadable

ENGLISH = "en"
_COLUMNS = "leaflet          age Flesch-Kincaid Coleman-Liau  SMOG (known) Dale-Chall (known) words/sentence"


def register(subparsers: Any) -> None:
    group = subparsers.add_parser("leaflets", help="what patients read, with every source")
    commands = group.add_subparsers(title="commands", metavar="COMMAND", required=True)

    listed = commands.add_parser("list", help="the leaflets, with version and state")
    shown = commands.add_parser("show", help="one leaflet, for one part of the body or for all")
    shown.add_argument("id", metavar="ID", help="for instance risks")
    shown.add_argument("--condition", default="", metavar="REGION", help="the part of the body: back, knee, elbow, ...")
    checked = commands.add_parser("check", help="what is wrong with the leaflets, a clinic's own among them")
    measured = commands.add_parser("measure", help="how old a reader must be (needs textstat)")
    for command, run in ((listed, run_list), (shown, run_show), (checked, run_check), (measured, run_measure)):
        command.add_argument("--language", default=ENGLISH, metavar="CODE", help="for instance en")
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=run)


def run_list(args: argparse.Namespace) -> int:
    library = _library(args.language)
    found = library.of(args.language)
    if args.json:
        print_json([_head(leaflet, library) for leaflet in found])
        return FINE
    for leaflet in found:
        regions = f"; of its own for {', '.join(sorted(leaflet.regions))}" if leaflet.regions else ""
        print(f"{leaflet.id:16} {leaflet.version}  {leaflet.status:8} {leaflet.title}{regions}")
    print(f"{len(found)} {'leaflet' if len(found) == 1 else 'leaflets'}.")
    return FINE


def run_show(args: argparse.Namespace) -> int:
    library = _library(args.language)
    leaflet = library.leaflet(args.id, args.language)
    if leaflet is None:
        names = ", ".join(each.id for each in library.of(args.language))
        raise BadInput("no-such-leaflet", f'"{args.id:.60}" is no leaflet.', f"There are {names}.", "id")
    region = _region(args.condition)
    if args.json:
        print_json(_as_json(leaflet, library, region))
        return FINE
    print("\n".join(lines(leaflet, library, region)))
    review = leaflet.review
    state = f"{leaflet.status}; checked by: {review.checked_by}; review by {review.review_by}"
    print(f"\n{named(leaflet, library)}, {state}.")
    print("Sources:")
    for key in sources_shown(leaflet, library, region):
        source = cited(key, library.frames[args.language])
        read = f" ({source.read})" if source.read else ""
        print(f"  {key}: {source.says} {source.address}".rstrip() + read)
    return FINE


def run_check(args: argparse.Namespace) -> int:
    """Reads everything, then holds it against the consent and triage rules and the rules of plain words."""
    try:
        library = _library(args.language)
    except NotReadable as problem:
        return _told([str(problem)], args.json)
    rules = triage.load().by_id
    found = [fault for leaflet in library.of(args.language) for fault in faults(leaflet, library)]
    found += disagreements(library, candidacy.shipped().rules, rules, args.language)
    if args.language == ENGLISH and reading_age.is_installed():
        for leaflet in library.of(args.language):
            age = reading_age.reading_age(leaflet, library)
            if not age.is_within:
                found.append(f"{leaflet.id}: is read at {age.age} years. Shorten sentences and words.")
    return _told(found, args.json)


def run_measure(args: argparse.Namespace) -> int:
    if not reading_age.is_installed():
        print("enthesis: textstat is not installed here. Install requirements-dev.txt.", file=sys.stderr)
        return MISSING
    library = _library(args.language)
    ages = {leaflet.id: reading_age.reading_age(leaflet, library) for leaflet in library.of(args.language)}
    if args.json:
        print_json({name: {**asdict(age), "age": age.age} for name, age in ages.items()})
    else:
        print(_COLUMNS)
        for name, age in ages.items():
            print(
                f"{name:16} {age.age:3} {age.flesch_kincaid:14} {age.coleman_liau:12} {age.smog:5} {age.smog_known:7}"
                f" {age.dale_chall:10} {age.dale_chall_known:7} {age.words_a_sentence:8}"
            )
    return FINE if all(age.is_within for age in ages.values()) else NO


def _told(found: list[str], as_json: bool) -> int:
    if as_json:
        print_json({"faults": found})
    else:
        print("\n".join(found) if found else "The leaflets are in order.")
    return NO if found else FINE


def _library(language: str) -> Library:
    library = load()
    if language not in library.languages:
        says = f'There are no leaflets in "{language:.20}".'
        raise BadInput("no-such-language", says, f"There are some in {', '.join(library.languages)}.", "--language")
    return library


def _region(typed: str) -> str:
    try:
        found = read_regions(candidacy.shipped(), [typed] if typed else [])
    except candidacy.BadAnswer as bad:
        raise BadInput(bad.code, bad.says, bad.remedy, "--condition") from None
    return found[0] if found else ""


def _head(leaflet: Leaflet, library: Library) -> dict[str, Any]:
    return {
        "id": leaflet.id,
        "title": leaflet.title,
        "short": leaflet.short,
        "version": leaflet.version,
        "named": named(leaflet, library),
        "status": leaflet.status,
        "checked_by": leaflet.review.checked_by,
        "review_by": leaflet.review.review_by.isoformat(),
        "language": leaflet.language,
        "audience": leaflet.audience,
        "regions": sorted(leaflet.regions),
        "belongs_to": list(leaflet.belongs_to),
    }


def _as_json(leaflet: Leaflet, library: Library, region: str) -> dict[str, Any]:
    frame = library.frames[leaflet.language]
    return {
        **_head(leaflet, library),
        "condition": region or None,
        "emergency": filled(frame.emergency, frame),
        "sections": [_section(each, library, region, leaflet.language) for each in leaflet.about(region).sections],
        "words": {word.word: word.means for word in words_shown(leaflet, library, region)},
        "standing": [_statement(said, library, leaflet.language) for said in frame.standing],
    }


def _section(section: Section, library: Library, region: str, language: str) -> dict[str, Any]:
    frame = library.frames[language]
    found: dict[str, Any] = {
        "id": section.id,
        "title": filled(section.title, frame),
        "level": section.level.value,
        "says": [_statement(said, library, language) for said in section.says],
    }
    if chances := chances_shown(section, library, region, language):
        found["chances"] = [
            {
                "region": each.region,
                "what": each.says,
                "of": each.of,
                "unit": "people" if each.is_people else "points",
                "groups": [asdict(group) for group in each.groups],
                "note": _statement(each.note, library, language),
            }
            for each in chances
        ]
    if section.shows == "options":
        known = library.chances_of({region} if region else (), language)
        found["options"] = [
            {
                "id": option.id,
                "title": option.title,
                "better": [
                    {"region": each.chances.region, "value": each.group.value, "of": each.chances.of}
                    for each in fared(option, known)
                ],
                "cells": {name: _statement(cell, library, language) for name, cell in option.cells.items()},
            }
            for option in library.options_of(region, language)
        ]
    if section.counts:
        found["counts"] = asdict(section.counts)
    return found


def _statement(said: Statement, library: Library, language: str) -> dict[str, Any]:
    frame = library.frames[language]
    optional = {
        "lead": said.lead,
        "honesty": said.honesty,
        "unverified": said.unverified,
        "consent": list(said.consent),
        "triage": list(said.triage),
        "regions": sorted(said.regions),
    }
    return {
        "id": said.id,
        "text": filled(said.text, frame),
        "sources": list(said.sources),
        **{name: value for name, value in optional.items() if value},
    }
