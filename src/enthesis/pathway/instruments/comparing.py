"""The change between two forms of one instrument. Positive is better, whatever the direction of the scale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.instruments.definition import Better, Instrument, Kind, Scale, Threshold
from enthesis.pathway.instruments.forms import Form
from enthesis.pathway.instruments.results import NoScore, Score, Unscored, plain, refuse, rounded, too_few
from enthesis.pathway.instruments.scoring import score
from enthesis.pathway.numbers import shared


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """Whether a change reached one threshold."""

    threshold: Threshold
    reached: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What changed since the baseline. Nothing here is rounded but what `shown` says."""

    instrument: str
    scale: str
    baseline: Score
    now: Score
    exact: Fraction  # of points; positive = better
    decimals: int
    reached: tuple[Reached, ...]
    change_reliable: bool | None  # None: the sources give no figure to judge it by
    reliable_because: str
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def improvement(self) -> Decimal:
        """In points of the scale; positive = better."""
        return Decimal(self.exact.numerator) / Decimal(self.exact.denominator)

    @property
    def percent(self) -> Decimal | None:
        """Of the baseline; None where the baseline is 0 or below."""
        share = self._share()
        return None if share is None else Decimal(share.numerator) / Decimal(share.denominator)

    @property
    def shown(self) -> Decimal:
        """The improvement as it is printed."""
        return rounded(self.exact, self.decimals)

    @property
    def percent_shown(self) -> Decimal | None:
        """The percentage as it is printed, to one decimal."""
        share = self._share()
        return None if share is None else rounded(share, 1)

    def at_least(self, percent: Decimal) -> bool:
        """At least this share of the baseline; False where there is no percentage."""
        share = self._share()
        return share is not None and share >= Fraction(percent)

    def more_than(self, percent: Decimal) -> bool:
        """More than this share of the baseline, as some trials count; False where there is no percentage."""
        share = self._share()
        return share is not None and share > Fraction(percent)

    @property
    def responder(self) -> bool:
        """At least `responder_percent` of the baseline. A protocol that names a trial uses that trial's comparison."""
        return self.at_least(shared()["responder_percent"])

    def grade(self, kind: Kind) -> str:
        """The highest step of the instrument's ladder that was reached, counted in points or in percent.

        "none" where no step was reached, "none (worse)" where the patient is worse, "" where there is no ladder.
        """
        steps = [entry for entry in self.reached if entry.threshold.kind is kind and entry.threshold.grade]
        if not steps:
            return ""
        reached = [entry.threshold.grade for entry in steps if entry.reached]
        return reached[-1] if reached else "none (worse)" if self.exact < 0 else "none"

    def _share(self) -> Fraction | None:
        base = self.baseline.exact
        return 100 * self.exact / base if base is not None and base > 0 else None


def change(instrument: Instrument, baseline: Form | Score, now: Form | Score) -> Change | NoScore:
    """Compares two forms of one instrument (or scores that were kept), the earlier first.

    A `NoScore` comes back where either cannot be scored or the two cannot be compared; its `field` says which.
    """
    scores = []
    for name, given in (("baseline", baseline), ("now", now)):
        scored = given if isinstance(given, Score) else score(instrument, given)
        if isinstance(scored, NoScore):
            return replace(scored, finding=replace(scored.finding, field=f"{name}.{scored.finding.field}"))
        scores.append(scored)
    try:
        return _compared(instrument, scores[0], scores[1])
    except Unscored as unscored:
        return unscored.no_score


def reached_by_label(instrument: Instrument, found: Score) -> tuple[Reached, ...]:
    """Which steps of benefit an answer in words reaches; empty for a score that is a number."""
    order = [entry.label for entry in instrument.scales[found.scale].labels]  # best first
    return tuple(
        Reached(threshold=entry, reached=order.index(found.label) <= order.index(entry.label))
        for entry in instrument.thresholds
        if found.label and entry.kind is Kind.LABEL and entry.holds_for(found.scale)
    )


def _compared(instrument: Instrument, baseline: Score, now: Score) -> Change:
    if baseline.scale != now.scale or {baseline.instrument, now.instrument} != {instrument.id}:
        raise refuse(
            "different-scales",
            f"{baseline.scale} and {now.scale} of {instrument.name} cannot be compared.",
            "Give the same scale twice.",
            "subscale",
        )
    scale = instrument.scales[baseline.scale]
    remarks: tuple[str, ...] = ()
    if baseline.rule_version != now.rule_version:
        if not instrument.rules_comparable:
            raise refuse(
                "different-tables",
                f"The baseline is scored by {baseline.rule_version}, the later form by {now.rule_version}.",
                "Score both by the same version.",
                "rule_version",
            )
        remarks += (f"baseline by the rule of {baseline.rule_version}, now by that of {now.rule_version}",)
    if scale.same_items:
        baseline, now, same = _same_items(scale, baseline, now)
        remarks += same
    if baseline.exact is None or now.exact is None:
        raise refuse(
            "no-difference",
            f"{instrument.name}: {'labels already say the change' if scale.labels else 'profiles are not subtracted'}.",
            "Score the later form alone." if scale.labels else "Compare the index or the visual scale.",
            "input",
            scale.sources,
        )
    exact = baseline.exact - now.exact if scale.better is Better.LOWER else now.exact - baseline.exact
    reliable, because = _reliable(instrument, baseline.exact, exact)
    found = Change(
        instrument=instrument.id,
        scale=scale.id,
        baseline=baseline,
        now=now,
        exact=exact,
        decimals=scale.decimals,
        reached=(),
        change_reliable=reliable,
        reliable_because=because,
        remarks=remarks,
    )
    reached = tuple(
        Reached(threshold=threshold, reached=_reaches(found, threshold))
        for threshold in instrument.thresholds
        if threshold.holds_for(scale.id)
    )
    return replace(found, reached=reached, findings=_findings(instrument, replace(found, reached=reached)))


def _same_items(scale: Scale, baseline: Score, now: Score) -> tuple[Score, Score, tuple[str, ...]]:
    """Both scores over the items given at both times. Scores that came scored stay as they are."""
    if not baseline.answers or not now.answers:
        return baseline, now, ("scored elsewhere: whether the same activities were compared is not known",)
    before, after = dict(baseline.answers), dict(now.answers)
    numbered = [all(name.isdecimal() for name in given) for given in (before, after)]
    if numbered[0] != numbered[1] or (numbered[0] and len(before) != len(after)):
        raise refuse(
            "which-items",
            "The two forms do not say which activities are the same.",
            "Name the activities, or list the same ones in the same order with null for one left open.",
            "items",
            scale.sources,
        )
    pairs = [(x, y) for name, x in before.items() if x is not None and (y := after.get(name)) is not None]
    if len(pairs) < scale.fewest_items:
        raise too_few(
            scale,
            f"{len(pairs)} activities were given at both times; the comparison needs {scale.fewest_items} at least.",
            len(pairs),
            len(before),
        )
    remark = f"compared over the {len(pairs)} activities given at both times"
    first, second = (
        replace(given, exact=sum(map(Fraction, marks), Fraction(0)) / len(pairs), answered=len(pairs))
        for given, marks in ((baseline, [x for x, _ in pairs]), (now, [y for _, y in pairs]))
    )
    return first, second, (remark,)


def _reaches(found: Change, threshold: Threshold) -> bool:
    if threshold.value is None:
        return False
    if threshold.kind is Kind.PERCENT:
        return found.at_least(threshold.value)
    return found.exact >= Fraction(threshold.value)


def _reliable(instrument: Instrument, baseline: Fraction, exact: Fraction) -> tuple[bool | None, str]:
    trusted, reliable = instrument.trusted_baseline, instrument.reliable_change
    if trusted is not None:
        low, high = plain(trusted.low), plain(trusted.high)
        if baseline < Fraction(trusted.low):
            return False, f"baseline below {low}: the change is not reliable"
        if baseline > Fraction(trusted.high):
            return False, f"baseline above {high}: the change is not reliable"
        if reliable is None:
            return True, f"baseline from {low} to {high}"
    if reliable is None:
        return None, "the sources give no figure for measurement error"
    beyond = abs(exact) >= Fraction(reliable.points)
    return beyond, f"{reliable.says}: {plain(reliable.points)} points" + _confirm(reliable.sources)


def _confirm(sources: Sequence[str]) -> str:
    return " (remembered, not seen in a source: confirm)" if "memory" in sources else ""


def _findings(instrument: Instrument, found: Change) -> tuple[Finding, ...]:
    share = found.percent_shown
    way = "better" if found.exact > 0 else "worse" if found.exact < 0 else "of change"
    because = (
        f"baseline {plain(found.baseline.shown)}, now {plain(found.now.shown)}",
        f"{plain(abs(found.shown))} {'point' if abs(found.shown) == 1 else 'points'} {way}",
        f"{plain(share)} % of the baseline" if share is not None else "no percentage from a baseline of 0",
    )
    return tuple(_finding(instrument, entry, because) for entry in found.reached)


def _finding(instrument: Instrument, entry: Reached, because: tuple[str, ...]) -> Finding:
    threshold = entry.threshold
    unit = "%" if threshold.kind is Kind.PERCENT else threshold.unit or ("point" if threshold.value == 1 else "points")
    return Finding(
        code=threshold.id,
        level=NOTE,
        says=f"{instrument.name}: {threshold.what} ({plain(threshold.value)} {unit}) "
        f"{'reached' if entry.reached else 'not reached'}.",
        because=because,
        sources=threshold.sources,
        version=f"{instrument.id} {instrument.version}",
        unverified=threshold.unverified,
    )
