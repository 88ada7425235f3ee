"""The forms with which a lead writes the clinic's own consent text: one section, what stands around, who checked it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from enthesis.pathway.candidacy import shipped as candidacy_rules
from enthesis.pathway.consent import ConsentText, Section
from enthesis.pathway.consent.own import CLINIC, Frame, Said, demanded
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

MORE = 2  # empty statements at the end of a section


class _OfDraft(forms.Form):
    """Every form says on which state of the draft it rests."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    revision = forms.IntegerField(widget=forms.HiddenInput)


class SectionForm(_OfDraft):
    """The statements of one section. What is emptied is left out, except what every consent says."""

    def __init__(self, data: Any = None, *, section: Section, revision: int) -> None:
        super().__init__(data, initial={"revision": revision})
        self.section, needed = section, demanded(section)
        titles = {rule.id: rule.finding for rule in candidacy_rules().rules}
        for place, said in enumerate(section.says, 1):
            rules = [f"{name}: {titles[name]}" for name in needed.get(said.id, ())]
            if rules:
                hint = _("Every consent says this (%(rules)s).") % {"rules": "; ".join(rules)}
            else:
                hint = _("Empty it to leave it out.")
            if said.sources != (CLINIC,):
                hint = f"{hint} {_('Sources')}: {', '.join(said.sources)}."
            label = _("Statement %(number)d") % {"number": place}
            self.fields[said.id] = fields.words(label, help_text=hint, rows=3)
            self.initial[said.id] = said.text
            if said.unverified:
                label = _("Not confirmed in statement %(number)d") % {"number": place}
                self.fields[f"{said.id}-unsure"] = fields.line(label, most=300)
                self.initial[f"{said.id}-unsure"] = said.unverified
        for number in range(1, MORE + 1):
            self.fields[f"more-{number}"] = fields.words(_("One more statement"), rows=2)

    def told(self) -> list[Said]:
        """What was written, in its order."""
        said = self.cleaned_data
        old = [Said(each.id, said[each.id], said.get(f"{each.id}-unsure", "")) for each in self.section.says]
        return [*old, *(Said("", said[f"more-{number}"]) for number in range(1, MORE + 1))]


class FrameForm(_OfDraft):
    """What stands around the sections."""

    def __init__(self, data: Any = None, *, text: ConsentText, revision: int) -> None:
        now = {
            "title": text.title,
            "own_title": text.own.title,
            "own_says": text.own.says,
            "own_none": text.own.none,
            "declares": "\n".join(text.declares),
            "withdrawing": "\n".join(text.withdrawing),
        }
        super().__init__(data, initial={"revision": revision, **now})
        empty = _("This cannot be empty.")
        one_a_line = _("One a line.")
        self.fields["title"] = fields.line(_("Title"), missing=empty)
        self.fields["own_title"] = fields.line(_("Above what holds for this patient"), missing=empty)
        self.fields["own_says"] = fields.words(_("Before it"), missing=empty, rows=2)
        self.fields["own_none"] = fields.words(_("Where nothing holds"), missing=empty, rows=2)
        self.fields["declares"] = fields.words(
            _("What the patient says with the signature"), missing=empty, help_text=one_a_line, rows=7
        )
        self.fields["withdrawing"] = fields.words(
            _("What follows where the consent is taken back"), missing=empty, help_text=one_a_line, rows=6
        )

    def frame(self) -> Frame:
        said = self.cleaned_data
        return Frame(
            title=said["title"],
            own_title=said["own_title"],
            own_says=said["own_says"],
            own_none=said["own_none"],
            declares=_lines(said["declares"]),
            withdrawing=_lines(said["withdrawing"]),
        )


class PublishForm(_OfDraft):
    """Who checked the words."""

    def __init__(self, data: Any = None, *, revision: int) -> None:
        super().__init__(data, initial={"revision": revision})
        self.fields["checked_by"] = fields.line(
            _("Who checked these words"),
            missing=_("Say who checked these words."),
            help_text=_("Name and profession. A clinician, and somebody who knows the law where you are."),
            most=160,
        )


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line for each in words.splitlines() if (line := " ".join(each.split())))
