"""Entries of the knowledge that rest on memory: what each says, and who has confirmed it by name."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.confirmations import LONGEST_NOTE, confirm, confirmed_of, withdraw
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.models import Clinic
from enthesis.pathway.confirming import Confirmed, Entry, Standing, entries, standing_of
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.words import anchor

TITLES = {
    "billing_codes": "Billing codes",
    "candidacy": "Candidacy: who may be treated",
    "estimate": "Estimates of cost",
    "good_faith": "Good-faith estimates",
    "injection_checklist": "Checklist of the injection",
    "instruments": "Questionnaires and scores",
    "medications": "Medicines and their names",
    "numbers": "Limits that several rules share",
    "patient": "Words for patients",
    "protocols": "Protocols",
    "solutions": "Solutions and doses",
    "structures": "Structures and their hazards",
    "triage": "Triage after an injection",
}
_ORDER = (Standing.LAPSED, Standing.OPEN, Standing.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the page shows it."""

    entry: Entry
    standing: Standing
    confirmed: Confirmed | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one folder or file, counted."""

    name: str
    title: str
    count: int
    confirmed: int
    lapsed: int

    @property
    def left(self) -> int:
        return self.count - self.confirmed


class WordsForm(forms.Form):
    """Finding an entry by its words."""

    default_renderer = Renderer
    words = fields.line("Words of the entry, or its number")


@page(CLINICIAN, LEAD, methods=("GET",))
def unverified(request: HttpRequest) -> HttpResponse:
    """Every group with how many of its entries the clinic has confirmed."""
    lines = _lines(_clinic(request))
    groups = []
    for name in sorted({line.entry.group for line in lines}, key=lambda name: TITLES.get(name, name)):
        mine = [line.standing for line in lines if line.entry.group == name]
        groups.append(
            Group(name, TITLES.get(name, name), len(mine), mine.count(Standing.CONFIRMED), mine.count(Standing.LAPSED))
        )
    context = {
        "groups": groups,
        "count": len(lines),
        "confirmed": sum(group.confirmed for group in groups),
        "lapsed": sum(group.lapsed for group in groups),
    }
    return render(request, "web/clinician/unverified.html", context)


@page(CLINICIAN, LEAD)
def group(request: HttpRequest, name: str) -> HttpResponse:
    """The entries of one group, those that are to be confirmed first; each is confirmed or taken back by itself."""
    clinic = _clinic(request)
    lines = [line for line in _lines(clinic) if line.entry.group == name]
    if not lines:
        raise Http404("There is no such group of entries.")
    if request.method == "POST":
        return _kept(request, clinic, name)
    wanted = " ".join(request.GET.get("words", "").split())[:100]
    found = [line for line in lines if _matches(line, wanted)]
    context = {
        "title": TITLES.get(name, name),
        "group": name,
        "lines": sorted(found, key=lambda line: _ORDER.index(line.standing)),
        "count": len(lines),
        "confirmed": sum(line.standing is Standing.CONFIRMED for line in lines),
        "words": wanted,
        "longest": LONGEST_NOTE,
    }
    return render(request, "web/clinician/unverified_group.html", context)


def _kept(request: HttpRequest, clinic: Clinic, group: str) -> HttpResponse:
    """Keep what one form of the page says. What cannot be kept is said on top."""
    name = request.POST.get("entry", "")
    keep = withdraw if request.POST.get("what") == "withdraw" else confirm
    try:
        keep(name, clinic=clinic, by=request.user, note=request.POST.get("note", ""))
    except NotDecided as problem:
        messages.error(request, f"{problem.says} {problem.remedy}", "note-stop")
    else:
        says = "is confirmed with your name" if keep is confirm else "is shown as unverified again"
        messages.success(request, f"{name} {says}.", "note-good")
    return redirect(f"{reverse('unverified-group', args=[group])}#{anchor(name)}")


def _clinic(request: HttpRequest) -> Clinic:
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    return clinic


def _lines(clinic: Clinic) -> list[Line]:
    confirmed = confirmed_of(clinic.pk)
    return [
        Line(entry, standing_of(entry, confirmed), confirmed.get(entry.id), anchor(entry.id))
        for entry in entries().values()
    ]


def _matches(line: Line, words: str) -> bool:
    told = f"{line.entry.id} {line.entry.says} {line.entry.text}".casefold()
    return all(word in told for word in words.casefold().split())
