"""Checks on decisions: each has a way on, every option names what exists, and a review decides something."""

from enthesis.pathway.protocol.check_order import tell
from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.house import COURSE
from enthesis.pathway.protocol.model import Activity, Condition, Decision, Kind, Option, Protocol
from enthesis.pathway.protocol.notes import Notes


def check(protocol: Protocol, notes: Notes) -> None:
    names = [activity.id for activity in protocol.activities]
    for activity in protocol.activities:
        if not notes.is_sound(activity.id, "decide"):
            continue
        if activity.decision is None:
            if activity.kind is Kind.REVIEW and notes.is_sound(activity.id, "kind"):
                tell(
                    notes,
                    activity,
                    "no-way-out",
                    "a review that decides nothing.",
                    "Write `decide:` with its options and what each of them does.",
                )
            continue
        _names(activity, activity.decision, names, notes)
        _way_out(activity, activity.decision, notes)


def _names(activity: Activity, decision: Decision, names: list[str], notes: Notes) -> None:
    for option in decision.options:
        for key, listed, known in (("ends", option.ends, [*names, COURSE]), ("repeats", option.repeats, names)):
            for name in listed:
                if name not in known:
                    says = f'option "{option.id}" {key} "{name}", which no activity is called.'
                    tell(notes, activity, f"no-{key}", says, did_you_mean(name, known), "decide.options")


def goes_on(option: Option, activity: str) -> bool:
    """Whether a course goes on after an option: not ended, and not only the same question once more."""
    return COURSE not in option.ends and tuple(option.repeats) != (activity,)


def _holds_back(option: Option, opened: frozenset[Condition]) -> bool:
    """Whether a course does not simply go on after an option.

    It ends something, asks for something once more and opens nothing, or leaves shut what another option opens.
    """
    if option.ends or Condition.SERIES_FINISHED in option.sets:
        return True
    return bool(option.repeats and not option.sets) or not opened <= set(option.sets)


def _way_out(activity: Activity, decision: Decision, notes: Notes) -> None:
    def no_way(says: str, remedy: str) -> None:
        tell(notes, activity, "no-way-out", says, remedy, "decide.options")

    if not decision.options:
        no_way("a decision without options.", "Write `options:` with at least one that goes on and one that does not.")
    elif not any(option.has_effect for option in decision.options):
        no_way(
            "no option of its decision does anything.",
            "Say what each does: `sets`, `ends`, `repeats` or `releases`.",
        )
    elif not any(goes_on(option, activity.id) for option in decision.options):
        no_way(
            "every option of its decision ends the course or only asks again.",
            "Add one that goes on, for instance with `sets: [responded]`.",
        )
    else:
        opened = frozenset(name for option in decision.options for name in option.sets) - {Condition.SERIES_FINISHED}
        if not any(_holds_back(option, opened) for option in decision.options):
            no_way(
                "every option of its decision goes on.",
                "Add one that does not, for instance with `ends: [treatment]`, or `repeats:` to ask again.",
            )
