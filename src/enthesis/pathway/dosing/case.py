"""One case at the door `enthesis mix`: every field as it was typed, read into values or refused with a sentence."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from enthesis.pathway.dosing.mixture import Part, read_part
from enthesis.pathway.dosing.numbers import ZERO, NotAnAmount, amount, plain, shown
from enthesis.pathway.dosing.solutions import Solutions, shipped

LONGEST_TEXT = 1000
MOST_PARTS = 20
NOTHING = frozenset({"", "none", "no", "nil", "-", "n/a"})
UNREADABLE = "INPUT_UNREADABLE"

_YES_OR_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_HOW_TO_WRITE_PARTS = 'Write [{"part": "dextrose 50%", "ml": "6"}, ...].'

T = TypeVar("T")


class UnreadableCase(ValueError):
    """A case that cannot be read. `says` and `remedy` are sentences; `reason` is the code of the refusal."""

    def __init__(self, code: str, field: str, says: str, remedy: str, reason: str = UNREADABLE) -> None:
        super().__init__(says)
        self.code, self.field, self.says, self.remedy, self.reason = code, field, says, remedy, reason


@dataclass(frozen=True, kw_only=True, slots=True)
class MixCase:
    """A mix for one person, as asked for. None: not said. Percentages are % w/v."""

    case_id: str
    jurisdiction: str
    age_years: Decimal | None
    weight_kg: Decimal | None
    allergy: tuple[str, ...]
    route: str
    target_dextrose_pct: Decimal | None
    total_ml: Decimal | None
    la_drug: str
    la_target_pct: Decimal | None
    la_stock_pct: Decimal | None
    epinephrine: bool | None
    dextrose_stock_pct: Decimal | None
    dextrose_stock_kind: str  # hydrous | anhydrous | "" where not said
    diluent: str
    previous_la_mg: Decimal | None
    previous_la_drug: str  # "": the same as la_drug
    second_la_drug: str
    second_la_pct: Decimal | None
    published_max_ml: Decimal | None
    vial_shared: bool | None
    graduation_ml: Decimal | None
    parts: tuple[Part, ...]  # a given recipe; empty: the mix is calculated from the wanted strengths
    unknown: tuple[str, ...]  # names of fields that the door does not know


KNOWN = (
    *("case_id", "mode", "title", "jurisdiction", "age_years", "weight_kg", "allergy", "route"),
    *("target_dextrose_pct", "total_ml", "la_drug", "la_target_pct", "la_stock_pct", "epinephrine"),
    *("dextrose_stock_pct", "dextrose_stock_kind", "diluent", "previous_la_mg", "second_la_drug", "second_la_pct"),
    *("published_max_ml", "vial_shared", "previous_la_drug", "graduation_ml", "parts"),
)


def read_case(fields: Mapping[str, object], solutions: Solutions | None = None) -> MixCase:
    """A case from its fields, as text ("" = empty), JSON numbers or null. Raises `UnreadableCase`."""
    facts = solutions or shipped()
    read = _Reader(fields)
    if not any(read.is_given(name) for name in KNOWN if name not in ("case_id", "mode", "title")):
        raise UnreadableCase("empty-case", "", "The case says nothing about a mix.", "Fill in the fields of the mix.")
    read.text("title")
    read.choice("mode", {"forward": "", "inverse": ""}, "forward or inverse")
    case = MixCase(
        case_id=read.text("case_id"),
        jurisdiction=_jurisdiction(read, facts),
        age_years=_age(read, facts),
        weight_kg=read.number("weight_kg"),
        allergy=read.texts("allergy"),
        route=read.text("route"),
        target_dextrose_pct=read.number("target_dextrose_pct", at_least_0=True),
        total_ml=read.number("total_ml"),
        la_drug=read.text("la_drug"),
        la_target_pct=read.number("la_target_pct", at_least_0=True),
        la_stock_pct=read.number("la_stock_pct"),
        epinephrine=read.yes_or_no("epinephrine"),
        dextrose_stock_pct=read.number("dextrose_stock_pct"),
        dextrose_stock_kind=_sugar_kind(read.text("dextrose_stock_kind")),
        diluent=read.text("diluent"),
        previous_la_mg=read.number("previous_la_mg", at_least_0=True),
        previous_la_drug=read.text("previous_la_drug"),
        second_la_drug=read.text("second_la_drug"),
        second_la_pct=read.number("second_la_pct", at_least_0=True),
        published_max_ml=read.number("published_max_ml", at_least_0=True),
        vial_shared=read.yes_or_no("vial_shared"),
        graduation_ml=_graduation(read),
        parts=_parts(read, facts),
        unknown=tuple(shown(str(name)) for name in fields if name not in KNOWN),
    )
    if not case.parts:
        _must_be_whole(case)
    return case


def _must_be_whole(case: MixCase) -> None:
    """A recipe with a hole in it is no recipe."""
    if case.total_ml is None:
        raise _hole("total_ml", "The total volume is not given.", "VOLUME_INVALID")
    if case.target_dextrose_pct is None:
        raise _hole("target_dextrose_pct", "The wanted dextrose strength is not given (0 where there is none).")
    if case.target_dextrose_pct > 0 and case.dextrose_stock_pct is None:
        raise _hole("dextrose_stock_pct", "The strength of the dextrose stock is not given.")
    has_drug, target = case.la_drug.lower() not in NOTHING, case.la_target_pct
    if has_drug and target is None:
        raise _hole("la_target_pct", f"How much {shown(case.la_drug)} is wanted is not given (0 for none).")
    if target and not has_drug:
        raise _hole("la_drug", f"An anaesthetic of {plain(target)} % is wanted, but not which.")
    if target and case.la_stock_pct is None:
        raise _hole("la_stock_pct", f"The strength of the {shown(case.la_drug)} stock is not given.")
    has_second = case.second_la_drug.lower() not in NOTHING
    if case.second_la_pct and not has_second:
        raise _hole("second_la_drug", "A second anaesthetic has a strength but no name.")
    if has_second and case.second_la_pct != ZERO and not (has_drug and target):
        raise _hole("la_drug", "A second anaesthetic is named without a first.")


def _hole(field: str, says: str, reason: str = UNREADABLE) -> UnreadableCase:
    return UnreadableCase("missing", field, says, f"Fill in {field}.", reason)


@dataclass(frozen=True, slots=True)
class _Reader:
    fields: Mapping[str, object]

    def is_given(self, name: str) -> bool:
        return self.fields.get(name) not in (None, "", [], {})

    def text(self, name: str) -> str:
        value = self.fields.get(name)
        if value is None:
            return ""
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            value = str(self.number(name))
        if not isinstance(value, str):
            raise UnreadableCase("not-text", name, f"{name} is not text.", f"Write {name} as text.")
        return _readable(name, value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one text that names several."""
        value = self.fields.get(name)
        if not isinstance(value, (list, tuple)):
            one = self.text(name)
            return (one,) if one else ()
        if len(value) > 50 or not all(isinstance(one, str) for one in value):
            raise UnreadableCase("not-text", name, f"{name} is not a list of at most 50 texts.", "Write them as texts.")
        return tuple(text for one in value if (text := _readable(name, one)))

    def number(self, name: str, *, at_least_0: bool = False) -> Decimal | None:
        value = self.fields.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            found = amount(value)
        except NotAnAmount as problem:
            raise UnreadableCase(
                "not-a-number",
                name,
                f"{name}: {problem}",
                'Write a plain number with a point and without a unit, for instance "22.5".',
            ) from None
        if at_least_0 and found < 0:
            raise UnreadableCase("below-zero", name, f"{name}: {plain(found)} is below 0.", "Write 0 or more.")
        return found

    def choice(self, name: str, choices: Mapping[str, T], allowed: str) -> T | None:
        """What a word stands for; None where the field is empty."""
        word = self.text(name).lower()
        if not word:
            return None
        if word not in choices:
            raise UnreadableCase("not-one-of", name, f'{name}: "{shown(word)}" is not known.', f"Write {allowed}.")
        return choices[word]

    def yes_or_no(self, name: str) -> bool | None:
        value = self.fields.get(name)
        return value if isinstance(value, bool) else self.choice(name, _YES_OR_NO, "yes or no")


def _readable(name: str, value: str) -> str:
    if len(value) > LONGEST_TEXT:
        raise UnreadableCase(
            "too-long", name, f"{name} has {len(value)} characters.", f"Write at most {LONGEST_TEXT} characters."
        )
    if any(unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Co", "Cn") and mark not in "\t\r\n" for mark in value):
        raise UnreadableCase(
            "control-characters", name, f"{name} has characters that cannot be seen.", f"Type {name} again."
        )
    return " ".join(value.split())


def _jurisdiction(read: _Reader, facts: Solutions) -> str:
    allowed = " or ".join(dict.fromkeys(facts.jurisdictions.values()))
    return read.choice("jurisdiction", facts.jurisdictions, allowed) or ""


def _age(read: _Reader, facts: Solutions) -> Decimal | None:
    age = read.number("age_years", at_least_0=True)
    if age is not None and age > facts.highest_age_years:
        raise UnreadableCase(
            "out-of-range", "age_years", f"age_years: {plain(age)} is no age of a person.", "Write the age in years."
        )
    return age


def _sugar_kind(text: str) -> str:
    words = text.lower()
    if "anhydrous" in words:
        return "anhydrous"
    return "hydrous" if any(word in words for word in ("hydrous", "monohydrate", "usp")) else ""


def _graduation(read: _Reader) -> Decimal | None:
    step = read.number("graduation_ml")
    if step is not None and not Decimal("0.01") <= step <= 1:
        raise UnreadableCase(
            "out-of-range",
            "graduation_ml",
            f"graduation_ml: no syringe has marks every {plain(step)} mL.",
            "Write 0.01 to 1, or leave it out.",
        )
    return step


def _parts(read: _Reader, facts: Solutions) -> tuple[Part, ...]:
    given = read.fields.get("parts")
    if given in (None, "", []):
        return ()
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST_PARTS:
        raise UnreadableCase(
            "not-a-list", "parts", f"parts is not a list of at most {MOST_PARTS} parts.", _HOW_TO_WRITE_PARTS
        )
    return tuple(_part(f"parts[{at}]", one, facts) for at, one in enumerate(given))


def _part(name: str, one: object, facts: Solutions) -> Part:
    if not isinstance(one, Mapping):
        raise UnreadableCase("not-an-object", name, f"{name} is not a part with its volume.", _HOW_TO_WRITE_PARTS)
    inner = _Reader({f"{name}.part": one.get("part"), f"{name}.ml": one.get("ml")})
    text, volume = inner.text(f"{name}.part"), inner.number(f"{name}.ml", at_least_0=True)
    return read_part(text, volume, solutions=facts)
