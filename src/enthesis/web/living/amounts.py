"""How much of an exercise, in words; nothing that nobody has said."""

from django.utils.translation import ngettext

from enthesis.pathway.events import Exercise


def amount_of(exercise: Exercise) -> str:
    """3 sets of 10, 5 seconds each, 4 days a week."""
    parts = []
    if exercise.sets and exercise.repeats:
        sets = ngettext("%(sets)s set of %(repeats)s", "%(sets)s sets of %(repeats)s", exercise.sets)
        parts.append(sets % {"sets": exercise.sets, "repeats": exercise.repeats})
    elif exercise.sets:
        parts.append(ngettext("%(sets)s set", "%(sets)s sets", exercise.sets) % {"sets": exercise.sets})
    elif exercise.repeats:
        parts.append(
            ngettext("%(repeats)s time", "%(repeats)s times", exercise.repeats) % {"repeats": exercise.repeats}
        )
    if exercise.seconds:
        parts.append(
            ngettext("%(seconds)s second", "%(seconds)s seconds", exercise.seconds) % {"seconds": exercise.seconds}
        )
    if exercise.days_a_week:
        week = ngettext("%(days)s day a week", "%(days)s days a week", exercise.days_a_week)
        parts.append(week % {"days": exercise.days_a_week})
    return ", ".join(parts)
