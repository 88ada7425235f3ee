"""All indicators in one line each, under what they are about: a page of four short lists in the place of a long one."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enthesis.outcomes.report import Report
from enthesis.web.outcomes.asked import Asked
from enthesis.web.outcomes.naming import Names
from enthesis.web.outcomes.showing import Headline, headlines

FARED, SPENT, HARMED, KEPT = "fared", "spent", "harmed", "kept"
THEMES: Mapping[str, tuple[str, ...]] = {
    FARED: (
        "follow_up",
        "responder_30",
        "responder_50",
        "responder_instrument",
        "reliable_change",
        "mean_change",
        "clinically_significant_change",
    ),
    SPENT: ("time_to_response", "sessions_to_response", "cost_per_responder"),
    HARMED: ("adverse_events", "gate_closed", "stopped_at_review", "stopped_by_rule"),
    KEPT: ("kept_intervals", "no_shows", "nsaid_in_hold", "diary_adherence", "days_to_first_injection"),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """Indicators that belong together. `key` is where they stand on the page."""

    key: str
    title: str
    short: str  # the same in a list of where to go
    lines: tuple[Headline, ...]


def themes(report: Report, asked: Asked, names: Names) -> list[Theme]:
    """Every indicator of a report under its theme, in the order of the lists above."""
    called = {
        FARED: (_("How people fared"), _("Pain and change")),
        SPENT: (_("How long it took, and what was paid"), _("Time and money")),
        HARMED: (_("Harms, and who stopped"), _("Harms")),
        KEPT: (_("Whether the plan was kept"), _("The plan")),
    }
    told = {each.definition.id: each for each in headlines(report, asked, names)}
    found = [Theme(key, *called[key], tuple(told[name] for name in THEMES[key] if name in told)) for key in THEMES]
    return [theme for theme in found if theme.lines]
