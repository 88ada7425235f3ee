"""What templates need: the top of the page, problems with their places, days in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField, Field
from django.template import Context
from django.utils.translation import get_language, gettext

from enthesis.clinic.access import PATIENT
from enthesis.clinic.timetable import Visit
from enthesis.pathway.course import Course
from enthesis.pathway.events import Happening, Site, SymptomReported
from enthesis.pathway.finding import Finding
from enthesis.pathway.injection import target_in_words
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.window import Window
from enthesis.web import telling, words
from enthesis.web.frame import frame_of, me
from enthesis.web.injected import injected
from enthesis.web.lead.beginning import leads_back

register = template.Library()


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence of the summary, and the field that it leads to."""

    says: str
    target: str = ""
    remedy: str = ""


@register.inclusion_tag("web/parts/top.html", takes_context=True)
def top(context: Context) -> dict[str, Any]:
    """The ribbon, the clinic's name, the ways to go."""
    request = context.get("request")
    return {"user": context.get("user"), "csrf_token": context.get("csrf_token"), **frame_of(request)}


@register.inclusion_tag("web/lead/way_back.html", takes_context=True)
def way_back(context: Context) -> dict[str, Any]:
    """On the page of a step before the first patient: the way back to the steps, for a lead and while one is left."""
    request = context.get("request")
    return {"leads_back": request is not None and hasattr(request, "user") and leads_back(request)}


@register.inclusion_tag("web/parts/languages.html", takes_context=True)
def other_languages(context: Context) -> dict[str, Any]:
    """The ways to the other languages of a page, each by its own name; the pages of staff have one."""
    request = context.get("request")
    if request is None or not hasattr(request, "user") or me(request).roles - {PATIENT}:
        return {"others": ()}
    here = get_language()
    others = [(code, name) for code, name in settings.LANGUAGES if code != here]
    return {"others": others, "back": request.get_full_path(), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/parts/tabs.html", takes_context=True)
def patient_tabs(context: Context) -> dict[str, Any]:
    """A patient's four pages, always at hand; not for staff who answer with a patient."""
    request = context.get("request")
    return {"show": request is not None and me(request).is_patient, "here": context.get("here")}


@register.filter
def complaints(field: BoundField) -> list[str]:
    """What is wrong with a field, in sentences; what is missing is asked for by name."""
    return [_said(field, error) for error in field.errors.as_data()] if field.errors else []


@register.filter
def problems(form: BaseForm) -> list[Problem]:
    """Everything that is wrong with a form, each with the place to put it right."""
    if not form:
        return []
    told = [Problem(str(says)) for says in form.non_field_errors()] if form.is_bound else []
    if form.is_bound:
        for field in form:
            asked = f"{field.label} " if getattr(form, "names_questions", False) else ""
            told.extend(Problem(f"{asked}{says}", _target(field)) for says in complaints(field))
    for objection in getattr(form, "objections", ()):
        target = objection.reason.id_for_label if objection.reason else ""
        told.append(Problem(objection.finding.says, target, objection.finding.remedy))
    return told


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether to say that a field may be left empty."""
    return not field.field.required and bool(getattr(field.form, "tells_optional", False))


@register.filter
def button_look(tags: object) -> str:
    """The look of a button from what the sign-in pages say of it."""
    said = set(str(tags or "").replace(" ", "").split(","))
    if said & {"danger", "delete"}:
        return "button-danger"
    return "button-quiet" if said & {"outline", "secondary", "link", "cancel", "tool"} else ""


@register.filter
def day(value: date | None) -> str:
    """2 March 2026."""
    return words.on_paper(value) if value else gettext("day not known")


@register.filter
def when(window: Window, today: date) -> str:
    return words.when(window, today)


@register.filter
def headline(event: Happening, protocol: Protocol | None = None) -> str:
    return telling.headline(event, protocol)


@register.filter
def signs(report: SymptomReported | None) -> list[str]:
    return telling.signs(report) if report else []


@register.filter
def level(code: str) -> str:
    """How urgent, in words."""
    return words.LEVELS.get(code, code.replace("_", " "))


@register.filter
def plain(value: object) -> str:
    return words.number(value)


@register.filter
def sources(finding: Finding) -> str:
    return ", ".join(finding.sources)


@register.filter
def target(site: Site) -> str:
    """A point that was injected, by the catalogue's name and its side."""
    return target_in_words(site)


@register.inclusion_tag("web/clinician/injected.html")
def last_injected(course: Course) -> dict[str, Any]:
    """The latest session of a course with its points on the body; nothing where none is told."""
    last = course.injections[-1] if course.injections else None
    return {"injected": injected(last) if last and last.sites else None}


@register.filter
def get(mapping: Any, key: object) -> Any:
    """A value by a key that is itself a value."""
    return mapping.get(key) if mapping else None


def _said(field: BoundField, error: Any) -> str:
    default = Field.default_error_messages["required"]
    sentence = " ".join(error.messages)
    if error.code == "required" and sentence == default:
        return gettext("Type your %(field)s.") % {"field": str(field.label).lower()}
    return sentence


def _target(field: BoundField) -> str:
    """The id of the first thing in a field that can be typed into or chosen."""
    return str(field.id_for_label or f"{field.auto_id}_0")


@register.filter
def underscored(word: str) -> str:
    """eligible_signal as words; also for what is joined by hyphens."""
    return str(word).replace("_", " ").replace("-", " ")


@register.filter
def clock(instant: datetime, zone: tzinfo) -> str:
    """14:30 on the clinic's clock."""
    return words.clock(instant, zone)


@register.filter
def outside(visit: Visit, zone: ZoneInfo) -> bool:
    """Whether a visit's day lies outside of its window."""
    return visit.is_outside(zone)


@register.filter
def without(names: Iterable[str], name: str) -> list[str]:
    """All names but one."""
    return [each for each in names if each != name]
