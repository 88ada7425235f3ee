"""The words of a plot in the language of the page."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from enthesis.web.said import plainly


def plot_words() -> Callable[[str], str]:
    """What says a word of a plot, or of the table, in the language of the page."""
    known = {
        "Pooled": _("Pooled"),
        "trials": _("trials"),
        "Trial": _("Trial"),
        "Effect (95 % interval)": _("Effect (95 % interval)"),
        "to": _("to"),
        "better with it": _("better with it"),
        "better without": _("better without"),
        "people": _("people"),
        "week": _("week"),
        "people not printed": _("people not printed"),
        "more people of 100 who did well": _("more people of 100 who did well"),
        "times as many people who did well": _("times as many people who did well"),
        "standard deviations": _("standard deviations"),
        "points of 100": _("points of 100"),
        "points of 10": _("points of 10"),
        "points of 50": _("points of 50"),
    }

    def say(words: str) -> str:
        return known.get(words) or plainly(words)

    return say
