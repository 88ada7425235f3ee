"""A questionnaire's words from a FHIR R4 Questionnaire in JSON: only what is needed; every part not used is named.

Read are `version`, `language`, `title`, `description`, `copyright` and `item`, nested in groups as deep as they come;
of an item `linkId`, `text`, `type`, `answerOption` with the number of each answer (valueInteger, valueDecimal, or a
valueCoding with the extension ordinalValue or itemWeight), the extensions minValue and maxValue, and display items.
Source of the element names: HL7 FHIR R4, Questionnaire.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from enthesis.pathway.finding import WARN
from enthesis.pathway.instruments.definition import Instrument
from enthesis.pathway.instruments.text_draft import Complaints, Place, RawAnswer, RawItem, RawPart, RawText, shortened
from enthesis.pathway.storable import why_none_storable

_STRUCTURE = "http://hl7.org/fhir/StructureDefinition/"
_ORDINAL = tuple(_STRUCTURE + name for name in ("ordinalValue", "itemWeight", "questionnaire-ordinalValue"))
_LEAST, _MOST, _CONTROL = (_STRUCTURE + name for name in ("minValue", "maxValue", "questionnaire-itemControl"))
_SYSTEMS = {"http://loinc.org": "LOINC", "http://snomed.info/sct": "SNOMED CT"}
_READ = frozenset(
    ["resourceType", "version", "language", "title", "description", "copyright", "item", "code", "id", "name", "url"]
)
_ABOUT_THE_FILE = frozenset(
    ("meta", "text", "identifier", "status", "date", "publisher", "contact", "subjectType", "experimental", "purpose")
)
_OF_ITS_REVIEW = frozenset(("approvalDate", "lastReviewDate", "effectivePeriod", "jurisdiction", "useContext"))
_ITEM_READ = frozenset(("linkId", "text", "type", "answerOption", "item", "extension", "code", "repeats"))
_OF_ITS_LOOK = frozenset(("id", "definition", "required", "prefix"))
_CHANGES_WHAT_IS_ASKED = {
    "enableWhen": "is asked only under a condition",
    "answerValueSet": "takes its answers from a value set that is not in the file",
    "modifierExtension": "has a modifier extension, which may change what it means",
}
_NUMBERS = ("integer", "decimal")
_CHOICES = ("choice", "coding")
_DEEPEST = 12  # not a limit: levels of groups inside each other


def read_json(text: str, name: str, complaints: Complaints) -> Mapping[str, Any] | None:
    """The Questionnaire in a JSON text; None where there is none, which is told in `complaints`."""
    place = Place(name)
    twice: list[str] = []

    def once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                twice.append(key)
            found[key] = value
        return found

    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_no_such_number, object_pairs_hook=once)
    except json.JSONDecodeError as problem:
        where = Place(name, problem.lineno)
        complaints.tell("not-json", f"Not valid JSON: {problem.msg}.", "Check it with a JSON editor.", where)
        return None
    except (ValueError, RecursionError):
        complaints.tell(
            "not-json", "Not valid JSON: nested too deep, or with a number that JSON has not.", "Check it.", place
        )
        return None
    for key in dict.fromkeys(twice):
        complaints.tell("duplicate-key", f'"{shortened(key)}" is written twice in one object.', "Keep one.", place)
    wrong = why_none_storable(value)
    if wrong:
        complaints.tell("not-text", f"A text in the file cannot be kept: {wrong}.", "Write that text anew.", place)
        return None
    if not isinstance(value, dict) or value.get("resourceType") != "Questionnaire":
        kind = value.get("resourceType") if isinstance(value, dict) else None
        says = f"The file is a {shortened(str(kind))}" if kind else "The file is no FHIR resource"
        complaints.tell("no-questionnaire", f"{says}, not a Questionnaire.", "Give the FHIR R4 Questionnaire.", place)
        return None
    return value


def _no_such_number(word: str) -> Any:
    raise ValueError(word)


def instrument_of(found: Mapping[str, Any], known: Mapping[str, Instrument]) -> str:
    """Which instrument a Questionnaire is, by its code, or else by its id, name or address; "" where it says none."""
    codes = set(_codes(found))
    for instrument in known.values():
        if any((code.system, code.code) in codes and not code.scale for code in instrument.codes):
            return instrument.id
    names = {_key(str(found.get(field) or "").rsplit("/", 1)[-1]) for field in ("id", "name", "url")}
    return next((name for name in known if _key(name) in names), "")


def read_fhir(found: Mapping[str, Any], name: str, definition: Instrument, complaints: Complaints) -> RawText:
    """The words of a Questionnaire. What is wrong, and what of it is not used, is told in `complaints`."""
    return _Reader(name, definition, complaints).whole(found)


class _Reader:
    """Reads one Questionnaire; `scale` is the scale whose group one is in, "" outside of any."""

    def __init__(self, name: str, definition: Instrument, complaints: Complaints) -> None:
        self.name, self.definition, self.complaints = name, definition, complaints
        self.unused: dict[str, None] = {}
        self.items: dict[str, list[RawItem]] = {}
        self.intros: dict[str, list[str]] = {}
        asked = definition.asked
        self.only = asked[0].id if len(asked) == 1 else ""

    def whole(self, found: Mapping[str, Any]) -> RawText:
        place = Place(self.name)
        for key in found:
            if key in ("modifierExtension", "implicitRules"):
                self.tell("modifier", f'"{key}" may change what the file means.', "Remove it.", place)
            elif key not in _READ | _ABOUT_THE_FILE | _OF_ITS_REVIEW:
                self.unused[key] = None
        if found.get("status") == "retired":
            self.complaints.tell(
                "retired", "Its owner has marked this text as retired.", "Ask for the present one.", place, WARN
            )
        self._walk(found.get("item"), self.only, 1, "")
        if self.unused:
            named = ", ".join(shortened(part) for part in list(self.unused)[:20])
            says = f"Parts of the file that are not used: {named}{' and more' if len(self.unused) > 20 else ''}."
            self.complaints.tell("not-used", says, "Look whether a patient would miss them.", place, WARN)
        return RawText(
            place=place,
            version=_text(found, "version"),
            language=_text(found, "language"),
            title=_text(found, "title"),
            intro="\n\n".join(part for part in (_text(found, "description"), *self.intros.pop("", [])) if part),
            notice=_text(found, "copyright"),
            parts=tuple(
                RawPart(scale=scale, intro="\n\n".join(self.intros.get(scale, [])), items=tuple(items), place=place)
                for scale, items in self.items.items()
            ),
        )

    def tell(self, code: str, says: str, remedy: str, place: Place) -> None:
        self.complaints.tell(code, says, remedy, place)

    def _walk(self, found: Any, scale: str, depth: int, lead: str) -> None:
        """The items of one level, in order; `lead` is the text of a group that is no scale of its own."""
        if depth > _DEEPEST:
            self.tell("too-deep", f"Items nested more than {_DEEPEST} deep.", "Check the file.", Place(self.name))
            return
        for item in self._objects(found, "item"):
            place = Place(self.name, 0, shortened(_text(item, "linkId") or "without linkId"))
            self._names(item, place)
            kind = item.get("type")
            if kind == "group":
                named = self._scale_of(item)
                if named:
                    self.intros.setdefault(named, []).extend(filter(None, [_text(item, "text")]))
                own_lead = "" if named else _text(item, "text") or lead
                self._walk(item.get("item"), named or scale, depth + 1, own_lead)
            elif kind == "display":
                self.intros.setdefault(scale if scale != self.only else "", []).extend(
                    filter(None, [_text(item, "text")])
                )
            else:
                self._question(item, kind, scale, lead, place)

    def _question(self, item: Mapping[str, Any], kind: Any, scale: str, lead: str, place: Place) -> None:
        if kind not in (*_CHOICES, *_NUMBERS, "boolean"):
            says = f'An item of type "{shortened(str(kind))}" has no number that could be scored.'
            self.tell("not-scorable", says, "Use choice, integer, decimal or boolean.", place)
            return
        if item.get("repeats") is True:
            self.tell(
                "several-answers", "It takes several answers; the scoring rule takes one.", "Remove `repeats`.", place
            )
        if not scale:
            groups = ", ".join(each.id for each in self.definition.asked)
            says = "It stands in no group that is a scale of this instrument."
            self.tell("no-scale", says, f"Put it into a group with one of these linkIds: {groups}.", place)
            return
        beside = list(self._beside(item, place))
        help_text = [words for control, words in beside if control not in ("lower", "upper")]
        answers = [self._answer(option, place) for option in self._objects(item.get("answerOption"), "answerOption")]
        self.items.setdefault(scale, []).append(
            RawItem(
                id=_text(item, "linkId"),
                ask=_text(item, "text"),
                help=" ".join(part for part in (lead, *help_text) if part),
                low=next((words for control, words in beside if control == "lower"), ""),
                high=next((words for control, words in beside if control == "upper"), ""),
                least=_number(item, _LEAST),
                most=_number(item, _MOST),
                is_tick=kind == "boolean",
                answers=tuple(answer for answer in answers if answer is not None),
                place=place,
            )
        )

    def _beside(self, item: Mapping[str, Any], place: Place) -> Iterator[tuple[str, str]]:
        """The display items below a question: what they are for, and their words."""
        for below in self._objects(item.get("item"), "item"):
            if below.get("type") == "display":
                yield _control(below), _text(below, "text")
            else:
                what = shortened(_text(below, "linkId") or "an item")
                self.tell("question-below", f'A question stands below it ("{what}").', "Put it beside it.", place)

    def _answer(self, option: Mapping[str, Any], place: Place) -> RawAnswer | None:
        for key in option:
            if key not in ("valueInteger", "valueDecimal", "valueCoding", "extension", "id", "initialSelected"):
                self.unused[f"answerOption.{key}"] = None
        for key in ("valueInteger", "valueDecimal"):
            if key in option:
                return RawAnswer(value=_plain(option[key]), says="", place=place)
        coding = option.get("valueCoding")
        if not isinstance(coding, Mapping):
            says = "One of its answers is neither a number nor a coding."
            self.tell("no-answer", says, "Give each answer as valueCoding with its ordinalValue.", place)
            return None
        found = [*_extensions(coding), *_extensions(option)]
        for extension in found:
            if extension.get("url") not in _ORDINAL:
                self.unused[str(extension.get("url"))] = None
        values = [_value(extension) for extension in found if extension.get("url") in _ORDINAL]
        says = _text(coding, "display")
        return RawAnswer(value=next((value for value in values if value), ""), says=says, place=place)

    def _scale_of(self, group: Mapping[str, Any]) -> str:
        """The scale that a group is, by its code or its linkId ("pain", "koos-pain"); "" where it is none."""
        codes = set(_codes(group))
        for code in self.definition.codes:
            if code.scale and (code.system, code.code) in codes:
                return code.scale
        named = _key(_text(group, "linkId"))
        own = _key(self.definition.id)
        for scale in self.definition.asked:
            if named in (_key(scale.id), own + _key(scale.id)):
                return scale.id
        return ""

    def _names(self, item: Mapping[str, Any], place: Place) -> None:
        """Object to what would change the questionnaire, and remember what is not used."""
        for key in item:
            if key in _CHANGES_WHAT_IS_ASKED:
                says = f"It {_CHANGES_WHAT_IS_ASKED[key]} (`{key}`); that is not supported."
                self.tell("not-supported", says, "Write the item without it.", place)
            elif key not in _ITEM_READ | _OF_ITS_LOOK:
                self.unused[f"item.{key}"] = None
        for extension in _extensions(item):
            if extension.get("url") not in (_LEAST, _MOST, _CONTROL):
                self.unused[str(extension.get("url"))] = None

    def _objects(self, found: Any, what: str) -> Iterator[Mapping[str, Any]]:
        if found is None:
            return
        if not isinstance(found, list):
            self.tell("not-a-list", f'"{what}" is not a list.', "Check the file.", Place(self.name))
            return
        for each in found:
            if isinstance(each, Mapping):
                yield each
            else:
                self.tell("not-an-object", f'"{what}" holds something else.', "Check the file.", Place(self.name))


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return value.strip() if isinstance(value, str) else ""


def _plain(value: Any) -> str:
    return "" if isinstance(value, bool) or not isinstance(value, int | Decimal | str) else str(value)[:40]


def _extensions(found: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    listed = found.get("extension")
    return [each for each in listed if isinstance(each, Mapping)] if isinstance(listed, list) else []


def _value(extension: Mapping[str, Any]) -> str:
    return next((_plain(extension[key]) for key in ("valueDecimal", "valueInteger") if key in extension), "")


def _number(item: Mapping[str, Any], url: str) -> str:
    return next((_value(extension) for extension in _extensions(item) if extension.get("url") == url), "")


def _control(item: Mapping[str, Any]) -> str:
    """What a display item is for: lower or upper end of a scale, help, or ""."""
    for extension in _extensions(item):
        concept = extension.get("valueCodeableConcept")
        coding = concept.get("coding") if isinstance(concept, Mapping) else None
        if extension.get("url") == _CONTROL and isinstance(coding, list):
            return next((str(each.get("code")) for each in coding if isinstance(each, Mapping)), "")
    return ""


def _codes(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    listed = found.get("code")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, Mapping):
            yield _SYSTEMS.get(str(each.get("system")), ""), str(each.get("code"))


def _key(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
