"""Printed strengths: "50%", "10 mg/mL", "1:200,000", "30 mg/2 mL", "12,5 %"."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.dosing.numbers import ZERO, exact, exponent

_NUM = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+,\d+|\d+(?:\.\d+)?|\.\d+)"
_MASS = r"(?:milligrams?|micrograms?|grams?|gms?|mg|mcg|[uµμ]g|ng|g|i\.?u\.?|units?|mmol|meq)"
_VOL = r"(?:millilit(?:er|re)s?|lit(?:er|re)s?|ml|cc|dl|l)"
TOKEN = re.compile(
    rf"""
      (?P<ratio>(?<![\d.,])1\s*(?::|/|\bin\b)\s*
        (?P<parts>\d{{1,3}}(?:[,\ ]\d{{3}})+|\d{{4,9}}|\d{{1,3}}(?=k\b))(?!\d|\.\d)k?)
    | (?P<range>{_NUM}\s*%?\s*(?:-|–|\bto\b)\s*{_NUM}\s*(?:%|{_MASS}\b)(?:\s*/\s*{_VOL}\b)?)
    | (?P<conc>(?P<c_num>{_NUM})\s*(?P<c_mass>{_MASS})\s*(?:/|\bper\b|\bin\b)\s*(?P<c_of>{_NUM})?\s*(?P<c_vol>{_VOL})\b)
    | (?P<pct>(?P<p_num>{_NUM})\s*(?:%|per\s?cent\b)(?:\s*w/v|\s*m/v)?)
    | (?P<vol>{_NUM}\s*(?:ml|cc|millilit(?:er|re)s?)\b)
    | (?P<mass>(?P<m_num>{_NUM})\s*(?P<m_mass>{_MASS})\b)
    | (?P<sep>[+&;,/]|\bw/(?![ov]\b)|\b(?:with|plus|and|in)\b)
    | (?P<word>[^\s+&;,/()\[\]:]+)
    """,
    re.VERBOSE,
)
_MILLIGRAMS = {"g": Decimal(1000), "mg": Decimal(1), "mcg": Decimal("0.001"), "ng": Decimal("0.000001")}
_MILLILITRES = {"ml": Decimal(1), "l": Decimal(1000), "dl": Decimal(100)}  # not a limit: units

RATIO = "ratio"  # the remark of a strength that was printed as 1:200,000


@dataclass(frozen=True, slots=True)
class Strength:
    """What was printed, as % or per mL. With a remark (other than `RATIO`) it could not be read, and has no value."""

    value: Decimal
    unit: str
    remark: str = ""


def in_percent(strength: Decimal, unit: str) -> Decimal | None:
    """% w/v of a strength by mass; None where the unit is not a mass per volume. 1 % is 10 mg/mL.

    >>> in_percent(Decimal(20), "mg/mL")
    Decimal('2')
    """
    per_pct = {"%": 1, "mg/mL": 10, "mcg/mL": 10_000}.get(unit)  # not a limit: units
    return None if per_pct is None else exact(Fraction(strength) / per_pct)


def read_strength(token: re.Match[str], ml: Decimal | None) -> Strength:
    """The strength of a token; `ml` is the volume of the part, for one that prints an amount only ("40 mg")."""
    unread = Strength(ZERO, "", f'strength "{token[0].strip()}" not understood')
    if token["range"] is not None:
        return Strength(ZERO, "", f'a range, not one strength: "{token[0].strip()}"')
    if token["ratio"] is not None:
        of = Decimal(re.sub(r"[, ]", "", token["parts"])) * (1000 if token[0].endswith("k") else 1)
        return unread if of < 1000 else Strength(exact(Fraction(1_000_000) / Fraction(of)), "mcg/mL", RATIO)
    if token["pct"] is not None:
        value = _number(token["p_num"])
        return unread if value is None or value > 100 else Strength(value, "%")  # not a limit: per cent
    if token["conc"] is not None:
        value, of_ml = _number(token["c_num"]), _number(token["c_of"] or "1")
        volume = _MILLILITRES[_volume_unit(token["c_vol"])] * (of_ml or 0)
        return unread if value is None or not volume else _per_ml(value, token["c_mass"], volume)
    value = _number(token["m_num"])
    if value is None:
        return unread
    return (
        _per_ml(value, token["m_mass"], ml) if ml else Strength(ZERO, "", f'"{token[0].strip()}" in an unknown volume')
    )


def _per_ml(value: Decimal, mass: str, ml: Decimal) -> Strength:
    unit = _mass_unit(mass)
    if unit in _MILLIGRAMS:
        in_mg = Fraction(value) * Fraction(_MILLIGRAMS[unit]) / Fraction(ml)
        return Strength(exact(in_mg * 1000), "mcg/mL") if unit in ("mcg", "ng") else Strength(exact(in_mg), "mg/mL")
    return Strength(exact(Fraction(value) / Fraction(ml)), f"{unit}/mL")


def _mass_unit(word: str) -> str:
    word = word.replace(".", "").rstrip("s")
    named = {"milligram": "mg", "microgram": "mcg", "gram": "g", "gm": "g", "iu": "IU", "unit": "IU", "meq": "mEq"}
    return "mcg" if word in ("ug", "\N{GREEK SMALL LETTER MU}g") else named.get(word, word)  # the wording is in NFKD


def _volume_unit(word: str) -> str:
    word = word.rstrip("s")
    return {"cc": "ml", "liter": "l", "litre": "l", "milliliter": "ml", "millilitre": "ml"}.get(word, word)


def _number(text: str) -> Decimal | None:
    """A printed number. A comma before one, two or four digits, or after a lone 0, is a decimal comma."""
    if "," in text:
        whole, _, rest = text.partition(",")
        if int(whole) and re.fullmatch(r"\d{3}(?:,\d{3})*(?:\.\d+)?", rest):
            text = text.replace(",", "")
        elif rest.isdecimal():
            text = f"{whole}.{rest}"
        else:
            return None  # "0,123,456" is neither
    value = Decimal(text)
    return value if value.adjusted() < 12 and exponent(value) > -12 else None  # not a limit: digits
