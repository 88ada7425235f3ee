"""A protocol as plain values for a machine: every figure with what it rests on, what is not stated as null."""

from typing import Any

from enthesis.pathway.protocol.figures import Figure, figures, protocol_figures
from enthesis.pathway.protocol.model import Activity, Decision, Protocol, Schedule, Threshold
from enthesis.pathway.protocol.words import follows, when


def summary_as_json(protocol: Protocol) -> dict[str, Any]:
    """What a list of protocols shows of one."""
    return {
        "id": protocol.id,
        "version": protocol.version,
        "status": protocol.status,
        "title": protocol.title,
        "document": protocol.document,
        "regions": list(protocol.regions),
        "also_known_as": list(protocol.also_known_as),
        "not_stated": sum(figure.is_open for figure in protocol_figures(protocol)),
        "decided": sum(figure.value.is_decision for figure in protocol_figures(protocol)),
    }


def protocol_as_json(protocol: Protocol) -> dict[str, Any]:
    """All that a protocol says."""
    review = protocol.review
    return {
        **summary_as_json(protocol),
        "for": protocol.for_whom,
        "not_for": protocol.not_for,
        "review": {
            "written_by": review.written_by,
            "checked_by": review.checked_by or None,
            "reviewed_on": review.reviewed_on,
            "review_by": review.review_by,
        },
        "house": protocol.house,
        "sources": dict(protocol.sources),
        "figures": [figure_as_json(figure) for figure in protocol_figures(protocol) if not figure.activity],
        "activities": [_activity(activity, protocol) for activity in protocol.activities],
        "not_stated_in_words": list(protocol.not_stated),
        "warnings": list(protocol.warnings),
    }


def figure_as_json(figure: Figure) -> dict[str, Any]:
    """One figure. `value` is null where the source leaves it open and no clinic has decided it."""
    value = figure.value
    found: dict[str, Any] = {
        "activity": figure.activity,
        "figure": figure.path,
        "value": value.value,
        "unit": figure.unit,
        "words": figure.words,
    }
    if value.is_decision:
        found["decided"] = {"by": value.decided_by, "on": value.decided_on, "why": value.why}
        if value.instead_of:
            found["decided"]["instead_of"] = {"value": value.instead_of.value, "source": value.instead_of.source}
    elif value.is_stated:
        found["source"] = value.source
        found["unverified"] = value.is_unverified
    return found


def _activity(activity: Activity, protocol: Protocol) -> dict[str, Any]:
    timing = activity.timing
    found: dict[str, Any] = {
        "id": activity.id,
        "kind": activity.kind.value,
        "title": activity.title,
        "by": activity.by.value,
        "origin": activity.origin,
        "source": activity.source,
        "timing": type(timing).__name__,
        "follows": follows(activity),
        "when": when(activity),
        "figures": [figure_as_json(figure) for figure in figures(activity, protocol)],
        "requires": [condition.value for condition in activity.requires],
        "sets": [condition.value for condition in activity.sets],
        "needs": list(activity.needs),
        "optional": activity.optional,
        "measures": list(activity.measures),
        "says": activity.says,
    }
    if activity.purpose is not None:
        found["purpose"] = activity.purpose.value
    if isinstance(timing, Schedule):
        found["points"] = [{"point": point, "source": timing.source_of(point)} for point in timing.points]
        found["unit"] = timing.unit.value
    if activity.until:
        found["until"] = activity.until
    if activity.holds:
        found["holds"] = list(activity.holds)
        found["prescriber_decides"] = activity.prescriber_decides
    if activity.decision is not None:
        found["decide"] = _decision(activity.decision)
    if activity.responder is not None:
        found["responder"] = _threshold(activity.responder)
    return found


def _decision(decision: Decision) -> dict[str, Any]:
    options = [
        {
            "id": option.id,
            "title": option.title,
            "sets": [condition.value for condition in option.sets],
            "ends": list(option.ends),
            "repeats": list(option.repeats),
            "releases": option.releases,
            "advised_when": option.advised_when,
        }
        for option in decision.options
    ]
    return {"threshold": _threshold(decision.threshold), "options": options}


def _threshold(threshold: Threshold | None) -> dict[str, Any] | None:
    """`least` null: the clinician decides without a figure."""
    if threshold is None:
        return None
    return {
        "measure": threshold.measure,
        "change": threshold.change,
        "least": threshold.least.value,
        "more_than": threshold.more_than,
        "before_session": threshold.before_session,
    }
