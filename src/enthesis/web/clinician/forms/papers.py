"""Consent, medicines, prescribers, holds, scores and notes."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import MultipleChoiceField

from enthesis.clinic.consent_texts import offered
from enthesis.clinic.instrument_texts import in_use
from enthesis.pathway.consent.signature import PAPER
from enthesis.pathway.events import (
    ConsentSigned,
    ConsentWithdrawn,
    DiaryEntered,
    DrugListTaken,
    Event,
    Happening,
    HoldChecked,
    NoteAdded,
    PrescriberAgreed,
    ScoresTaken,
)
from enthesis.pathway.instruments import Given, Method, NoScore, Scale, load, score
from enthesis.web.about.links import given_at_consent
from enthesis.web.clinician.forms.base import CourseForm
from enthesis.web.forms import fields
from enthesis.web.medicines import prescribers_first
from enthesis.web.patient.forms import taken
from enthesis.web.questionnaires import on_paper

SIDES = (("", "Neither, or not known"), ("left", "Left"), ("right", "Right"))
AGREED = (
    ("continue", "Goes on without a pause"),
    ("pause", "May be paused, as the prescriber says"),
    ("refused", "Must not be paused, and the injection is not agreed to"),
)


_SIGNED_HERE = ("way", "signature", "items", "language")  # what a correction leaves as it was signed


class ConsentForm(CourseForm):
    """The patient signed a paper."""

    kind = ConsentSigned
    slug = "consent"
    title = "Consent signed on paper"
    done = "Recorded."

    document = fields.line("Consent text", missing="Name the text that was signed.")
    version = fields.line("Version", missing="Give the version of the text; it stands on the page.", most=40)
    leaflets = fields.several("Leaflets that the patient was given", (), help_text="Each in the version of today.")
    signed_as = fields.line(
        "Signed by", help_text="The name on the paper, where it is not the patient's own.", most=120
    )
    layout = (("document", "version"),)

    def build(self) -> None:
        text = offered(self.about.seen.clinic)
        self.initial.setdefault("document", text.document)
        self.fields["version"].help_text = f"It stands on the paper. The one that is offered now: {text.stamp}"
        field = self.fields["leaflets"]
        if isinstance(field, MultipleChoiceField):
            field.choices = given_at_consent(self.initial.get("leaflets", ()))

    def values(self) -> dict[str, Any]:
        said = super().values()
        kept = {name: self.initial[name] for name in _SIGNED_HERE if self.replaces and self.initial.get(name)}
        return {"way": PAPER, **said, **kept, "leaflets": tuple(said["leaflets"])}


class ConsentWithdrawnForm(CourseForm):
    """The patient took the consent back. No reason is owed."""

    kind = ConsentWithdrawn
    slug = "consent-withdrawn"
    title = "Consent withdrawn"
    save_says = "Record that it was withdrawn"
    done = "Recorded. No injection may follow without a new consent."

    reason = fields.words("Reason", help_text="Only if the patient wants to give one.")


class DrugListForm(CourseForm):
    """Everything that the patient takes."""

    kind = DrugListTaken
    slug = "medicines"
    title = "Medicines"
    done = "The list is recorded."

    drugs = fields.words("Medicines", help_text="One a line. Leave it empty where the patient takes none.", rows=6)

    def values(self) -> dict[str, Any]:
        lines = (line.strip() for line in self.cleaned_data["drugs"].splitlines())
        drugs = tuple(dict.fromkeys(line[:200] for line in lines if line))
        return {**super().values(), "drugs": drugs, "prescriber_only": prescribers_first(drugs)}

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        return {**said, "drugs": "\n".join(said["drugs"])}


class PrescriberForm(CourseForm):
    """What the prescriber of a drug said."""

    kind = PrescriberAgreed
    slug = "prescriber"
    title = "Word of the prescriber"
    done = "Recorded."

    drug = fields.line("Medicine", missing="Name the medicine.")
    prescriber = fields.line("Prescriber's name", missing="Give the name of the prescriber.")
    agreed = fields.choice("The prescriber says", AGREED, missing="Choose what the prescriber said.")
    note = fields.words("Note", help_text="For instance until when, and what instead.", rows=2)

    def build(self) -> None:
        if self.about.named:
            self.initial.setdefault("drug", self.about.named)


class HoldForm(CourseForm):
    """Whether the medication hold was kept."""

    kind = HoldChecked
    slug = "hold"
    title = "Medication hold"
    done = "Recorded."
    names_activity = True

    kept = fields.yes_no("Was the hold kept?", missing="Answer whether the hold was kept.")
    note = fields.words("Note", rows=2)

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        return {**said, "kept": "yes" if said["kept"] else "no"}

    def context(self) -> dict[str, Any]:
        return {"intro": self.about.activity.says if self.about.activity else ""}


class ScoresForm(CourseForm):
    """The measures of one activity, as they stand on the forms that the patient filled in."""

    kind = ScoresTaken
    slug = "scores"
    title = "Scores"
    done = "The scores are recorded."

    side = fields.choice("Side", SIDES, missing="", inline=True, required=False)
    template = "web/clinician/scores_form.html"

    def context(self) -> dict[str, Any]:
        measures = self.about.activity.measures if self.about.activity else ()
        return {"paper": on_paper(measures, in_use(self.about.seen.clinic, self.about.today))}

    def build(self) -> None:
        activity = self.about.activity
        self.scales = list(_scales(activity.measures if activity else ()))
        for name, label, scale, options in self.scales:
            if options:
                self.fields[name] = fields.pick(label, (("", "Not answered"), *options))
            else:
                span = "" if scale.low is None or scale.high is None else f"{scale.low} to {scale.high}"
                self.fields[name] = fields.amount(label, unit=span)
        self.order_fields(["happened_on", *(name for name, *_ in self.scales), "side"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not any(said.get(name) not in (None, "") for name, *_ in self.scales):
            raise ValidationError("Give at least one score.")
        for name, _, scale, options in self.scales:
            if options or said.get(name) is None:
                continue
            found = score(load()[name.split("--")[0]], Given(score=said[name], subscale=scale.id))
            if isinstance(found, NoScore) and found.refused:
                self.add_error(name, ValidationError(f"{found.finding.says} {found.finding.remedy}"))
        return said

    def events(self) -> list[Event]:
        said = self.cleaned_data
        found: list[Event] = []
        for name, _, scale, options in self.scales:
            value = said.get(name)
            if value in (None, ""):
                continue
            instrument = name.split("--")[0]
            shown = {"words": value} if options else {"value": value}
            found.append(
                self.event(
                    number=len(found),
                    happened_on=said["happened_on"],
                    instrument=instrument,
                    subscale="" if scale.id == load()[instrument].default_scale else scale.id,
                    side=said["side"],
                    activity="" if found else self.about.named,
                    version=load()[instrument].version,
                    **shown,
                )
            )
        return found


class ScoreForm(CourseForm):
    """One score, to correct it."""

    kind = ScoresTaken
    slug = "score"
    title = "Score"
    done = "Recorded."

    instrument = fields.line("Instrument", missing="Name the instrument.")
    value = fields.amount("Score")
    side = fields.choice("Side", SIDES, missing="", inline=True, required=False)
    words = fields.words("In words", rows=2)
    layout = (("instrument", "value"),)

    def build(self) -> None:
        self.kept = {name: self.initial.get(name, "") for name in ("activity", "subscale", "unit", "version")}

    def values(self) -> dict[str, Any]:
        said = super().values()
        is_same = said["value"] == self.initial.get("value")
        return {**said, **self.kept, "answers": self.initial.get("answers") if is_same else None}


class DiaryDayForm(CourseForm):
    """One day of the diary, to correct it or to write it down for the patient."""

    kind = DiaryEntered
    slug = "diary-day"
    title = "Diary day"
    done = "Recorded."

    pain = fields.scale("Pain that day, all in all", missing="", low="none", high="the worst", required=False)
    now = fields.scale("Pain at that moment", missing="", low="none", high="the worst", required=False)
    worst = fields.scale("At its worst", missing="", low="none", high="the worst", required=False)
    function = fields.scale("In the way", missing="", low="not at all", high="could do nothing", required=False)
    side = fields.choice("Side", SIDES, missing="", inline=True, required=False)
    sleep = fields.scale("Slept", missing="", low="not at all", high="very well", required=False)
    took = fields.words("Medicines taken that day", help_text="One a line.", rows=2)
    words = fields.words("Words", rows=2)

    def build(self) -> None:
        self.kept = {"at": self.initial.get("at"), "target": self.initial.get("target", "")}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("pain") is None and said.get("now") is None and not self.errors:
            self.add_error("pain", ValidationError("Give the pain from 0 to 10: of the day, or of a moment of it."))
        return said

    def values(self) -> dict[str, Any]:
        said = super().values()
        is_same_day = said["happened_on"] == self.initial.get("happened_on")
        return {**said, **self.kept, "at": self.kept["at"] if is_same_day else None, "took": taken(said["took"])}

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        figures = {name: _whole(said[name]) for name in ("pain", "now", "worst", "function", "sleep")}
        return {**said, **figures, "took": "\n".join(said["took"])}


class NoteForm(CourseForm):
    """Something worth keeping that no other form holds."""

    kind = NoteAdded
    slug = "note"
    title = "Note"
    done = "The note is kept."

    about_what = fields.choice(
        "About",
        (
            ("examination", "Examination"),
            ("evaluation", "Evaluation"),
            ("treatment elsewhere", "Treatment elsewhere"),
            ("other", "Something else"),
        ),
        missing="Choose what it is about.",
        inline=True,
    )
    words = fields.words("Note", missing="Write the note.", rows=5)

    def values(self) -> dict[str, Any]:
        said = super().values()
        return {"happened_on": said["happened_on"], "words": said["words"], "about": said["about_what"]}

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        return {**said, "about_what": said["about"]}


def _scales(measures: tuple[str, ...]) -> Iterator[tuple[str, str, Scale, tuple[tuple[str, str], ...]]]:
    """Each scale that a score can be given for: field name, label, the scale, and its labels where it has words."""
    for measure in measures:
        instrument = load().get(measure)
        if instrument is None:
            continue
        only = instrument.default_scale if instrument.words else ""  # of our own questions, the usual one
        for scale in instrument.scales.values():
            if scale.method is Method.PROFILE or scale.needs or (only and scale.id != only):
                continue
            several = len(instrument.scales) > 1 and not only
            label = f"{instrument.name}, {scale.id.replace('_', ' ')}" if several else instrument.name
            labels = tuple((each.label, each.label.capitalize()) for each in scale.labels)
            yield f"{measure}--{scale.id}", label, scale, labels


def _whole(value: Decimal | None) -> str:
    return "" if value is None else str(int(value))
