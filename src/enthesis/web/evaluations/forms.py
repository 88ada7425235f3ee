"""Taking somebody on, asking for more, declining."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.intake.deciding import DECLINED, Planned
from enthesis.clinic.intake.places import Trouble
from enthesis.clinic.intake.reminding import MOST_DAYS as MOST_REMIND_DAYS
from enthesis.clinic.intake.reminding import NEVER
from enthesis.clinic.intake.store import LEAST_DAYS, MOST_DAYS
from enthesis.clinic.people import Someone
from enthesis.pathway.protocol.model import Protocol
from enthesis.web.clinician.forms.course import offered
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

NEW = "new"


class Plain(forms.Form):
    """A form in our own look."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = True


class TakeOnForm(Plain):
    """Who it is, and for each problem the protocol that its course follows."""

    def __init__(
        self,
        data: Any = None,
        *,
        people: Sequence[Someone],
        troubles: Sequence[Trouble],
        protocols: Mapping[tuple[str, str], Protocol],
        email: str,
        is_taken: bool,
    ) -> None:
        super().__init__(data)
        self.troubles = tuple(troubles)
        if not is_taken:
            who = [(one.number, _told(one)) for one in people]
            self.fields["person"] = fields.choice(
                _("Who is it?"),
                [*who, (NEW, _("A new patient"))],
                missing=_("Choose whether this is a patient of yours already."),
            )
            if not who:
                self.initial["person"] = NEW
        for place, trouble in enumerate(self.troubles):
            self.fields[f"problem{place}"] = fields.line(_("Problem"), missing=_("Name the problem."), most=200)
            self.initial[f"problem{place}"] = trouble.words
            fitting = [one for one in protocols.values() if trouble.region in one.regions]
            others = [one for one in protocols.values() if trouble.region not in one.regions]
            grouped: list[Any] = [("", _("No course for this"))]
            grouped += [
                (name, offered({(one.id, one.version): one for one in found}))
                for name, found in ((_("For this part of the body"), fitting), (_("Others"), others))
                if found
            ]
            self.fields[f"protocol{place}"] = fields.pick(_("Protocol"), grouped)
        if email:
            self.fields["invite"] = fields.several(
                "", [("yes", _("Make an account and send an invitation to %(address)s") % {"address": email})]
            )
            self.initial["invite"] = ["yes"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not self.plans():
            self.add_error(None, ValidationError(_("Choose a protocol for one problem at least, or decline.")))
        return said

    def plans(self) -> list[Planned]:
        """The courses that begin."""
        found = []
        for place, trouble in enumerate(self.troubles):
            chosen = str(self.cleaned_data.get(f"protocol{place}") or "")
            if chosen:
                protocol, version = chosen.split("|")
                found.append(Planned(trouble, self.cleaned_data[f"problem{place}"], protocol, version))
        return found

    def rows(self) -> Iterable[tuple[Trouble, forms.BoundField, forms.BoundField]]:
        """Each problem with its fields."""
        for place, trouble in enumerate(self.troubles):
            yield trouble, self[f"problem{place}"], self[f"protocol{place}"]


class AskForm(Plain):
    """What the clinic wants to know before it decides."""

    words = fields.words(
        gettext_lazy("What do you want to know?"), missing=gettext_lazy("Write what you want to know."), rows=4
    )


class DeclineForm(Plain):
    """Why, for the clinic; and the letter, for the person."""

    reason = fields.choice(
        gettext_lazy("Why"), tuple(DECLINED.items()), missing=gettext_lazy("Choose why the clinic declines.")
    )
    words = fields.words(
        gettext_lazy("The letter"),
        missing=gettext_lazy("Write the letter."),
        help_text=gettext_lazy("The person reads it behind the link that is sent. Say what to do instead."),
        rows=10,
    )


class KeepForm(Plain):
    """For how long an evaluation is kept that nobody took on, and when who did not finish is reminded."""

    tells_optional = False
    days = fields.amount(
        gettext_lazy("After how many days is an evaluation destroyed that nobody took on?"),
        unit="days",
        missing=gettext_lazy("Give a number of days."),
        least=LEAST_DAYS,
        most=MOST_DAYS,
    )
    remind = fields.amount(
        gettext_lazy("After how many days is somebody reminded who had a link sent and did not finish?"),
        unit="days",
        help_text=gettext_lazy("Once, by e-mail. 0: never. Empty: stays as it is."),
        least=NEVER,
        most=MOST_REMIND_DAYS,
    )
    why = fields.line(gettext_lazy("Why"), missing=gettext_lazy("Say why, so that the next person can judge it."))

    def clean_days(self) -> int | None:
        return self._whole("days", missing=True)

    def clean_remind(self) -> int | None:
        return self._whole("remind")

    def _whole(self, name: str, *, missing: bool = False) -> int | None:
        days = self.cleaned_data[name]
        if (missing and days is None) or (days is not None and days != int(days)):
            raise ValidationError(_("Give a whole number of days."))
        return None if days is None else int(days)


def _told(one: Someone) -> str:
    profile = one.profile
    if profile is None:
        return one.number
    born = profile.born.isoformat() if profile.born else ""
    return " · ".join(filter(None, (one.number, profile.name, born, profile.reached_by)))
