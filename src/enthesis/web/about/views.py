"""The list of leaflets, and the page of each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.pathway import candidacy
from enthesis.pathway.candidacy.reading import read_regions
from enthesis.pathway.languages import say
from enthesis.pathway.leaflets import Leaflet, Library, load
from enthesis.web.about.contact import contact_of
from enthesis.web.about.showing import Showing, grouped
from enthesis.web.frame import me
from enthesis.web.guard import public_page
from enthesis.web.said import language_now

ENGLISH = "en"
URGENT = "warning-signs"
ELSEWHERE = "other"  # the region of whoever finds no other one fitting


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """What there is to read."""
    shelf = load()
    language = _language(request, shelf)
    frame = shelf.frames[language]
    showing = Showing(shelf, frame, contact_of(me(request).clinic), "")
    return render(
        request,
        "web/about/index.html",
        {
            "frame": frame,
            "emergency": showing.words(frame.emergency),
            "urgent": shelf.leaflet(URGENT, language),
            "groups": grouped([each for each in shelf.of(language) if each.id != URGENT], frame),
            "standing": [showing.said(each) for each in frame.standing],
            "languages": _languages(shelf, language),
            "query": _query(language, ""),
            "is_patient": me(request).is_patient,
        },
    )


@public_page
def leaflet(request: HttpRequest, leaflet: str) -> HttpResponse:
    """One leaflet, for one part of the body or for all."""
    shelf = load()
    language = _language(request, shelf)
    found = shelf.leaflet(leaflet, language)
    if found is None and not request.GET.get("language"):
        found, language = shelf.leaflet(leaflet), ENGLISH  # not translated: read in English, and marked as such
    if found is None:
        raise Http404("no such leaflet")
    region = _region(request)
    regions = _regions(found, shelf)
    showing = Showing(shelf, shelf.frames[language], contact_of(me(request).clinic), region if regions else "")
    return render(
        request,
        "web/about/leaflet.html",
        {
            "page": showing.page(found),
            "frame": showing.frame,
            "regions": regions,
            "region": region,
            "languages": _languages(shelf, language),
            "language": language,
            "query_language": language != language_now(),
            "query": _query(language, region),
            "is_patient": me(request).is_patient,
        },
    )


def _region(request: HttpRequest) -> str:
    """The part of the body in the address, in any of its words; a word that is not known is as good as none."""
    try:
        return next(iter(read_regions(candidacy.shipped(), request.GET.get("for", "")[:60])), "")
    except candidacy.BadAnswer:
        return ""


def _regions(leaflet: Leaflet, shelf: Library) -> list[tuple[str, str]]:
    """The parts of the body that a leaflet can be read for, where there are several."""
    has_options = any(section.shows == "options" for section in leaflet.sections)
    told = shelf.of(leaflet.language) if has_options else (leaflet,)
    sections = [section for each in told for section in each.sections]
    named = {region for section in sections if len(section.regions) == 1 for region in section.regions}
    if has_options:
        named |= {region for option in shelf.options_of(language=leaflet.language) for region in option.regions}
    if len(named) < 2:
        return []
    if ELSEWHERE in leaflet.regions:
        named.add(ELSEWHERE)
    known = candidacy.shipped().regions.values()
    return [
        (region.name, say(region.for_patient, leaflet.language) or region.for_patient)
        for region in known
        if region.name in named
    ]


def _language(request: HttpRequest, shelf: Library) -> str:
    """The language that the address asks for, else that of the page; English where nothing is in it."""
    asked = request.GET.get("language", "") or language_now()
    return asked if asked in shelf.languages else ENGLISH


def _languages(shelf: Library, now: str) -> list[tuple[str, bool]]:
    return [(each, each == now) for each in shelf.languages] if len(shelf.languages) > 1 else []


def _query(language: str, region: str) -> str:
    """What an address keeps from page to page."""
    kept = [f"for={region}"] if region else []
    kept += [f"language={language}"] if language != language_now() else []
    return f"?{'&'.join(kept)}" if kept else ""
