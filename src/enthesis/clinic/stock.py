"""The lots that a clinic has: kept by its staff, offered where an injection is recorded, looked up in a recall."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, By, Operator, handle
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.frontdesk.models import StockLot
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Clinic, LotUse
from enthesis.clinic.people import clinics_of
from enthesis.pathway.injection import lot_key

KEEPS_LOTS = frozenset({FRONT_DESK, CLINICIAN, LEAD})


class NotKept(ValueError):
    """A lot was not kept. `says` and `remedy` are sentences; `field` names what is wrong."""

    def __init__(self, says: str, remedy: str, field: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy, self.field = says, remedy, field


@dataclass(frozen=True, slots=True)
class Kept:
    """A lot with how often it was used."""

    row: StockLot
    sessions: int  # injections that name it

    def is_over(self, today: date) -> bool:
        return self.row.expires < today


def lots_of(clinic: Clinic, by: By) -> list[Kept]:
    """All lots of a clinic: those in use first, by their last day. Raises `NotAllowed`."""
    check_may(clinic, by)
    rows = list(StockLot.objects.filter(clinic=clinic).order_by("used_up", "expires", "what", "lot"))
    used: dict[str, set[str]] = {}
    uses = LotUse.objects.filter(clinic=clinic.pk, lot__in={row.key for row in rows})
    for lot, event in uses.values_list("lot", "event"):
        used.setdefault(lot, set()).add(event)
    looked(by, "lots", clinic=clinic.pk)
    return [Kept(row, len(used.get(row.key, ()))) for row in rows]


def receive(
    what: str, lot: str, expires: date, received: int, *, clinic: Clinic, by: By, today: date, gtin: str = ""
) -> StockLot:
    """Keep a delivery. A second one of the same lot adds to the first. Raises `NotAllowed` and `NotKept`."""
    check_may(clinic, by)
    key = lot_key(lot)
    if not key:
        raise NotKept("That lot has no letter and no digit.", "Type it as on the box.", "lot")
    if expires < today:
        raise NotKept("That lot is over its last day already.", "Give it back, or throw it away.", "expires")
    if not 1 <= received <= 100_000:
        raise NotKept(f"{received} vials.", "Give how many came, 1 or more.", "received")
    said = {"lot": lot.strip(), "expires": expires, "gtin": gtin, "received": received, "received_on": today}
    made = {"made_at": datetime.now(UTC), "made_by": handle(by)}
    try:
        with transaction.atomic():
            row = StockLot.objects.create(clinic=clinic, what=what.strip(), key=key, **said, **made)
    except IntegrityError:
        row = StockLot.objects.get(clinic=clinic, what=what.strip(), key=key)
        if row.expires != expires:
            says = f"Lot {row.lot} of {row.what} is kept with another last day."
            raise NotKept(says, "Look at both boxes.", "expires") from None
        StockLot.objects.filter(pk=row.pk).update(received=F("received") + received, received_on=today, used_up=False)
        row.refresh_from_db()
    looked(by, "receive-lot", clinic=clinic.pk)
    return row


def use_up(key: int, is_used_up: bool, *, clinic: Clinic, by: By) -> bool:
    """Say that no vial of a lot is left, or that there are some after all. False: there is no such lot."""
    check_may(clinic, by)
    looked(by, "use-up-lot", clinic=clinic.pk)
    return bool(StockLot.objects.filter(clinic=clinic, pk=key).update(used_up=is_used_up))


def offered(clinic: int, today: date) -> list[str]:
    """The lots that may be used on a day, the one whose last day comes first in front."""
    rows = StockLot.objects.filter(clinic=clinic, used_up=False, expires__gte=today).order_by("expires", "pk")
    return list(dict.fromkeys(rows.values_list("lot", flat=True)))


def last_days(clinic: int, keys: Collection[str]) -> Mapping[tuple[str, str], date]:
    """The last day of lots as they were received, by the lot's key and what it is."""
    rows = StockLot.objects.filter(clinic=clinic, key__in=set(keys))
    return {(key, what): expires for key, what, expires in rows.values_list("key", "what", "expires")}


def product_of(clinic: int, gtin: str) -> str:
    """What the product number of a scan was received as before; "" where it is new."""
    rows = StockLot.objects.filter(clinic=clinic, gtin=gtin) if gtin else StockLot.objects.none()
    return rows.order_by("-pk").values_list("what", flat=True).first() or ""


def check_may(clinic: Clinic, by: By) -> None:
    """Raises `NotAllowed`, which is written down, for who may not keep the lots of a clinic."""
    roles = next((held for one, held in clinics_of(by) if one.pk == clinic.pk), frozenset())
    if not isinstance(by, Operator) and not roles & KEEPS_LOTS:
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Your role does not keep the lots."), by, "lots", clinic.pk)
