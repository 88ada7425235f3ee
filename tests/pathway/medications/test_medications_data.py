"""The knowledge files hold together, and say so in a sentence where they do not."""

import re

import pytest

from enthesis.pathway.medications import library as files
from enthesis.pathway.medications.advice import LEVELS, sentences
from enthesis.pathway.medications.drug import Action
from enthesis.pathway.medications.holds import published
from enthesis.pathway.medications.library import BrokenKnowledge, library
from enthesis.pathway.medications.match import Remark
from enthesis.pathway.medications.names import names
from enthesis.pathway.medications.text import key

SOURCES = {
    *(
        "S004",
        "WVNC",
        "HANDOUT_SL",
        "TPC",
        "HJR",
        "MACLEOD",
        "CLARK_NSAID",
        "CLARK_RISK",
        "FASCIA",
        "KIM_NSAID2025",
        "AFP2023",
    ),
    *(
        "CONSENT_N",
        "MAYO_NCT",
        "SIR_LOW",
        "ASRA_TABLE",
        "PAUSE",
        "AF_TABLE",
        "RCP_AI",
        "PLYM_AI",
        "NCA_AI",
        "APAP_HC",
        "APAP_SUM",
    ),
    *("PDDI", "CPIC", "OHDSI", "VULCAN", "ruling", "memory"),
}


def test_there_are_144_lines_with_codes_that_look_like_codes():
    assert len(library().drugs) == 144
    for drug in library().drugs.values():
        assert drug.atc
        assert all(re.fullmatch(r"[A-Z]\d\d[A-Z]([A-Z]\d\d)?", code) for code in drug.atc), drug.id
        assert re.fullmatch(r"\d*", drug.rxnorm + drug.rxnorm_unverified), drug.id


def test_every_source_is_a_key_of_the_projects_list():
    rules = [rule for section in sentences().values() if isinstance(section, dict) for rule in section.values()]
    cited = {
        *(one for drug in library().drugs.values() for one in (*drug.sources, *drug.reference_sources)),
        *(one for hold in published().values() for one in hold.keys),
        *(one for rule in rules for one in rule.get("sources", ())),
    }
    assert cited <= SOURCES


def test_every_rule_has_a_code_a_level_and_something_to_say():
    for name, section in sentences().items():
        for heading, rule in section.items() if isinstance(section, dict) else ():
            assert rule["code"], (name, heading)
            assert rule["level"] in LEVELS, (name, heading)
            assert rule["says"].endswith("."), (name, heading)


def test_every_action_and_every_remark_has_its_rule():
    assert all(action.value in sentences()["advice"] for action in Action)
    assert all(remark.value in sentences()["remarks"] for remark in Remark)


def test_codes_that_public_lists_get_wrong():
    right = {
        "meloxicam": "41493",
        "lidocaine": "6387",
        "azathioprine": "1256",
        "clopidogrel": "32968",
        "pravastatin": "42463",
    }
    assert {drug: library().drugs[drug].rxnorm for drug in right} == right


def test_a_code_from_memory_is_in_no_answer():
    for drug in library().drugs.values():
        assert not (drug.rxnorm and drug.rxnorm_unverified), drug.id


def test_a_name_beyond_the_list_is_no_name_of_the_list():
    assert [name for name in library().not_listed if names()[key(name)].how != "known, not listed"] == []


def test_what_a_setting_may_pause_is_never_guarded():
    for drug in library().drugs.values():
        assert not (drug.may_be_paused and (drug.prescriber_only or drug.harms_if_stopped_suddenly)), drug.id


@pytest.mark.parametrize(
    ("column", "value", "complaint"),
    [
        ("prescriber_only", "perhaps", "neither yes nor no"),
        ("action", "stop_at_once", "stop_at_once"),
        ("form", "smoke", "smoke"),
    ],
)
def test_a_slip_in_the_table_of_drugs_is_named_with_its_place(monkeypatch, column, value, complaint):
    table = files.path("medications").joinpath("drugs.csv").read_text(encoding="utf-8")
    head, first, *rest = table.splitlines()
    cells = first.split(",")
    cells[head.split(",").index(column)] = value
    broken = "\n".join([head, ",".join(cells), *rest])

    class Folder:
        def joinpath(self, name):
            return self

        def read_text(self, encoding):
            return broken

    with pytest.raises(BrokenKnowledge, match=f"drugs.csv, ibuprofen: .*{complaint}"):
        list(files._drugs(Folder()))


def test_a_drug_or_class_that_there_is_not_is_named_with_its_file(monkeypatch):
    whole = files.read_yaml

    def with_a_slip(name, folder):
        found = dict(whole(name, folder))
        if name == "names.yaml":
            found["names"] = found["names"] | {"ibuprofenn": ["ibu"]}
        return found

    monkeypatch.setattr(files, "read_yaml", with_a_slip)
    with pytest.raises(BrokenKnowledge, match='"ibuprofenn" is no line of'):
        library.__wrapped__()
