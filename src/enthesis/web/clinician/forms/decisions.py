"""Where a clinician decides: candidacy, reviews, the plan. The page shows what the rules or figures say, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import fields as dataclass_fields
from typing import Any

from enthesis.pathway.candidacy import Screening, Stage, shipped
from enthesis.pathway.events import CandidacyDecided, PlanAgreed, PlanChanged, ResponseDecided
from enthesis.pathway.protocol.model import Option
from enthesis.pathway.response import Advice, Figures, advise
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.figures import progress_figures, share
from enthesis.web.forms import fields
from enthesis.web.screening import region_of, screened

CANDIDACY = "candidacy"


class CandidacyForm(CourseForm):
    """Whether the course may go on."""

    kind = CandidacyDecided
    slug = CANDIDACY
    title = "Candidacy decision"
    save_says = "Decide"
    done = "Decided."
    template = "web/clinician/candidacy.html"

    reason = fields.words(
        "Reason", help_text="Needed where you choose otherwise than the rules say; welcome anywhere.", rows=3
    )

    @property
    def heading(self) -> str:
        return str(self.title)

    def build(self) -> None:
        self.screening = self._screened()
        options = self._options()
        ids = [option.id for option in options]
        said = self.screening.verdict.value.replace("_", "-") if self.screening else ""
        self.recommended = said if said in ids else ""
        self.fields["outcome"] = fields.choice(
            "Your decision", [(option.id, option.title) for option in options], missing="Choose a decision."
        )
        self.order_fields(["outcome", "reason", "happened_on"])

    def context(self) -> dict[str, Any]:
        if self.screening is None:
            return {"screening": None}
        known = shipped().questions
        weighed = [reason for reason in self.screening.reasons if reason.outcome.verdict.strictness]
        return {
            "screening": self.screening,
            "weighed": weighed,
            "noted": [reason for reason in self.screening.reasons if reason not in weighed],
            "later": [known[name].text for name in self.screening.later if name in known],
            "regions": [shipped().regions[name].title for name in self.screening.by_region],
        }

    def values(self) -> dict[str, Any]:
        if self.replaces:  # what the rules said then stays
            return {**super().values(), **{name: self.initial.get(name, "") for name in ("recommended", "rules")}}
        rules = self.screening.version if self.screening else ""
        return {**super().values(), "recommended": self.recommended, "rules": rules}

    def _screened(self) -> Screening | None:
        course = self.about.seen.course
        if not course.answers:
            return None
        said = course.answers.get("regions")
        regions = region_of(course) or ((said,) if isinstance(said, str) else ())
        return screened(course.answers, regions, Stage.EVALUATION)

    def _options(self) -> Sequence[Option]:
        activity = self.about.seen.protocol.activity(CANDIDACY) if self.about.seen.protocol else None
        return activity.decision.options if activity and activity.decision else ()


class ReviewForm(CourseForm):
    """Go on, stop or change, on this patient's own figures."""

    kind = ResponseDecided
    slug = "review"
    title = "Decide"
    save_says = "Decide"
    done = "Decided."
    template = "web/clinician/review.html"
    names_activity = True

    reason = fields.words(
        "Reason", help_text="Needed where you choose otherwise than the figures point; welcome anywhere.", rows=3
    )

    def build(self) -> None:
        decision = self.about.activity.decision if self.about.activity else None
        options = [(option.id, option.title) for option in decision.options] if decision else []
        self.fields["option"] = fields.choice("Your decision", options, missing="Choose a decision.")
        self.order_fields(["option", "reason", "happened_on"])

    @property
    def heading(self) -> str:
        return self.about.title or self.title

    @property
    def advice(self) -> Advice | None:
        """What the figures say on the day of the review."""
        seen, activity = self.about.seen, self.about.activity
        if seen.protocol is None or activity is None:
            return None
        on = self.cleaned_data.get("happened_on") if self.is_bound and self.is_valid() else None
        return advise(seen.protocol, seen.course, activity, on or self.about.today)

    def context(self) -> dict[str, Any]:
        advice = self.advice
        activity = self.about.activity
        options = activity.decision.options if activity and activity.decision else ()
        named = {option.id: option.title for option in options}
        return {
            "advice": advice,
            "points_to": named.get(advice.option, "") if advice else "",
            "options": options,
            "progress_picture": progress_figures(self.about.seen).picture,
            "shares": [share(figure) for figure in advice.figures if share(figure)] if advice else [],
        }

    def values(self) -> dict[str, Any]:
        if self.replaces:  # what the figures said then stays
            return {**super().values(), **{name: self.initial.get(name) for name in ("recommended", "figures")}}
        advice = self.advice
        figures = {str(place): _plain(figure) for place, figure in enumerate(advice.figures)} if advice else {}
        return {**super().values(), "recommended": advice.option if advice else "", "figures": figures or None}


class SessionsForm(CourseForm):
    """A number of sessions, beside what the protocol says about it."""

    done = "The plan is recorded."
    template = "web/clinician/plan.html"

    sessions = fields.amount(
        "Number of sessions", unit="sessions", missing="Give the number of sessions.", least=1, most=99
    )

    @property
    def heading(self) -> str:
        return str(self.title)

    def context(self) -> dict[str, Any]:
        protocol = self.about.seen.protocol
        timing = protocol.treatment.timing if protocol and protocol.treatment else None
        return {"count": getattr(timing, "count", None), "planned": self.about.seen.course.sessions_planned}

    def values(self) -> dict[str, Any]:
        found = super().values()
        return {**found, "sessions": int(found["sessions"])}


class PlanForm(SessionsForm):
    """How many sessions clinician and patient agree on."""

    kind = PlanAgreed
    slug = "plan"
    title = "Plan agreed with the patient"

    note = fields.words("Note", help_text="How far apart, with what, when you stop.")

    def values(self) -> dict[str, Any]:
        return {**super().values(), "activity": self.about.named or "plan"}


class PlanChangedForm(SessionsForm):
    """Another number of sessions, and why."""

    kind = PlanChanged
    slug = "plan-changed"
    title = "Change the plan"

    reason = fields.words("Reason", missing="Say why the plan changes.")


def _plain(figure: Figures) -> Mapping[str, Any]:
    """A figure as it is kept beside the decision."""
    return {
        name: str(value)
        for name in (spec.name for spec in dataclass_fields(figure))
        if not name.startswith("exact") and (value := getattr(figure, name)) not in (None, "", False)
    }
