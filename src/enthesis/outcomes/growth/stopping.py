"""What the protocol's stop rule says of this course, in one finding."""

from enthesis.outcomes.growth.shapes import StopRule
from enthesis.pathway.finding import NOTE, WARN, Finding

_ROUNDING = 1e-9


def stop_rule_says(rule: StopRule | None, sessions: int, baseline: float | None, last: float | None) -> Finding:
    """Whether the rule says go on or stop; `last` is the last pain told after the first injection."""
    if rule is None or (rule.percent is None and rule.points is None):
        return Finding(
            code="no-stop-rule",
            level=NOTE,
            says="No stop rule is given for this course.",
            remedy="A protocol that names one says after which session, and how much better is enough.",
        )
    asked = _asked(rule)
    if sessions < rule.after_session:
        return Finding(
            code="stop-rule-not-due",
            level=NOTE,
            says=f"The stop rule speaks after session {rule.after_session}, of {sessions} so far: it asks for {asked}.",
        )
    if baseline is None or last is None or (baseline <= 0 and rule.percent is not None):
        return Finding(
            code="stop-rule-open",
            level=WARN,
            says=f"The stop rule asks for {asked}; it cannot be said whether that is reached, for a pain is missing.",
            remedy="Ask for the pain now, and look for the pain before treatment.",
        )
    better = baseline - last
    enough = (rule.percent is None or 100 * better / baseline >= rule.percent - _ROUNDING) and (
        rule.points is None or better >= rule.points - _ROUNDING
    )
    share = f" ({100 * better / baseline:.0f} %)" if baseline > 0 else ""
    came = f"Pain went from {baseline:.1f} to {last:.1f}, {better:.1f} less{share}"
    if enough:
        return Finding(
            code="stop-rule-go-on", level=NOTE, says=f"{came}. The stop rule asks for {asked}: it says go on."
        )
    return Finding(
        code="stop-rule-stop",
        level=WARN,
        says=f"{came}. The stop rule asks for {asked} after session {rule.after_session}: it says stop.",
        remedy="A clinician decides. The ranges below are what it would be set against.",
    )


def _asked(rule: StopRule) -> str:
    parts = []
    if rule.percent is not None:
        parts.append(f"at least {rule.percent:g} % less pain")
    if rule.points is not None:
        parts.append(f"at least {rule.points:g} points less pain")
    return " and ".join(parts)
