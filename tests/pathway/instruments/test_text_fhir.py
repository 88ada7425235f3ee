"""Loading the words of a questionnaire from a FHIR R4 Questionnaire: what is read, what is named, what is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.pathway.finding import REFUSE, WARN
from enthesis.pathway.instruments import load
from enthesis.pathway.instruments.text import Said, Way
from enthesis.pathway.instruments.text_reading import Examined, read_text
from tests.support.invented import CONTROL, LICENCE, ORDINAL, invented_fhir, invented_yaml

FORMS = [name for name, instrument in load().items() if not instrument.words and name != "psfs"]
ITEM_WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"


def best_of(name: str) -> str:
    return ", ".join(f"{scale.id}={scale.best_answer}" for scale in load()[name].asked)


def read(resource: Any, name: str = "", instrument: str = "") -> Examined:
    said = Said(licence=LICENCE, loaded_by="M. Okafor", best=best_of(name) if name else "")
    text = resource if isinstance(resource, str) else json.dumps(resource)
    return read_text(text, "form.json", load(), said, instrument=instrument)


def codes(examined: Examined) -> set[str]:
    return {finding.code for finding in examined.findings}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_words_as_from_yaml(name: str) -> None:
    """Both doors lead to the same questions, answers and numbers."""
    found = read(invented_fhir(name), name)
    assert found.findings == ()
    other = read_text(invented_yaml(name), "form.yaml", load()).text
    assert found.text is not None
    assert other is not None
    for mine, theirs in zip(found.text.parts, other.parts, strict=True):
        assert mine.scale == theirs.scale
        for item, same in zip(mine.items, theirs.items, strict=True):
            assert (item.ask, item.way, item.options) == (same.ask, same.way, same.options)
            assert (item.low, item.high, item.least, item.most) == (same.low, same.high, same.least, same.most)


def question(resource: dict[str, Any], number: int = 0) -> dict[str, Any]:
    items = resource["item"]
    first: dict[str, Any] = items[0]["item"][number] if items[0]["type"] == "group" else items[number]
    return first


def changed(name: str, change: Callable[[dict[str, Any]], Any]) -> Examined:
    resource = invented_fhir(name)
    change(resource)
    return read(resource, name)


def no_number(resource: dict[str, Any]) -> None:
    del question(resource)["answerOption"][2]["valueCoding"]["extension"]


def value_set(resource: dict[str, Any]) -> None:
    question(resource)["answerValueSet"] = "http://example.org/ValueSet/answers"
    del question(resource)["answerOption"]


def loose(resource: dict[str, Any]) -> None:
    resource["item"][0]["linkId"] = "part-one"


def below(resource: dict[str, Any]) -> None:
    question(resource)["item"] = [{"linkId": "x", "type": "integer", "text": "And how often?"}]


def limits(resource: dict[str, Any]) -> None:
    question(resource)["extension"] = [{"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 100}]


FAULTS: list[tuple[str, Callable[[dict[str, Any]], Any], str, str]] = [
    ("koos", no_number, "no-value", "ordinalValue"),
    ("koos", value_set, "not-supported", "answerValueSet"),
    ("koos", loose, "no-scale", "linkIds: pain, symptoms, adl"),
    ("koos", lambda r: question(r).update(enableWhen=[{"question": "x"}]), "not-supported", "only under a condition"),
    ("koos", lambda r: question(r).update(modifierExtension=[{"url": "x"}]), "not-supported", "modifier"),
    ("koos", lambda r: r.update(modifierExtension=[{"url": "x"}]), "modifier", "modifierExtension"),
    ("koos", lambda r: r.update(implicitRules="x"), "modifier", "implicitRules"),
    ("koos", lambda r: question(r).update(type="string"), "not-scorable", '"string"'),
    ("koos", lambda r: question(r).update(type="open-choice"), "not-scorable", "open-choice"),
    ("koos", lambda r: question(r).update(repeats=True), "several-answers", "several answers"),
    ("koos", lambda r: question(r).update(answerOption=[{"valueString": "often"}]), "no-answer", "neither a number"),
    ("koos", lambda r: question(r).update(answerOption="often"), "not-a-list", "answerOption"),
    ("koos", lambda r: question(r).update(answerOption=["often"]), "not-an-object", "answerOption"),
    ("koos", below, "question-below", "stands below"),
    ("koos", lambda r: r["item"][0]["item"].pop(), "item-count", '"pain" has 8 items'),
    ("koos", lambda r: r["item"].pop(), "missing-scale", '"qol"'),
    ("koos", lambda r: question(r).pop("linkId"), "no-id", "no id"),
    ("koos", lambda r: r.pop("version"), "no-version", "version"),
    ("koos", lambda r: r.pop("language"), "no-language", "language"),
    ("peg", limits, "out-of-range", "100"),
    ("promis_pi_4a", lambda r: question(r).update(type="boolean", answerOption=[]), "not-scorable", "yes or no"),
]


@pytest.mark.parametrize(("name", "change", "code", "says"), FAULTS, ids=[f"{f[2]}-{n}" for n, f in enumerate(FAULTS)])
def test_what_changes_the_questionnaire_is_refused_by_name(
    name: str, change: Callable[[dict[str, Any]], Any], code: str, says: str
) -> None:
    examined = changed(name, change)
    told = [finding for finding in examined.findings if finding.code == code]
    assert told, [(f.code, f.says) for f in examined.findings]
    assert says in f"{told[0].says} {told[0].remedy}"
    assert told[0].level == REFUSE
    assert examined.text is None


def test_a_complaint_names_the_item() -> None:
    examined = changed("koos", no_number)
    assert "form.json, item pain-1" in {finding.field for finding in examined.findings}


def test_parts_that_are_not_used_are_named() -> None:
    def strange(resource: dict[str, Any]) -> None:
        resource["contained"] = []
        question(resource)["initial"] = [{"valueInteger": 1}]
        question(resource)["extension"] = [{"url": "http://example.org/colour", "valueCode": "red"}]
        resource["status"] = "retired"

    examined = changed("koos", strange)
    assert {finding.code: finding.level for finding in examined.findings} == {"not-used": WARN, "retired": WARN}
    (unused,) = (finding for finding in examined.findings if finding.code == "not-used")
    for part in ("contained", "item.initial", "http://example.org/colour"):
        assert part in unused.says
    assert examined.is_usable


def test_groups_may_be_nested_and_named_by_their_code() -> None:
    resource = invented_fhir("koos")
    pain = resource["item"][0]
    pain["linkId"] = "G1"
    pain["code"] = [{"system": "http://loinc.org", "code": "72102-7"}]
    pain["item"] = [{"linkId": "G1.1", "type": "group", "text": "During the last days", "item": pain["item"]}]
    resource["item"] = [{"linkId": "all", "type": "group", "item": resource["item"]}]
    found = read(resource, "koos").text
    assert found is not None
    assert len(found.parts[0].items) == 9
    assert found.parts[0].items[0].help == "During the last days"
    assert found.parts[0].intro == "About pain"


def test_the_instrument_is_known_by_its_code() -> None:
    resource = invented_fhir("odi")
    resource["name"] = "SomethingElse"
    assert codes(read(resource, "odi")) == {"no-instrument"}
    assert read(resource, "odi", instrument="odi").is_usable
    resource["code"] = [{"system": "http://loinc.org", "code": "97908-8"}]
    assert read(resource, "odi").is_usable
    assert codes(read(resource, "odi", instrument="koos")) == {"another-instrument"}


def test_the_number_of_an_answer_in_the_ways_that_fhir_has() -> None:
    resource = invented_fhir("promis_pi_4a")
    options = question(resource)["answerOption"]
    for number, option in enumerate(options, start=1):
        del option["valueCoding"]["extension"]
        option["extension"] = [{"url": ITEM_WEIGHT, "valueDecimal": number}]
    found = read(resource, "promis_pi_4a").text
    assert found is not None
    assert [option.key for option in found.parts[0].items[0].options] == ["1", "2", "3", "4", "5"]
    options[0]["extension"] = [{"url": ORDINAL, "valueDecimal": 1.5}]
    assert "out-of-range" in codes(read(resource, "promis_pi_4a"))


def test_bare_numbers_are_a_scale_with_two_ends() -> None:
    resource = invented_fhir("peg")
    first = question(resource)
    first["answerOption"] = [{"valueInteger": n} for n in range(11)]
    found = read(resource, "peg").text
    assert found is not None
    assert found.parts[0].items[0].way is Way.NUMBER
    first["answerOption"].pop()
    assert codes(read(resource, "peg")) == {"value-missing"}


def test_display_items_become_words_beside_the_questions() -> None:
    resource = invented_fhir("peg")
    resource["description"] = "Answer for the past week."
    resource["item"].insert(0, {"linkId": "intro", "type": "display", "text": "Take your time."})
    help_item = {"linkId": "h", "type": "display", "text": "An invented hint.", "extension": [
        {"url": CONTROL, "valueCodeableConcept": {"coding": [{"code": "help"}]}}
    ]}  # fmt: skip
    resource["item"][1]["item"].append(help_item)
    found = read(resource, "peg").text
    assert found is not None
    assert found.intro == "Answer for the past week.\n\nTake your time."
    assert found.parts[0].items[0].help == "An invented hint."
    assert found.notice == "Invented by nobody."


def test_things_that_a_person_names_need_our_yaml() -> None:
    resource: dict[str, Any] = {"resourceType": "Questionnaire", "name": "psfs", "version": "1", "language": "en"}
    assert "missing-scale" in codes(read(resource, "psfs"))
    resource["item"] = [{"linkId": "1", "type": "integer", "text": "How well?"}]
    assert {"no-naming", "no-activity"} <= codes(read(resource, "psfs"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "not-json"),
        ("[]", "no-questionnaire"),
        ('{"resourceType": "Patient"}', "no-questionnaire"),
        ('{"a": 1, "a": 2}', "duplicate-key"),
        ('{"resourceType": "Questionnaire", "name": "peg", "version": NaN}', "not-json"),
        ('{"x": ' + "[" * 100_000 + "}", "not-json"),
        ('{"x": ' + "9" * 10_000 + "}", "not-json"),
        ('{"resourceType": "Questionnaire", "name": "peg", "item": {}}', "not-a-list"),
        ('{"resourceType": "Questionnaire", "name": "peg", "item": [3]}', "not-an-object"),
    ],
)
def test_what_is_no_questionnaire(text: str, code: str) -> None:
    examined = read(text, "peg")
    assert code in codes(examined)
    assert examined.text is None


def test_items_nested_without_end() -> None:
    item: dict[str, Any] = {"linkId": "x", "type": "group"}
    for _ in range(50):
        item = {"linkId": "x", "type": "group", "item": [item]}
    assert "too-deep" in codes(read({"resourceType": "Questionnaire", "name": "peg", "item": [item]}, "peg"))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["linkId", "type", "text", "item", "answerOption", "valueCoding", "display", "extension", "url", "code"]
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(FORMS), st.sampled_from(["item", "version", "code", "title", "name", "language"]), _JSON)
def test_whatever_stands_in_a_file_gets_sentences(name: str, field: str, value: Any) -> None:
    resource = invented_fhir(name) | {field: value}
    examined = read(resource, name, instrument=name)
    assert examined.is_usable is all(finding.level != REFUSE for finding in examined.findings)
    assert all(finding.says and finding.remedy for finding in examined.findings)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FORMS),
    st.integers(0, 2),
    st.sampled_from(["type", "text", "linkId", "answerOption", "item", "extension", "repeats"]),
    _JSON,
)
def test_whatever_stands_in_an_item_gets_sentences(name: str, number: int, field: str, value: Any) -> None:
    resource = invented_fhir(name)
    question(resource, 0 if name == "vas_pain" else number)[field] = value
    examined = read(resource, name)
    assert examined.is_usable is all(finding.level != REFUSE for finding in examined.findings)
