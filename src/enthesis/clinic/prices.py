"""A clinic's price list, one version after the other. Only a lead keeps one, and none is ever changed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from django.db import IntegrityError, transaction

from enthesis.clinic.access import LEAD, By, Operator, handle, user_key
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, Membership, PriceListVersion
from enthesis.pathway.prices import PriceList, PriceListUnreadable, read_price_list

KEEPS_PRICES = frozenset({LEAD})


@dataclass(frozen=True, slots=True)
class Kept:
    """One version that a clinic keeps."""

    listed: PriceList
    made_at: datetime
    made_by: str  # handle of the account


def prices_of(clinic: int, version: str = "") -> PriceList | None:
    """The newest version of a clinic's prices, or the one that is named; None where there is none."""
    found = PriceListVersion.objects.filter(clinic=clinic, **({"version": version} if version else {}))
    key = found.order_by("-pk").values_list("pk", flat=True).first()
    return None if key is None else _read(key)


def versions_of(clinic: int) -> list[Kept]:
    """Every version, newest first."""
    rows = PriceListVersion.objects.filter(clinic=clinic).order_by("-pk").values_list("pk", "made_at", "made_by")
    return [Kept(_read(key), made_at, made_by) for key, made_at, made_by in rows]


def keep_prices(text: str, *, clinic: Clinic, by: By) -> PriceList:
    """Store a price list. Raises `NotAllowed` where somebody else than a lead tries, and `PriceListUnreadable`."""
    roles = Membership.objects.filter(user_id=user_key(by), clinic=clinic).values_list("role", flat=True)
    if not isinstance(by, Operator) and not KEEPS_PRICES & set(roles):
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Only a lead may keep prices."), by, "keep-prices", clinic.pk)
    listed = read_price_list(text)
    try:
        with transaction.atomic():
            PriceListVersion.objects.create(
                clinic=clinic, version=listed.version, text=text, made_at=datetime.now(UTC), made_by=handle(by)
            )
    except IntegrityError:
        says = f'Version "{listed.version}" of the prices is kept already.'
        raise PriceListUnreadable("version", says, "Give the list another version.") from None
    looked(by, "keep-prices", clinic=clinic.pk)
    return listed


def forget() -> None:
    """Read every list anew. Only a database that takes its keys back, as a test's does, needs this."""
    _read.cache_clear()


@lru_cache(maxsize=256)
def _read(key: int) -> PriceList:
    """A stored list never changes, so what was read once stays right."""
    return read_price_list(PriceListVersion.objects.get(pk=key).text)
