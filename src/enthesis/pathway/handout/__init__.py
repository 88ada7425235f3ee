"""An estimate as it is handed to a patient: whose it is, who gives it, which codes, what must be said, what is missing.

`handout_for` puts it together from an `Estimate` and `HandoutDetails`: in the US a good-faith estimate, elsewhere an
estimate of cost. `read_details` reads what an estimate does not know of itself.
"""

from enthesis.pathway.handout.billing_codes import BillingCode, billing_codes
from enthesis.pathway.handout.details import HandoutDetails, Provider, read_details, read_provider
from enthesis.pathway.handout.good_faith import GoodFaith, good_faith
from enthesis.pathway.handout.handout import CodedLine, Diagnosis, Handout, handout_for

__all__ = [
    "BillingCode",
    "CodedLine",
    "Diagnosis",
    "GoodFaith",
    "Handout",
    "HandoutDetails",
    "Provider",
    "billing_codes",
    "good_faith",
    "handout_for",
    "read_details",
    "read_provider",
]
