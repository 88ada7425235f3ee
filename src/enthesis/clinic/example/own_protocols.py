"""The example clinic's own copies of protocols: what it decided where their documents are silent, and its diaries."""

from collections.abc import Mapping
from datetime import date

from enthesis.clinic.access import Operator
from enthesis.clinic.models import Clinic
from enthesis.clinic.protocols import keep_copy
from enthesis.pathway.protocol.decide import LocalDecision, decide_all
from enthesis.pathway.protocol.library import latest, texts

DECIDED_ON = date(2026, 11, 2)
# What this made-up clinic decided where the document behind its protocol is silent.
_MARGIN = "Half of the way to the next session would be too much; a week is what our people can keep."
DECISIONS: Mapping[str, tuple[tuple[str, str, int, str], ...]] = {
    "yelland-lbp-2004": (
        ("treatment", "then.weeks.opens", 1, "Not twice in a week."),
        ("treatment", "then.weeks.closes", 4, "Twice what the trial gives."),
    ),
    "rabago-knee-2013": (
        ("treatment", "margin_days.early", 7, _MARGIN),
        ("treatment", "margin_days.late", 7, _MARGIN),
    ),
    "sit-knee-2020": (
        ("treatment", "margin_days.early", 7, _MARGIN),
        ("treatment", "margin_days.late", 7, _MARGIN),
    ),
    "nutura-knee": (
        ("treatment", "then.weeks.opens", 3, "Sooner the knee is still sore."),
        ("treatment", "then.weeks.ideal", 4, "As for the back."),
        ("treatment", "then.weeks.closes", 6, "As for the back."),
    ),
    "nutura-back": (
        ("response-review", "weeks.ideal", 2, "Early, so that a patient who does not respond is told soon."),
        ("treatment", "then.weeks.ideal", 5, "Half-way between the two ends that the article gives."),
        ("diagnostic-injection", "minutes", 40, "As long as our room is booked for it."),
    ),
}
# A diary that this made-up clinic asks for, in protocols whose documents ask for none.
WITH_DIARY = ("yelland-lbp-2004", "rabago-knee-2013", "nutura-knee", "darrow-back")
_SOURCE = (
    "  LOCAL-EXAMPLE: Made up for the example. The clinic asks for a diary from the first session to its review.\n"
)
_DIARY = """  - id: pain-diary
    kind: diary
    title: Pain diary
    by: patient
    measures: [nrs_pain]
    source: LOCAL-EXAMPLE
    after: treatment
    days: {opens: not stated, ideal: not stated, closes: not stated}
    until: session-review

"""
_BEFORE_DIARY = "facts:\n"


def keep_example_protocols(clinic: Clinic, lead: str) -> None:
    """The clinic's own copies: the shipped text, with what the clinic decided."""
    for name in dict.fromkeys((*DECISIONS, *WITH_DIARY)):
        keep_copy(own_text(name, lead), clinic=clinic, by=Operator())


def own_text(name: str, lead: str) -> str:
    """The clinic's own copy of a shipped protocol: what it decided, and a diary where it asks for one."""
    text, version = texts()[name], latest()[name].version
    text = text.replace(f'version: "{version}"', f'version: "{version}-example.1"', 1)
    if name in WITH_DIARY:
        text = text.replace("\nsources:\n", f"\nsources:\n{_SOURCE}", 1).replace(
            _BEFORE_DIARY, _DIARY + _BEFORE_DIARY, 1
        )
    made = [LocalDecision((activity, figure), value, why) for activity, figure, value, why in DECISIONS.get(name, ())]
    return decide_all(text, made, lead, DECIDED_ON)
