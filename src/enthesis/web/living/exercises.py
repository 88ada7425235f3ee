"""The patient's exercises: today's stage, and what was done, in one tap."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, PATIENT, THERAPIST
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.events import Exercise, ExercisesLogged
from enthesis.pathway.home.stages import StageDay, done_by_day, rests_until, stage_days, stage_on
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.living.amounts import amount_of
from enthesis.web.patient.views import back_from
from enthesis.web.recording import is_saved
from enthesis.web.words import capped, near

DAYS_SHOWN = 14
ALL = "all"  # the button that says that everything was done


class ExercisesForm(RecordForm):
    """What was done of a stage on one day."""

    kind = ExercisesLogged
    heeds_head = tells_notes = False
    title = gettext_lazy("Exercises")
    done = gettext_lazy("Thank you. Your exercises are saved.")

    def __init__(self, data: Any = None, *, programme: str, stage: StageDay, day: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.programme, self.stage, self.day = programme, stage.stage, day
        exercises = [(each.id, each.name) for each in self.stage.exercises]
        self.fields["done"] = fields.several(_("What did you do?"), exercises)
        self.fields["pain"] = fields.scale(
            _("How much did it hurt at its worst?"),
            low=_("not at all"),
            high=_("the worst pain you can think of"),
            missing="",
            required=False,
        )
        self.fields["words"] = fields.words(_("Anything to add?"), rows=2)

    def values(self) -> dict[str, Any]:
        said = super().values()
        every = tuple(each.id for each in self.stage.exercises)
        done = every if ALL in self.data else tuple(each for each in every if each in said["done"])
        about = {"programme": self.programme, "stage": self.stage.id, "happened_on": self.day}
        return {**about, "done": done, "pain": said["pain"], "words": said["words"].strip()}


@dataclass(frozen=True, slots=True)
class Shown:
    """One exercise as the page shows it."""

    exercise: Exercise
    amount: str
    is_done: bool


@page(PATIENT, THERAPIST, FRONT_DESK, CLINICIAN)
def exercises(request: HttpRequest, number: str) -> HttpResponse:
    """Today's stage, or yesterday's where that was forgotten."""
    seen = open_course(number, by=request.user)
    today = today_at(seen.zone)
    asked = str(request.POST.get("day") or request.GET.get("day") or "")
    yesterday = today - timedelta(days=1)
    day = yesterday if asked == yesterday.isoformat() else today
    programme = seen.course.programme
    found = stages_of(seen)
    stage = stage_on(found, day)
    context: dict[str, Any] = {
        "seen": seen,
        "programme": programme,
        "stage": stage,
        "day": day,
        "about_day": capped(near(day, today)),
        "is_today": day == today,
        "yesterday": yesterday,
        "clinic": me(request).clinic,
        "back": back_from(request, number),
        "with_patient": not me(request).is_patient,
        "here": "next",
        "coming": [
            (each, begins_in_words(each, today)) for each in found if stage is None or each.stage.id != stage.stage.id
        ],
    }
    if programme is None or stage is None:
        return render(request, "web/living/exercises.html", context)
    form = ExercisesForm(request.POST or None, programme=programme.id, stage=stage, day=day, head=seen.head)
    if is_saved(request, seen, form):
        return redirect("exercises", number)
    done = done_by_day(seen.course.exercised).get(day, frozenset())
    rests = rests_until(programme, seen.course, day)
    context |= {
        "form": form,
        "shown": [Shown(each, amount_of(each), each.id in done) for each in stage.stage.exercises],
        "is_whole": bool(done) and {each.id for each in stage.stage.exercises} <= done,
        "rests_until": near(rests, today) if rests else "",
    }
    return render(request, "web/living/exercises.html", context)


def stages_of(seen: Seen) -> list[StageDay]:
    """The stages of a course's programme with their days; none where nothing is agreed."""
    if seen.course.programme is None or seen.protocol is None:
        return []
    return stage_days(seen.course.programme, seen.protocol, seen.course, seen.zone)


def waits_today(seen: Seen) -> bool:
    """Whether there are exercises for today that nothing was said about."""
    programme, today = seen.course.programme, today_at(seen.zone)
    stage = stage_on(stages_of(seen), today)
    if programme is None or stage is None or not stage.stage.exercises:
        return False
    return not rests_until(programme, seen.course, today) and today not in done_by_day(seen.course.exercised)


def begins_in_words(each: StageDay, today: date) -> str:
    """When a stage begins, or began, in words."""
    injection = each.stage.injection
    after = (
        _("%(days)s days after injection %(number)s") % {"days": each.stage.days, "number": injection}
        if injection
        else _("from the beginning")
    )
    if each.begins is None:
        return after
    if each.has_begun_for_sure and each.begins <= today:
        return _("since %(day)s") % {"day": near(each.begins, today)}
    planned = "" if each.has_begun_for_sure else _(", as it is booked now")
    return _("from %(day)s on (%(after)s%(planned)s)") % {
        "day": near(each.begins, today),
        "after": after,
        "planned": planned,
    }
