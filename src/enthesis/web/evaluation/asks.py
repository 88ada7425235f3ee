"""The questions of the pain evaluation as fields, and which of them comes next."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from enthesis.clinic.intake import places
from enthesis.clinic.intake.places import IN_THE_KNEE, PLACES, REGIONS, knees_of
from enthesis.pathway.candidacy import Stage, questions, shipped
from enthesis.web.patient.questions import NOT_SURE, Ask, in_words, of_candidacy
from enthesis.web.said import plainly

FIRST = "now"  # the page of what is asked before anything else, wherever it hurts


def regions(fixed: Sequence[str], answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Where it hurts: what a course is about, or else what was answered."""
    return tuple(fixed) or places.regions_of(answers)


def place_ask() -> Ask:
    """Where it hurts, on the map of the body."""
    return Ask(
        PLACES,
        _("Where does it hurt?"),
        "places",
        _("Touch every place that this is about, also several: both knees and the back in one go."),
        tuple((value, plainly(said)) for value, said in places.choices()),
    )


def knee_ask(sides: Sequence[str]) -> Ask:
    """Where in the knee, for whoever has pain there."""
    both = len(sides) > 1
    chosen = [
        (value, f"{_(side.title())}: {plainly(said).lower()}" if both else plainly(said))
        for side in sides
        for value, said in places.knee_choices(side)
    ]
    asked = _("Where in your knees does it hurt?") if both else _("Where in your knee does it hurt?")
    return Ask(IN_THE_KNEE, asked, "knee", _("Touch every part that hurts."), tuple(chosen))


def next_asks(fixed: Sequence[str], answers: Mapping[str, Any]) -> list[Ask]:
    """Every question that can still matter, in the order of asking; only the first of them is shown."""
    found: list[Ask] = []
    here = regions(fixed, answers)
    if not here:
        return [*(of_candidacy(each) for each in questions(answers, []) if each.page == FIRST), place_ask()]
    left = [of_candidacy(question) for question in questions(answers, list(here))]
    sides = knees_of(answers)
    if sides and IN_THE_KNEE not in answers and "emergency_general" in answers and left:
        found.append(knee_ask(sides))
    red_flags = [ask for ask in left if ask.variable in _first_pages()]
    return [*red_flags, *found, *(ask for ask in left if ask not in red_flags)]


def _first_pages() -> frozenset[str]:
    """The variables of the pages of red flags, which come before everything else."""
    flags = {page.name for page in shipped().pages[: _page("you")]}
    return frozenset(question.variable for question in shipped().questions.values() if question.page in flags)


def _page(name: str) -> int:
    return next((place for place, page in enumerate(shipped().pages) if page.name == name), 0)


def ask_named(name: str, fixed: Sequence[str], answers: Mapping[str, Any]) -> Ask | None:
    """A question by the name of its variable; None where there is none that this person can be asked."""
    if name in (PLACES, REGIONS):
        return None if fixed else place_ask()
    if name == IN_THE_KNEE:
        sides = knees_of(answers)
        return knee_ask(sides) if sides else None
    question = shipped().questions.get(name)
    if question is None or not question.asked or question.stage is not Stage.EVALUATION:
        return None
    return of_candidacy(question)


def title_of(ask: Ask) -> str:
    """What a question belongs to, in two or three words."""
    question = shipped().questions.get(ask.variable)
    if question is None:
        return _("Where it hurts")
    return plainly(next((page.title for page in shipped().pages if page.name == question.page), ""))


def told(fixed: Sequence[str], answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Every answer as the person gave it: question, answer, name by which it can be changed."""
    known = shipped().questions
    found = []
    if not fixed and (PLACES in answers or REGIONS in answers):
        found.append((place_ask().text, _places_in_words(answers), PLACES))
    if IN_THE_KNEE in answers and (sides := knees_of(answers)):
        ask = knee_ask(sides)
        found.append((ask.text, in_words(ask, answers[IN_THE_KNEE]), IN_THE_KNEE))
    for name, question in known.items():
        if name in answers:
            ask = of_candidacy(question)
            found.append((ask.text, in_words(ask, answers[name]), name))
    return found


def _places_in_words(answers: Mapping[str, Any]) -> str:
    """Where it hurts, in a line and in the language of the page."""
    return ", ".join(map(plainly, places.in_words(answers).split(", ")))


__all__ = ["NOT_SURE", "ask_named", "knee_ask", "next_asks", "place_ask", "regions", "title_of", "told"]
