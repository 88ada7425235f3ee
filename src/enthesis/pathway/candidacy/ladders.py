"""The words of candidacy, each with its place on its ladder."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a screening comes to. There is no "approved": a clinician decides. Strictest first."""

    URGENT = "urgent"  # something else comes first, and soon: see `Urgency`
    NOT_SUITABLE = "not_suitable"
    NOT_YET = "not_yet"
    DISCUSS = "discuss"  # a clinician weighs it with the person
    ELIGIBLE = "eligible"  # a sign that the person may be a candidate, no more

    @property
    def strictness(self) -> int:
        """0 for the most permissive verdict, 4 for the strictest."""
        return _STRICTNESS[self]


class Outcome(StrEnum):
    """What one rule says when it holds."""

    URGENT = "urgent"
    NOT_SUITABLE = "not_suitable"
    NOT_YET = "not_yet"
    DISCUSS = "discuss"
    ELIGIBLE_WITH_NOTE = "eligible_with_note"
    ELIGIBLE_SIGNAL = "eligible_signal"
    REQUIRED_ITEM = "required_item"

    @property
    def verdict(self) -> Verdict:
        """What the rule alone would make of the person. Notes, signals and consent items hold nobody back."""
        return _VERDICT[self]


class Urgency(StrEnum):
    """How soon somebody has to look, most urgent first."""

    EMERGENCY = "emergency"  # now
    SAME_DAY = "same_day"
    SOON = "soon"  # within days
    ONE_WEEK = "one_week"
    TWO_WEEKS = "two_weeks"
    SIX_WEEKS = "six_weeks"
    CLINICIAN = "clinician"  # at the next contact, before booking
    NONE = "none"

    @property
    def rank(self) -> int:
        """0 for `none`, 7 for `emergency`."""
        return _RANK[self]


class Stage(StrEnum):
    """By when a rule has to be settled. What is open in a later stage is the agenda of that stage."""

    EVALUATION = "evaluation"  # online, by the patient
    CONSULTATION = "consultation"  # by the clinician
    DAY_OF_INJECTION = "day_of_injection"

    @property
    def step(self) -> int:
        return _STEP[self]


class Kind(StrEnum):
    """What sort of rule it is."""

    RED_FLAG = "red_flag"
    ABSOLUTE = "absolute"  # a contraindication: no injection while it holds
    PRIOR_CARE = "prior_care"
    RELATIVE = "relative"  # a caution: the clinician decides
    INDICATION = "indication"
    ALTERNATIVE = "alternative"
    CONSENT = "consent"

    @property
    def place(self) -> int:
        """The order in which a screening shows its reasons."""
        return _PLACE[self]


class Strength(StrEnum):
    """How firm the rule's source is. What happens is the outcome, not the strength."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    INFO = "info"


_STRICTNESS = {verdict: place for place, verdict in enumerate(reversed(Verdict))}
_RANK = {urgency: place for place, urgency in enumerate(reversed(Urgency))}
_STEP = {stage: place for place, stage in enumerate(Stage)}
_PLACE = {kind: place for place, kind in enumerate(Kind)}
_VERDICT = {
    Outcome.URGENT: Verdict.URGENT,
    Outcome.NOT_SUITABLE: Verdict.NOT_SUITABLE,
    Outcome.NOT_YET: Verdict.NOT_YET,
    Outcome.DISCUSS: Verdict.DISCUSS,
    Outcome.ELIGIBLE_WITH_NOTE: Verdict.ELIGIBLE,
    Outcome.ELIGIBLE_SIGNAL: Verdict.ELIGIBLE,
    Outcome.REQUIRED_ITEM: Verdict.ELIGIBLE,
}


def strictest(*verdicts: Verdict) -> Verdict:
    """The strictest of some verdicts; `eligible` where there are none."""
    return max(verdicts, key=_STRICTNESS.__getitem__, default=Verdict.ELIGIBLE)


def most_urgent(*urgencies: Urgency) -> Urgency:
    """The most urgent of some urgencies; `none` where there are none."""
    return max(urgencies, key=_RANK.__getitem__, default=Urgency.NONE)
