"""What a patient sends about the consent: a question, a signature, that it is taken back; and a clinician's answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import CLINICIAN
from enthesis.pathway.consent import ABOUT
from enthesis.pathway.consent.signature import DRAWN, TYPED, Unusable, strokes_of
from enthesis.pathway.events import ConsentSigned, ConsentWithdrawn, Event, MessageWritten
from enthesis.web.choices.finding import aid_named_for
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.consent.shown import Shown
from enthesis.web.evidence.finding import evidence_named_for
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm

AGREES = "yes"


class AskForm(RecordForm):
    """A question before signing."""

    kind = MessageWritten
    heeds_head = tells_notes = False
    done = gettext_lazy("Your question is with the clinic. You read the answer here.")

    def __init__(self, *positional: Any, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.fields["words"] = fields.words(_("Your question"), missing=_("Write your question."))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "about": ABOUT}


class SignForm(RecordForm):
    """The signature: a typed name, and the drawn strokes where a script could take them."""

    kind = ConsentSigned
    tells_notes = False
    done = gettext_lazy("Signed. Your copy is on this page.")

    text = forms.CharField(widget=forms.HiddenInput, required=False)
    signature = forms.CharField(widget=forms.HiddenInput, required=False, strip=True)

    def __init__(self, data: Any = None, *, shown: Shown, today: Any, leaflets: Sequence[str], **options: Any) -> None:
        initial = {"text": shown.text.stamp, **(options.pop("initial", None) or {})}
        super().__init__(data, initial=initial, **options)
        self.shown, self.today, self.leaflets = shown, today, tuple(leaflets)
        self.fields["agrees"] = fields.several(
            _("Do you agree?"),
            [(AGREES, _("Yes, to each of these points"))],
            missing=_("Touch “Yes” if you agree to each of these points. If you do not, do not sign."),
        )
        self.fields["signed_as"] = fields.line(
            _("Your name, as your signature"),
            missing=_("Write your first and last name."),
            most=120,
            autocomplete="name",
        )

    def clean_text(self) -> str:
        sent: str = self.cleaned_data["text"]
        if sent != self.shown.text.stamp:
            raise ValidationError(_("The text has changed since you opened it. Read it again, then sign."))
        return sent

    def clean_signed_as(self) -> str:
        name: str = " ".join(self.cleaned_data["signed_as"].split())
        if sum(sign.isalpha() for sign in name) < 2:
            raise ValidationError(_("Write your first and last name."))
        return name

    def clean_signature(self) -> str:
        path: str = self.cleaned_data["signature"]
        if path:
            try:
                strokes_of(path)
            except Unusable as problem:
                raise ValidationError(f"{problem.says} {problem.remedy}") from None
        return path

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.shown.why_not:
            raise ValidationError(self.shown.why_not)
        return said

    def events(self) -> list[Event]:
        said, text = self.cleaned_data, self.shown.text
        return [
            self.event(
                happened_on=self.today,
                document=text.document,
                version=text.stamp,
                leaflets=self.leaflets,
                items=tuple(item.rule for item in self.shown.items),
                signed_as=said["signed_as"],
                way=DRAWN if said["signature"] else TYPED,
                signature=said["signature"],
                language=text.language,
                aid=aid_named_for(self.shown.seen),
                evidence=evidence_named_for(self.shown.seen),
            )
        ]


class TakeBackForm(RecordForm):
    """The patient takes the consent back."""

    kind = ConsentWithdrawn
    heeds_head = tells_notes = False
    done = gettext_lazy("Your consent is taken back. No injection is given to you.")

    def __init__(self, data: Any = None, *, today: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.today = today
        self.fields["reason"] = fields.words(_("Do you want to say why?"), rows=2)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "happened_on": self.today}


class AnswerForm(CourseForm):
    """What a clinician answers to a question before signing."""

    kind = MessageWritten
    slug = "consent-answer"
    title = "Answer the question"
    save_says = "Send the answer"
    done = "The patient reads the answer beside the question, and can sign."

    words = fields.words("Answer", missing="Write the answer.", rows=5)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "about": ABOUT, "answers": self.about.named}

    def context(self) -> dict[str, Any]:
        asked = [each for each in self.about.seen.log if each.id == self.about.named]
        return {"intro": f"“{asked[0].words}”" if asked and isinstance(asked[0], MessageWritten) else ""}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if CLINICIAN not in self.about.seen.roles:
            raise ValidationError("A clinician answers what is asked before signing. Hand it over.")
        return said
