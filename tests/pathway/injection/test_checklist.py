"""The checklist, the time-out, and what speaks against a record that lacks them."""

from dataclasses import replace
from decimal import Decimal

import pytest

from enthesis.knowledge import path
from enthesis.pathway import events as e
from enthesis.pathway.finding import NOTE, REFUSE, STOP, WARN
from enthesis.pathway.injection import check_record, checklist, points_left_open, read_checklist
from enthesis.pathway.plain_yaml import NotReadable
from enthesis.pathway.triage import load as triage_rules

EVERY = tuple(checklist().points)
WHOLE = e.InjectionsGiven(
    id="i",
    activity="treatment",
    sites=(e.Site(structure="sacroiliac-joint", side="left", ml=Decimal(1)),),
    guidance="fluoroscopy",
    checklist=EVERY,
    checklist_version=checklist().version,
    time_out=True,
    observed_minutes=15,
)


def codes(**changes: object) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in check_record(replace(WHOLE, **changes))]


def test_a_whole_record_meets_nothing() -> None:
    assert codes() == []


def test_a_record_without_a_list_is_held_against_none() -> None:
    assert codes(checklist=(), checklist_version="", time_out=None, observed_minutes=None) == []


@pytest.mark.parametrize("version", ["", checklist().version])
def test_a_time_out_that_was_not_done_stops(version: str) -> None:
    assert ("time-out-not-done", STOP) in codes(time_out=False, checklist=(), checklist_version=version)


def test_a_time_out_that_nobody_wrote_down_is_asked_for() -> None:
    assert codes(time_out=None) == [("time-out-not-recorded", WARN)]


@pytest.mark.parametrize("point", EVERY)
def test_each_point_left_open_is_a_warning_that_names_it(point: str) -> None:
    event = replace(WHOLE, checklist=tuple(each for each in EVERY if each != point))
    (finding,) = check_record(event)
    assert (finding.code, finding.level) == ("checklist-open", WARN)
    assert checklist().points[point].says in finding.says
    assert finding.sources == checklist().points[point].sources
    assert [each.id for each in points_left_open(event)] == [point]


def test_a_point_that_the_list_does_not_have() -> None:
    assert codes(checklist=(*EVERY, "windows-closed")) == [("unknown-checklist-point", REFUSE)]


def test_points_of_no_list() -> None:
    assert codes(checklist_version="") == [("checklist-not-named", REFUSE)]


def test_another_version_is_remarked_on_and_not_judged() -> None:
    assert codes(checklist_version="2020-01", checklist=("anything",)) == [("another-checklist", NOTE)]
    assert points_left_open(replace(WHOLE, checklist_version="2020-01", checklist=())) == ()


@pytest.mark.parametrize(("minutes", "expected"), [(0, [WARN]), (14, [WARN]), (15, []), (60, []), (None, [])])
def test_how_long_the_patient_was_watched(minutes: int | None, expected: list[str]) -> None:
    found = codes(observed_minutes=minutes)
    assert [level for code, level in found if code == "watched-briefly"] == expected


def test_what_rests_on_memory_is_shown_as_unverified() -> None:
    (finding,) = check_record(replace(WHOLE, observed_minutes=3))
    assert finding.unverified
    assert any(point.unverified for point in checklist().points.values())


def test_its_sites_are_those_of_triage() -> None:
    assert checklist().image_warn | checklist().image_note <= set(triage_rules().sites)
    assert not checklist().image_warn & checklist().image_note


TEXT = path("injection_checklist.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: labels", "id: skin", "an id of its own"),
        ("says: Every syringe", "sagt: Every syringe", '"says" is missing'),
        ('version: "2026-11"', "", '"version" is missing'),
        ('least_minutes: "15"', 'least_minutes: "a while"', "least_minutes"),
        ("status: draft ", "status: final ", "status"),
        ("  note: [spine]", "  note: [spine]\n  more: no", "more"),
    ],
)
def test_a_file_that_is_wrong_says_where(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(NotReadable, match=says):
        read_checklist(TEXT.replace(old, new, 1))
