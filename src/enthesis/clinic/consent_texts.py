"""The consent text that a clinic offers: its own in versions, or the shipped one. What was signed is found again."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from django.db import IntegrityError, transaction

from enthesis.clinic.access import LEAD, By, Operator, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, Membership
from enthesis.clinic.notices.models import OwnConsent
from enthesis.clinic.prepared import Prepared
from enthesis.pathway.consent import ConsentText, current, named
from enthesis.pathway.consent.own import as_values, as_version, check_own, from_values
from enthesis.pathway.consent.reading import ENGLISH

REVIEWED_FOR = timedelta(days=365)  # a clinic looks at its words again within a year


class Moved(ValueError):
    """Somebody else changed the draft meanwhile, or published it or gave it up."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a clinic's own text."""

    number: int
    text: ConsentText
    at: datetime
    by: str  # name of the account that published it
    retired_at: datetime | None
    retired_by: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The text that a clinic works on."""

    text: ConsentText
    began_as: str
    revision: int
    at: datetime
    by: str


def offered(clinic: int, language: str = "en") -> ConsentText:
    """The text that a clinic's patients read and sign now.

    The clinic's own comes before the shipped one: that in the language, else the last in any other, for nobody signs
    other words than the clinic's unawares. Without one of its own, what ships in the language.
    """
    own = own_texts(clinic)
    return own.get(language) or next(iter(own.values()), None) or current(language)


def own_texts(clinic: int) -> dict[str, ConsentText]:
    """The clinic's own texts that are offered now, by their language; the one published last stands first."""
    found: dict[str, ConsentText] = {}
    for text in map(_read, _OFFERED(clinic)):
        found.setdefault(text.language, text)
    return found


_OFFERED = Prepared(
    lambda clinic: (
        OwnConsent.objects.filter(clinic=clinic, number__isnull=False, retired_at=None)
        .order_by("-number")
        .values_list("text", flat=True)
    )
)


def signed_words(clinic: int, document: str, stamp: str) -> ConsentText | None:
    """The very words that were signed at a clinic, retired or not; None where they are not on this machine."""
    found = named(document, stamp)
    if found is not None:
        return found
    rows = OwnConsent.objects.filter(clinic=clinic, number__isnull=False).order_by("-number")
    texts = map(_read, rows.values_list("text", flat=True))
    return next((text for text in texts if text.document == document and text.stamp == stamp), None)


def versions_of(clinic: int) -> list[Version]:
    """Every version of a clinic's own text, the last first."""
    rows = list(OwnConsent.objects.filter(clinic=clinic, number__isnull=False).order_by("-number"))
    names = names_of(name for row in rows for name in (row.published_by, row.retired_by))
    return [
        Version(
            number=row.number or 0,
            text=_read(row.text),
            at=row.published_at or row.changed_at,
            by=names.get(row.published_by, row.published_by),
            retired_at=row.retired_at,
            retired_by=names.get(row.retired_by, row.retired_by),
        )
        for row in rows
    ]


def draft_of(clinic: int) -> Draft | None:
    """What a clinic works on; None where nobody has begun."""
    row = OwnConsent.objects.filter(clinic=clinic, number=None).first()
    if row is None:
        return None
    by = names_of([row.changed_by]).get(row.changed_by, row.changed_by)
    return Draft(from_values(json.loads(row.text)), row.began_as, row.revision, row.changed_at, by)


def begin(language: str = ENGLISH, *, clinic: Clinic, by: By) -> None:
    """Copy what is offered now in a language as a draft, where there is none. Raises `NotAllowed`.

    Where the clinic has no words of its own in it the draft holds those that ship, and where none ship those that are
    offered, for the clinic to translate.
    """
    check_may(clinic, by)
    texts = (offered(clinic.pk, language), current(language))
    text = next((each for each in texts if each.language == language), replace(texts[0], language=language))
    made = {"text": _json(text), "began_as": text.version, "changed_at": datetime.now(UTC), "changed_by": handle(by)}
    OwnConsent.objects.get_or_create(clinic=clinic, number=None, defaults=made)
    looked(by, "consent-text begin", clinic=clinic.pk)


def keep_draft(text: ConsentText, revision: int, *, clinic: Clinic, by: By) -> None:
    """Put these words in the place of the draft's. Raises `NotOwn`, `Moved` and `NotAllowed`."""
    check_may(clinic, by)
    check_own(text)
    rows = OwnConsent.objects.filter(clinic=clinic, number=None, revision=revision)
    changed = {"text": _json(text), "changed_at": datetime.now(UTC), "changed_by": handle(by)}
    if not rows.update(**changed, revision=revision + 1):
        raise Moved
    looked(by, "consent-text change", clinic=clinic.pk)


def drop_draft(*, clinic: Clinic, by: By) -> None:
    """Give the draft up. Raises `NotAllowed`."""
    check_may(clinic, by)
    OwnConsent.objects.filter(clinic=clinic, number=None).delete()
    looked(by, "consent-text give-up", clinic=clinic.pk)


def publish(revision: int, checked_by: str, *, clinic: Clinic, by: By, today: date) -> str:
    """Offer the draft from now on, as a new version. Its name. Raises `NotOwn`, `Moved` and `NotAllowed`."""
    check_may(clinic, by)
    while True:
        row = OwnConsent.objects.filter(clinic=clinic, number=None, revision=revision).first()
        if row is None:
            raise Moved
        published = OwnConsent.objects.filter(clinic=clinic, number__isnull=False)
        number = (published.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        shipped = current().version
        text = as_version(from_values(json.loads(row.text)), shipped, number, checked_by, today + REVIEWED_FOR)
        made = {"published_at": datetime.now(UTC), "published_by": handle(by)}
        try:
            with transaction.atomic():
                rows = OwnConsent.objects.filter(pk=row.pk, number=None, revision=revision)
                done = rows.update(number=number, text=_json(text), **made)
        except IntegrityError:
            continue  # somebody else published at that moment
        if not done:
            raise Moved
        looked(by, f"consent-text publish {number}", clinic=clinic.pk)
        return text.version


def retire(number: int, *, clinic: Clinic, by: By) -> bool:
    """Offer a version no longer: the one before it, or the shipped text, is offered again. False: it is not offered.

    Raises `NotAllowed`.
    """
    check_may(clinic, by)
    rows = OwnConsent.objects.filter(clinic=clinic, number=number, retired_at=None)
    done = rows.update(retired_at=datetime.now(UTC), retired_by=handle(by))
    looked(by, f"consent-text retire {number}", clinic=clinic.pk)
    return bool(done)


def check_may(clinic: Clinic, by: By) -> None:
    """Raises `NotAllowed`, which is written down, for who is no lead of the clinic."""
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, role=LEAD, user__is_active=True)
    if not isinstance(by, Operator) and not held.exists():
        problem = NotAllowed(NOT_YOUR_ROLE, "Only a lead of the clinic may change its consent text.")
        raise refusal(problem, by, "consent-text", clinic.pk)


@lru_cache(maxsize=64)
def _read(text: str) -> ConsentText:
    """A published text; its words never change, so one that was read is kept."""
    return from_values(json.loads(text))


def _json(text: ConsentText) -> str:
    return json.dumps(as_values(text), ensure_ascii=False)
