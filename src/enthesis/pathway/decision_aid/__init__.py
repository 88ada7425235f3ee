"""Decision aids: for one condition, every way to go told in the same form, with what nobody knows.

aid = aid_for("back")
aid.option("prolotherapy").counted.hundred      # 46 of 100 people
aid.named                                       # what a record keeps of what was shown: "back 2026-11 3f9a21c0"

The words and figures are data, in `knowledge/decision_aid`; this package reads and checks them.
"""

from enthesis.pathway.decision_aid.citing import cited_by
from enthesis.pathway.decision_aid.model import (
    CELLS,
    HEADINGS,
    NO,
    NOT_SURE,
    OPTIONS,
    STEPS,
    UNDECIDED,
    YES,
    Aid,
    Average,
    Check,
    Compared,
    Counted,
    Gained,
    Harm,
    Option,
    Point,
    Said,
    Shared,
    Wording,
)
from enthesis.pathway.decision_aid.plain import faults, running_text
from enthesis.pathway.decision_aid.priced import Price, Priced, Prices, ToldPrice
from enthesis.pathway.decision_aid.reading import aid_for, aid_named, read_aids, shipped
from enthesis.pathway.decision_aid.shares import Gap, Range, difference, per_hundred, share_range, wilson
from enthesis.pathway.decision_aid.telling import Told, ToldCell, ToldOption, ToldPicture, ToldSaid, tell

__all__ = [
    "CELLS",
    "HEADINGS",
    "NO",
    "NOT_SURE",
    "OPTIONS",
    "STEPS",
    "UNDECIDED",
    "YES",
    "Aid",
    "Average",
    "Check",
    "Compared",
    "Counted",
    "Gained",
    "Gap",
    "Harm",
    "Option",
    "Point",
    "Price",
    "Priced",
    "Prices",
    "Range",
    "Said",
    "Shared",
    "Told",
    "ToldCell",
    "ToldOption",
    "ToldPicture",
    "ToldPrice",
    "ToldSaid",
    "Wording",
    "aid_for",
    "aid_named",
    "cited_by",
    "difference",
    "faults",
    "per_hundred",
    "read_aids",
    "running_text",
    "share_range",
    "shipped",
    "tell",
    "wilson",
]
