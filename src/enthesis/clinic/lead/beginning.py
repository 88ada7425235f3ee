"""What a clinic does before its first patient: each step, whether it is done, and what a lead begins without."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enthesis.clinic.access import CLINICIAN, By
from enthesis.clinic.decisions import ON_CALL, NotDecided, decide, decisions
from enthesis.clinic.intake.page import page_of
from enthesis.clinic.lead.drafts import open_drafts
from enthesis.clinic.messages.transports import stays_here
from enthesis.clinic.models import Clinic, ProtocolCopy, Resource
from enthesis.clinic.prices import prices_of
from enthesis.clinic.resources import hours_from_json
from enthesis.clinic.staff import colleagues

WITHOUT = "begins-without:"  # and the id of a step


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `page` names where; `goes_without` is what its button says where a lead may begin without it."""

    id: str
    title: str
    says: str  # how it stands
    is_done: bool
    page: str
    does: str  # what the link to it says
    goes_without: str = ""
    is_left_out: bool = False  # a lead has said that the clinic begins without it

    @property
    def is_over(self) -> bool:
        return self.is_done or self.is_left_out


def steps_of(clinic: Clinic) -> list[Step]:
    """Every step in the order in which it is best done."""
    names = [f"{WITHOUT}{name}" for name in _ASKED]
    left_out = {one.name.removeprefix(WITHOUT): one.value for one in decisions(clinic.pk, names)}
    found = (ask(clinic) for ask in _ASKED.values())
    return [replace(step, is_left_out=bool(left_out.get(step.id)) and not step.is_done) for step in found]


def begin_without(step: str, leaves_out: bool, *, clinic: Clinic, by: By) -> None:
    """Keep that the clinic begins without a step, or that it does it after all. Raises `NotDecided`, `NotAllowed`."""
    if step not in _ASKED or not _ASKED[step](clinic).goes_without:
        raise NotDecided(f"“{step:.40}” is no step that can be left out.", "Choose one of the page.", "step")
    decide(f"{WITHOUT}{step}", "yes" if leaves_out else "", clinic=clinic, by=by)


def _people(clinic: Clinic) -> Step:
    found = colleagues(clinic)
    clinicians = [each for each in found if CLINICIAN in each.roles]
    awaited = sum(not each.has_come for each in found)
    says = ngettext("%(n)s person works here", "%(n)s people work here", len(found)) % {"n": len(found)}
    if awaited:
        says += ngettext("; %(n)s has not come yet", "; %(n)s have not come yet", awaited) % {"n": awaited}
    if not clinicians:
        says += _(". Nobody is a clinician: candidacy, injections and symptoms wait for one")
    return Step("people", _("People"), f"{says}.", bool(clinicians), "staff", _("People and roles"))


def _hours(clinic: Clinic) -> Step:
    stored = Resource.objects.filter(clinic=clinic, in_use=True).values_list("kind", "hours")
    open_ones = {kind for kind, hours in stored if any(hours_from_json(hours))}
    is_done = {"clinician", "room"} <= open_ones
    says = _("Visits can be booked.") if is_done else _("Visits can be booked once a clinician and a room have hours.")
    title = _("People, rooms and hours")
    return Step("hours", title, says, is_done, "resources", title)


def _on_call(clinic: Clinic) -> Step:
    kept = [one.value for one in decisions(clinic.pk, [ON_CALL])]
    named = bool(kept and kept[-1])
    says = _("Somebody is on call.") if named else _("A symptom that a patient reports is nobody's yet.")
    return Step("on-call", _("Who answers a symptom"), says, named, "clocks", _("On call and times"))


def _protocols(clinic: Clinic) -> Step:
    own = ProtocolCopy.objects.filter(clinic=clinic).values("protocol").distinct().count()
    under_way = len(open_drafts(clinic.pk))
    if own:
        says = ngettext("%(n)s protocol of your own.", "%(n)s protocols of your own.", own) % {"n": own}
    else:
        says = _("Every shipped protocol is a draft that no physician of yours has checked.")
    if under_way:
        drafts = ngettext("%(n)s draft is under way", "%(n)s drafts are under way", under_way) % {"n": under_way}
        says += f" {drafts}; " + _("each is published once a second person has read it.")
    return Step(
        "protocols",
        _("Protocols"),
        says,
        own > 0,
        "protocols",
        _("Protocols"),
        _("We use the shipped ones as they are"),
    )


def _prices(clinic: Clinic) -> Step:
    found = prices_of(clinic.pk)
    says = _("Price list %(version)s holds.") % {"version": found.version} if found else _("No estimate can be made.")
    return Step(
        "prices", _("Prices"), says, found is not None, "prices", _("Prices"), _("We begin without a price list")
    )


def _telephone(clinic: Clinic) -> Step:
    says = clinic.telephone or _("Nobody can call: no telephone is named, on the public page neither.")
    return Step("telephone", _("Telephone"), says, bool(clinic.telephone), "settings-clinic", _("Name and telephones"))


def _public(clinic: Clinic) -> Step:
    written = page_of(clinic.pk) is not None
    says = _("Written.") if written else _("It is open to everybody and does not say who you are, where and when.")
    return Step(
        "page", _("The clinic's page"), says, written, "clinic-write", _("Write the page"), _("We begin without it")
    )


def _mail(clinic: Clinic) -> Step:
    stays = stays_here(clinic)
    says = (
        _("None is named: no e-mail leaves, no patient gets a code. Whoever runs the server names it as ENTHESIS_MAIL.")
        if stays
        else _("E-mail leaves.")
    )
    return Step(
        "mail", _("Mail server"), says, not stays, "inbox", _("What that means"), _("We begin without a mail server")
    )


def _settings(clinic: Clinic) -> Step:
    says = _("What the clinic has not decided goes by a stated default, and every page says so.")
    return Step(
        "settings", _("Settings"), says, False, "settings", _("Settings"), _("We have looked through the settings")
    )


_ASKED = {
    "people": _people,
    "hours": _hours,
    "telephone": _telephone,
    "on-call": _on_call,
    "protocols": _protocols,
    "prices": _prices,
    "page": _public,
    "mail": _mail,
    "settings": _settings,
}


def next_of(steps: Sequence[Step]) -> Step | None:
    """The first step that is left; None: nothing is left to do."""
    return next((step for step in steps if not step.is_over), None)
