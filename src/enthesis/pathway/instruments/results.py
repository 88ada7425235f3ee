"""What scoring gives back: a score, or a sentence that says why there is none."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.finding import NOTE, REFUSE, Finding
from enthesis.pathway.instruments.definition import Scale


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """A scored form. `exact` is None where the score is words or digits: then `text` says it."""

    instrument: str
    version: str  # of the definition
    scale: str
    rule_version: str
    exact: Fraction | None
    decimals: int = 0
    text: str = ""  # "profile 21143", "moderate benefit"
    label: str = ""
    answered: int
    of: int
    raw: int | None = None  # the sum behind a table
    band: str = ""
    answers: tuple[tuple[str, Decimal | None], ...] = ()  # kept where a change compares the same items only
    remarks: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The score to 28 digits; None where the score is not a number."""
        return None if self.exact is None else Decimal(self.exact.numerator) / Decimal(self.exact.denominator)

    @property
    def shown(self) -> Decimal | None:
        """The score as it is printed, rounded half up. Never used in a comparison."""
        return None if self.exact is None else rounded(self.exact, self.decimals)

    @property
    def unverified(self) -> bool:
        """The scoring rule rests on something remembered: the clinic confirms it."""
        return "memory" in self.sources


@dataclass(frozen=True, kw_only=True, slots=True)
class NoScore:
    """Why there is no score. `refused`: the form cannot be right; otherwise too little was answered."""

    finding: Finding
    refused: bool
    answered: int = 0
    of: int = 0


class Unscored(Exception):
    """Ends the scoring of one form; `score` turns it into the `NoScore` that it carries."""

    def __init__(self, no_score: NoScore) -> None:
        super().__init__(no_score.finding.says)
        self.no_score = no_score


def rounded(exact: Fraction, decimals: int) -> Decimal:
    """A fraction as it is printed: half a unit goes away from zero.

    >>> rounded(Fraction(320, 9), 2)
    Decimal('35.56')
    """
    unit = 10**decimals
    scaled = abs(exact) * unit + Fraction(1, 2)
    whole = scaled.numerator // scaled.denominator
    return Decimal(whole if exact >= 0 else -whole).scaleb(-decimals)


_KEPT = 6  # not a limit: decimals of a score in the record
_FINEST = 1_000  # no rule here divides by more


def kept(exact: Fraction) -> Decimal:
    """A score as the record keeps it: to six decimals, so that `exact_of` finds the fraction again.

    >>> kept(Fraction(20, 3)), kept(Fraction(7))
    (Decimal('6.666667'), Decimal('7'))
    """
    return Decimal(plain(rounded(exact, _KEPT)))


def exact_of(value: Decimal) -> Fraction:
    """The score that `kept` wrote: 6.666667 is 20/3 again, and what was entered as 46 or 35.5 stays what it is.

    Without it a change of exactly 30 % is lost: from 20/3 to 14/3 it is 30 %, from 6.666667 to 4.666667 it is not.

    >>> exact_of(Decimal("6.666667")), exact_of(Decimal("35.5"))
    (Fraction(20, 3), Fraction(71, 2))
    """
    return Fraction(value).limit_denominator(_FINEST)


def plain(number: Decimal | None) -> str:
    """A number as a person writes it: 7, 6.5, 0.08.

    >>> plain(Decimal("7.50"))
    '7.5'
    """
    if number is None:
        return "?"
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def refuse(code: str, says: str, remedy: str, field_name: str, sources: tuple[str, ...] = ()) -> Unscored:
    finding = Finding(code=code, level=REFUSE, says=says, remedy=remedy, field=field_name, sources=sources)
    return Unscored(NoScore(finding=finding, refused=True))


def too_few(scale: Scale, says: str, answered: int, of: int, code: str = "too-few-answers") -> Unscored:
    finding = Finding(
        code=code,
        level=NOTE,
        says=says,
        remedy=scale.when_incomplete or f"Ask for the missing answers. The rule: {scale.missing}.",
        field=scale.id,
        because=(f"{answered} of {of} answered",),
        sources=scale.sources,
        unverified=scale.unverified,
    )
    return Unscored(NoScore(finding=finding, refused=False, answered=answered, of=of))


def out_of_range(what: str, number: Decimal, low: Decimal | None, high: Decimal | None, field_name: str) -> Unscored:
    if low is None:
        span = f"{plain(high)} at most" if high is not None else "another number"
    else:
        span = f"{plain(low)} to {plain(high)}" if high is not None else f"{plain(low)} or more"
    return refuse(
        "out-of-range",
        f"{what}: {plain(number)} is out of range ({span}).",
        "Check what was entered.",
        field_name,
    )
