"""What a made-up patient has paid of what took place: all of it, most of it, or nothing yet. Pure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random

from enthesis.pathway.balance import balance
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event, PaymentTaken
from enthesis.pathway.prices import PriceList
from enthesis.pathway.protocol.model import Protocol

WAYS = ("card", "card", "transfer", "cash")
ALL, BUT_THE_LAST, IN_PARTS, NOTHING = "all", "but the last", "in parts", "nothing"
MANNERS = (ALL, ALL, ALL, BUT_THE_LAST, BUT_THE_LAST, IN_PARTS, NOTHING)
INSTALMENTS = 3


def payments(events: Sequence[Event], protocol: Protocol, listed: PriceList, label: str) -> dict[str, PaymentTaken]:
    """The payments, each by the event that was paid for."""
    rng = Random(f"{label}/paid")  # noqa: S311  made-up data, no secret
    told = balance(fold(events), protocol, listed)
    charged = [(each, each.amount) for each in told.charges if each.amount]
    manner = rng.choice(MANNERS)
    found = {}
    for place, (charge, amount) in enumerate(charged, 1):
        is_last = place == len(charged)
        if manner == NOTHING or (manner == BUT_THE_LAST and is_last and place > 1):
            continue
        part = (amount / INSTALMENTS).quantize(Decimal(1)) if is_last and manner == IN_PARTS else amount
        found[charge.event] = PaymentTaken(
            id=f"{label}-paid{place}",
            happened_on=charge.on or date.min,
            amount=part,
            currency=listed.currency,
            way=rng.choice(WAYS),
            reference=f"made up {rng.randint(1000, 9999)}",
        )
    return found
