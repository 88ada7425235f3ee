"""Loading the words of a questionnaire, and taking them into use or out of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from enthesis.pathway.finding import Finding
from enthesis.pathway.instruments import Instrument
from enthesis.pathway.instruments.text import Said
from enthesis.pathway.instruments.text_reading import LARGEST
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

_ONLY_IF = "Only if the file does not say it."


class LoadForm(forms.Form):
    """A file, and what it may leave out."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    file = forms.FileField(
        label="File with the words",
        help_text="Our YAML form or a FHIR R4 Questionnaire (JSON), up to 300 kB.",
        widget=forms.FileInput({"accept": ".yaml,.yml,.json"}),
        error_messages={
            "required": "Choose the file.",
            "empty": "The file is empty. Choose the right one.",
            "invalid": "No file came. Choose it again.",
        },
    )
    licence = fields.words(
        "Under which right does the clinic use these words?",
        help_text=f"From whom, for what use, its number or date. {_ONLY_IF}",
        rows=2,
    )
    loaded_by = fields.line("Who compared the words with the original?", help_text=_ONLY_IF)
    version = fields.line("Version of the words", help_text=f"For instance 2026-a. {_ONLY_IF}", most=30)
    language = fields.line("Language of the words", help_text=f"For instance en or pt-BR. {_ONLY_IF}", most=12)
    best = fields.line("The number of the best answer", most=120)

    def __init__(self, *positional: Any, instrument: Instrument, **options: Any) -> None:
        super().__init__(*positional, **options)
        names = [scale.id for scale in instrument.asked]
        example = "for instance 0" if len(names) == 1 else f"for instance 0, or by part: {names[0]}=0, {names[-1]}=100"
        self.fields["best"].help_text = f"Best for the patient, by the words of the form; {example}. {_ONLY_IF}"
        self.findings: tuple[Finding, ...] = ()

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is None or file.size > LARGEST:
            raise ValidationError(f"The file is larger than {LARGEST // 1000} kB. Check that it is the right one.")
        return file

    def said(self) -> Said:
        """What was stated beside the file."""
        given = self.cleaned_data
        return Said(
            licence=given["licence"].strip(),
            loaded_by=given["loaded_by"].strip(),
            version=given["version"].strip(),
            language=given["language"].strip(),
            best=given["best"].strip(),
        )

    def show(self, findings: tuple[Finding, ...]) -> None:
        """Everything that speaks against the file; it was not stored."""
        self.findings = findings
        self.add_error(None, ValidationError("Nothing was stored. Correct the file and choose it again."))


class TurnForm(forms.Form):
    """Into use, or out of it."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, *positional: Any, into_use: bool, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.into_use = into_use
        if into_use:
            self.fields["compared"] = fields.several(
                "",
                [
                    (
                        "yes",
                        "I have looked at the preview: the words, their order and the numbers are those of the form.",
                    )
                ],
                missing="Look at the preview first, then tick this.",
            )
        self.fields["why"] = fields.line(
            "Note" if into_use else "Why?",
            missing="" if into_use else "Say why, so that the next person knows.",
            help_text="It is kept with your name.",
            most=300,
        )
