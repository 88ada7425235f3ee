"""The leaflets that ship: complete, honest, in step with the rules, and nothing that tells anybody to stop a drug."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from enthesis.knowledge import path
from enthesis.pathway import candidacy, triage
from enthesis.pathway.candidacy import Kind
from enthesis.pathway.leaflets import (
    Flag,
    Leaflet,
    Level,
    Statement,
    consent_items,
    disagreements,
    faults,
    load,
    named,
    numbers_in,
    statements_of,
)

LIBRARY = load()
LEAFLETS = LIBRARY.of()


def said_in(leaflet: Leaflet) -> list[Statement]:
    return list(statements_of(leaflet, LIBRARY.chances_of(), LIBRARY.options_of()))


EVERYTHING = [said for leaflet in LEAFLETS for said in said_in(leaflet)] + list(LIBRARY.frames["en"].standing)


def test_there_is_a_leaflet_for_every_step_of_the_way() -> None:
    assert [leaflet.id for leaflet in LEAFLETS] == [
        "what-it-is",
        "how-it-may-work",
        "does-it-help",
        "who-it-is-for",
        "risks",
        "alternatives",
        "cost",
        "course-and-time",
        "before",
        "on-the-day",
        "after",
        "warning-signs",
        "questions",
        "ask-your-clinic",
    ]


def test_everything_that_a_fair_page_says_is_said_and_the_rest_is_not() -> None:
    covered = {point for said in EVERYTHING for point in said.points}
    wanted = {point.id for point in LIBRARY.points.values() if point.flag is not Flag.NEVER}
    assert len(LIBRARY.points) == 83
    assert covered == wanted


def test_what_goes_beyond_the_evidence_stands_beside_a_note() -> None:
    beyond = {point.id for point in LIBRARY.points.values() if point.flag is Flag.WITH_NOTE}
    assert len(beyond) == 10
    for said in EVERYTHING:
        assert said.honesty or not beyond & set(said.points), said.id


@pytest.mark.parametrize("leaflet", LEAFLETS, ids=lambda leaflet: leaflet.id)
def test_it_is_written_in_plain_words(leaflet: Leaflet) -> None:
    assert faults(leaflet, LIBRARY) == ()


def test_leaflets_consent_and_triage_say_the_same() -> None:
    assert disagreements(LIBRARY, candidacy.shipped().rules, triage.load().by_id) == ()


def test_every_consent_item_is_explained_from_one_of_its_own_sources() -> None:
    items = consent_items(LIBRARY, candidacy.shipped().rules)
    assert len(items) == sum(rule.kind is Kind.CONSENT for rule in candidacy.shipped().rules) > 0
    for item in items:
        sources = {
            key
            for leaflet in item.explained_in
            for said in leaflet.statements
            if item.id in said.consent
            for key in said.sources
        }
        assert sources & set(item.sources), item.id


# Signs that only a report in free words can name: a patient's page has the signs themselves.
NOT_FOR_A_PAGE = {"T55", "T56"}


def test_every_warning_sign_of_the_triage_rules_is_on_the_page() -> None:
    page = LIBRARY.leaflet("warning-signs")
    assert page is not None
    told = {rule: section.level for section in page.sections for said in section.says for rule in said.triage}
    for rule in triage.load().rules:
        if rule.level is not triage.Level.SELF_CARE and rule.id not in NOT_FOR_A_PAGE:
            assert rule.id in told, rule.id
    assert [section.level for section in page.sections] == [
        Level.EMERGENCY,
        Level.URGENT_CARE,
        Level.CALL_CLINIC,
        Level.NONE,
    ]


@pytest.mark.parametrize("name", ["risks", "warning-signs", "before", "on-the-day", "after"])
def test_no_danger_is_held_back_by_the_part_of_the_body(name: str) -> None:
    leaflet = LIBRARY.leaflet(name)
    assert leaflet is not None
    assert leaflet.regions == frozenset()


def test_every_leaflet_begins_with_the_emergency() -> None:
    emergency = LIBRARY.frames["en"].emergency
    assert emergency.startswith("Call {emergency} now")
    for sign in ("breathe", "chest", "weak", "bladder", "hot"):
        assert sign in emergency


def test_every_leaflet_ends_with_what_must_be_said() -> None:
    (said,) = LIBRARY.frames["en"].standing
    for words in ("your choice", "off label", "pay for it themselves", "do not agree"):
        assert words in said.text


# -- figures ---------------------------------------------------------------------------------------------------


def test_no_figure_of_a_clinic_s_own_advertising_is_among_the_figures() -> None:
    """Shares of content patients without a comparison, and without those who stayed away (clinics C01 to C18)."""
    claimed = {
        ("S004", "86"), ("S004", "80"), ("HAUSER_LBP", "89"), ("HAUSER_LBP", "75"), ("HAUSER_LBP", "5.6"),
        ("HAUSER_LBP", "2.7"), ("KIM2010", "10.2"),
    }  # fmt: skip
    assert not claimed & {(figure.source, figure.number) for figure in LIBRARY.figures}
    assert not any("HAUSER" in key for said in EVERYTHING for key in said.sources)
    text = " ".join(said.words for said in EVERYTHING)
    for number in ("89", "75", "82", "96", "91", "71", "95", "85"):
        assert not re.search(rf"\b{number} of 100\b", text), number


def test_a_share_has_what_it_is_a_share_of() -> None:
    for said in EVERYTHING:
        assert "%" not in said.words, said.id
        assert "per cent" not in said.words, said.id
        for count, of in re.findall(r"\b(\d+) of (\d+)", said.words):
            assert int(count) < int(of), said.id


def carried() -> Iterator[tuple[str, Decimal, str]]:
    """Numbers of sources that other parts of the programme carry: (source, number, which number it must be here)."""
    with path("numbers.yaml").open(encoding="utf-8") as file:
        shared = dict(re.findall(r"number: (\w+)\n    value: \"([\d.]+)\"", file.read()))
    yield "APAP_HC", Decimal(shared["acetaminophen_daily_mg"]), "4000"
    yield "SAFEMINDZ", Decimal(shared["adult_from_years"]), "18"
    yield "UWPEARL", Decimal(shared["flare_days"]), "3"
    yield "CONSENT_N", Decimal(shared["slow_flare_days"]), "10"
    yield "memory", Decimal(shared["anaesthetic_gone_hours"]), "12"
    yield "memory", Decimal(shared["fever_from_c"]), "38"


def test_figures_agree_with_what_the_rules_carry() -> None:
    known = {(figure.source, Decimal(figure.number)) for figure in LIBRARY.figures}
    for source, number, printed in carried():
        assert number == Decimal(printed)
        assert (source, number) in known, (source, number)


def test_the_pause_of_pain_killers_is_the_one_that_the_medicines_carry() -> None:
    """Before: from 1 day (WVNC) to 2 weeks (CLARK_NSAID). After: from 1 week (WVNC) to 12 weeks (FASCIA)."""
    text = path("medications").joinpath("holds.yaml").read_text(encoding="utf-8")
    before = {key: (low, high) for key, low, high in re.findall(r"source: (\w+), before: \[(\d+), (\d+)\]", text)}
    after = {key: (low, high) for key, low, high in re.findall(r"source: (\w+),.*?after: \[(\d+), (\d+)\]", text)}
    nsaid = {"S004", "WVNC", "HANDOUT_SL", "TPC", "HJR", "MACLEOD", "CLARK_NSAID", "FASCIA"}
    low, high = min(int(before[k][0]) for k in before), max(int(before[k][1]) for k in before)
    assert set(before) | set(after) <= nsaid
    assert (low, high) == (1, 2 * 7)
    assert max(int(after[k][1]) for k in after) == 12 * 7
    leaflet = LIBRARY.leaflet("before")
    assert leaflet is not None
    (said,) = [each for each in leaflet.statements if each.id == "pain-killers"]
    assert "from 1 day to 2 weeks before and for 1 to 12 weeks after" in said.text


def test_the_knee_figure_is_the_one_that_is_confirmed_before_signing() -> None:
    rule = candidacy.shipped().rule("K05")
    leaflet = LIBRARY.leaflet("does-it-help")
    assert leaflet is not None
    (said,) = [each for each in leaflet.statements if "K05" in each.consent]
    assert set(numbers_in(rule.grades[0].finding.to_patient)) == {"8", "10", "100"}
    assert "8 to 10 points of 100" in said.text
    assert "8 to 10 points of 100" in rule.grades[0].finding.to_patient


def test_shares_are_worked_out_from_the_counts_that_stand_beside_them() -> None:
    for chances in LIBRARY.chances_of():
        for group in chances.groups:
            if group.counted:
                count, people = map(int, numbers_in(group.counted))
                assert round(100 * count / people) == group.value, group.label


def test_reports_add_up_to_no_more_than_all() -> None:
    leaflet = LIBRARY.leaflet("risks")
    assert leaflet is not None
    (counts,) = [section.counts for section in leaflet.sections if section.counts]
    assert sum(count for _, count in counts.each) == 452 < counts.of == 472


def test_the_ways_stand_side_by_side_with_the_same_questions() -> None:
    options = LIBRARY.options_of()
    assert options[0].id == "prolotherapy"
    assert {"therapy", "medicine", "steroid", "prp", "surgery", "waiting"} <= {option.id for option in options}
    assert all("what" in option.cells for option in options)
    assert [option.id for option in LIBRARY.options_of("knee") if option.regions] == ["hyaluronic"]
    assert [option.id for option in LIBRARY.options_of("elbow") if option.regions] == []


# -- what may never be said ------------------------------------------------------------------------------------------

GUARDED = re.compile(
    r"blood thinner|heart aspirin|steroid tablets|prescribed|your own medicines|a medicine on your own", re.IGNORECASE
)
STOPS = re.compile(r"\b(?:stop|pause|leave out|skip|hold back|come off|take no more)\b", re.IGNORECASE)
DENIED = re.compile(r"\b(?:never|do not|no reason to|risk)\b", re.IGNORECASE)


def tells_to_stop(text: str) -> bool:
    """Whether a sentence tells to stop a drug that only its prescriber may stop."""
    for sentence in re.split(r"(?<=[.?!])\s+", text):
        if GUARDED.search(sentence) and STOPS.search(sentence) and not DENIED.search(sentence):
            return not re.search(r"you stopped|have you stopped|leave them out", sentence, re.IGNORECASE)
    return False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stop your blood thinner.", True),
        ("Leave out heart aspirin for a week.", True),
        ("Never stop a blood thinner.", False),
        ("Rest. Pause your steroid tablets. Drink.", True),
        ("Stop when it hurts. Go on with what is prescribed.", False),
    ],
)
def test_the_check_itself_sees_what_it_must(text: str, expected: bool) -> None:
    assert tells_to_stop(text) is expected


def test_nobody_is_told_to_stop_what_only_a_prescriber_stops() -> None:
    for said in EVERYTHING:
        assert not tells_to_stop(said.words), said.id
    told = [said for said in EVERYTHING if re.search(r"blood thinner", said.words) and "stop" in said.words.lower()]
    assert len(told) >= 5


def test_the_page_before_an_injection_begins_with_the_medicines_that_stay() -> None:
    leaflet = LIBRARY.leaflet("before")
    assert leaflet is not None
    first = leaflet.sections[0].says[0]
    assert first.lead == "Never stop a medicine on your own."


def test_the_names_that_records_keep_tell_texts_apart() -> None:
    names = [named(leaflet, LIBRARY) for leaflet in LEAFLETS]
    assert len(set(names)) == len(names)
    assert re.fullmatch(r"risks 2026-11 [0-9a-f]{8}", named(LEAFLETS[4], LIBRARY))


def test_every_source_can_be_looked_up() -> None:
    with path("sources.csv").open(encoding="utf-8", newline="") as file:
        known = {row["key"] for row in csv.DictReader(file)} | {"memory", "derived", "ruling"}
    assert {key for said in EVERYTHING for key in said.sources} <= known
