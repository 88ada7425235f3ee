"""Every source that a clinical file names can be looked up."""

import csv
import re
from importlib.resources import files

from enthesis import knowledge
from enthesis.pathway import candidacy, instruments, triage
from enthesis.pathway.protocol.library import latest

OWN = re.compile(r"HOUSE|LOCAL-\S+|memory|derived|ruling\b.*")


def known() -> set[str]:
    with files(knowledge).joinpath("sources.csv").open(encoding="utf-8", newline="") as stream:
        return {row["key"] for row in csv.DictReader(stream)}


def is_known(key: str, keys: set[str]) -> bool:
    return key in keys or bool(OWN.fullmatch(key))


def test_every_source_has_a_key_of_its_own_and_says_how_much_was_read():
    with files(knowledge).joinpath("sources.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["key"] for row in rows}) == len(rows) > 100
    assert all(row["citation"] and row["extent_seen"] for row in rows)


def test_protocols_name_sources_that_exist():
    keys = known()
    named = {source for protocol in latest().values() for source in protocol.sources}
    assert sorted(key for key in named if not is_known(key, keys)) == []


def test_candidacy_rules_name_sources_that_exist():
    keys = known()
    named = {source for rule in candidacy.shipped().rules for source in rule.sources}
    assert sorted(key for key in named if not is_known(key, keys)) == []


def test_instruments_name_sources_that_exist():
    keys = known()
    named = {
        s for i in instruments.load().values() for each in (*i.thresholds, *i.scales.values()) for s in each.sources
    }
    assert sorted(key for key in named if not is_known(key, keys)) == []


def test_triage_rules_name_sources_that_exist():
    keys = known()
    named = {source for rule in triage.rules.load().rules for source in rule.sources}
    assert sorted(key for key in named if not is_known(key, keys)) == []
