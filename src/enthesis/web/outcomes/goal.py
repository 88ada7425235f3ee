"""The patient's own goal on pages: what holds, what was set before, and the questions that set it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.goals import goals_of, target_of
from enthesis.clinic.opening import Seen
from enthesis.pathway.events import GoalSet
from enthesis.pathway.goals import told_last
from enthesis.pathway.outlook_words import shipped
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.living.diary_form import LONGEST_TARGET
from enthesis.web.patient.forms import NO_PAIN, WORST_PAIN


class GoalForm(RecordForm):
    """The pain that would be good enough, and what the patient wants to do again where nobody knows that yet."""

    kind = GoalSet
    heeds_head = tells_notes = False
    done = gettext_lazy("Your goal is saved.")
    save_says = gettext_lazy("Save my goal")

    def __init__(self, data: Any = None, *, seen: Seen, today: date, **options: Any) -> None:
        super().__init__(data, head=seen.head, initial=initial_of(seen), **options)
        self.today = today
        self.fields["pain"] = fields.scale(
            _("How much pain would be good enough for you?"),
            missing=_("Choose how much pain would be good enough: touch a number from 0 to 10."),
            low=NO_PAIN,
            high=WORST_PAIN,
        )
        if target_of(seen) is None or "target" in self.data:  # sent twice, it says the same again
            self.fields["target"] = fields.line(
                _("One thing that you want to do again"),
                help_text=_("In your own words, for instance: carry the shopping home. The diary then asks about it."),
                most=LONGEST_TARGET,
            )

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"happened_on": self.today, "pain": said["pain"], "target": str(said.get("target") or "").strip()}


def initial_of(seen: Seen) -> dict[str, Any]:
    """The goal that holds, for whoever wants to change it."""
    goal = seen.course.goal
    return {"pain": f"{goal.pain:f}"} if goal else {}


def shown_goal(seen: Seen) -> Mapping[str, Any]:
    """What a page shows of the goals of a course, as far as the one who looks may see them."""
    goals, last = goals_of(seen), told_last(seen.course)
    remarks = shipped().about_goal(float(goals[0].pain), None, float(last.pain)) if goals and last else ()
    return {
        "seen": seen,
        "goal": goals[0] if goals else None,
        "earlier": goals[1:],
        "target": target_of(seen) or "",
        "reached": tuple(remarks),  # of the pain that was told last
    }
