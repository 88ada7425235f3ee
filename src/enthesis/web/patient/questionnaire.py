"""Answering a questionnaire: one screen at a time, left and continued at will, sent once at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.pathway.instruments import NoScore, load
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.patient.screen_forms import LanguageForm, ScreenForm, SendForm
from enthesis.web.patient.sitting import (
    Draft,
    Sitting,
    drop_draft,
    keep_draft,
    load_draft,
    of_activity,
    of_instrument,
)
from enthesis.web.patient.views import ANSWERS, answer, back_from
from enthesis.web.questionnaires import LEFT_OPEN, Answered, Screen, answered, screens
from enthesis.web.recording import sent_before

SENT = gettext_lazy("You have answered this already. Thank you.")
# How languages call themselves; another one is shown by its code.
LANGUAGES = {
    "en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "it": "Italiano", "nl": "Nederlands",
    "pl": "Polski", "pt": "Português", "pt-BR": "Português (Brasil)", "tr": "Türkçe", "ru": "Русский", "ar": "العربية",
    "zh": "中文", "ko": "한국어", "ja": "日本語", "vi": "Tiếng Việt", "id": "Bahasa Indonesia",
}  # fmt: skip


# -- pages ---------------------------------------------------------------------------------------------------------


@page(*ANSWERS)
def questions(request: HttpRequest, number: str, activity: str) -> HttpResponse:
    """The next question of an activity's questionnaires."""
    return _question(request, of_activity(request, number, activity))


@page(*ANSWERS)
def questions_check(request: HttpRequest, number: str, activity: str) -> HttpResponse:
    """Everything that was answered for an activity, and the button that sends it."""
    return _check(request, of_activity(request, number, activity))


@page(*ANSWERS)
def scale(request: HttpRequest, number: str, instrument: str) -> HttpResponse:
    """The next question of one instrument."""
    return _question(request, of_instrument(request, number, instrument))


@page(*ANSWERS)
def scale_check(request: HttpRequest, number: str, instrument: str) -> HttpResponse:
    """Everything that was answered of one instrument, and the button that sends it."""
    return _check(request, of_instrument(request, number, instrument))


def _question(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    if not sitting.measures:
        return _nothing_left(request, sitting)
    draft = load_draft(sitting)
    if sitting.languages and (not draft.language or "language" in request.GET):
        return _language(request, sitting, draft)
    all_screens = screens(sitting.forms(draft.language), draft.answers)
    if request.method == "POST":
        sent = next((each for each in all_screens if each.key == request.POST.get("screen")), None)
        if sent is None:
            return redirect(sitting.url())
        form = ScreenForm(request.POST, screen=sent)
        if not form.leaves_open and not form.is_valid():
            return _show(request, sitting, draft, all_screens, sent, form)
        said = LEFT_OPEN if form.leaves_open else form.answer()
        if sent.names and said != draft.answers.get(sent.key):  # what was rated is about something else now
            about = f"{sent.form.key}.{sent.part.scale}."
            draft.answers = {key: kept for key, kept in draft.answers.items() if not key.startswith(about)}
        draft.answers[sent.key] = said
        keep_draft(sitting, draft)
        return redirect(sitting.url())
    wanted = request.GET.get("at")
    left = [each for each in all_screens if each.key not in draft.answers]
    screen = next((each for each in all_screens if each.key == wanted), left[0] if left else None)
    if screen is None:
        return redirect(sitting.url(check=True))
    form = ScreenForm(screen=screen, before=draft.answers.get(screen.key))
    return _show(request, sitting, draft, all_screens, screen, form)


def _show(
    request: HttpRequest,
    sitting: Sitting,
    draft: Draft,
    all_screens: Sequence[Screen],
    screen: Screen,
    form: ScreenForm,
) -> HttpResponse:
    place = [each.key for each in all_screens].index(screen.key)
    before = all_screens[place - 1] if place else None
    context = {
        "form": form,
        "screen": screen,
        "text": screen.form.text,
        "place": place + 1,
        "of": len(all_screens) + _still_to_be_named(all_screens, draft),
        "is_first": place == 0 and not draft.answers,
        "dropped": draft.dropped,
        "here_url": sitting.url(),
        "back_to": f"{sitting.url()}?{urlencode({'at': before.key})}" if before else "",
        "paper": sitting.paper,
        **_around(request, sitting),
    }
    return render(request, "web/patient/questionnaire.html", context)


def _still_to_be_named(all_screens: Sequence[Screen], draft: Draft) -> int:
    """How many screens will follow at least, once the person has named what they are about."""
    return sum(each.part.fewest_names for each in all_screens if each.names and each.key not in draft.answers)


def _language(request: HttpRequest, sitting: Sitting, draft: Draft) -> HttpResponse:
    form = LanguageForm(request.POST or None, languages=sitting.languages, names=LANGUAGES)
    if request.method == "POST" and "language" in request.POST and form.is_valid():
        chosen = form.cleaned_data["language"]
        if chosen != draft.language:  # other words are another questionnaire
            draft = Draft({}, chosen)
        keep_draft(sitting, draft)
        return redirect(sitting.url())
    context = {"form": form, "here_url": sitting.url(), **_around(request, sitting)}
    return render(request, "web/patient/questionnaire_language.html", context)


def _nothing_left(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    names = ", ".join(instrument.name for instrument in sitting.paper)
    on_paper = _("You have answered what can be answered here. The clinic gives you on paper: %(names)s.")
    says = on_paper % {"names": names} if names else str(SENT)
    messages.info(request, says, "note")
    return redirect(back_from(request, sitting.seen.number))


def _check(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    if sent_before(request, sitting.seen):
        return redirect(back_from(request, sitting.seen.number))
    if not sitting.measures:
        return _nothing_left(request, sitting)
    draft = load_draft(sitting)
    forms = sitting.forms(draft.language)
    all_screens = screens(forms, draft.answers)
    if not draft.answers or any(each.key not in draft.answers for each in all_screens):
        return redirect(sitting.url())
    found = answered(forms, draft.answers)
    activity = sitting.name if sitting.is_activity and not sitting.paper else ""
    form = SendForm(request.POST or None, found=found, activity=activity, today=sitting.today, head=sitting.seen.head)
    if form.is_bound and form.is_valid():
        found = answered(forms, draft.answers, form.none_applies())
        form.with_confirmed(found)
    context = {
        "told": [_told(sitting, screen, draft.answers.get(screen.key)) for screen in all_screens],
        "short": [each for each in map(_too_short, found) if each],
        "paper": sitting.paper,
        "here_url": sitting.url(),
        "here": "next",
    }
    response = answer(request, sitting.seen, form, "web/patient/questionnaire_check.html", **context)
    if response.status_code == 302:
        drop_draft(sitting)
    return response


def _around(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    return {
        "seen": sitting.seen,
        "back": back_from(request, sitting.seen.number),
        "with_patient": not me(request).is_patient,
        "here": "next",
    }


# -- what was answered, in words -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """One screen as the last page shows it."""

    ask: str
    said: str
    url: str
    is_open: bool
    language: str


def _told(sitting: Sitting, screen: Screen, said: Any) -> Told:
    url = f"{sitting.url()}?{urlencode({'at': screen.key})}"
    return Told(screen.ask, _in_words(screen, said), url, said is LEFT_OPEN, screen.form.text.language)


def _in_words(screen: Screen, said: Any) -> str:
    if said is LEFT_OPEN:
        return _("Left open")
    if screen.names:
        return ", ".join(said)
    if screen.ticks:
        ticked = [item.ask for item in screen.items if item.id in said]
        return "; ".join(ticked) or _("None of these")
    return next((option.says for option in screen.items[0].options if option.key == said), str(said))


def _too_short(found: Answered) -> str:
    """What cannot be scored because too little was answered, in the patient's words; "" where all can be."""
    if found.blank:
        return ""  # asked about by itself
    names = [
        load()[taken.instrument].called(taken.scale)
        if len(load()[taken.instrument].asked) > 1
        else found.form.text.title
        for taken in found.taken
        if isinstance(taken.result, NoScore) and load()[taken.instrument].scales[taken.scale].has_items
    ]
    return ", ".join(names)
