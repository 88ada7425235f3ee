"""The diary's pages: one entry, the days so far, and how far back the clinic lets a day be filled in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.diary_rules import diary_rules, set_days_back
from enthesis.clinic.goals import target_of
from enthesis.clinic.opening import open_course
from enthesis.pathway.course import Diary, Status
from enthesis.pathway.diary import MOST_DAYS_BACK, days_late, days_of, pain_of
from enthesis.pathway.instruments.results import rounded
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.living.diary_form import DiaryForm, open_days
from enthesis.web.patient.views import ANSWERS, answer
from enthesis.web.words import capped, clock, near

SHOWN = 7  # days below the form


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """One entry in words: when, how much, and how late it was written."""

    when: str  # "08:10"; "" for a day as a whole
    pain: Decimal | None
    worst: Decimal | None
    side: str
    days_late: int


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """One day of the diary: its figure, and the entries that it comes from."""

    on: str
    pain: Decimal | None
    entries: tuple[WrittenEntry, ...]

    @property
    def days_late(self) -> int:
        """Of the entry that was written last."""
        return max(entry.days_late for entry in self.entries)

    @property
    def has_several(self) -> bool:
        return len(self.entries) > 1


def written_days(diary: Sequence[Diary], today: date, zone: tzinfo, most: int = SHOWN) -> list[WrittenDay]:
    """The last days of a diary, the latest first."""
    found = list(days_of(diary).items())[-most:]
    return [_written(day, entries, today, zone) for day, entries in reversed(found)]


def _written(day: date, entries: Sequence[Diary], today: date, zone: tzinfo) -> WrittenDay:
    figure = pain_of(entries) if len({entry.side for entry in entries}) == 1 else None
    told = tuple(
        WrittenEntry(
            when=clock(entry.at, zone) if entry.at else "",
            pain=entry.pain if entry.pain is not None else entry.now,
            worst=entry.worst,
            side=entry.side,
            days_late=days_late(day, entry.written, zone),
        )
        for entry in entries
    )
    return WrittenDay(capped(near(day, today)), None if figure is None else rounded(figure, 1), told)


@page(*ANSWERS)
def diary(request: HttpRequest, number: str) -> HttpResponse:
    """One entry of the diary."""
    seen = open_course(number, by=request.user)
    today, rules = today_at(seen.zone), diary_rules(seen.clinic)
    from_paper = not me(request).is_patient  # a diary kept on paper is brought along, and typed in with the patient
    days = open_days(seen.course, today, MOST_DAYS_BACK if from_paper else rules.days_back)
    asked = str(request.POST.get("happened_on") or request.GET.get("day") or "")
    day = next((one for one in days if one.isoformat() == asked), today)
    form = DiaryForm(
        request.POST or None,
        course=seen.course,
        days=days,
        day=day,
        target=target_of(seen),
        zone=seen.zone,
        head=seen.head,
    )
    context: dict[str, Any] = {
        "here": "diary",
        "is_over": seen.course.status is Status.CLOSED,
        # only where the page is shown: an entry that is taken leads on to another one
        "missed": SimpleLazyObject(
            lambda: [(one.isoformat(), capped(near(one, today))) for one in days[1 : SHOWN + 1]]
        ),
        "earlier": SimpleLazyObject(lambda: [(one.isoformat(), near(one, today)) for one in days[SHOWN + 1 :]]),
        "from_paper": from_paper,
        "most_days": MOST_DAYS_BACK,
        "written": SimpleLazyObject(lambda: written_days(seen.course.diary, today, seen.zone)),
        "rules": rules,
        "has_target": form.target is not None,
    }
    return answer(request, seen, form, "web/living/diary.html", **context)


class DiaryRulesForm(forms.Form):
    """How far back a day can be filled in."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    days = fields.amount(
        gettext_lazy("How many days back may a patient fill in a missed day of the diary?"),
        missing=gettext_lazy("Give a number of days."),
        help_text=gettext_lazy("0: today only."),
        least=0,
        most=MOST_DAYS_BACK,
    )
    why = fields.line(gettext_lazy("Why"), missing=gettext_lazy("Say why, so that the next person can judge it."))

    def clean_days(self) -> int | None:
        days = self.cleaned_data["days"]
        if days is not None and days != int(days):
            raise forms.ValidationError(_("Give a whole number of days."))
        return None if days is None else int(days)


@page(CLINICIAN, LEAD)
def rules(request: HttpRequest) -> HttpResponse:
    """The clinic's own rule; each decision is kept with its name and reason."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    now = diary_rules(clinic.pk)
    form = DiaryRulesForm(request.POST or None, initial={"days": now.days_back})
    if request.method == "POST" and form.is_valid():
        set_days_back(form.cleaned_data["days"], clinic=clinic, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("The rule is kept. It holds from now on."), "note-good")
        return redirect("diary-rules")
    return render(request, "web/living/diary_rules.html", {"form": form, "rules": now})
