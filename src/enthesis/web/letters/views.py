"""Writing a letter about a course, and printing what leaves the clinic."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from enthesis.clinic.access import CLINICIAN
from enthesis.clinic.accounts import names_of
from enthesis.clinic.opening import open_course
from enthesis.papers.imaging_order import order_sheet
from enthesis.papers.letter import letter_paper
from enthesis.pathway.course import standing
from enthesis.pathway.events import ImagingOrdered, LetterWritten
from enthesis.pathway.letter_words import shipped
from enthesis.web.clinician.views import name_of
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.letters.build import as_it_stood, letter_of, order_sheet_of
from enthesis.web.printing import pdf
from enthesis.web.recording import is_saved, sent_before

MOST_LINES = 8  # of an address


class LetterForm(RecordForm):
    """To whom, and what the clinician says. The rest comes from the record."""

    kind = LetterWritten
    heeds_head = False
    done = gettext_noop("The letter is kept. Print it below.")

    def __init__(self, data: Any = None, *, today: Any, referrer: str, **options: Any) -> None:
        initial = {"to": referrer, **(options.pop("initial", None) or {})}
        super().__init__(data, initial=initial, **options)
        self.today = today
        self.fields["to"] = fields.words(
            _("To"), missing=_("Write the name and the address."), help_text=_("Name and address, a line each."), rows=4
        )
        self.fields["words"] = fields.words(
            _("Your own words"),
            missing=_("Write what you want to say: how the patient is, and what you think of it."),
            help_text=_(
                "An empty line begins a new paragraph. What was done, the scores and what is next stand below it."
            ),
            rows=7,
        )

    def clean_to(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["to"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("Shorten the address to %(most)d lines.") % {"most": MOST_LINES})
        return "\n".join(lines)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "happened_on": self.today, "version": shipped().version}


@page(CLINICIAN)
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """Write a letter: looked at first, then kept."""
    seen = open_course(number, by=request.user)
    today = today_at(seen.zone)
    referrer = seen.profile.referrer if seen.profile else ""
    form = LetterForm(request.POST or None, today=today, referrer=referrer, head=seen.head)
    only_look = "look" in request.POST and not sent_before(request, seen)
    if not only_look and is_saved(request, seen, form):
        return redirect("course-papers", number)
    preview = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        drafted = LetterWritten(id="draft", to=said["to"], words=said["words"])
        preview = letter_of(seen, drafted, today, _name(request))
    context = {"seen": seen, "name": name_of(seen), "form": form, "letter": preview, "has_referrer": bool(referrer)}
    return render(request, "web/letters/write.html", context)


@page(CLINICIAN, methods=("GET",))
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """The letters and orders of a course, to be printed again."""
    seen = open_course(number, by=request.user)
    told = list(standing(seen.log))
    written = [each for each in told if isinstance(each, LetterWritten)]
    orders = [each for each in told if isinstance(each, ImagingOrdered)]
    by = names_of(each.recorded_by for each in (*written, *orders))
    context = {
        "seen": seen,
        "name": name_of(seen),
        "letters": [(each, by.get(each.recorded_by, each.recorded_by)) for each in reversed(written)],
        "orders": [(each, each.id in seen.course.orders) for each in reversed(orders)],
    }
    return render(request, "web/letters/list.html", context)


@page(CLINICIAN, methods=("GET",))
def letter_pdf(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """A letter as it was written, with the record of that moment."""
    seen = open_course(number, by=request.user)
    found = next((each for each in standing(seen.log) if isinstance(each, LetterWritten) and each.id == event), None)
    if found is None:
        return _not_there(request, number)
    by = names_of([found.recorded_by]).get(found.recorded_by, found.recorded_by)
    paper = letter_of(as_it_stood(seen, found.id), found, found.happened_on or today_at(seen.zone), by)
    return pdf(request, lambda: letter_paper(paper).pdf, f"letter-{number}.pdf")


@page(CLINICIAN, methods=("GET",))
def imaging_pdf(request: HttpRequest, number: str, event: str) -> HttpResponse:
    """The sheet of an order."""
    seen = open_course(number, by=request.user)
    found = next((each for each in standing(seen.log) if isinstance(each, ImagingOrdered) and each.id == event), None)
    if found is None:
        return _not_there(request, number)
    sheet = order_sheet_of(seen, found)
    return pdf(request, lambda: order_sheet(sheet, today_at(seen.zone)).pdf, f"imaging-{number}.pdf")


def _not_there(request: HttpRequest, number: str) -> HttpResponse:
    messages.info(request, _("That paper is not there any more: its entry was corrected or taken back."), "note")
    return redirect("course-papers", number)


def _name(request: HttpRequest) -> str:
    return str(getattr(request.user, "name", "") or getattr(request.user, "handle", ""))
