"""The words of messages: what holds, what the clinic wrote itself, and how a patient would read it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import LEAD
from enthesis.clinic.messages.texts import is_passed_over, keep_words, typed_of, versions_of, wording_of
from enthesis.clinic.models import Clinic
from enthesis.pathway.messages import (
    About,
    AboutSeries,
    Language,
    NotUsable,
    Series,
    Told,
    Typed,
    Words,
    compose,
    compose_notice,
    compose_series,
    laid_over,
    read_typed,
    shipped,
)
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.messages.choosing import LANGUAGES
from enthesis.web.texts.forms import TextForm
from enthesis.web.words import visit_time


@dataclass(frozen=True, slots=True)
class Row:
    """One purpose, with the version that holds in each language."""

    purpose: str
    title: str
    says: str
    languages: tuple[tuple[str, str, str], ...]  # code, name, own version or ""


@page(LEAD, methods=("GET",))
def texts(request: HttpRequest) -> HttpResponse:
    """Every message, and whose words it has in each language."""
    clinic = _clinic(request)
    holding = {code: wording_of(clinic.pk, code) for code in shipped().languages}

    def rows(rules: list[tuple[str, str, str]]) -> list[Row]:
        return [
            Row(
                name,
                title,
                says,
                tuple((code, LANGUAGES.get(code, code), each.versions.get(name, "")) for code, each in holding.items()),
            )
            for name, title, says in rules
        ]

    context = {
        "of_visits": rows(
            [
                *((each.id, each.title, each.says) for each in shipped().purposes.values()),
                *((each.id, each.title, each.says) for each in shipped().series.values()),
            ]
        ),
        "notices": rows([(each.id, each.title, each.says) for each in shipped().notices.values()]),
        "version": shipped().version,
    }
    return render(request, "web/texts/texts.html", context)


@page(LEAD)
def text(request: HttpRequest, purpose: str, language: str) -> HttpResponse:
    """One message in one language: edited, looked at, kept as a new version, or the shipped words again."""
    clinic = _clinic(request)
    there = shipped().languages.get(language)
    if there is None or purpose not in there.texts:
        raise Http404("There is no such message.")
    original = there.texts[purpose]
    now = typed_of(clinic.pk, purpose, language)
    asked = request.POST.get("what", "") if request.method == "POST" else ""
    if asked == "shipped":
        keep_words(purpose, language, None, clinic=clinic, by=request.user)
        messages.success(request, _("The shipped words hold again."), "note-good")
        return redirect("text", purpose, language)
    form = TextForm(request.POST if asked else None, typed=now, has_moved=bool(original.subject_moved))
    shown = now
    if asked and form.is_valid():
        shown = form.typed()
        try:
            read_typed(shown, original, there.never)
        except NotUsable as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
            shown = now
        else:
            if asked == "keep":
                number = keep_words(purpose, language, shown, clinic=clinic, by=request.user)
                messages.success(
                    request, _("Kept as version %(number)d. It holds from now on.") % {"number": number}, "note-good"
                )
                return redirect("text", purpose, language)
    rules = shipped()
    series = {each.id: each for each in rules.series.values()}
    rule = rules.purposes.get(purpose) or series.get(purpose) or rules.notices[purpose]
    holds = wording_of(clinic.pk, language)
    context = {
        "form": form,
        "title": rule.title,
        "says": rule.says,
        "purpose": purpose,
        "code": language,
        "language": LANGUAGES.get(language, language),
        "own": holds.versions.get(purpose, ""),
        "version": shipped().version,
        "passed_over": is_passed_over(clinic.pk, purpose, language),
        "previews": _previews(clinic, there, purpose, shown),
        "is_draft": asked == "preview" and form.is_valid() and not form.errors,
        "places": form.places(original),
        "conditions": form.conditions(original),
        "versions": [
            (each, visit_time(each.at, me(request).zone)) for each in versions_of(clinic.pk, purpose, language)
        ],
    }
    return render(request, "web/texts/text.html", context)


def _previews(clinic: Clinic, language: Language, purpose: str, typed: Typed) -> list[tuple[str, Words]]:
    """A message as it would read, with made-up days; both ways where a visit may have moved or be by video."""
    own = laid_over(language, {purpose: read_typed(typed, language.texts[purpose], language.never)})
    telephone, pages = clinic.telephone or "555 0100", "https://clinic.example/my/"
    if purpose in shipped().notices:
        holds = shipped().notices[purpose].holds
        words = compose_notice(
            own,
            purpose,
            clinic=clinic.name,
            link="https://clinic.example/a-link/" if "link" in holds else "",
            until=_day() + timedelta(days=7) if "until" in holds else None,
            telephone=telephone,
            pages=pages,
        )
        return [("", words)]
    series = next((each for each in shipped().series.values() if each.id == purpose), None)
    if series is not None:
        return _series_previews(own, series, clinic, telephone, pages)
    about = About(
        purpose=purpose,
        clinic=clinic.name,
        starts=datetime.combine(_day(), time(14, 30), UTC),
        zone=UTC,
        hold_first=_day() - timedelta(days=7),
        until=datetime.combine(_day() - timedelta(days=3), time(18), UTC),
        telephone=telephone,
        pages=pages,
        link="https://video.example/room",
    )
    found = [("", compose(own, about))]
    if language.texts[purpose].subject_moved:
        found.append((_("Where it moved"), compose(own, replace(about, was=about.starts - timedelta(days=7)))))
    video = compose(own, replace(about, telehealth=True))
    if video != found[0][1]:
        found.append((_("Where it is by video"), video))
    return found


def _series_previews(
    own: Language, series: Series, clinic: Clinic, telephone: str, pages: str
) -> list[tuple[str, Words]]:
    """A letter of several visits, as they are booked and as they are moved."""
    first = datetime.combine(_day(), time(14, 30), UTC)
    days = (timedelta(), timedelta(days=28), timedelta(days=56))
    visits = [Told(starts=first + later, telehealth=later == days[-1]) for later in days]
    about = AboutSeries(
        purpose=series.of, clinic=clinic.name, zone=UTC, visits=visits, telephone=telephone, pages=pages
    )
    moved = replace(about, visits=[replace(each, was=each.starts - timedelta(days=7)) for each in visits])
    return [
        ("", compose_series(own, shipped(), about)),
        (_("Where they moved"), compose_series(own, shipped(), moved)),
    ]


def _day() -> date:
    """A made-up day that does not change: the first Monday of March 2027."""
    return date(2027, 3, 1)


def _clinic(request: HttpRequest) -> Clinic:
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    return clinic
