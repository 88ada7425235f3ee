"""What a clinician wrote in a file of candidacy is what is said and asked: every field arrives where it belongs."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import yaml

from enthesis import knowledge
from enthesis.knowledge import edition
from enthesis.pathway.candidacy import Rule, shipped
from enthesis.pathway.candidacy.library import RULE_FILES
from enthesis.pathway.candidacy.model import ANY_REGION, Choice, Question
from enthesis.pathway.finding import Finding
from enthesis.pathway.numbers import shared

RULES = shipped()
JOINTS = {name for name, region in RULES.regions.items() if region.is_joint}


def raw(name: str) -> Any:
    return yaml.safe_load(knowledge.path("candidacy").joinpath(name).read_text(encoding="utf-8"))


def word(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def spoken_by(name: str) -> str:
    return edition(str(raw(name)["version"]), "candidacy", "numbers.yaml")


def rules() -> Iterator[Any]:
    for name in RULE_FILES:
        for entry in raw(name)["rules"]:
            yield pytest.param(name, entry, id=entry["id"])


def regions(words: list[str]) -> set[str]:
    return {region for each in words for region in (JOINTS if each == "joints" else {each})}


@pytest.mark.parametrize(("name", "entry"), list(rules()))
def test_every_field_of_a_rule(name: str, entry: dict[str, Any]) -> None:
    rule = RULES.rule(entry["id"])
    sources = tuple(entry["sources"])
    if entry.get("ruling") and "ruling" not in sources:
        sources = (*sources, "ruling")
    assert (rule.kind, rule.stage, rule.strength) == (entry["kind"], entry["stage"], entry["strength"])
    assert (rule.finding, rule.would_change) == (entry["finding"], entry["would_change"])
    assert (rule.ruling, rule.note) == (entry.get("ruling", ""), entry.get("note", ""))
    assert rule.unverified == entry.get("unverified", "")
    assert rule.sources == sources
    assert rule.regions == regions(entry["regions"])
    assert rule.asked_also == regions(entry.get("asked_also", []))
    assert rule.only_in_region is entry.get("only_in_region", False)
    grades = entry.get("grades", [entry])
    assert len(rule.grades) == len(grades)
    for grade, own in zip(rule.grades, grades, strict=True):
        whole = entry | own
        assert (grade.outcome, grade.urgency) == (whole["outcome"], whole["urgency"])
        assert grade.finding == Finding(
            code=entry["id"],
            level=whole["outcome"],
            says=whole["says"],
            remedy=whole["remedy"],
            to_patient=whole["to_patient"],
            remedy_for_patient=whole.get("patient_does", ""),
            sources=sources,
            field=grade.finding.field,
            version=spoken_by(name),
            unverified="unverified" in entry,
        )
        assert grade.looks_at == grade.when.variables()
        asked = [variable for variable in RULES.questions if variable in grade.looks_at]
        assert grade.finding.field == (asked[0] if asked else "")


def test_rules_about_drugs_have_a_line_for_each_drug() -> None:
    about_drugs = {rule.id for rule in RULES.rules if rule.line_per_drug}
    assert about_drugs == {rule.id for rule in RULES.rules if any("meds" in grade.looks_at for grade in rule.grades)}
    assert {"C11", "C12", "C13", "C23", "C24"} <= about_drugs


def test_the_files_are_read_in_order() -> None:
    assert [rule.id for rule in RULES.rules] == [entry["id"] for name in RULE_FILES for entry in raw(name)["rules"]]
    assert RULES.version == spoken_by("questions.yaml")


YES_NO = (("y", "true", "1"), ("n", "false", "0", "none"))


def choices(entry: dict[str, Any]) -> tuple[Choice, ...]:
    def also(settled: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
        return tuple((name, word(value)) for name, value in (settled or {}).items())

    if entry["kind"] == "yes_no":
        typed = (*YES_NO[0], *map(str, entry.get("also_yes", [])))
        return (
            Choice("yes", word(entry.get("yes_text", "Yes")), typed, also_answers=also(entry.get("if_yes"))),
            Choice("no", word(entry.get("no_text", "No")), YES_NO[1], also_answers=also(entry.get("if_no"))),
        )
    return tuple(
        Choice(
            value=word(each["value"]),
            text=word(each.get("text", "")),
            typed=tuple(map(word, each.get("typed", []))),
            may_be=frozenset(map(word, each.get("may_be", []))),
            regions=tuple(each.get("regions", [])),
            also_answers=also(each.get("also_answers")),
            shown="text" in each,
        )
        for each in entry.get("choices", [])
    )


@pytest.mark.parametrize(
    ("place", "entry"),
    list(enumerate(raw("questions.yaml")["questions"])),
    ids=[entry["variable"] for entry in raw("questions.yaml")["questions"]],
)
def test_every_field_of_a_question(place: int, entry: dict[str, Any]) -> None:
    question = RULES.questions[entry["variable"]]
    number = entry["kind"] == "number"
    words = {
        said: choice.may_be or choice.value for choice in question.choices for said in (choice.value, *choice.typed)
    }
    assert question == Question(
        variable=entry["variable"],
        text=entry["text"],
        kind=entry["kind"],
        stage=question.stage,
        page=entry["page"],
        place=place,
        help=entry.get("help", ""),
        choices=choices(entry),
        words=words,
        several=entry.get("several", False),
        open_list=entry.get("open_list", False),
        per_region=entry.get("per_region", False),
        unit=entry["unit"] if number else "",
        least=Decimal(str(entry["least"])) if number else Decimal(0),
        most=Decimal(str(entry["most"])) if number else Decimal(0),
        never=entry.get("never", ""),
        regions=question.regions,
        asked_when=question.asked_when,
        counts_alone=entry.get("counts_alone", False),
        asked=entry.get("asked", True),
    )
    assert question.stage == entry["stage"]
    assert (question.asked_when is not None) == ("asked_when" in entry)


def test_whom_a_question_is_asked_follows_from_the_rules() -> None:
    """Everybody, or those who came with a region of a rule that hangs on it, or on a question that hangs on it."""
    assert RULES.questions["fever"].regions == (ANY_REGION,)
    assert RULES.questions["deformity"].regions == ("back", "chest_wall", "neck")
    assert RULES.questions["locked"].regions == ("knee",)
    assert RULES.questions["hot_swollen"].regions == tuple(sorted(JOINTS))
    assert RULES.questions["leg_swelling"].regions == RULES.questions["dvt_wells"].regions
    for question in RULES.questions.values():
        assert question.regions
        assert question.regions == (ANY_REGION,) or ANY_REGION not in question.regions
        assert list(question.regions) == sorted(question.regions)
    for question in RULES.gated:
        assert question.asked_when is not None
        for other in question.asked_when.variables():
            wide = RULES.questions[other].regions
            assert wide == (ANY_REGION,) or set(question.regions) <= set(wide)


def test_every_field_of_regions_and_pages() -> None:
    file = raw("regions.yaml")["regions"]
    assert [
        (region.name, region.title, region.for_patient, region.is_joint, region.typed)
        for region in RULES.regions.values()
    ] == [
        (each["region"], each["title"], each["for_patient"], each.get("joint", False), tuple(each.get("typed", [])))
        for each in file
    ]
    assert [(page.name, page.title) for page in RULES.pages] == [
        (each["page"], each["title"]) for each in raw("questions.yaml")["pages"]
    ]


def test_every_field_of_a_contradiction() -> None:
    file = raw("contradictions.yaml")["contradictions"]
    assert [each.pair for each in RULES.contradictions] == [tuple(entry["between"]) for entry in file]
    for found, entry in zip(RULES.contradictions, file, strict=True):
        one, other = entry["between"]
        assert found.finding == Finding(
            code=f"contradiction-{one}-{other}".replace("_", "-"),
            level="discuss",
            says=entry["says"],
            remedy=entry["remedy"],
            to_patient=entry["to_patient"],
            sources=tuple(entry["sources"]),
            field=one,
            version=spoken_by("contradictions.yaml"),
        )


def test_every_field_of_a_verdict() -> None:
    file = raw("verdicts.yaml")["verdicts"]
    codes = ["-".join(filter(None, (entry["verdict"], entry.get("urgency")))) for entry in file]
    assert list(RULES.summaries) == codes
    for code, entry in zip(codes, file, strict=True):
        assert RULES.summaries[code] == Finding(
            code=code,
            level=entry["verdict"],
            says=entry["says"],
            remedy=entry["remedy"],
            to_patient=entry["to_patient"],
            remedy_for_patient=entry["patient_does"],
            version=spoken_by("verdicts.yaml"),
        )


def test_every_word_for_a_drug_and_its_class() -> None:
    file = raw("drugs.yaml")
    expected = {name: name for name in file["classes"]}
    expected |= {said: name for name, words in file["classes"].items() for said in words or ()}
    assert RULES.drug_classes == expected
    low = shared()[file["ingredients"]["aspirin"]["low_dose_mg_at_most"]]
    names: dict[str, tuple[str, Decimal | None]] = {}
    for ingredient, entry in file["ingredients"].items():
        names |= dict.fromkeys(entry["names"], (ingredient, None))
        names |= dict.fromkeys(entry.get("low_dose_names", ()), (ingredient, low))
    assert RULES.drug_names == names


def test_the_groups_of_dotted_questions() -> None:
    assert RULES.groups == {"ottawa"}
    assert [question.variable for question in RULES.gated] == [
        entry["variable"] for entry in raw("questions.yaml")["questions"] if "asked_when" in entry
    ]


def test_a_rule_is_found_by_its_id() -> None:
    found = RULES.rule("C15")
    assert isinstance(found, Rule)
    assert found.id == "C15"
    with pytest.raises(KeyError, match="C99"):
        RULES.rule("C99")


def test_which_missing_answers_are_held_against_the_person() -> None:
    """Red flags, absolute contraindications, and prior care that is absolute, at its own stage."""
    safety = {rule.id for rule in RULES.rules if rule.is_safety}
    expected = {
        rule.id
        for rule in RULES.rules
        if rule.kind in ("red_flag", "absolute") or (rule.kind == "prior_care" and rule.strength == "absolute")
    }
    assert safety == expected
    assert {"RA01", "RB01", "RK01", "C01", "C15", "C33"} <= safety
    assert not {"C18", "I05", "A01", "K01"} & safety
