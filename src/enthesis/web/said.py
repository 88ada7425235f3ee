"""The knowledge's words for patients in the language of the page.

What nobody has translated is shown in English and marked as English, so that a screen reader speaks it as English.
"""

from dataclasses import replace
from typing import TypeVar

from django.utils.html import format_html
from django.utils.translation import get_language

from enthesis.pathway.candidacy import Screening
from enthesis.pathway.finding import Finding
from enthesis.pathway.languages import say
from enthesis.pathway.languages.table import ENGLISH
from enthesis.pathway.triage import Triage

_Spoken = TypeVar("_Spoken", Finding, Screening, Triage)


def language_now() -> str:
    """The language of the page, without the country: the knowledge has one translation for all who speak it."""
    return (get_language() or ENGLISH).partition("-")[0]


def in_language(english: str) -> str | None:
    """Words of the knowledge in the language of the page; None where nobody has translated them."""
    return say(english, language_now())


def said(english: str) -> str:
    """The same for a page: what is not translated stands there in English, marked as such."""
    if not english:
        return ""
    found = in_language(english)
    return found if found is not None else format_html('<span lang="en">{}</span>', english)


def plainly(english: str) -> str:
    """The same for a place that takes no marks, such as the label of a field."""
    found = in_language(english)
    return english if found is None else found


def spoken(found: _Spoken) -> _Spoken:
    """A finding, a whole screening or what triage says, whose words to the patient are in the page's language."""
    if isinstance(found, Finding):
        return replace(found, to_patient=said(found.to_patient), remedy_for_patient=said(found.remedy_for_patient))
    if isinstance(found, Triage):
        return replace(
            found,
            action=said(found.action),
            reasons=tuple(map(spoken, found.reasons)),
            watch_for=tuple(map(said, found.watch_for)),
            do_not=tuple(map(said, found.do_not)),
        )
    return replace(
        found,
        summary=spoken(found.summary),
        reasons=tuple(replace(reason, finding=spoken(reason.finding)) for reason in found.reasons),
        puzzles=tuple(map(spoken, found.puzzles)),
    )
