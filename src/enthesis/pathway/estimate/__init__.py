"""What a course will cost the patient: the whole path under one protocol, at the clinic's own prices.

`answer_case` reads and answers one case, as at the door `enthesis estimate`; `read_case` and `estimate` are its two
halves, `as_json` its plain values. Money is an exact decimal in one currency of ISO 4217, rounded half up to the
minor unit only where it is shown. What is not stated is named, and a sum that would need it is not known.
"""

from enthesis.pathway.estimate.answer import answer_case, estimate
from enthesis.pathway.estimate.case import (
    COLUMNS,
    Charge,
    EstimateCase,
    Instalments,
    Numbers,
    Package,
    Payment,
    Price,
    Rates,
    Refund,
    RefundRule,
)
from enthesis.pathway.estimate.door import as_json
from enthesis.pathway.estimate.endings import End, Ending
from enthesis.pathway.estimate.money import Currency, Money, currencies, equal_parts, money
from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.estimate.reading import read_case
from enthesis.pathway.estimate.result import Estimate, Line, Of, Totals

__all__ = [
    "COLUMNS",
    "Charge",
    "Currency",
    "End",
    "Ending",
    "Estimate",
    "EstimateCase",
    "Instalments",
    "Line",
    "Money",
    "Numbers",
    "Of",
    "Package",
    "Payment",
    "Price",
    "Rates",
    "Refund",
    "RefundRule",
    "Totals",
    "UnreadableEstimate",
    "answer_case",
    "as_json",
    "currencies",
    "equal_parts",
    "estimate",
    "money",
    "read_case",
]
