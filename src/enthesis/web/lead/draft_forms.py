"""The small forms of a draft: the protocol as a whole, a new activity, a file, a retirement."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from enthesis.pathway.protocol.change import FigureChange, figure_raw
from enthesis.pathway.protocol.edit import put, whole_fields
from enthesis.pathway.protocol.figures import Figure, protocol_figures
from enthesis.pathway.protocol.model import Kind, Protocol, Purpose
from enthesis.pathway.protocol.raw import Raw, Word, raw
from enthesis.pathway.protocol.words import told
from enthesis.pathway.protocol.yaml_text import MAX_CHARACTERS
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.lead import activity_words as words
from enthesis.web.lead.activity_form import FigureField, is_changed, is_new, label_of, typed_of
from enthesis.web.lead.forms import read_figure

LISTS = {"warnings": "warnings", "not_stated": "not_stated"}


class _Form(forms.Form):
    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False


class WholeForm(_Form):
    """The protocol as a whole: for whom, its warnings, and the figures that belong to no activity."""

    def __init__(self, data: Any = None, *, protocol: Protocol, revision: int) -> None:
        super().__init__(data)
        self.protocol = protocol
        self.figures: list[tuple[Figure, str]] = []
        add = self.fields
        add["revision"] = forms.IntegerField(initial=revision, widget=forms.HiddenInput())
        add["title"] = fields.line(_("Title"), missing=_("Give the protocol a title."), most=200)
        add["for"] = fields.words(_("For whom"), missing=_("Say for whom it is."), rows=2)
        add["not_for"] = fields.words(_("Not for whom"), missing=_("Say for whom it is not."), rows=2)
        add["warnings"] = fields.words(_("Warnings, one on each line"), rows=3)
        add["not_stated"] = fields.words(_("What the source leaves open, one on each line"), rows=4)
        self.initial.update(
            {
                "title": protocol.title,
                "for": protocol.for_whom,
                "not_for": protocol.not_for,
                "warnings": "\n".join(protocol.warnings),
                "not_stated": "\n".join(protocol.not_stated),
            }
        )
        for place, figure in enumerate(f for f in protocol_figures(protocol) if not f.activity):
            name = f"f{place}"
            add[name] = fields.line(label_of(figure), most=200)
            self.initial[name] = typed_of(figure)
            self.figures.append((figure, name))
        add["why"] = fields.line(_("Why the clinic departs from a figure, or fills it in"), most=300)

    def shown_figures(self) -> Iterator[FigureField]:
        for figure, name in self.figures:
            value = figure.value
            yield FigureField(self[name], told(value, figure.unit), figure.is_open, value.is_decision)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        needs_why = False
        for figure, name in self.figures:
            typed = said.get(name, "")
            if typed and read_figure(figure, typed) is None:
                says = _("“%(typed)s” cannot be read. Write it like 5, or yes.")
                self.add_error(name, ValidationError(says % {"typed": typed[:30]}))
            needs_why = needs_why or (bool(typed) and is_new(figure, typed))
        if needs_why and not said.get("why"):
            self.add_error("why", ValidationError(_("Say why, so that the next person can judge it.")))
        return said

    def text(self, text: str, by: str, on: date) -> str:
        """The file's text with what was changed."""
        said = self.cleaned_data
        now = whole_fields(text)
        for key in ("title", "for", "not_for"):
            if said[key] != self.initial[key]:
                text = put(text, key, Word(" ".join(said[key].split())))
        for key in LISTS:
            lines = [" ".join(line.split()) for line in said[key].splitlines() if line.strip()]
            if lines != self.initial[key].splitlines():
                text = put(text, key, raw(lines) if lines else None)
        for figure, name in self.figures:
            if not is_changed(figure, said[name]):
                continue
            value = read_figure(figure, said[name]) if said[name] else None
            written = figure_raw(figure.value, FigureChange(figure.path, value, said["why"]), by, on)
            block, _dot, key = figure.path.rpartition(".")
            if block:
                inner = now.get(block)
                facts: dict[str, Raw] = dict(inner) if isinstance(inner, dict) else {}
                facts[key] = written
                now[block] = facts
                text = put(text, block, facts)
            else:
                text = put(text, key, written)
        return text


class AddForm(_Form):
    """A new activity: what it is, and what it comes after. Its figures are open until the clinic decides them."""

    def __init__(self, data: Any = None, *, protocol: Protocol, revision: int) -> None:
        super().__init__(data)
        add = self.fields
        others = [(a.id, a.title) for a in protocol.activities]
        anchors = [("start", _("the start of the course")), ("end", _("the end of the series")), *others]
        add["revision"] = forms.IntegerField(initial=revision, widget=forms.HiddenInput())
        add["title"] = fields.line(_("Title"), missing=_("Give the activity a title."), most=200)
        add["kind"] = fields.pick(_("What sort of thing it is"), words.KINDS, missing=_("Choose what it is."))
        add["by"] = fields.pick(_("Who does it"), words.ROLES, missing=_("Choose who does it."))
        add["happens"] = fields.choice(_("How it happens"), words.HAPPENS, missing=_("Choose how it happens."))
        add["after"] = fields.pick(_("Counted from"), anchors, missing=_("Choose what it is counted from."))
        add["why"] = fields.line(
            _("Why the clinic adds it"), missing=_("Say why: it stands among the protocol's sources."), most=300
        )

    def given(self, name: str) -> dict[str, str]:
        """The words of the new activity's block."""
        said = self.cleaned_data
        purpose = Purpose.TREATMENT.value if said["kind"] == Kind.INJECTION.value else ""
        return {"id": name, "purpose": purpose, **{key: said[key] for key in ("title", "kind", "by", "after")}}


class UploadForm(_Form):
    """A protocol file of the clinic's own."""

    def __init__(self, *positional: Any) -> None:
        super().__init__(*positional)
        self.fields["file"] = forms.FileField(
            label=_("Protocol file"),
            help_text=_("Our YAML form, up to 500 kB. It becomes a draft; nothing follows it yet."),
            widget=forms.FileInput({"accept": ".yaml,.yml"}),
            error_messages={
                "required": _("Choose the file."),
                "empty": _("The file is empty. Choose the right one."),
                "invalid": _("No file came. Choose it again."),
            },
        )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is None or file.size > MAX_CHARACTERS:
            raise ValidationError(_("The file is larger than 500 kB. Check that it is the right one."))
        return file


class WhyForm(_Form):
    """A reason."""

    def __init__(self, *positional: Any, label: str = "", revision: int | None = None) -> None:
        super().__init__(*positional)
        if revision is not None:
            self.fields["revision"] = forms.IntegerField(initial=revision, widget=forms.HiddenInput())
        else:
            missing = _("Say why, so that the next person knows.")
            self.fields["why"] = fields.line(label or _("Why"), missing=missing, most=300)
