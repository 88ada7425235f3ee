"""What patients write and the clinic answers: the patient's page, the course's page, and what waits for an answer."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, PATIENT, THERAPIST
from enthesis.clinic.accounts import names_of
from enthesis.clinic.letters.inbox import tell_patient, thread_of, waiting
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.events import MessageWritten
from enthesis.pathway.letters import ABOUT, Letter, unanswered
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.recording import is_saved
from enthesis.web.words import capped, lasting, moment

ABOUT_WORDS = {
    "visits": gettext_lazy("A visit"),
    "medicines": gettext_lazy("Medicines"),
    "exercises": gettext_lazy("Exercises"),
    "money": gettext_lazy("Costs"),
    "other": gettext_lazy("Something else"),
}


class LetterForm(RecordForm):
    """A message, from either side."""

    kind = MessageWritten
    heeds_head = tells_notes = False
    title = gettext_lazy("A new message")
    done = gettext_lazy("The message is sent.")
    tells_optional = False

    def __init__(self, data: Any = None, *, seen: Seen, answers: str = "", is_patient: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.today, self.answers = today_at(seen.zone), answers
        if is_patient:
            self.fields["about"] = fields.choice(
                _("What is it about?"),
                [(value, str(ABOUT_WORDS[value])) for value in ABOUT],
                missing=_("Choose what it is about."),
                inline=True,
            )
        self.fields["words"] = fields.words(
            _("Your message") if is_patient else _("Your answer"), missing=_("Write your message."), rows=5
        )

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        about = said.get("about", "")
        return {"happened_on": self.today, "words": said["words"].strip(), "about": about, "answers": self.answers}


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """One message as a page shows it."""

    letter: Letter
    by: str
    when: str
    about: str
    is_mine: bool


def shown_letters(seen: Seen, letters: list[Letter], for_patient: bool) -> list[ShownLetter]:
    """The messages with names and times; the latest last."""
    names, today = names_of(letter.by for letter in letters), today_at(seen.zone)
    return [
        ShownLetter(
            letter=letter,
            by=_name(letter, names, for_patient),
            when=capped(moment(letter.at, seen.zone, today)) if letter.at else "",
            about=str(ABOUT_WORDS.get(letter.about, "")),
            is_mine=letter.is_from_patient == for_patient,
        )
        for letter in letters
    ]


def _name(letter: Letter, names: dict[str, str], for_patient: bool) -> str:
    if letter.is_from_patient:
        return _("You") if for_patient else _("The patient")
    return names.get(letter.by) or _("The clinic")


@page(PATIENT)
def letters(request: HttpRequest, number: str) -> HttpResponse:
    """What was written, and a message to the clinic."""
    seen = open_course(number, by=request.user)
    form = LetterForm(request.POST or None, seen=seen, is_patient=True, head=seen.head)
    if is_saved(request, seen, form):
        return redirect("letters", number)
    context = {
        "seen": seen,
        "form": form,
        "letters": shown_letters(seen, thread_of(seen), for_patient=True),
        "clinic": me(request).clinic,
        "is_urgent": True,
        "here": "next",
    }
    return render(request, "web/living/letters.html", context)


@page(CLINICIAN, THERAPIST, FRONT_DESK)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """The same for the clinic: read and answer. The patient is told that there is a message, and not what it says."""
    seen = open_course(number, by=request.user)
    told = thread_of(seen)
    open_ones = unanswered(told)
    answers = str(request.POST.get("answers", "")) if request.method == "POST" else _last(open_ones)
    known = {letter.event for letter in told}
    form = LetterForm(
        request.POST or None,
        seen=seen,
        answers=answers if answers in known else "",
        is_patient=False,
        head=seen.head,
    )
    if is_saved(request, seen, form):
        if form.is_valid():
            tell_patient(seen, form.cleaned_data["form_id"], datetime.now(UTC))
        return redirect("course-letters", number)
    context = {
        "seen": seen,
        "form": form,
        "answers": answers,
        "letters": shown_letters(seen, told, for_patient=False),
        "waits": lasting(datetime.now(UTC) - open_ones[0].at) if open_ones and open_ones[0].at else "",
    }
    return render(request, "web/living/course_letters.html", context)


def _last(found: list[Letter]) -> str:
    return found[-1].event if found else ""


@page(CLINICIAN, THERAPIST, FRONT_DESK, methods=("GET",))
def inbox(request: HttpRequest) -> HttpResponse:
    """Every patient who waits for an answer, who has waited longest first."""
    who = me(request)
    clinic, found = waiting(request.user, who.clinic.pk if who.clinic else None)
    zone, now = ZoneInfo(clinic.time_zone), datetime.now(UTC)
    lines = [
        {
            "line": line,
            "since": capped(moment(line.since, zone, today_at(zone))),
            "waits": lasting(now - line.since),
            "about": ", ".join(dict.fromkeys(str(ABOUT_WORDS.get(each.about, "")) for each in line.letters)),
            "last": line.letters[-1].words,
        }
        for line in found
    ]
    return render(request, "web/living/inbox.html", {"lines": lines})
