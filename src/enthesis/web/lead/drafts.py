"""A clinic's own protocols in the browser: copy or upload, edit, have read, publish, retire, compare."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.accounts import names_of
from enthesis.clinic.lead import drafts
from enthesis.clinic.lead.drafts import DraftMoved
from enthesis.clinic.lead.models import ProtocolDraft
from enthesis.clinic.protocols import NotKept, every_protocol
from enthesis.pathway.protocol.change import changed
from enthesis.pathway.protocol.complaint import Complaint, ProtocolError
from enthesis.pathway.protocol.diff import difference
from enthesis.pathway.protocol.edit import activity_fields, local_source, new_activity, put_activity, take_activity
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.read import Examined
from enthesis.pathway.protocol.words import when
from enthesis.pathway.window import in_words
from enthesis.pictures.course_plan import picture
from enthesis.web.figures import Picture, shown
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.lead.activity_change import change_of, fresh_id, new_points, show_complaints
from enthesis.web.lead.activity_form import ActivityForm
from enthesis.web.lead.draft_forms import AddForm, UploadForm, WholeForm, WhyForm


@dataclass(frozen=True, slots=True)
class Listed:
    """A draft in the list of protocols."""

    draft: ProtocolDraft
    protocol: Protocol
    faults: int
    changed_by: str


def listed(who: Me) -> list[Listed]:
    """The open drafts of a clinic, for whoever may read them."""
    if who.clinic is None or not who.roles & drafts.READS_DRAFTS:
        return []
    found = [(draft, drafts.read(draft)) for draft in drafts.open_drafts(who.clinic.pk)]
    names = names_of(draft.changed_by for draft, _read in found)
    return [Listed(draft, read.protocol, len(_faults(read)), names.get(draft.changed_by, "")) for draft, read in found]


@page(LEAD)
def copy(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """A draft from a protocol that is there; only looking makes none."""
    who = me(request)
    if request.method != "POST":
        return redirect("protocol", name, version)
    assert who.clinic is not None  # a role is a role in a clinic
    try:
        made = drafts.copy(name, version, clinic=who.clinic, by=request.user)
    except NotKept as problem:
        raise Http404(str(problem)) from None
    messages.success(request, _("It is a draft now. Nothing follows it before it is published."), "note-good")
    return redirect("draft", made.pk)


@page(LEAD)
def upload(request: HttpRequest) -> HttpResponse:
    """A draft from a file."""
    who = me(request)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    complaints: tuple[Complaint, ...] = ()
    if form.is_valid() and who.clinic is not None:
        try:
            made = drafts.upload(form.cleaned_data["file"].read(), clinic=who.clinic, by=request.user)
        except NotKept as problem:
            form.add_error("file", str(problem))
            complaints = problem.complaints
        else:
            messages.success(request, _("The file is a draft now."), "note-good")
            return redirect("draft", made.pk)
    return render(request, "web/lead/upload.html", {"form": form, "complaints": complaints})


@page(CLINICIAN, LEAD, methods=("GET",))
def draft(request: HttpRequest, draft: int) -> HttpResponse:
    """A draft: the course as a picture, what is wrong with it, its activities, and what comes next for it."""
    who = me(request)
    found = _find(who, draft)
    examined = drafts.read(found)
    protocol = examined.protocol
    name, _at, version = found.began_as.partition("@")
    before = every_protocol(found.clinic_id).get((name, version))
    seconds = drafts.second_people(found)
    handle = getattr(request.user, "handle", "")
    context = {
        **_shown(found, examined),
        "rows": [(activity, when(activity), _of(examined, activity.id)) for activity in protocol.activities],
        "whole": [each for each in examined.complaints if not each.activity],
        "before": before,
        "changes": difference(before, protocol) if before else [],
        "seconds": seconds,
        "may_edit": LEAD in who.roles,
        "may_review": found.reviewed_at is None and handle not in found.editors.split() and not _faults(examined),
        "may_publish": LEAD in who.roles and not _faults(examined) and not (seconds and found.reviewed_at is None),
        "reviewed_by": names_of([found.reviewed_by]).get(found.reviewed_by, "") if found.reviewed_by else "",
    }
    return render(request, "web/lead/draft.html", context)


@page(LEAD)
def activity(request: HttpRequest, draft: int, activity: str) -> HttpResponse:
    """One activity of a draft in forms. A save is checked at once; what is complained of stands at its field."""
    who = me(request)
    found = _find(who, draft)
    examined = drafts.read(found)
    one = examined.protocol.activity(activity)
    block = activity_fields(found.text, activity)
    if one is None or block is None:
        raise Http404("There is no such activity in the draft.")
    form = ActivityForm(request.POST or None, protocol=examined.protocol, activity=one, revision=found.revision)
    elsewhere: list[Complaint] = []
    if request.method == "POST":
        if form.is_valid():

            def edited(text: str) -> str:
                by, key, new = drafts.name_of(request.user), "", new_points(form)
                if new is not None:
                    text, key = local_source(text, _decided(new[2], by, who))
                made = changed(block, examined.protocol, one, change_of(form, key), by, who.today)
                return put_activity(text, made)

            if _written(request, form, found, edited):
                left = _of(drafts.read(found), activity)
                if left:
                    says = _("Kept in the draft. The check has something to say about it: see below.")
                    messages.warning(request, says, "note-care")
                    return redirect("draft-activity", found.pk, activity)
                messages.success(request, _("Kept in the draft."), "note-good")
                return redirect("draft", found.pk)
    else:
        elsewhere = show_complaints(form, _of(examined, activity))
    context = {**_shown(found, examined), "form": form, "activity": one, "elsewhere": elsewhere}
    return render(request, "web/lead/draft_activity.html", context)


@page(LEAD)
def whole(request: HttpRequest, draft: int) -> HttpResponse:
    """The protocol as a whole in a form."""
    who = me(request)
    found = _find(who, draft)
    examined = drafts.read(found)
    form = WholeForm(request.POST or None, protocol=examined.protocol, revision=found.revision)
    if form.is_valid() and _written(
        request, form, found, lambda text: form.text(text, drafts.name_of(request.user), who.today)
    ):
        messages.success(request, _("Kept in the draft."), "note-good")
        return redirect("draft", found.pk)
    return render(request, "web/lead/draft_whole.html", {**_shown(found, examined), "form": form})


@page(LEAD)
def add(request: HttpRequest, draft: int) -> HttpResponse:
    """A new activity."""
    who = me(request)
    found = _find(who, draft)
    examined = drafts.read(found)
    form = AddForm(request.POST or None, protocol=examined.protocol, revision=found.revision)
    if form.is_valid():
        said = form.cleaned_data
        name = fresh_id(said["title"], {each.id for each in examined.protocol.activities})

        def added(text: str) -> str:
            text, key = local_source(text, _decided(said["why"], drafts.name_of(request.user), who))
            return put_activity(text, new_activity(form.given(name), said["happens"], key))

        if _written(request, form, found, added):
            messages.success(request, _("Added. Now say when it is, and what it needs."), "note-good")
            return redirect("draft-activity", found.pk, name)
    return render(request, "web/lead/draft_add.html", {**_shown(found, examined), "form": form})


@page(LEAD)
def remove(request: HttpRequest, draft: int, activity: str) -> HttpResponse:
    """Take an activity out."""
    found = _find(me(request), draft)
    examined = drafts.read(found)
    one = examined.protocol.activity(activity)
    if one is None:
        raise Http404("There is no such activity in the draft.")
    form = WhyForm(request.POST or None, revision=found.revision)
    if form.is_valid() and _written(request, form, found, lambda text: take_activity(text, activity)):
        messages.success(request, _("Taken out of the draft."), "note-good")
        return redirect("draft", found.pk)
    return render(request, "web/lead/draft_remove.html", {**_shown(found, examined), "form": form, "activity": one})


@page(CLINICIAN, LEAD)
def turn(request: HttpRequest, draft: int) -> HttpResponse:
    """The next step of a draft: read by a second person, published, given up."""
    who = me(request)
    found = _find(who, draft)
    typed = request.POST.get("revision", "")
    revision = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
    try:
        match request.POST.get("turn"):
            case "review":
                drafts.review(found, revision=revision, by=request.user, today=who.today)
                messages.success(request, _("Your reading is kept with your name."), "note-good")
            case "publish":
                kept = drafts.publish(found, revision=revision, by=request.user)
                says = _("Version %(version)s is published. Courses stay on theirs until somebody moves them.")
                messages.success(request, says % {"version": kept.version}, "note-good")
                return redirect("protocol", kept.protocol, kept.version)
            case "give-up":
                drafts.give_up(found, revision=revision, by=request.user)
                messages.success(request, _("The draft is given up."), "note-good")
                return redirect("protocols")
    except (NotKept, DraftMoved) as problem:
        messages.warning(request, str(problem), "note-care")
    return redirect("draft", found.pk)


@page(CLINICIAN, LEAD, methods=("GET",))
def file(request: HttpRequest, draft: int) -> HttpResponse:
    """The draft as a file."""
    found = _find(me(request), draft)
    response = HttpResponse(found.text, content_type="application/yaml; charset=utf-8")
    name = drafts.read(found).protocol.id or "draft"
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response


@page(LEAD)
def retire(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """No course begins with a version any more."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    found = every_protocol(who.clinic.pk).get((name, version))
    if found is None:
        raise Http404("There is no such protocol in that version.")
    form = WhyForm(request.POST or None, label=_("Why is it retired?"))
    if form.is_valid():
        try:
            drafts.retire(name, version, clinic=who.clinic, by=request.user, why=form.cleaned_data["why"])
        except NotKept as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("No course begins with it any more."), "note-good")
            return redirect("protocol", name, version)
    return render(request, "web/lead/retire.html", {"form": form, "protocol": found})


# -- small things ------------------------------------------------------------------------------------------------


def _find(who: Me, key: int) -> ProtocolDraft:
    found = drafts.draft_of(who.clinic.pk, key) if who.clinic else None
    if found is None:
        raise Http404("There is no such draft. It may be published or given up.")
    return found


def _shown(found: ProtocolDraft, examined: Examined) -> dict[str, object]:
    """What every page of a draft shows: the protocol, the picture, the faults."""
    drawn = Picture(shown(""), shown(""))
    if not _faults(examined):
        drawn = Picture(*(shown(picture(examined.protocol, narrow=narrow)) for narrow in (True, False)))
    return {
        "draft": found,
        "protocol": examined.protocol,
        "picture": drawn,
        "faults": _faults(examined),
        "warnings": [each for each in examined.complaints if each.is_warning],
    }


def _written(
    request: HttpRequest,
    form: "ActivityForm | WholeForm | AddForm | WhyForm",
    found: ProtocolDraft,
    edit: Callable[[str], str],
) -> bool:
    """Keep what the form makes of the draft's text; otherwise the form says why not."""
    try:
        drafts.write(found, edit(found.text), revision=form.cleaned_data["revision"], by=request.user)
    except DraftMoved as problem:
        form.add_error(None, str(problem))
    except ProtocolError as problem:
        for complaint in problem.complaints:
            form.add_error(None, f"{complaint.says} {complaint.remedy}".strip())
    else:
        return True
    return False


def _decided(why: str, by: str, who: Me) -> str:
    return f"{why.rstrip('.')}. Decided by {by} on {in_words(who.today)}."


def _of(examined: Examined, activity: str) -> list[Complaint]:
    return [each for each in examined.complaints if each.activity == activity]


def _faults(examined: Examined) -> list[Complaint]:
    return [each for each in examined.complaints if not each.is_warning]
