"""The form with which a lead writes the clinic's own words of a message."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from enthesis.pathway.messages import Text, Typed
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer


class TextForm(forms.Form):
    """Subject, body and SMS of one message."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, typed: Typed, has_moved: bool) -> None:
        super().__init__(data)
        self.fields["subject"] = fields.line(_("Subject"), missing=_("Write a subject."))
        if has_moved:
            self.fields["subject_moved"] = fields.line(
                _("Subject where the visit moved"), missing=_("Write a subject.")
            )
        self.fields["body"] = fields.words(_("Letter"), missing=_("Write the letter."), rows=12)
        self.fields["sms"] = fields.words(_("SMS"), missing=_("Write the SMS."), rows=5)
        for name in self.fields:
            self.initial[name] = getattr(typed, name)

    def typed(self) -> Typed:
        said = self.cleaned_data
        return Typed(
            subject=said["subject"], subject_moved=said.get("subject_moved", ""), body=said["body"], sms=said["sms"]
        )

    @staticmethod
    def places(text: Text) -> list[tuple[str, str]]:
        """What may stand in braces, and what is put there."""
        said = " ".join((text.subject, text.subject_moved, *(each.says for each in (*text.body, *text.sms))))
        known = {
            "clinic": _("the clinic’s name"),
            "day": _("day of the visit"),
            "time": _("time of the visit"),
            "old_day": _("day before the move"),
            "old_time": _("time before the move"),
            "hold_day": _("day on which the pause begins"),
            "until_day": _("last day to answer, or of the link"),
            "until_time": _("last time to answer"),
            "telephone": _("the clinic’s telephone number"),
            "pages": _("address of the patient’s pages"),
            "link": _("address of the page, or of the visit by video"),
            "visits": _("the visits, a line for each"),
            "number": _("how many visits there are"),
        }
        return [(f"{{{place}}}", meant) for place, meant in known.items() if f"{{{place}}}" in said]

    @staticmethod
    def conditions(text: Text) -> list[tuple[str, str]]:
        """What may stand before a paragraph in square brackets, and when the paragraph is then there."""
        used = {each.only_if for each in (*text.body, *text.sms)}
        known = {
            "booked": _("only at the first time"),
            "moved": _("only where it moved"),
            "in-person": _("only where the patient comes"),
            "telehealth": _("only by video"),
            "telephone": _("only where the clinic has given its number"),
            "pages": _("only where the patient’s pages can be reached"),
            "link": _("only by video, with a link"),
            "no-link": _("only by video, without a link"),
            "own-link": _("only where there is a link"),
            "until": _("only where the link ends"),
        }
        return [(f"[{name}]", meant) for name, meant in known.items() if name in used]
