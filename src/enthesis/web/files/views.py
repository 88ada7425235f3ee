"""Pages on which documents and pictures of a patient are listed, added and taken out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, PATIENT, SEES_WORDS, STAFF, THERAPIST
from enthesis.clinic.accounts import names_of
from enthesis.clinic.door import new_id, record
from enthesis.clinic.errors import NotRecorded
from enthesis.clinic.files.checking import LARGEST, NotKept
from enthesis.clinic.files.keeping import KINDS, File, drop, file_of, files_of, keep, name_of, open_file
from enthesis.clinic.files.removing import may_remove, remove, removed_of
from enthesis.clinic.limits import UPLOADS
from enthesis.clinic.models import Person
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.events import FileAdded
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import today_at
from enthesis.web.guard import page
from enthesis.web.sign_in.limits import limited

LOCKED = "default-src 'none'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class Shown:
    """One file as a list shows it."""

    file: File
    name: str
    kind: str
    by: str
    may_open: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """One file that was removed, as a list shows it."""

    number: str
    on: date
    by: str
    reason: str


def _kinds() -> dict[str, str]:
    words = (_("Report"), _("Picture"), _("Letter"), _("List, for instance of medicines"), _("Something else"))
    return dict(zip(KINDS, words, strict=True))


class FileForm(forms.Form):
    """A document or a picture to add."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        missing = {"required": _("Choose a file."), "empty": _("That file is empty. Choose another one.")}
        says = _("PDF, JPEG or PNG, at most %d MB.") % (LARGEST // 1_000_000)
        box = forms.ClearableFileInput({"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"})
        self.fields["file"] = forms.FileField(
            label=_("Document or picture"), help_text=says, widget=box, error_messages=missing
        )
        self.fields["kind"] = fields.choice(
            _("What is it?"), list(_kinds().items()), missing=_("Say what kind of file it is.")
        )


class ReasonForm(forms.Form):
    """Why a file is removed; a patient need not say."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, own: bool) -> None:
        super().__init__(data)
        if not own:
            self.fields["reason"] = fields.words(
                _("Why is it removed?"), missing=_("Say why the file is removed."), rows=2
            )


@page(PATIENT, CLINICIAN, FRONT_DESK)
@limited(UPLOADS, "POST")
def own(request: HttpRequest, number: str) -> HttpResponse:
    """A patient's own documents and pictures. Sent: another one."""
    return _page(request, number, "web/files/own.html", "own-files")


@page(*(STAFF - {"lead"}))
@limited(UPLOADS, "POST")
def of_course(request: HttpRequest, number: str) -> HttpResponse:
    """The same for staff."""
    return _page(request, number, "web/files/course.html", "course-files")


@page(PATIENT, CLINICIAN, THERAPIST, FRONT_DESK, methods=("GET",))
def given_out(request: HttpRequest, number: str, file: str) -> HttpResponse:
    """One of them, to be saved. A browser is told to run nothing of it, whatever is in it."""
    seen = open_course(number, request.user)
    found = file_of(seen.person, file)
    if found is None:
        raise Http404("There is no such file.")
    content, media_type, name = open_file(found, by=request.user)
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Security-Policy"] = LOCKED
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@page(PATIENT)
def own_removed(request: HttpRequest, number: str, file: str) -> HttpResponse:
    """Remove one of them that the patient added: asked first. Sent: it is destroyed."""
    return _removed(request, number, file, "web/files/own_removed.html", "own-files")


@page(CLINICIAN, FRONT_DESK)
def course_removed(request: HttpRequest, number: str, file: str) -> HttpResponse:
    """The same for staff, who say why."""
    return _removed(request, number, file, "web/files/course_removed.html", "course-files")


def _removed(request: HttpRequest, number: str, file: str, template: str, address: str) -> HttpResponse:
    seen = open_course(number, request.user)
    found = file_of(seen.person, file)
    if found is None or not may_remove(found, request.user):
        raise Http404("There is no such file.")
    form = ReasonForm(request.POST if request.method == "POST" else None, own=PATIENT in seen.roles)
    if form.is_bound and form.is_valid():
        try:
            reason = form.cleaned_data.get("reason", "")
            remove(found, course=seen.number, on=today_at(seen.zone), by=request.user, reason=reason)
        except NotRecorded as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("It is removed."), "note-good")
            return redirect(address, seen.number)
    shown = next(each for each in _shown(request, seen) if each.file.pk == found.pk)
    return render(request, template, {"form": form, "seen": seen, "file": shown, "back": address, "here": ""})


def _page(request: HttpRequest, number: str, template: str, address: str) -> HttpResponse:
    seen = open_course(number, request.user)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        try:
            _add(request, seen, form)
        except NotKept as problem:
            form.add_error("file", str(problem))
        except NotRecorded as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("It is kept."), "note-good")
            return redirect(address, seen.number)
    context = {"form": form, "seen": seen, "files": _shown(request, seen), "gone": _gone(seen), "here": ""}
    context["remove"] = "own-file-removed" if PATIENT in seen.roles else "course-file-removed"
    return render(request, template, context)


def _add(request: HttpRequest, seen: Seen, form: FileForm) -> None:
    """Keep the file and record it; what cannot be recorded is not kept."""
    said = form.cleaned_data
    file = keep(Person.objects.get(pk=seen.person), said["file"], kind=said["kind"], by=request.user)
    event = FileAdded(
        id=new_id(),
        happened_on=today_at(seen.zone),
        file=file.number,
        about=file.kind,
        name=name_of(file) or "",
        media_type=file.media_type,
        size=-(-file.size // 1000),
        digest=file.digest,
    )
    try:
        record(event, course=seen.number, by=request.user)
    except NotRecorded:
        drop(file)
        raise


def _shown(request: HttpRequest, seen: Seen) -> list[Shown]:
    rows = files_of(seen.person)
    names = names_of(row.made_by for row in rows)
    kinds = _kinds()
    mine = getattr(request.user, "handle", "")
    sees = bool(seen.roles & SEES_WORDS)
    return [
        Shown(
            row,
            (name_of(row) or "") if sees or row.made_by == mine else _("(not shown to your role)"),
            kinds.get(row.kind, row.kind),
            names.get(row.made_by, row.made_by),
            sees or row.made_by == mine,
            may_remove(row, request.user),
        )
        for row in rows
    ]


def _gone(seen: Seen) -> list[Gone]:
    """What was removed; the reason as far as the role reads words."""
    found = [event for event in removed_of(seen.log) if event.happened_on]
    names = names_of(event.recorded_by for event in found)
    return [
        Gone(each.file, each.happened_on, names.get(each.recorded_by, each.recorded_by), each.reason)
        for each in found
        if each.happened_on is not None
    ]
