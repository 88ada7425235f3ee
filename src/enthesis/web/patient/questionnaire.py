"""Answering a questionnaire: one screen at a time, left and continued at will, sent once at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.instrument_texts import in_use
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.instruments import Instrument, NoScore, load
from enthesis.pathway.instruments.text import InstrumentText
from enthesis.web import drafts
from enthesis.web.frame import me, today_at
from enthesis.web.guard import page
from enthesis.web.patient.screen_forms import LanguageForm, ScreenForm, SendForm
from enthesis.web.patient.views import ANSWERS, answer, back_from
from enthesis.web.questionnaires import (
    LEFT_OPEN,
    Answered,
    Form,
    Screen,
    Texts,
    answerable,
    answered,
    forms_for,
    languages_of,
    on_paper,
    screens,
    still_open,
)
from enthesis.web.recording import sent_before

SENT = "You have answered this already. Thank you."
# How languages call themselves; another one is shown by its code.
LANGUAGES = {
    "en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "it": "Italiano", "nl": "Nederlands",
    "pl": "Polski", "pt": "Português", "pt-BR": "Português (Brasil)", "tr": "Türkçe", "ru": "Русский", "ar": "العربية",
    "zh": "中文", "ko": "한국어", "ja": "日本語", "vi": "Tiếng Việt", "id": "Bahasa Indonesia",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sitting:
    """What somebody sits down to answer: the measures of an activity, or one instrument by itself."""

    seen: Seen
    name: str  # of the address and the draft: the activity, or the instrument
    is_activity: bool
    measures: tuple[str, ...]
    texts: Texts
    paper: tuple[Instrument, ...]  # of the same activity, for which there are no words
    today: date

    @property
    def draft(self) -> str:
        """The kind of its draft, short enough for any name."""
        kind = "activity" if self.is_activity else "instrument"
        return f"q-{sha256(f'{kind} {self.name}'.encode()).hexdigest()[:17]}"

    @property
    def languages(self) -> tuple[str, ...]:
        return languages_of(self.measures, self.texts)

    def url(self, check: bool = False) -> str:
        page_name = f"{'questions' if self.is_activity else 'scale'}{'-check' if check else ''}"
        return reverse(page_name, args=[self.seen.number, self.name])

    def forms(self, language: str) -> tuple[Form, ...]:
        return forms_for(self.measures, self.texts, self.seen, language=language, all_of_it=not self.is_activity)


@dataclass(slots=True)
class Draft:
    """What was answered so far, and in which words it was asked."""

    answers: dict[str, Any]
    language: str
    dropped: bool = False  # answers were given under words that are no longer in use


def of_activity(request: HttpRequest, number: str, activity: str) -> Sitting:
    """The measures of an activity that are not answered yet. Raises `Http404` where none of them can ever be asked."""
    seen = open_course(number, by=request.user)
    wanted = seen.protocol.activity(activity) if seen.protocol else None
    today = today_at(seen.zone)
    texts = in_use(seen.clinic, today)
    item = next((item for item in seen.agenda if item.activity == activity), None)
    measures = wanted.measures if wanted else ()
    return _sitting(seen, activity, True, measures, still_open(seen, item, measures, texts, today), texts, today)


def of_instrument(request: HttpRequest, number: str, instrument: str) -> Sitting:
    """One instrument by itself, at any time. Raises `Http404` where it cannot be asked."""
    seen = open_course(number, by=request.user)
    today = today_at(seen.zone)
    return _sitting(seen, instrument, False, (instrument,), (instrument,), in_use(seen.clinic, today), today)


def _sitting(
    seen: Seen,
    name: str,
    is_activity: bool,
    measures: Sequence[str],
    left: Sequence[str],
    texts: Texts,
    today: date,
) -> Sitting:
    if not answerable(measures, texts):
        raise Http404("There is no questionnaire here that can be answered on a page.")
    return Sitting(seen, name, is_activity, answerable(left, texts), texts, on_paper(left, texts), today)


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
    draft = _load(sitting)
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
        _keep(sitting, draft)
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
        "of": len(all_screens),
        "is_first": place == 0 and not draft.answers,
        "dropped": draft.dropped,
        "here_url": sitting.url(),
        "back_to": f"{sitting.url()}?{urlencode({'at': before.key})}" if before else "",
        "paper": sitting.paper,
        **_around(request, sitting),
    }
    return render(request, "web/patient/questionnaire.html", context)


def _language(request: HttpRequest, sitting: Sitting, draft: Draft) -> HttpResponse:
    form = LanguageForm(request.POST or None, languages=sitting.languages, names=LANGUAGES)
    if request.method == "POST" and "language" in request.POST and form.is_valid():
        chosen = form.cleaned_data["language"]
        if chosen != draft.language:  # other words are another questionnaire
            draft = Draft({}, chosen)
        _keep(sitting, draft)
        return redirect(sitting.url())
    context = {"form": form, "here_url": sitting.url(), **_around(request, sitting)}
    return render(request, "web/patient/questionnaire_language.html", context)


def _nothing_left(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    names = ", ".join(instrument.name for instrument in sitting.paper)
    says = f"You have answered what can be answered here. The clinic gives you on paper: {names}." if names else SENT
    messages.info(request, says, "note")
    return redirect(back_from(request, sitting.seen.number))


def _check(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    if sent_before(request, sitting.seen):
        return redirect(back_from(request, sitting.seen.number))
    if not sitting.measures:
        return _nothing_left(request, sitting)
    draft = _load(sitting)
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
        drafts.drop(sitting.seen, sitting.draft)
    return response


def _around(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    return {
        "seen": sitting.seen,
        "back": back_from(request, sitting.seen.number),
        "with_patient": not me(request).is_patient,
        "here": "next",
    }


# -- drafts ----------------------------------------------------------------------------------------------------------


def _load(sitting: Sitting) -> Draft:
    """The draft, without answers to words that the clinic does not use any more."""
    kept = drafts.load(sitting.seen, sitting.draft)
    answers, under = kept.get("answers", {}), kept.get("under", {})
    draft = Draft(dict(answers), kept.get("language", ""))
    if draft.language not in sitting.languages:
        draft.language = ""
    now = _under(sitting, draft.language)
    for instrument in {key.partition(".")[0] for key in answers}:
        if under.get(instrument) != now.get(instrument):
            draft.answers = {key: said for key, said in draft.answers.items() if key.partition(".")[0] != instrument}
            draft.dropped = True
    return draft


def _keep(sitting: Sitting, draft: Draft) -> None:
    said = {"answers": draft.answers, "language": draft.language, "under": _under(sitting, draft.language)}
    drafts.keep(sitting.seen, sitting.draft, said)


def _under(sitting: Sitting, language: str) -> dict[str, str]:
    """Which words each instrument is asked in."""
    return {form.instrument.id: _words(form.text) for form in sitting.forms(language)}


def _words(text: InstrumentText) -> str:
    return f"{text.version}.{text.language}"


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
        return "Left open"
    if screen.names:
        return ", ".join(said)
    if screen.ticks:
        ticked = [item.ask for item in screen.items if item.id in said]
        return "; ".join(ticked) or "None of these"
    return next((option.says for option in screen.items[0].options if option.key == said), str(said))


def _too_short(found: Answered) -> str:
    """What cannot be scored because too little was answered, in the patient's words; "" where all can be."""
    if found.blank:
        return ""  # asked about by itself
    names = [
        taken.scale.replace("_", " ") if len(load()[taken.instrument].asked) > 1 else found.form.text.title
        for taken in found.taken
        if isinstance(taken.result, NoScore) and load()[taken.instrument].scales[taken.scale].has_items
    ]
    return ", ".join(names)
