"""Figures against a threshold: responded, not responded, not enough data, or the clinician decides."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from enthesis.pathway.protocol.model import Threshold
from enthesis.pathway.response.figures import MEAN_OF_DAYS, Figures

# HOUSE: where fewer of the days asked are answered, and the clinic has not decided which share is enough, the days that
# are missing may say the opposite of those that are there, and no option is recommended.
# not a limit: half of the days, and no figure of a patient
HALF = 50  # percent


class Verdict(StrEnum):
    """What the figures say. The clinician's decision is another thing."""

    RESPONDED = "responded"
    NOT_RESPONDED = "not_responded"
    NOT_ENOUGH_DATA = "not_enough_data"
    CLINICIAN_DECIDES = "clinician_decides"


def judge(figures: Sequence[Figures], threshold: Threshold, least_answered: int | None) -> tuple[Verdict, list[str]]:
    verdicts: list[Verdict] = []
    reasons: list[str] = []
    for each in figures:
        verdict, said = _judge_one(each, threshold, least_answered)
        verdicts.append(verdict)
        where = f"{each.side}: " if each.side else ""
        reasons.extend(where + line for line in said)
    if len(set(verdicts)) == 1:
        return verdicts[0], reasons
    if Verdict.NOT_ENOUGH_DATA in verdicts:
        return Verdict.NOT_ENOUGH_DATA, reasons
    return Verdict.CLINICIAN_DECIDES, [*reasons, "The two sides differ."]


def _judge_one(each: Figures, threshold: Threshold, least_answered: int | None) -> tuple[Verdict, list[str]]:
    said: list[str] = []
    if each.asked is not None:
        said.append(f"{each.answered} of {each.asked} diary days answered.")
    elif each.answered:
        said.append(f"{each.answered} diary {'day' if each.answered == 1 else 'days'} answered; none were asked for.")
    if each.only_words:
        said.append("The change is reported in words only; no number may be computed. Ask for a score.")
        return Verdict.NOT_ENOUGH_DATA, said
    if each.baseline is None or each.now is None:
        missing = "before the first injection"
        if each.baseline is not None:
            missing = f"in the last {MEAN_OF_DAYS} days" if each.answered else "since the injection"
        said.append(f"There is no figure {missing}, so no change can be computed. Ask for a score.")
        return Verdict.NOT_ENOUGH_DATA, said
    if each.exact is None:
        said.append(f"{each.baseline} at baseline ({each.baseline_from}), {each.now} now ({each.now_from}).")
        said.append(f"Nothing says which way is better in {each.measure}, so no change is judged.")
        return Verdict.CLINICIAN_DECIDES, said
    if least_answered is not None and each.asked and (each.answered or 0) * 100 < least_answered * each.asked:
        said.append(f"Fewer than {least_answered} % of the days asked are answered.")
        return Verdict.NOT_ENOUGH_DATA, said
    change = each.change or Decimal(0)
    points = f"{abs(change)} {'point' if abs(change) == 1 else 'points'} {'better' if change > 0 else 'worse'}"
    share = f", {abs(each.percent)} %" if each.percent is not None else ""
    said.append(f"{each.baseline} at baseline ({each.baseline_from}), {each.now} now ({each.now_from}).")
    said.append(f"{points}{share}." if change else "Unchanged.")
    least = threshold.least
    if least.value is None or isinstance(least.value, str | bool):
        said.append("The protocol states no threshold: the clinician decides.")
        return Verdict.CLINICIAN_DECIDES, said
    reached = each.exact_percent if threshold.change == "percent" else each.exact
    unit = "%" if threshold.change == "percent" else "points"
    word = "more than" if threshold.more_than else "at least"
    source = f"decided by {least.decided_by}" if least.is_decision else least.source
    if reached is None:
        said.append("The baseline is 0, so a percentage has no meaning.")
        return Verdict.NOT_ENOUGH_DATA, said
    enough = reached > least.value if threshold.more_than else reached >= least.value
    said.append(f"{'Reaches' if enough else 'Does not reach'} {word} {least.value} {unit} ({source}).")
    if least_answered is None and each.asked and each.days:
        said.append(f"It rests on {_few(each)}; the clinic has not decided which share of the days is enough.")
        if (each.answered or 0) * 100 < HALF * each.asked:
            said.append("Fewer than half of the days asked are answered: the clinician decides (HOUSE).")
            return Verdict.CLINICIAN_DECIDES, said
    return (Verdict.RESPONDED if enough else Verdict.NOT_RESPONDED), said


def _few(each: Figures) -> str:
    days = f"{each.days} answered day" if each.days == 1 else f"{each.days} answered days"
    return f"{days}, and {each.answered} of {each.asked} days asked are answered in all"
