"""Money that changed hands. What is charged is no event: it follows from what took place (pathway/balance)."""

from dataclasses import dataclass
from decimal import Decimal

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentTaken(Happening):
    """The patient, or somebody for the patient, paid towards the course."""

    amount: Decimal  # more than 0, in `currency`
    currency: str  # ISO 4217, that of the clinic's price list
    way: str  # cash | card | transfer | insurer | other
    reference: str = ""  # of the card terminal, the bank or the bill; no words of the patient


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentReturned(Happening):
    """Money was given back to whoever had paid it. Not for a payment that was noted by mistake: withdraw that."""

    amount: Decimal  # more than 0, in `currency`
    currency: str
    way: str
    reference: str = ""
