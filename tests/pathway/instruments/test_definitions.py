"""The shipped definitions, and what a wrong one is told."""

import csv
from datetime import date
from decimal import Decimal

import pytest
import yaml

from enthesis.knowledge import path
from enthesis.pathway.instruments import Kind, Method, NotReadable, load, read_instrument
from enthesis.pathway.instruments.definition import Instrument

FILES = sorted(file.name for file in path("instruments").iterdir() if file.name.count(".") == 1)  # no translation


def text_of(name: str) -> str:
    return path("instruments").joinpath(name).read_text(encoding="utf-8")


def test_every_file_is_an_instrument_of_its_name() -> None:
    assert [f"{name}.yaml" for name in load()] == FILES
    assert len(FILES) == 12


@pytest.mark.parametrize("instrument", load().values(), ids=load())
def test_everything_that_counts_has_a_source(instrument: Instrument) -> None:
    for part in (*instrument.scales.values(), *instrument.thresholds, *instrument.codes, *instrument.schedule):
        assert part.sources, part
    assert instrument.licence.sources
    assert instrument.schedule
    assert instrument.review_by > date(2026, 1, 1)


def test_every_source_is_listed() -> None:
    with path("sources.csv").open(encoding="utf-8") as file:
        known = {row["key"] for row in csv.DictReader(file)} | {"memory", "ruling", "derived"}
    for instrument in load().values():
        parts = (*instrument.scales.values(), *instrument.thresholds, *instrument.codes, *instrument.schedule)
        cited = {source for part in (*parts, instrument.licence) for source in part.sources}
        assert cited <= known, instrument.id


@pytest.mark.parametrize("instrument", load().values(), ids=load())
def test_thresholds_lie_inside_the_range_of_what_can_change(instrument: Instrument) -> None:
    for threshold in instrument.thresholds:
        if threshold.kind is Kind.PERCENT:
            assert threshold.value is not None
            assert 0 < threshold.value <= 100
        elif threshold.kind is Kind.POINTS:
            assert threshold.value is not None
            for scale in instrument.scales.values():
                if threshold.holds_for(scale.id) and scale.high is not None and scale.low is not None:
                    assert 0 < threshold.value < scale.high - scale.low


def test_the_words_ship_only_where_they_are_ours() -> None:
    with_words = {name for name, instrument in load().items() if instrument.words}
    assert with_words == {"nrs_pain", "pgic"}
    assert all(load()[name].licence.state == "free" for name in with_words)
    asked = {wording.id for wording in load()["nrs_pain"].words}
    assert {"now", "average_24_hours", "worst_24_hours", "average_7_days", "target_activity"} <= asked
    labels = [entry.label for entry in load()["pgic"].scales["label"].labels]
    assert [label for label, _ in load()["pgic"].words[0].choices] == labels


def test_tables_rise_and_cover_every_sum() -> None:
    for instrument in load().values():
        for scale in instrument.scales.values():
            if scale.method is Method.TABLE:
                for table in scale.tables.values():
                    assert list(table) == list(range(4, 21))
                    assert list(table.values()) == sorted(table.values())
                    assert all(isinstance(value, Decimal) for value in table.values())


def test_definitions_cannot_be_changed_by_a_caller() -> None:
    with pytest.raises(TypeError):
        load()["koos"] = load()["peg"]  # type: ignore[index]  # the refusal is what is tested
    with pytest.raises(TypeError):
        load()["koos"].scales["pain"].least_answered["2012"] = 1  # type: ignore[index]  # as above


def test_what_is_remembered_is_marked_unverified() -> None:
    nrs = {threshold.id: threshold.unverified for threshold in load()["nrs_pain"].thresholds}
    assert nrs["minimal_1_point"]
    assert not nrs["moderate_30_percent"]
    assert load()["womac_likert"].scales["pain"].unverified
    assert not load()["womac_likert"].scales["function"].unverified


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("better: lower", "beter: lower", '"better" is missing'),
        ("method: mean", "method: average", '"method" must be one of'),
        ("direction: down", "direction: up", '"direction" must be one of: down'),
        ("item_range: [0, 10]", "item_range: [10, 0]", "the lower first"),
        ("range: [0, 10]", "range: [0, 1O]", "a number"),
        ("least_answered: 3", "least_answered: 2.5", "a whole number"),
        ("review_by: 2027-11-01", "review_by: soon", "written 2026-12-31"),
        ("recall: past week", "recal: past week", '"recall" is missing'),
        ("recall: past week", "recall: past week\nrecall: today", '"recall" is written twice'),
        ("licence:", "notes: [x]\ncolour: red\nlicence:", '"colour" is not a field'),
        ("version:", "version: [", "not valid YAML"),
        ("id: mid_anchor_high_1_75_points", "id: mid_anchor_low_1_point", "is there twice"),
        ("kind: percent", "kind: share", '"kind" must be one of'),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence(old: str, new: str, says: str) -> None:
    text = text_of("peg.yaml")
    assert old in text
    with pytest.raises(NotReadable) as problem:
        read_instrument(text.replace(old, new), "peg.yaml")
    assert says in str(problem.value)
    assert str(problem.value).startswith("peg.yaml")


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "\x00"])
def test_a_file_that_is_no_definition(text: str) -> None:
    with pytest.raises(NotReadable):
        read_instrument(text, "x.yaml")


def test_a_misspelt_field_is_named_with_the_likely_one() -> None:
    with pytest.raises(NotReadable, match='Did you mean "notes"'):
        read_instrument(text_of("peg.yaml") + "\nnote: [x]\n", "peg.yaml")


@pytest.mark.parametrize("name", FILES)
def test_a_plain_yaml_reader_sees_the_same_keys(name: str) -> None:
    """Nothing hides behind our own reader."""
    assert yaml.safe_load(text_of(name))["id"] == load()[name.removesuffix(".yaml")].id
