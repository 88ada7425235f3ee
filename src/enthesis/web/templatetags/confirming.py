"""How what rests on memory is shown: unverified, or confirmed by whom and when."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from enthesis.clinic.confirmations import confirmed_of
from enthesis.clinic.decisions import DECIDES
from enthesis.pathway.confirming import Confirmed, confirmation_of, entries_of, entry, latest
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.window import in_words
from enthesis.web.frame import me
from enthesis.web.words import UNVERIFIED, anchor

register = template.Library()
_MEMO = "_enthesis_confirmed"


@register.simple_tag(takes_context=True)
def verified(context: Context, finding: Finding) -> SafeString | str:
    """Behind a finding that rests on memory: confirmed by whom and when, or what is to be done. Else nothing."""
    if not finding.unverified:
        return ""
    return _told(context, finding)


@register.simple_tag(takes_context=True)
def verified_entry(context: Context, name: str, is_unverified: bool = True) -> SafeString | str:
    """The same behind something that is no finding, by the name of its entry."""
    if not is_unverified:
        return ""
    return _told(context, Finding(code="", level=NOTE, says="", unverified=True, entries=(name,)))


def _told(context: Context, finding: Finding) -> SafeString | str:
    request: HttpRequest | None = context.get("request")
    found = confirmation_of(finding, _confirmed(request))
    if found is not None:
        return f" · confirmed by {found.by} on {in_words(found.at.date())}"
    names = [name for name in entries_of(finding) if entry(name) is not None]
    if request is None or not names or not me(request).roles & DECIDES:
        return f" · {UNVERIFIED}"
    group = names[0].partition(":")[0].partition("/")[0]
    where = f"{reverse('unverified-group', args=[group])}#{anchor(names[0])}"
    return format_html(' · <a href="{}">{}</a>', where, UNVERIFIED)


def _confirmed(request: HttpRequest | None) -> Mapping[str, Confirmed]:
    """What the clinic of the one who looks has confirmed; looked up once for a request."""
    if request is None or not hasattr(request, "user"):
        return latest(())
    found: Any = getattr(request, _MEMO, None)
    if found is None:
        clinic = me(request).clinic
        found = confirmed_of(clinic.pk) if clinic else latest(())
        setattr(request, _MEMO, found)
    return dict(found)
