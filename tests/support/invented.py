"""Questionnaires in invented words: the right shape for a definition, and not one sentence of a real form."""

from collections.abc import Mapping
from typing import Any

import yaml

from enthesis.pathway.instruments import Instrument, Method, load
from enthesis.pathway.instruments.definition import Scale

LICENCE = "Invented words for a test, by nobody, under no licence at all."
_STEPS = ("not at all", "a very little", "somewhat", "rather", "very much", "beyond words")


def invented(name: str, version: str = "2026-a", language: str = "en") -> dict[str, Any]:
    """The content of a file in our YAML form for an instrument, sound in every point."""
    instrument = load()[name]
    return {
        "instrument": name,
        "version": version,
        "language": language,
        "title": f"Invented form {name}",
        "notice": "Invented by nobody.",
        "licence": {"statement": LICENCE, "until": ""},
        "loaded_by": "M. Okafor",
        "scales": {scale.id: _scale(scale) for scale in instrument.asked},
    }


def as_yaml(content: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True)


def invented_yaml(name: str, version: str = "2026-a", language: str = "en") -> str:
    return as_yaml(invented(name, version, language))


def _scale(scale: Scale) -> dict[str, Any]:
    found: dict[str, Any] = {"best_answer": f"{scale.best_answer}"}
    asks = [f"Invented question {n} of {scale.id.replace('_', ' ')}?" for n in range(1, scale.most_items + 1)]
    ids = scale.item_names or [str(n) for n in range(1, scale.most_items + 1)]
    if scale.same_items:
        return {
            **found,
            "naming": "Which invented things are hard for you?",
            "low": "cannot",
            "high": "as before",
            "items": [{"id": "1", "ask": "How well can you do this today: {activity}?"}],
        }
    if scale.method is Method.COUNT:
        asks = [f"Invented statement {n} is true today." for n in range(1, scale.most_items + 1)]
    elif has_words(scale):
        assert scale.item_low is not None
        found["answers"] = {str(int(scale.item_low) + n): f"Invented: {_STEPS[n]}" for n in range(_width(scale))}
    else:
        found |= {"low": "invented low end", "high": "invented high end"}
    return {**found, "items": [{"id": name, "ask": ask} for name, ask in zip(ids, asks, strict=True)]}


def has_words(scale: Scale) -> bool:
    return _width(scale) <= len(_STEPS)


def _width(scale: Scale) -> int:
    assert scale.item_low is not None
    assert scale.item_high is not None
    return int(scale.item_high - scale.item_low) + 1


# -- the same as FHIR ------------------------------------------------------------------------------------------------

ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"


def invented_fhir(name: str) -> dict[str, Any]:
    """A FHIR R4 Questionnaire of the same shape."""
    instrument = load()[name]
    groups = [_group(instrument, scale) for scale in instrument.asked]
    return {
        "resourceType": "Questionnaire",
        "status": "active",
        "name": name,
        "version": "2026-a",
        "language": "en",
        "title": f"Invented form {name}",
        "copyright": "Invented by nobody.",
        "item": groups if len(groups) > 1 else groups[0]["item"],
    }


def _group(instrument: Instrument, scale: Scale) -> dict[str, Any]:
    content = _scale(scale)
    items = [
        _question(scale, f"{scale.id}-{entry['id']}" if len(instrument.asked) > 1 else entry["id"], entry["ask"])
        for entry in content["items"]
    ]
    return {"linkId": scale.id, "type": "group", "text": f"About {scale.id}", "item": items}


def _question(scale: Scale, link: str, ask: str) -> dict[str, Any]:
    if scale.method is Method.COUNT:
        return {"linkId": link, "type": "boolean", "text": ask}
    if has_words(scale):
        assert scale.item_low is not None
        return {
            "linkId": link,
            "type": "choice",
            "text": ask,
            "answerOption": [
                {
                    "valueCoding": {
                        "code": f"a{n}",
                        "display": f"Invented: {_STEPS[n]}",
                        "extension": [{"url": ORDINAL, "valueDecimal": int(scale.item_low) + n}],
                    }
                }
                for n in range(_width(scale))
            ],
        }
    ends = [("lower", "invented low end"), ("upper", "invented high end")]
    below = [
        {
            "linkId": f"{link}-{control}",
            "type": "display",
            "text": words,
            "extension": [{"url": CONTROL, "valueCodeableConcept": {"coding": [{"code": control}]}}],
        }
        for control, words in ends
    ]
    return {"linkId": link, "type": "integer", "text": ask, "item": below}
