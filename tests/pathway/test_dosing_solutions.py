"""The reviewed file of solutions: every rule is used, every number is exact and sourced, a broken copy is told so."""

import re
from pathlib import Path

import pytest
import yaml

from enthesis import knowledge
from enthesis.pathway import dosing
from enthesis.pathway.dosing import SolutionsUnreadable, answer_case, read_solutions, shipped

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


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('ceiling_mg: "300"', "ceiling_mg: 300.5", "quotation marks"),
        ('ceiling_mg: "300"', 'ceiling_mg: "lots"', "lots"),
        ("dextrose:\n", "sugar:\n", "dextrose"),
        ("family: amide", "relatives: amide", "family"),
        ("rules:", "rules: 3\nthe_rest:", "compare"),
        ("id: solutions", "id: [", "not YAML"),
    ],
)
def test_a_copy_that_is_not_in_order_is_told_so(old: str, new: str, says: str) -> None:
    with pytest.raises(SolutionsUnreadable, match=re.compile(says, re.IGNORECASE)):
        read_solutions(TEXT.replace(old, new, 1))
