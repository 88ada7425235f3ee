"""The evaluation of a stranger: begun without an account, kept under a key of its own, sent with a way to answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enthesis.clinic.addresses import masked
from enthesis.clinic.intake import store
from enthesis.clinic.intake.inbox import screening_of
from enthesis.clinic.intake.models import Evaluation, State
from enthesis.clinic.intake.papers import Papers
from enthesis.clinic.intake.reminding import reminding
from enthesis.clinic.links import make_link, read_link
from enthesis.clinic.messages.notices import notify_address
from enthesis.clinic.models import Clinic
from enthesis.pathway.candidacy import Screening, Verdict
from enthesis.web.evaluation import flow
from enthesis.web.evaluation.asks import next_asks, told
from enthesis.web.evaluation.forms import ContactForm, LinkForm, Plain, ReplyForm
from enthesis.web.evaluation.limits import limited
from enthesis.web.frame import me, today_at
from enthesis.web.patient.evaluation import puzzles_of, to_talk_about
from enthesis.web.said import spoken

KEPT_AS = "evaluation"  # in the session: which evaluation this browser answers
View = Callable[..., HttpResponse]
_PAGES = {
    flow.QUESTION: "stranger-question",
    flow.NOW: "stranger-urgent",
    flow.CHECK: "stranger-check",
}


@dataclass(slots=True)
class OfStranger:
    """The evaluation of somebody without an account."""

    row: Evaluation
    papers: Papers

    @property
    def fixed(self) -> Sequence[str]:
        return ()

    @property
    def answers(self) -> Mapping[str, Any]:
        return dict(self.papers.answers)

    @property
    def told(self) -> Sequence[str]:
        return self.papers.told

    @property
    def today(self) -> date:
        return today_at(ZoneInfo(self.row.clinic.time_zone))

    def url(self, step: str) -> str:
        return reverse(_PAGES[step])

    def keep(self, answers: Mapping[str, Any], told: Sequence[str]) -> None:
        self.papers = replace(self.papers, answers=answers, told=tuple(told))
        store.keep(self.row, self.papers)

    def tell(self, answers: Mapping[str, Any], screening: Screening) -> None:
        """Nobody knows yet who answers: there is nobody whom the clinic could call. The page says so."""

    def context(self) -> dict[str, Any]:
        return {
            "frame": "web/evaluation/base.html",
            "clinic": self.row.clinic,
            "back": reverse("evaluation-start"),
            "save_url": reverse("stranger-save"),
            "is_with_clinic": False,
        }


def stranger_page(*methods: str, action: str = "answer") -> Callable[[View], View]:
    """A page of one's own evaluation. Without one: to where it begins. Nothing is kept by a browser."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            found = store.find(request.session.get(KEPT_AS))
            if found is None:
                return redirect("evaluation-start")
            sitting = OfStranger(*found)
            if sitting.row.state != State.BEGUN and view.__name__ not in ("sent", "forget"):
                return redirect("stranger-sent")
            return view(request, sitting)

        return never_cache(require_http_methods(methods)(limited(action)(guarded)))

    return wrap


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("begin")
def start(request: HttpRequest) -> HttpResponse:
    """What this is, and the button that begins it; who has begun goes on."""
    clinic = clinic_asked(request)
    if clinic is None:
        return redirect("clinic")
    mine = store.find(request.session.get(KEPT_AS))
    if request.method == "POST":
        if not Plain(request.POST).is_trapped:
            request.session[KEPT_AS] = store.begin(clinic).pk
        return redirect("stranger-question")
    context = {"clinic": clinic, "mine": mine, "kept": store.keeping(clinic.pk)}
    return render(request, "web/evaluation/start.html", context)


def clinic_asked(request: HttpRequest) -> Clinic | None:
    """The clinic whose page this is: the only one, or the one that is named in the address or the form."""
    named = request.POST.get("of", "") or request.GET.get("of", "")
    if named.isascii() and named.isdecimal() and len(named) < 10:
        return Clinic.objects.filter(pk=int(named)).first()
    return me(request).clinic


@stranger_page("GET", "POST")
def question(request: HttpRequest, sitting: OfStranger) -> HttpResponse:
    """The next question; or, asked for by name, one that was answered before."""
    return flow.question(request, sitting)


@stranger_page("GET")
def urgent(request: HttpRequest, sitting: OfStranger) -> HttpResponse:
    """What comes first, and where to go now."""
    return flow.urgent(request, sitting, sitting.answers)


@stranger_page("GET")
def check(request: HttpRequest, sitting: OfStranger) -> HttpResponse:
    """Everything that was answered, what does not fit together, what the rules make of it."""
    if not sitting.answers:
        return redirect("stranger-question")
    screening = spoken(screening_of(sitting.papers))
    context = {
        "screening": screening,
        "left": len(next_asks((), sitting.answers)),
        "puzzles": puzzles_of(screening),
        "told": told((), sitting.answers),
        "question_url": sitting.url(flow.QUESTION),
        "now_url": sitting.url(flow.NOW),
    }
    return render(request, "web/evaluation/check.html", {**context, **sitting.context()})


@stranger_page("GET", "POST", action="send")
def send(request: HttpRequest, sitting: OfStranger) -> HttpResponse:
    """Who asks, and for what; with it everything goes to the clinic."""
    screening = spoken(screening_of(sitting.papers))
    if not sitting.answers or (next_asks((), sitting.answers) and screening.verdict is not Verdict.URGENT):
        return redirect("stranger-question")
    papers = sitting.papers
    initial = {"name": papers.name, "born": papers.born, "email": papers.email or papers.link_to}
    form = ContactForm(request.POST or None, today=sitting.today, initial=initial)
    if request.method == "POST" and not form.is_trapped and form.is_valid():
        sitting.papers = replace(papers, **form.cleaned_data, language=get_language() or "")
        if store.send(sitting.row, sitting.papers):
            _letter(request, sitting.row, sitting.papers.email, "evaluation-received")
        return redirect("stranger-sent")
    context = {"form": form, "screening": screening, "kept": store.keeping(sitting.row.clinic_id)}
    return render(request, "web/evaluation/send.html", {**context, **sitting.context()})


@stranger_page("GET", "POST", action="send")
def sent(request: HttpRequest, sitting: OfStranger) -> HttpResponse:
    """What the rules make of it, what comes next, and what the clinic asked or wrote meanwhile."""
    if sitting.row.state == State.BEGUN:
        return redirect("stranger-check")
    papers, form = sitting.papers, ReplyForm(request.POST or None)
    may_reply = sitting.row.state == State.ASKED
    if request.method == "POST" and may_reply and not form.is_trapped and form.is_valid():
        store.reply(sitting.row, papers, form.cleaned_data["words"], sitting.today.isoformat())
        return redirect("stranger-sent")
    screening = spoken(screening_of(papers))
    context = {
        "form": form if may_reply else None,
        "papers": papers,
        "is_declined": sitting.row.state == State.DECLINED,
        "screening": screening,
        "to_talk_about": to_talk_about(screening),
        "kept": store.keeping(sitting.row.clinic_id),
    }
    return render(request, "web/evaluation/sent.html", {**context, **sitting.context()})


@stranger_page("GET", "POST", action="link")
def save(request: HttpRequest, sitting: OfStranger) -> HttpResponse:
    """The link with which somebody comes back, from any device."""
    initial = {"email": sitting.papers.link_to, "reminder": ["no"] if sitting.papers.no_reminder else []}
    form = LinkForm(request.POST or None, initial=initial, remind_days=reminding(sitting.row.clinic_id).days)
    context = {"form": form, "kept": store.keeping(sitting.row.clinic_id), **sitting.context()}
    if request.method == "POST" and not form.is_trapped and form.is_valid():
        to = form.cleaned_data["email"]
        said = {"link_to": to, "language": get_language() or "", "no_reminder": form.is_unwanted}
        sitting.papers = replace(sitting.papers, **said)
        store.keep(sitting.row, sitting.papers)
        _letter(request, sitting.row, to, "evaluation-link")
        return render(request, "web/evaluation/saved.html", {**context, "to": masked(to)})
    return render(request, "web/evaluation/save.html", context)


@stranger_page("POST")
def forget(request: HttpRequest, sitting: OfStranger) -> HttpResponse:
    """Somebody takes it all back: it is destroyed at once, unless the clinic is just taking the person on."""
    if sitting.row.state != State.TAKING:
        store.destroy(sitting.row, State.GONE)
    request.session.pop(KEPT_AS, None)
    return render(request, "web/evaluation/forgotten.html", sitting.context())


@never_cache
@require_http_methods(["GET", "POST"])
@limited("open", reading=True)
def come_back(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of a letter: this browser answers that evaluation from here on."""
    subject = read_link(store.LINK, secret)
    found = store.find(int(subject)) if subject and subject.isdecimal() else None
    if found is None:
        return render(request, "web/evaluation/no_link.html", status=404)
    if request.method == "POST":
        request.session.cycle_key()
        request.session[KEPT_AS] = found[0].pk
        return redirect("stranger-question" if found[0].state == State.BEGUN else "stranger-sent")
    return render(request, "web/evaluation/come_back.html", {"clinic": found[0].clinic, "secret": secret})


def _letter(request: HttpRequest, row: Evaluation, to: str, purpose: str) -> None:
    """Send the way back to an address, where there is one."""
    if to:
        write_to(
            row,
            to,
            purpose,
            site=settings.ADDRESS or request.build_absolute_uri("/").rstrip("/"),
            language=get_language() or "",
        )


def write_to(row: Evaluation, to: str, purpose: str, *, site: str, language: str) -> None:
    """A letter with a new link to an evaluation, which can be used for as long as the evaluation is kept."""
    now = datetime.now(UTC)
    lasts = timedelta(days=store.keeping(row.clinic_id).days)
    secret = make_link(store.LINK, str(row.pk), lasts=lasts)
    until = (now + lasts).astimezone(ZoneInfo(row.clinic.time_zone)).date()
    values = {"link": f"{site}{reverse('stranger-back', args=[secret])}", "until": until.isoformat()}
    key = f"{row.number} {now.isoformat()}"
    notify_address(row.clinic_id, to, purpose, key, values, now=now, language=language)
