"""What rests on memory is confirmed by name: a finding leads to its entry, and another text is another entry."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from enthesis.pathway import candidacy, instruments, triage
from enthesis.pathway.confirming import (
    Confirmed,
    Entry,
    Standing,
    confirmation_of,
    entries,
    entries_of,
    entry,
    latest,
    standing_of,
)
from enthesis.pathway.dosing import solutions
from enthesis.pathway.estimate.words import words
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.medications import Agreement, Hold, Session, Taken, check_day, intakes, review, taken_inside_hold
from enthesis.pathway.medications.library import library
from enthesis.pathway.triage import triage as triage_of

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
SESSIONS = [Session(date(2026, 12, 1))]


def row(found: Entry, *, by: str = "Dr Lee", at: datetime = AT, **changes: object) -> Confirmed:
    made = Confirmed(entry=found.id, version=found.version, digest=found.digest, by=by, at=at)
    return replace(made, **changes)


# -- every finding leads to its entry ------------------------------------------------------------------------------


def led(finding: Finding) -> tuple[str, ...]:
    """The entries of a finding; each is one that can be confirmed."""
    found = entries_of(finding)
    assert set(found) <= set(entries()), found
    return found


def test_every_rule_of_triage_and_candidacy_that_rests_on_memory() -> None:
    rules = [rule for rule in triage.load().rules if rule.unverified]
    assert len(rules) > 15
    for rule in rules:
        assert led(Finding(code=rule.id, level="x", says="", version=rule.version, unverified=True))
    findings = [g.finding for rule in candidacy.shipped().rules for g in rule.grades if g.finding.unverified]
    assert len(findings) > 10
    assert all(led(finding) for finding in findings)


def test_every_threshold_sentence_and_rule_of_a_mix() -> None:
    for instrument in instruments.load().values():
        for each in instrument.thresholds:
            if each.unverified:
                finding = Finding(
                    code=each.id, level=NOTE, says="", version=f"{instrument.id} {instrument.version}", unverified=True
                )
                assert led(finding)
    assert all(led(sentence) for sentence in words().sentences.values() if sentence.unverified)
    for code, rule in solutions.shipped().rules.items():
        if "memory" in rule.sources:
            assert led(Finding(code=code, level="warn", says="", version="solutions 1", unverified=True))


def test_every_name_of_a_drug_and_every_product() -> None:
    typed = [
        *(name for drug in library().drugs.values() for listed in drug.brands.values() for name in listed),
        *(drug.name for drug in library().drugs.values()),
        *(name for names in library().other_names.values() for name in names[:2]),
        *(name for names, _ in library().products for name in names),
    ]
    agreed = [Agreement(drug="warfarin", prescriber="Dr Lee", agreed="continue", on=date(2026, 11, 1))]
    seen = 0
    for holds in ((), (Hold("nsaid", 7, 14),)):
        for answer in review(typed, SESSIONS, "US", holds, agreed):
            for finding in answer.findings:
                if finding.unverified:
                    seen += 1
                    assert led(finding), (answer.name, finding.code)
                else:
                    assert finding.entries == ()
    assert seen > 500
    diary = taken_inside_hold([Taken(date(2026, 11, 30), "Aleve")], SESSIONS, [Hold("nsaid", 7, 14)])
    assert [led(note) for note in diary] == [("medications/names:naproxen",)]
    sums = check_day(intakes(["Tylenol 500 mg 9 times a day"]))
    assert any(led(finding) for finding in sums.findings)


def test_a_finding_that_rests_on_sources_needs_no_confirmation() -> None:
    (answer,) = review(["ibuprofen"], SESSIONS)
    assert [entries_of(finding) for finding in answer.findings] == [()] * len(answer.findings)
    found = triage_of(["joint"], 48, {"joint_hot": "yes", "fever": "no"})
    assert entries_of(found.reasons[0]) == ()


def test_a_code_that_nobody_knows_leads_nowhere() -> None:
    assert entries_of(Finding(code="odd", level="x", says="", version="other 1", unverified=True)) == ()
    assert entries_of(Finding(code="T99999", level="x", says="", version="triage 1", unverified=True)) == ()


# -- the entries -----------------------------------------------------------------------------------------------------


def test_an_entry_is_found_alone_as_among_all() -> None:
    for name in ("triage/rules/emergency:T02", "medications/names:ibuprofen", "medications/products:Excedrin"):
        assert entry(name) == entries()[name]
    assert entry("medications/drugs:clopidogrel") == entries()["medications/drugs:clopidogrel"]
    for name in ("triage/rules/emergency:T05", "triage/rules/emergency:T999", "nothing", "no/such:file", "../a:b", ""):
        assert entry(name) is None, name


def test_what_an_entry_says_is_all_of_it() -> None:
    found = entries()["triage/rules/emergency:T02"]
    assert "patient_action: Call the emergency number now." in found.text
    assert (found.part, found.sources, found.group) == ("the whole entry", ("memory",), "triage")
    names = entries()["medications/names:ibuprofen"]
    assert "US: Advil, Motrin" in names.text
    assert "children's advil" in names.text


def test_every_entry_says_something_and_has_an_id_of_its_own() -> None:
    assert len(entries()) > 400
    for found in entries().values():
        assert found.says, found.id
        assert found.text, found.id
        assert found.version, found.id
        assert found.part, found.id
        assert len(found.id) <= 200
    texts = {(found.id, found.digest) for found in entries().values()}
    assert len(texts) == len(entries())


# -- what a clinic confirmed -------------------------------------------------------------------------------------------

T02 = "triage/rules/emergency:T02"


@pytest.fixture
def breath() -> Finding:
    (first, *_) = triage_of(["joint"], 48, {"chest_pain": "yes"}).reasons
    assert (first.code, first.unverified) == ("T02", True)
    return first


def test_confirmed_by_name_taken_back_and_confirmed_again(breath: Finding) -> None:
    found = entries()[T02]
    assert confirmation_of(breath, latest([])) is None
    given = row(found)
    assert confirmation_of(breath, latest([given])) == given
    assert standing_of(found, latest([given])) is Standing.CONFIRMED
    back = row(found, is_confirmed=False)
    assert confirmation_of(breath, latest([given, back])) is None
    assert standing_of(found, latest([given, back])) is Standing.OPEN
    again = row(found, by="Dr Bo")
    assert confirmation_of(breath, latest([given, back, again])) == again


def test_it_lapses_when_the_entry_says_something_else(breath: Finding) -> None:
    found = entries()[T02]
    earlier = row(replace(found, text=found.text.replace("heart", "lung")))
    assert confirmation_of(breath, latest([earlier])) is None
    assert standing_of(found, latest([earlier])) is Standing.LAPSED


def test_a_new_version_with_the_same_words_keeps_it(breath: Finding) -> None:
    given = row(entries()[T02], version="an older one")
    assert confirmation_of(breath, latest([given])) == given


def test_an_entry_that_rests_on_memory_no_more_confirms_nothing(breath: Finding) -> None:
    gone = replace(row(entries()[T02]), entry="triage/rules/emergency:T999")
    named = replace(breath, entries=("triage/rules/emergency:T999",))
    assert confirmation_of(named, latest([gone])) is None


def test_all_that_a_finding_rests_on_is_confirmed_or_it_is_not() -> None:
    (answer, *_) = review(["Excedrin"], SESSIONS)
    finding = next(one for one in answer.findings if len(one.entries) == 2)
    first, second = (entries()[name] for name in finding.entries)
    assert confirmation_of(finding, latest([row(first)])) is None
    late = row(second, at=AT.replace(hour=10), by="Dr Bo")
    assert confirmation_of(finding, latest([row(first), late])) == late


def test_what_nobody_has_to_confirm_has_no_confirmation() -> None:
    finding = Finding(code="T02", level="x", says="", version="triage 1")
    assert confirmation_of(finding, latest([row(entries()[T02])])) is None
