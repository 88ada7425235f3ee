"""The patient's own goal, as it is said in a consultation."""

from typing import Any

from enthesis.clinic.goals import target_of
from enthesis.pathway.events import GoalSet
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.forms import fields
from enthesis.web.living.diary_form import LONGEST_TARGET


class GoalSetForm(CourseForm):
    """The pain that would be good enough for the patient, asked by a clinician or a therapist."""

    kind = GoalSet
    slug = "goal"
    title = "The patient's goal"
    save_says = "Set this goal"
    done = "The goal is set."
    heeds_head = False

    pain = fields.scale(
        "How much pain would be good enough for the patient?",
        missing="Ask the patient, and choose a number from 0 to 10.",
        low="no pain",
        high="the worst pain imaginable",
    )

    def build(self) -> None:
        known = target_of(self.about.seen) is not None
        if not known or self.initial.get("target") or "target" in self.data:  # corrected, or sent twice
            self.fields["target"] = fields.line(
                "What the patient wants to do again",
                help_text="In the patient's own words. The diary then asks how hard it was.",
                most=LONGEST_TARGET,
            )

    def values(self) -> dict[str, Any]:
        return {"target": "", **super().values()}
