"""The words of messages at one clinic: its own, in versions, and the shipped ones where it has written none."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from enthesis.clinic.access import LEAD, By, Operator, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.messages.ways import language_of
from enthesis.clinic.models import Clinic, Membership
from enthesis.clinic.notices.models import OwnText
from enthesis.pathway.messages import Language, NotUsable, Text, Typed, as_typed, laid_over, read_typed, shipped

OWN = "own-"


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language at a clinic."""

    language: Language
    versions: Mapping[str, str]  # by purpose, where it is the clinic's own: own-3

    def said_by(self, purpose: str) -> str:
        """Language and version of a purpose's words, as a decision keeps them."""
        return f"{self.language.code} {self.versions.get(purpose, shipped().version)}"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a clinic's own words."""

    number: int
    typed: Typed | None  # None: the shipped words again
    at: datetime
    by: str  # name of the account


def wording_of(clinic: int, language: str) -> Wording:
    """The words that hold at a clinic in a language; English where there are none in it."""
    there = shipped().languages[language_of(language)]
    last: dict[str, OwnText] = {}
    for row in OwnText.objects.filter(clinic=clinic, language=there.code).order_by("number"):
        last[row.purpose] = row
    own: dict[str, Text] = {}
    versions: dict[str, str] = {}
    for purpose, row in last.items():
        found = _usable(row, there)
        if found is not None:
            own[purpose], versions[purpose] = found, f"{OWN}{row.number}"
    return Wording(laid_over(there, own), versions)


def versions_of(clinic: int, purpose: str, language: str) -> list[Version]:
    """Every version of a clinic's own words, the last first."""
    rows = list(OwnText.objects.filter(clinic=clinic, purpose=purpose, language=language).order_by("-number"))
    names = names_of(row.made_by for row in rows)
    return [Version(row.number, _read(row), row.made_at, names.get(row.made_by, row.made_by)) for row in rows]


def is_passed_over(clinic: int, purpose: str, language: str) -> bool:
    """Whether a clinic's own words are there and are not used, because they no longer fit the rules that ship."""
    last = versions_of(clinic, purpose, language)[:1]
    return bool(last and last[0].typed) and purpose not in wording_of(clinic, language).versions


def typed_of(clinic: int, purpose: str, language: str) -> Typed:
    """The words that hold, as they are typed."""
    return as_typed(wording_of(clinic, language).language.texts[purpose])


def keep_words(purpose: str, language: str, typed: Typed | None, *, clinic: Clinic, by: By) -> int:
    """Keep a clinic's own words as a new version, from now on; None: the shipped ones again. The version's number.

    Raises `NotUsable`, and `NotAllowed` for who is no lead of the clinic.
    """
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, role=LEAD, user__is_active=True)
    if not isinstance(by, Operator) and not held.exists():
        problem = NotAllowed(NOT_YOUR_ROLE, "Only a lead of the clinic may change what its messages say.")
        raise refusal(problem, by, "message-words", clinic.pk)
    there = shipped().languages[language]
    if typed is not None:
        read_typed(typed, there.texts[purpose], there.never)
    text = json.dumps(asdict(typed), ensure_ascii=False) if typed is not None else ""
    looked(by, f"message-words {purpose}", clinic=clinic.pk)
    row = {"clinic": clinic, "purpose": purpose, "language": language}
    while True:
        last = OwnText.objects.filter(**row).order_by("-number").values_list("number", flat=True).first() or 0
        try:
            with transaction.atomic():
                OwnText.objects.create(**row, number=last + 1, text=text, made_at=datetime.now(UTC), made_by=handle(by))
        except IntegrityError:
            continue  # somebody else kept one at that moment
        return last + 1


def _usable(row: OwnText, language: Language) -> Text | None:
    """The words of a row; None where they are the shipped ones, or no longer fit them."""
    typed = _read(row)
    if typed is None or row.purpose not in language.texts:
        return None
    try:
        return read_typed(typed, language.texts[row.purpose], language.never)
    except NotUsable:
        return None


def _read(row: OwnText) -> Typed | None:
    return Typed(**json.loads(row.text)) if row.text else None
