"""The list of drugs that a person takes. Every drug is kept, also one that nobody knows."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from enthesis.pathway.candidacy.answers import Drug
from enthesis.pathway.candidacy.model import RuleSet
from enthesis.pathway.candidacy.problems import BadAnswer
from enthesis.pathway.candidacy.values import MOST_ENTRIES, NOT_SURE, figure, is_not_sure, plain, shown, text
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.look_up import look_up
from enthesis.pathway.medications.match import Mention, Remark, Status

FIELDS = ("med", "med_class", "dose_mg")
_LARGEST_DOSE = Decimal(1_000_000)


def read_drugs(rules: RuleSet, value: Any) -> tuple[tuple[Drug, ...], list[str]]:
    """The drugs, and the fields that nothing reads. Raises `BadAnswer`.

    A class that was said is believed where a rule speaks of it. Otherwise the name is looked up, because a list may
    hold brand names and products of several drugs.
    """
    if not isinstance(value, (list, tuple)):
        example = 'Write [{"med": "warfarin", "med_class": "anticoagulant"}], [] for none.'
        raise BadAnswer("not-a-list", "meds", "Drugs are a list.", example)
    if len(value) > MOST_ENTRIES:
        says = f"A list of {len(value)} drugs cannot be right."
        raise BadAnswer("too-long", "meds", says, "Check it and send it again.")
    drugs: list[Drug] = []
    strange: list[str] = []
    for place, raw in enumerate(value):
        entry = {"med": raw} if isinstance(raw, str) else raw
        if not isinstance(entry, Mapping):
            remedy = 'Write {"med": "warfarin", "dose_mg": 5}.'
            raise BadAnswer("not-an-object", f"meds[{place}]", "A drug is an object.", remedy)
        drugs += _meant(rules, _said(rules, entry, place))
        strange += [f"meds.{shown(key)}" for key in entry if key not in FIELDS]
    return tuple(drugs), strange


def _said(rules: RuleSet, entry: Mapping[str, Any], place: int) -> Drug:
    """The drug as it was said, nothing looked up."""
    where = f"meds[{place}]"
    name = text(f"{where}.med", entry.get("med"))
    said_class = text(f"{where}.med_class", entry.get("med_class"))
    if not name and not said_class:
        raise BadAnswer("no-drug", where, "A drug has neither a name nor a class.", "Give med or med_class.")
    ingredient, implied_dose = rules.drug_names.get(plain(name), ("", None))
    dose = _dose(f"{where}.dose_mg", entry.get("dose_mg"))
    is_implied = dose is None and implied_dose is not None
    return Drug(
        name=name or said_class,
        classes=_said_classes(rules, said_class),
        dose_mg=implied_dose if is_implied else dose,
        place=place,
        ingredient=ingredient,
        dose_is_implied=is_implied,
    )


def _said_classes(rules: RuleSet, said: str) -> tuple[str, ...]:
    """The classes that a word for a class means. None where nobody knows the word: then the drug stays open."""
    word = plain(said)
    if word in NOT_SURE:
        return ()
    if word in rules.drug_classes:
        return (rules.drug_classes[word],)
    if word in library().classes:
        return (word,)
    return tuple(dict.fromkeys(each for mention in look_up(said).mentions for each in _classes(mention)))


def _meant(rules: RuleSet, drug: Drug) -> Iterator[Drug]:
    if drug.ingredient or set(drug.classes) & set(rules.drug_classes):
        yield drug
        return
    mentions = [mention for mention in look_up(drug.name).mentions if mention.status is not Status.NONE]
    for mention in mentions:
        classes = (*drug.classes, *_classes(mention))
        is_one_of_several = len(mentions) > 1 and mention.drug is not None
        label = f"{drug.name}: {mention.drug.name}" if is_one_of_several and mention.drug else drug.name
        found = replace(drug, name=label, classes=tuple(dict.fromkeys(classes)))
        yield _as_aspirin(rules, found, mention) if _is_aspirin(mention) else found


def _classes(mention: Mention) -> tuple[str, ...]:
    """None where the words say that it is not taken, or not by mouth: then a person has to look."""
    if not mention.is_taken or Remark.OTHER_FORM in mention.remarks:
        return ()
    return mention.classes or ((mention.suspect,) if mention.suspect else ())


def _is_aspirin(mention: Mention) -> bool:
    return mention.is_aspirin or (mention.drug is not None and mention.drug.id.startswith("aspirin"))


def _as_aspirin(rules: RuleSet, drug: Drug, mention: Mention) -> Drug:
    """Which aspirin it is was read from the words beside the name: its dose decides."""
    ingredient, implied = rules.drug_names.get(mention.drug.id if mention.drug else "aspirin", ("aspirin", None))
    if drug.dose_mg is None and implied is not None:
        return replace(drug, ingredient=ingredient, dose_mg=implied, dose_is_implied=True)
    return replace(drug, ingredient=ingredient)


def _dose(field: str, value: Any) -> Decimal | None:
    if value is None or is_not_sure(value):
        return None
    dose = figure(value)
    if dose is None or not 0 < dose <= _LARGEST_DOSE:
        remedy = "Give a number above 0, or leave it out."
        raise BadAnswer("not-a-dose", field, f'"{shown(value)}" is not a dose in mg.', remedy)
    return dose
