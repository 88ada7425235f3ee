"""The reviewed file of solutions: every rule is used, every number is exact and sourced, a broken copy is told so."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from enthesis import knowledge
from enthesis.knowledge import edition
from enthesis.pathway import dosing
from enthesis.pathway.dosing import SolutionsUnreadable, answer_case, read_solutions, shipped
from enthesis.pathway.dosing.solutions import Anaesthetic, Diluent, Limit, PublishedVolume, Rule, Sourced
from enthesis.pathway.numbers import shared

TEXT = knowledge.path("solutions.yaml").read_text(encoding="utf-8")
RAW = yaml.safe_load(TEXT)


def test_every_rule_of_the_file_is_spoken_by_the_code_and_no_other() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(dosing.__file__).parent.glob("*.py"))
    spoken = set(re.findall(r'finding\(\s*"([A-Z0-9_]+)"', code))
    assert spoken == set(RAW["rules"])


def test_rules_have_a_level_of_the_ladder() -> None:
    assert {rule.level for rule in shipped().rules.values()} == {"refuse", "stop", "warn", "note"}


def _numbers_without_source(value: object, where: str = "") -> list[str]:
    if isinstance(value, list):
        return [found for one in value for found in _numbers_without_source(one, where)]
    if not isinstance(value, dict):
        return []
    numbers = [
        name
        for name, one in value.items()
        if isinstance(one, str) and re.fullmatch(r"[\d.]+", one) and name != "version"
    ]
    sourced = any("source" in name for name in value) or "times_source" in value or "called" in value
    found = [f"{where}{name}" for name in numbers if not sourced and not where.endswith("mosm_per_l.")]
    return found + [more for name, one in value.items() for more in _numbers_without_source(one, f"{where}{name}.")]


def test_every_number_names_its_source() -> None:
    assert _numbers_without_source(RAW) == []


def test_no_number_is_a_float() -> None:
    assert not re.search(r":\s*\d+\.\d+\s*[,}\n]", TEXT)


def test_a_clinic_may_use_its_own_limit() -> None:
    own = read_solutions(TEXT.replace('mg_per_kg: "4.5", ceiling_mg: "300"', 'mg_per_kg: "3", ceiling_mg: "200"'))
    case = {
        **{"jurisdiction": "US", "age_years": "50", "weight_kg": "80", "target_dextrose_pct": "15", "total_ml": "50"},
        **{"la_drug": "lidocaine", "la_target_pct": "0.5", "la_stock_pct": "1", "dextrose_stock_pct": "50"},
        **{"diluent": "saline"},
    }
    assert answer_case(case).decision == "accept"
    assert answer_case(case, own).reasons == ["LA_OVER_LIMIT"]


def test_a_clinic_may_have_stock_of_another_osmolarity() -> None:
    """Its figure for 1 % counts in what is wanted, in a given recipe, and in what is drawn up."""
    own = read_solutions(TEXT.replace('hydrous: {value: "50.6"', 'hydrous: {value: "60"'))
    case = {
        **{"jurisdiction": "US", "age_years": "50", "weight_kg": "80", "dextrose_stock_kind": "USP"},
        **{"target_dextrose_pct": "15", "total_ml": "10", "dextrose_stock_pct": "50", "diluent": "saline"},
    }
    parts = [{"part": "D50W", "ml": "3"}, {"part": "saline", "ml": "7"}]
    for asked in (case, case | {"parts": parts}):
        found = answer_case(asked, own)
        assert found.figures["osm_dextrose_mosm_per_l"] == "900"
        assert found.draw is not None
        assert found.draw.mix.osmolarity_dextrose == 900
        assert answer_case(asked).figures["osm_dextrose_mosm_per_l"] == "759"


NOT_BUILT = "The solutions file is not built like the shipped one. Compare the two."
IN_QUOTES = "Write numbers in quotation marks."


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('ceiling_mg: "300"', "ceiling_mg: 300.5", f"The solutions file: 300.5 is not an exact decimal. {IN_QUOTES}"),
        ('ceiling_mg: "300"', 'ceiling_mg: "lots"', f'The solutions file: "lots" is not a plain number. {IN_QUOTES}'),
        ('ceiling_mg: "300"', "ceiling_mg: yes", f"The solutions file: It is not a number. {IN_QUOTES}"),
        ("dextrose:\n", "sugar:\n", "The solutions file has no entry 'dextrose'. Take it from the shipped file."),
        (
            "family: amide",
            "relatives: amide",
            "The solutions file has no entry 'family'. Take it from the shipped file.",
        ),
        ("called: [lidocaine, lidocain", "called: lidocaine\n    x: [lidocain", NOT_BUILT),
        # a word in quotation marks is no answer: "no" would count as yes, and the higher limit would be used
        ("epinephrine: false, mg_per_kg", 'epinephrine: "no", mg_per_kg', NOT_BUILT),
        ("rules:", "rules: 3\nthe_rest:", NOT_BUILT),
        (
            "id: solutions",
            "id: [",
            "The solutions file is not YAML as it should be: solutions.yaml, line 12: not valid YAML "
            "(did not find expected ',' or ']').",
        ),
    ],
)
def test_a_copy_that_is_not_in_order_is_told_so(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(SolutionsUnreadable) as caught:
        read_solutions(TEXT.replace(old, new, 1))
    assert str(caught.value) == says


def numbers(values: list[str]) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


def test_every_fact_about_dextrose_and_diluents_arrives() -> None:
    facts, sugar = shipped(), RAW["dextrose"]
    assert facts.version == edition(RAW["version"], "solutions.yaml", "numbers.yaml")
    assert facts.dextrose_called == tuple(sugar["called"])
    assert facts.dextrose_stocks_pct == numbers(sugar["stocks_pct"]["values"])
    usual = sugar["usual_pct"]
    assert facts.usual_lowest == Sourced(Decimal(usual["lowest"]), tuple(usual["source_lowest"]))
    assert facts.usual_highest == Sourced(Decimal(usual["highest"]), tuple(usual["source_highest"]))
    assert facts.dextrose_mosm == {
        kind: Sourced(Decimal(entry["value"]), tuple(entry["source"]))
        for kind, entry in sugar["mosm_per_l_for_1_pct"].items()
    }
    assert facts.diluents == {
        name: Diluent(
            name=name,
            strength_when_not_said=Decimal(entry["strength_when_not_said"])
            if "strength_when_not_said" in entry
            else None,
            mosm_at_strength=Decimal(osmolarity["strength"]) if "strength" in osmolarity else None,
            mosm_per_l=Sourced(Decimal(osmolarity["value"]), tuple(osmolarity["source"])) if osmolarity else None,
        )
        for name, entry in RAW["diluents"].items()
        for osmolarity, usual in [(entry.get("mosm_per_l", {}), entry.get("strength_when_not_said"))]
    }
    mosm = RAW["anaesthetic_mosm_per_l"]
    assert facts.anaesthetic_mosm == Sourced(Decimal(mosm["value"]), tuple(mosm["source"]))


@pytest.mark.parametrize("name", RAW["anaesthetics"])
def test_every_fact_about_an_anaesthetic_arrives(name: str) -> None:
    entry = RAW["anaesthetics"][name]

    def figure(key: str) -> Decimal | None:
        return Decimal(entry[key]) if key in entry else None

    assert shipped().anaesthetics[name] == Anaesthetic(
        name=name,
        family=entry["family"],
        stocks_pct=numbers(entry.get("stocks_pct", {"values": []})["values"]),
        limits=tuple(
            Limit(
                limit["where"],
                limit["epinephrine"],
                Decimal(limit["mg_per_kg"]),
                Decimal(limit["ceiling_mg"]),
                tuple(limit["source"]),
            )
            for limit in entry.get("limits", [])
        ),
        seen_for=tuple(entry.get("seen_for", [])),
        mg_in_24_hours=figure("mg_in_24_hours"),
        hours_before_a_repeat=figure("hours_before_a_repeat"),
        hours_counted_together=figure("hours_counted_together"),
        times_sources=tuple(entry.get("times_source", [])),
    )


def test_every_name_means_one_thing() -> None:
    expected = dict.fromkeys(RAW["dextrose"]["called"], ("dextrose", "dextrose"))
    for kind, group in {"anaesthetic": "anaesthetics", "diluent": "diluents"}.items():
        for name, entry in RAW[group].items():
            expected |= dict.fromkeys(entry["called"], (name, kind))
    expected |= dict.fromkeys(RAW["unnamed_anaesthetic"]["called"], ("local anaesthetic", "anaesthetic"))
    for name, words in RAW["others"].items():
        expected |= dict.fromkeys(words, (name, "other"))
    assert shipped().names == expected


def test_everything_else_arrives() -> None:
    facts, plausible, draw = shipped(), RAW["plausible"], RAW["draw"]
    assert facts.ignored_words == set(RAW["ignored_words"])
    assert facts.jurisdictions == {word: name for name, words in RAW["jurisdictions"].items() for word in words}
    assert facts.weight_kg == numbers([plausible["weight_kg"]["lowest"], plausible["weight_kg"]["highest"]])
    assert facts.highest_total_ml == Decimal(plausible["total_ml"]["highest"])
    assert facts.adult_from_years == shared()["adult_from_years"] == 18
    assert facts.highest_age_years == Decimal(plausible["highest_age_years"]["value"])
    assert facts.published_volumes == tuple(
        PublishedVolume(
            tuple(entry["route"]), Decimal(entry["lowest"]), Decimal(entry["highest"]), tuple(entry["source"])
        )
        for entry in RAW["published_volumes"]
    )
    assert (facts.draw_small_up_to_ml, facts.draw_small_ml, facts.draw_usual_ml) == numbers(
        [draw["up_to_ml"], draw["small_ml"], draw["usual_ml"]]
    )
    words = {group: entry for group, entry in RAW["allergies"].items() if group != "none"}
    assert facts.allergy_words == {group: frozenset(entry["words"]) for group, entry in words.items()}
    assert facts.no_allergy == set(RAW["allergies"]["none"])
    assert facts.rules == {
        code: Rule(order, entry["level"], tuple(entry["source"]))
        for order, (code, entry) in enumerate(RAW["rules"].items())
    }


def test_a_clinic_may_write_a_number_of_its_own_where_a_shared_one_is_named() -> None:
    own = read_solutions(TEXT.replace("{value: adult_from_years,", '{value: "21",'))
    assert own.adult_from_years == 21
    assert read_solutions(TEXT, {"adult_from_years": Decimal(16)}).adult_from_years == 16
