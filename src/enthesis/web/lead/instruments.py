"""Questionnaires: what ships, what the clinic has loaded, and how a patient sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from enthesis.clinic.access import LEAD, STAFF
from enthesis.clinic.accounts import names_of
from enthesis.clinic.instrument_texts import Kept, NotLoaded, State, load_text, texts_of, turn
from enthesis.clinic.models import LoadedText
from enthesis.pathway.instruments import Instrument, Threshold, load, words
from enthesis.pathway.instruments.definition import Scale
from enthesis.pathway.instruments.results import plain
from enthesis.pathway.instruments.text import InstrumentText
from enthesis.pathway.instruments.text_template import template
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.lead.instrument_forms import LoadForm, TurnForm
from enthesis.web.patient.screen_forms import ScreenForm
from enthesis.web.questionnaires import Form, Screen, screens

_SAMPLES = ["the first thing that was named", "the second thing that was named"]
LICENCES = {
    "free": "free",
    "free_for_clinicians": "free for clinicians",
    "terms": "under terms",
    "registration": "registration needed",
    "licence": "licence needed",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a definition: what, how much, from where."""

    what: str
    value: str
    sources: str
    unverified: bool


@page(*STAFF, methods=("GET",))
def instruments(request: HttpRequest) -> HttpResponse:
    """Every instrument, and whether patients can answer it here."""
    who = me(request)
    kept = _kept(who)
    listed = [
        {
            "instrument": instrument,
            "licence": LICENCES[instrument.licence.state],
            "using": [each for each in kept if each.instrument == instrument.id and each.is_in_use],
            "waiting": [each for each in kept if each.instrument == instrument.id and each.state is State.NOT_YET],
            "ended": [each for each in kept if each.instrument == instrument.id and each.state is State.LICENCE_ENDED],
        }
        for instrument in load().values()
    ]
    return render(request, "web/lead/instruments.html", {"listed": listed})


@page(*STAFF, methods=("GET",))
def instrument(request: HttpRequest, name: str) -> HttpResponse:
    """One instrument: rules, thresholds with sources, schedule, and the words that the clinic has loaded."""
    who = me(request)
    found = _find(name)
    kept = [each for each in _kept(who) if each.instrument == name]
    context = {
        "instrument": found,
        "licence": LICENCES[found.licence.state],
        "scales": [_scale(found, scale) for scale in found.scales.values()],
        "thresholds": [_threshold(found, threshold) for threshold in found.thresholds],
        "reliable": _reliable(found),
        "schedule": [_row(words.when(found, moment), "", moment.sources) for moment in found.schedule],
        "kept": kept,
        "may_load": LEAD in who.roles and not found.words,
    }
    return render(request, "web/lead/instrument.html", context)


@page(LEAD, methods=("GET",))
def blank(request: HttpRequest, name: str) -> HttpResponse:
    """An empty file for the words of an instrument, to fill in."""
    found = _find(name)
    if found.words:
        raise Http404("These words are ours: there is nothing to fill in.")
    response = HttpResponse(template(found), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.id}.yaml"'
    return response


@page(LEAD)
def load_words(request: HttpRequest, name: str) -> HttpResponse:
    """Load a file with the words of an instrument. It is checked whole, and not in use before somebody says so."""
    who, found = me(request), _find(name)
    if found.words or who.clinic is None:
        raise Http404("There is nothing to load.")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LoadForm(*sent, instrument=found)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            text = load_text(
                file.read(),
                file.name or "file",
                clinic=who.clinic,
                by=request.user,
                today=who.today,
                said=form.said(),
                instrument=found.id,
            )
        except NotLoaded as problem:
            form.show(problem.findings)
        else:
            messages.success(request, "The words are kept. Look at them, then take them into use.", "note-good")
            return redirect("instrument-text", found.id, text.version, text.language)
    return render(request, "web/lead/instrument_load.html", {"form": form, "instrument": found})


@page(*STAFF, methods=("GET",))
def text(request: HttpRequest, name: str, version: str, language: str) -> HttpResponse:
    """Loaded words as a patient sees them, one screen at a time, with what was stated about them."""
    who, found = me(request), _find(name)
    kept = _one(who, name, version, language)
    shown = _screens(found, kept.text) if kept.text else []
    asked = request.GET.get("screen", "1")
    place = max(1, min(int(asked), len(shown))) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    screen = shown[place - 1] if shown else None
    people = names_of({kept.loaded_by, kept.turned_by} - {""})
    context = {
        "instrument": found,
        "kept": kept,
        "text": kept.text,
        "screen": screen,
        "form": ScreenForm(screen=screen) if screen else None,
        "place": place,
        "of": len(shown),
        "is_first": place == 1,
        "directions": _directions(found, kept.text) if kept.text else [],
        "parts": [(found.called(part.scale), part) for part in kept.text.parts] if kept.text else [],
        "loaded_by": people.get(kept.loaded_by, kept.loaded_by),
        "turned_by": people.get(kept.turned_by, kept.turned_by),
        "may_turn": LEAD in who.roles,
    }
    return render(request, "web/lead/instrument_text.html", context)


@page(LEAD)
def turn_text(request: HttpRequest, name: str, version: str, language: str) -> HttpResponse:
    """Take loaded words into use, or out of it. Scores that were given under them stay as they are."""
    who, found = me(request), _find(name)
    kept = _one(who, name, version, language)
    into_use = not kept.holds
    if into_use and kept.text is None:
        raise Http404("These words no longer fit the definition.")
    form = TurnForm(request.POST if request.method == "POST" else None, into_use=into_use)
    if form.is_valid():
        turn(LoadedText.objects.get(pk=kept.key), into_use, by=request.user, why=form.cleaned_data["why"].strip())
        says = "In use: patients can answer it from now on." if into_use else "Out of use: it is on paper from now on."
        messages.success(request, says, "note-good")
        return redirect("instrument", name)
    context = {
        "form": form,
        "instrument": found,
        "kept": kept,
        "directions": _directions(found, kept.text) if kept.text else [],
        "replaces": [each for each in _kept(who) if _stands_aside(each, kept)],
        "back": reverse("instrument-text", args=[name, version, language]),
    }
    return render(request, "web/lead/instrument_turn.html", context)


def _stands_aside(other: Kept, kept: Kept) -> bool:
    same = (other.instrument, other.language) == (kept.instrument, kept.language)
    return same and other.holds and other.key != kept.key


def _find(name: str) -> Instrument:
    found = load().get(name)
    if found is None:
        raise Http404("There is no such instrument.")
    return found


def _kept(who: Me) -> Sequence[Kept]:
    return texts_of(who.clinic.pk, who.today) if who.clinic else ()


def _one(who: Me, name: str, version: str, language: str) -> Kept:
    for kept in _kept(who):
        if (kept.instrument, kept.version, kept.language) == (name, version, language):
            return kept
    raise Http404("No such words are loaded.")


def _screens(instrument: Instrument, text: InstrumentText) -> list[Screen]:
    """Every screen of a text, with made-up things where a patient would name some."""
    form = Form(instrument, text, "", text.parts)
    named = {f"{form.key}.{part.scale}.names": _SAMPLES[: part.most_names] for part in text.parts if part.naming}
    return screens([form], named)


def _directions(instrument: Instrument, text: InstrumentText) -> list[tuple[str, str, str]]:
    """For each part the best and the worst answer in the words of the file: only a reader can check that."""
    return [
        (instrument.called(e.scale), f"{plain(e.best)}: {e.best_says}", f"{plain(e.worst)}: {e.worst_says}")
        for e in words.ends(instrument, text)
    ]


# -- definitions as rows ---------------------------------------------------------------------------------------------


def _row(what: str, value: str, sources: Sequence[str]) -> Row:
    return Row(what, value, ", ".join(sources), "memory" in sources)


def _scale(instrument: Instrument, scale: Scale) -> Row:
    score = f"; score {words.span(scale)}" if words.span(scale) else ""
    return _row(instrument.called(scale.id), f"{words.items(scale)}{score}. Missing: {scale.missing}.", scale.sources)


def _threshold(instrument: Instrument, threshold: Threshold) -> Row:
    scales = f" ({', '.join(map(instrument.called, threshold.scales))})" if threshold.scales else ""
    return _row(f"{threshold.what}{scales}", words.amount(threshold), threshold.sources)


def _reliable(instrument: Instrument) -> Row | None:
    reliable, trusted = instrument.reliable_change, instrument.trusted_baseline
    if reliable is not None:
        return _row(reliable.says, f"{plain(reliable.points)} points", reliable.sources)
    if trusted is not None:
        span = f"from {plain(trusted.low)} to {plain(trusted.high)}"
        return _row("baseline from which a change can be trusted", span, trusted.sources)
    return None
