"""A clinic's own price list: one version of a YAML text, and what it makes of a patient's terms.

`read_price_list` reads and checks it, `text_of` writes it, `estimate_under` prices a protocol for a patient's `Terms`.
"""

from enthesis.pathway.prices.price_list import (
    ListedPackage,
    ListedPrice,
    PriceList,
    PriceListUnreadable,
    nameless,
    read_price_list,
    text_from,
    text_of,
)
from enthesis.pathway.prices.terms import Terms, case_under, details_under, estimate_under, read_terms

__all__ = [
    "ListedPackage",
    "ListedPrice",
    "PriceList",
    "PriceListUnreadable",
    "Terms",
    "case_under",
    "details_under",
    "estimate_under",
    "nameless",
    "read_price_list",
    "read_terms",
    "text_from",
    "text_of",
]
