"""The list of evaluations, and the page on which one is taken on, asked about, or declined."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD
from enthesis.clinic.errors import NotAllowed, Refused
from enthesis.clinic.intake import places, store
from enthesis.clinic.intake.deciding import DECLINED, ask_for_more, decline, take_on
from enthesis.clinic.intake.inbox import Entry, inbox, open_evaluation, patients_like
from enthesis.clinic.intake.inviting import invited
from enthesis.clinic.intake.models import State
from enthesis.clinic.intake.reminding import reminding, set_remind_days
from enthesis.clinic.models import Clinic, Person
from enthesis.clinic.protocols import protocols_of
from enthesis.web.evaluation.asks import told
from enthesis.web.evaluation.views import write_to
from enthesis.web.evaluations.forms import NEW, AskForm, DeclineForm, KeepForm, TakeOnForm
from enthesis.web.frame import me
from enthesis.web.guard import page

ANSWER = "evaluation-answered"  # the letter that leads to what the clinic asks or writes


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    entry: Entry
    where: str
    days: int  # that it has waited
    waits_for: str

    @property
    def name(self) -> str:
        return self.entry.papers.name


def _clinic(request: HttpRequest) -> Clinic:
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    return clinic


def _site(request: HttpRequest) -> str:
    return settings.ADDRESS or request.build_absolute_uri("/").rstrip("/")


@page(FRONT_DESK, CLINICIAN, methods=("GET",))
def evaluations(request: HttpRequest) -> HttpResponse:
    """Everybody who waits for the clinic: urgent first."""
    clinic, now = _clinic(request), datetime.now(UTC)
    store.purge(now, clinic)
    rows = [_row(entry, now) for entry in inbox(clinic, by=request.user)]
    context = {
        "urgent": [row for row in rows if row.entry.is_urgent],
        "waiting": [row for row in rows if not row.entry.is_urgent and row.entry.row.state != State.ASKED],
        "asked": [row for row in rows if not row.entry.is_urgent and row.entry.row.state == State.ASKED],
        "kept": store.keeping(clinic.pk),
        "zone": me(request).zone,
    }
    return render(request, "web/evaluations/list.html", context)


def _row(entry: Entry, now: datetime) -> Row:
    waits = {State.ASKED: _("The person has been asked"), State.TAKING: _("Being taken on: finish it")}
    return Row(
        entry,
        places.in_words(entry.papers.answers),
        (now - entry.since).days,
        str(waits.get(State(entry.row.state), "")),
    )


@page(FRONT_DESK, CLINICIAN)
def evaluation(request: HttpRequest, number: str) -> HttpResponse:
    """One evaluation with everything in it, and the three ways on."""
    clinic = _clinic(request)
    entry = open_evaluation(number, clinic=clinic, by=request.user)
    like = patients_like(entry.papers, clinic, by=request.user)
    doing = request.POST.get("do", "") if request.method == "POST" else ""
    forms = _forms(request, entry, clinic, like, doing)
    form = forms.get(doing)
    if form is not None and form.is_valid():
        try:
            answer: HttpResponse = _ACTIONS[doing](request, entry, form, clinic)
        except NotAllowed as problem:
            messages.warning(request, str(problem), "note-care")
            return redirect("evaluations")
        except Refused as refused:
            form.add_error(None, " ".join(f"{one.says} {one.remedy}" for one in refused.findings))
        else:
            return answer
    context = {
        "form": form,
        "forms": forms,
        "entry": entry,
        "row": _row(entry, datetime.now(UTC)),
        "papers": entry.papers,
        "told": told((), entry.papers.answers),
        "like": like,
        "reason": DECLINED.get(entry.row.reason, ""),
        "is_open": entry.row.state in (State.SENT, State.ASKED, State.TAKING),
        "may_write": entry.row.state in (State.SENT, State.ASKED),
        "zone": me(request).zone,
        "kept": store.keeping(clinic.pk),
    }
    return render(request, "web/evaluations/one.html", context)


def _forms(request: HttpRequest, entry: Entry, clinic: Clinic, like: list[Any], doing: str) -> dict[str, Any]:
    def sent(name: str) -> Any:
        return request.POST if doing == name else None

    is_taken = entry.row.state == State.TAKING
    made: dict[str, Any] = {
        "take-on": TakeOnForm(
            sent("take-on"),
            people=like,
            troubles=places.troubles(entry.papers.answers),
            protocols=protocols_of(clinic.pk),
            email=entry.papers.email,
            is_taken=is_taken,
        )
    }
    if not is_taken:
        made["ask"] = AskForm(sent("ask"), prefix="ask")
        made["decline"] = DeclineForm(sent("decline"), prefix="decline", initial={"words": _letter(entry, clinic)})
    return made if entry.row.state in (State.SENT, State.ASKED, State.TAKING) else {}


def _letter(entry: Entry, clinic: Clinic) -> str:
    """What a letter can begin from; the clinic writes the rest."""
    return _(
        "Dear %(name)s,\n\nthank you for your evaluation. We have read it with care. We do not offer you this treatment"
        " now, because …\n\nPlease see your own doctor about …\nIf you get much worse, do not wait: call your emergency"
        " number.\n\n%(clinic)s"
    ) % {"name": entry.papers.name, "clinic": clinic.name}


def _take_on(request: HttpRequest, entry: Entry, form: TakeOnForm, clinic: Clinic) -> HttpResponse:
    chosen = form.cleaned_data.get("person", NEW)
    person = None
    if chosen != NEW:
        key = int(chosen.removeprefix("P-"))
        person = Person.objects.filter(pk=key, clinic=clinic).first()
    taken = take_on(entry, form.plans(), person=person, by=request.user)
    messages.success(request, _("Taken on as a patient. The answers stand in the course."), "note-good")
    if form.cleaned_data.get("invite"):
        spoken = entry.papers.language
        says = invited(entry.papers.email, taken.person, clinic=clinic, site=_site(request), language=spoken)
        messages.success(request, says, "note-good")
    return redirect("course", taken.courses[0])


def _ask(request: HttpRequest, entry: Entry, form: AskForm, clinic: Clinic) -> HttpResponse:
    ask_for_more(entry, form.cleaned_data["words"], by=request.user, on=me(request).today)
    return _written(request, entry, _("The question stands on the person's page."))


def _decline(request: HttpRequest, entry: Entry, form: DeclineForm, clinic: Clinic) -> HttpResponse:
    said = form.cleaned_data
    decline(entry, said["reason"], said["words"], by=request.user, on=me(request).today)
    return _written(request, entry, _("Declined. The letter stands on the person's page."))


_ACTIONS: dict[str, Any] = {"take-on": _take_on, "ask": _ask, "decline": _decline}


def _written(request: HttpRequest, entry: Entry, says: str) -> HttpResponse:
    """Tell the person that there is something to read; or tell the desk to call."""
    if entry.papers.email:
        write_to(entry.row, entry.papers.email, ANSWER, site=_site(request), language=entry.papers.language)
        messages.success(request, f"{says} {_('A link to it is sent.')}", "note-good")
    else:
        call = _("There is no e-mail address: call %(telephone)s.") % {"telephone": entry.papers.telephone}
        messages.warning(request, f"{says} {call}", "note-care")
    return redirect("evaluations")


@page(CLINICIAN, LEAD)
def keep(request: HttpRequest) -> HttpResponse:
    """How long an evaluation is kept that nobody took on, and when somebody is reminded who did not finish."""
    clinic = _clinic(request)
    now, reminded = store.keeping(clinic.pk), reminding(clinic.pk)
    initial = {"days": now.days, "remind": reminded.days if reminded.is_decided else None}
    form = KeepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        why, remind = form.cleaned_data["why"], form.cleaned_data["remind"]
        store.set_keep_days(form.cleaned_data["days"], clinic=clinic, by=request.user, why=why)
        if remind is not None:
            set_remind_days(remind, clinic=clinic, by=request.user, why=why)
        messages.success(request, _("It is decided. It holds from now on."), "note-good")
        return redirect("evaluations-keep")
    return render(request, "web/evaluations/keep.html", {"form": form, "kept": now, "reminded": reminded})
