"""From what a form or a machine sent to `Answers`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from enthesis.pathway.candidacy.answers import Answers, Value
from enthesis.pathway.candidacy.drug_list import FIELDS, read_drugs
from enthesis.pathway.candidacy.model import Question, RuleSet
from enthesis.pathway.candidacy.problems import BadAnswer
from enthesis.pathway.candidacy.values import MOST_ENTRIES, hint, is_not_sure, plain, read_value, shown, word

DRUGS = "meds"
_SIDES = ("left_", "right_", "both_")


def read_answers(
    rules: RuleSet,
    raw: Mapping[str, Any],
    regions: object = (),
    sex: object = None,
) -> Answers:
    """The answers, checked.

    `raw` is keyed by the variables of the questions; a variable that is absent or null was not answered.

    Raises `BadAnswer` for a value that cannot be an answer to its question.
    """
    flat, unknown = _flatten(rules, raw)
    if sex is not None and flat.get("sex") is None:
        flat["sex"] = sex
    came_with = read_regions(rules, regions)
    said: dict[str, Value] = {}
    by_region: dict[str, dict[str, Value]] = {}
    not_sure: set[str] = set()
    for variable, value in flat.items():
        question = rules.questions[variable]
        if isinstance(value, str) and not question.several and (known := question.words.get(value)) is not None:
            said[variable] = known
        elif value is None:
            continue
        elif is_not_sure(value):
            not_sure.add(variable)
        elif question.per_region and isinstance(value, Mapping):
            for region, own in _per_region(rules, question, value):
                by_region.setdefault(region, {})[variable] = own
        elif variable == DRUGS:
            said[variable], strange = read_drugs(rules, value)
            unknown += strange
        else:
            said[variable], strange = read_value(question, value)
            unknown += strange
    answers = Answers(
        said=said,
        regions=came_with,
        by_region=by_region,
        not_sure=frozenset(not_sure),
        unknown=tuple(dict.fromkeys(unknown)),
    )
    pointless: set[str] = set()
    unfounded: set[str] = set()
    for question in rules.gated:
        makes_sense = question.asked_when.truth(answers) if question.asked_when else True
        if makes_sense is False and question.variable not in said:
            pointless.add(question.variable)
        elif makes_sense is None and question.variable in said and not question.counts_alone:
            unfounded.add(question.variable)
    return replace(answers, not_asked=frozenset(pointless), unfounded=frozenset(unfounded))


def read_regions(rules: RuleSet, raw: object) -> tuple[str, ...]:
    """The regions that the person came with, each once, in the order given. Raises `BadAnswer`."""
    if raw is None or raw == "":
        return ()
    if not isinstance(raw, (str, list, tuple)):
        raise BadAnswer("not-a-list", "regions", "Regions are a list of words.", 'Write ["back", "knee"].')
    words = [raw] if isinstance(raw, str) else raw
    if len(words) > MOST_ENTRIES:
        raise BadAnswer("too-long", "regions", f"{len(words)} regions are more than a person has.", "Name each once.")
    found = []
    for each in words:
        name = word("regions", each)
        region = _region(rules, name)
        if region is None:
            says = f'"{shown(each)}" is not a region that is known here.'
            raise BadAnswer("unknown-region", "regions", says, hint(name, rules.regions))
        found.append(region)
    return tuple(dict.fromkeys(found))


def _region(rules: RuleSet, name: str) -> str | None:
    """The region of this name, of another word for it, or of either with a side before it: `left_knee`."""
    if name in rules.regions:
        return name
    for region in rules.regions.values():
        if name in region.typed:
            return region.name
    side = next((side for side in _SIDES if name.startswith(side)), None)
    return _region(rules, name.removeprefix(side)) if side else None


def _flatten(rules: RuleSet, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Objects such as `ottawa` become dotted variables; a drug in three loose fields becomes one of the list."""
    flat: dict[str, Any] = {}
    unknown: list[str] = []
    for name, value in raw.items():
        if name in rules.questions:
            flat[name] = value
        elif name in rules.groups:
            if value is None or is_not_sure(value):
                continue
            if not isinstance(value, Mapping):
                parts = [variable.split(".")[1] for variable in rules.questions if variable.startswith(f"{name}.")]
                remedy = f"Write yes or no for {', '.join(parts)}."
                raise BadAnswer("not-an-object", name, f'"{name}" is an object of answers.', remedy)
            for part, answer in value.items():
                dotted = f"{name}.{part}"
                if dotted in rules.questions:
                    flat[dotted] = answer
                else:
                    unknown.append(shown(dotted))
        elif name not in FIELDS:
            unknown.append(shown(name))
    loose = {part: raw[part] for part in FIELDS if raw.get(part) is not None}
    listed = flat.get(DRUGS)
    if loose and (listed is None or isinstance(listed, list)):
        flat[DRUGS] = [*(listed or []), loose]
    return flat, unknown


def _per_region(rules: RuleSet, question: Question, value: Mapping[Any, Any]) -> Iterable[tuple[str, Value]]:
    """An answer for each joint: `{"knee": 4, "left_shoulder": "never"}`. Of two sides the shorter time counts."""
    found: dict[str, Value] = {}
    for key, each in value.items():
        if each is None or is_not_sure(each):
            continue
        region = _region(rules, plain(shown(key)))
        if region is None:
            field = f"{question.variable}.{shown(key)}"
            says = f'"{shown(key)}" is not a region that is known here.'
            raise BadAnswer("unknown-region", field, says, hint(plain(shown(key)), rules.regions))
        own, _ = read_value(question, each)
        before = found.get(region)
        found[region] = min(before, own) if isinstance(before, Decimal) and isinstance(own, Decimal) else own
    return found.items()
