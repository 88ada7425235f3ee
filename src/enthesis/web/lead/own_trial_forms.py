"""The forms with which a lead adds a trial: its source, its two groups and what was measured; or a whole table."""

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from enthesis.pathway.trials import Row, Table
from enthesis.pathway.trials.own import columns_of
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.said import plainly

LARGEST = 300_000  # bytes of a table
MEANS, GAINS, PEOPLE = "mean final", "mean improvement from baseline", "responder"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,39}")
_SCALE = re.compile(r"\d{1,5}(\.\d+)?-\d{1,5}(\.\d+)?")
_LONGEST = Decimal(1040)  # weeks
_MOST_PEOPLE, _BY_LOT = Decimal(100_000), "yes"
_ARMS = ("first", "second")  # prolotherapy, and what it was compared with


class _Checked(forms.Form):
    """Every addition says who read the figures a second time."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = True

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, **options)
        self.fields["checked_by"] = fields.line(
            _("Who compared the figures with the paper"),
            missing=_("Say who compared the figures with the paper."),
            help_text=_("Name and profession, best somebody else than who typed them."),
            most=160,
        )


class TrialForm(_Checked):
    """One trial, one measurement, two groups."""

    layout = (
        ("name", "year"),
        ("first_people", "second_people"),
        ("first_mean", "second_mean"),
        ("first_sd", "second_sd"),
        ("first_well", "second_well"),
    )

    def __init__(self, data: Any = None, *, table: Table) -> None:
        super().__init__(data)
        self._table = table
        checked = self.fields.pop("checked_by")
        groups = (_("prolotherapy"), _("the other group"))
        self.fields["name"] = fields.line(
            _("A short name"), missing=_("Give the trial a short name."), most=40, help_text=_("Such as Rivera2026.")
        )
        self.fields["year"] = fields.amount(_("Year"), missing=_("Give the year."), least=1930, most=2100)
        self.fields["citation"] = fields.words(
            _("Citation"),
            missing=_("No citation. Write who published it, and where."),
            help_text=_("First the author, then the title, the journal and the pages."),
            rows=2,
        )
        self.fields["address"] = fields.line(
            _("Where the figures were read"),
            missing=_("No address where it was read. A figure without a source stays out."),
            help_text=_("Its address on the web, and the table or page of it."),
            most=1000,
        )
        self.fields["status"] = fields.choice(
            _("The figures"),
            [("seen", _("stand in it as they are here")), ("derived", _("were worked out from what stands in it"))],
            missing=_("Say whether the figures were seen there. What was not seen stays out."),
        )
        regions = [
            (region, f"{plainly(one.name)} ({region})" if len(one.regions) > 1 else plainly(one.name))
            for one in table.conditions
            for region in one.regions
        ]
        self.fields["region"] = fields.pick(_("For which problem"), _none(regions), missing=_("Choose the problem."))
        against = [(one.id, plainly(one.name)) for one in table.comparators]
        self.fields["against"] = fields.pick(
            _("Prolotherapy was compared with"), _none(against), missing=_("Choose what it was compared with.")
        )
        self.fields["lot"] = fields.choice(
            _("Who came into which group was drawn by lot"),
            [(_BY_LOT, _("Yes")), ("no", _("No"))],
            missing=_("Say whether it was drawn by lot."),
            inline=True,
        )
        self.fields["unit"] = fields.choice(
            _("What was counted"),
            [("participant", _("people")), ("joint", _("joints or limbs, two of some people"))],
            missing=_("Say what was counted."),
        )
        outcomes = [(one.id, plainly(one.name)) for one in table.outcomes if one.domains]
        self.fields["outcome"] = fields.pick(_("What was measured"), _none(outcomes), missing=_("Choose it."))
        self.fields["instrument"] = fields.line(
            _("By what"),
            missing=_("Say by what it was measured."),
            help_text=_("Such as VAS pain, or WOMAC."),
            most=120,
        )
        self.fields["weeks"] = fields.amount(
            _("How long after the beginning"), unit=_("weeks"), missing=_("Give the weeks."), least=0, most=_LONGEST
        )
        self.fields["measure"] = fields.choice(
            _("Which figures are printed"),
            [
                (MEANS, _("the mean of each group at that time")),
                (GAINS, _("the mean gain of each group since before, where more is better")),
                (PEOPLE, _("how many people of each group did well")),
            ],
            missing=_("Say which figures are printed."),
        )
        self.fields["scale"] = fields.line(
            _("Range of the scale"),
            most=20,
            help_text=_("For means: from best to worst or the other way, such as 0-10."),
        )
        self.fields["better"] = fields.choice(
            _("For means at that time: better is"),
            [("lower", _("a lower figure")), ("higher", _("a higher figure"))],
            missing=_("Say which is better."),
            required=False,
            inline=True,
        )
        self.fields["definition"] = fields.line(
            _("For people who did well: when did somebody do well"), help_text=_("Such as half the pain."), most=200
        )
        for arm, group in zip(_ARMS, groups, strict=True):
            of = {"group": group}
            self.fields[f"{arm}_people"] = fields.amount(
                _("People analysed, %(group)s") % of,
                missing=_("Give how many people."),
                least=1,
                most=_MOST_PEOPLE,
            )
            self.fields[f"{arm}_mean"] = fields.amount(_("Mean, %(group)s") % of)
            self.fields[f"{arm}_sd"] = fields.amount(_("Standard deviation, %(group)s") % of, least=0)
            self.fields[f"{arm}_well"] = fields.amount(_("Did well, %(group)s") % of, unit=_("people"), least=0)
        self.fields["bias"] = fields.line(
            _("What could have bent the figures"), help_text=_("Such as: nobody was blinded."), most=300
        )
        self.fields["checked_by"] = checked

    @property
    def rows_of_fields(self) -> list[list[forms.BoundField]]:
        """The fields in their order, those that stand beside one another together."""
        beside = {name: row for row in self.layout for name in row}
        found: list[list[forms.BoundField]] = []
        done: set[str] = set()
        for name in self.fields:
            if name not in done:
                row = beside.get(name, (name,))
                done.update(row)
                found.append([self[each] for each in row])
        return found

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not _NAME.fullmatch(name):
            raise ValidationError(_("Write letters and digits without a space, such as Rivera2026."))
        return name

    def clean_scale(self) -> str:
        scale: str = self.cleaned_data["scale"].replace(" ", "").replace("\N{EN DASH}", "-")
        if scale and not _SCALE.fullmatch(scale):
            raise ValidationError(_("Write the lowest and the highest figure, such as 0-10."))
        return scale

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        measure = said.get("measure")
        wanted = {PEOPLE: ("well",), MEANS: ("mean", "sd"), GAINS: ("mean", "sd")}.get(measure or "", ())
        for arm in _ARMS:
            for each in wanted:
                if said.get(f"{arm}_{each}") is None and f"{arm}_{each}" not in self.errors:
                    self.add_error(f"{arm}_{each}", _("This figure was not seen, so the trial cannot be used."))
            for each in ("people", "well"):
                number = said.get(f"{arm}_{each}")
                if number is not None and number != number.to_integral_value():
                    self.add_error(f"{arm}_{each}", _("People are whole numbers."))
            people, well = said.get(f"{arm}_people"), said.get(f"{arm}_well")
            if people is not None and well is not None and well > people:
                self.add_error(f"{arm}_well", _("More people did well than were in the group."))
        if measure == MEANS and not said.get("better") and "better" not in self.errors:
            self.add_error("better", _("Say which is better."))
        if measure == PEOPLE and not said.get("definition") and "definition" not in self.errors:
            self.add_error("definition", _("Say when somebody did well."))
        return said

    def rows(self) -> list[Row]:
        """The two lines of the table."""
        said, table = self.cleaned_data, self._table
        of_people = said["measure"] == PEOPLE
        ready = "binary" if of_people else "continuous"
        outcome = next(one for one in table.outcomes if one.id == said["outcome"])
        against = next(one for one in table.comparators if one.id == said["against"])
        condition = next(one for one in table.conditions if said["region"] in one.regions)
        common = {
            "trial_id": said["name"],
            "year": _told(said["year"]),
            "condition": condition.name,
            "region": said["region"],
            "design": "RCT" if said["lot"] == _BY_LOT else "groups not drawn by lot",
            "row_type": "arm",
            "comparator_class": against.of[0],
            "unit": said["unit"],
            "domain": outcome.domains[0],
            "instrument": said["instrument"],
            "scale": "" if of_people else said["scale"],
            "better": "higher" if of_people else said["better"] if said["measure"] == MEANS else "",
            "timepoint_weeks": _told(said["weeks"]),
            "time_origin": "baseline",
            "measure": said["measure"],
            "responder_definition": said["definition"] if of_people else "",
            "rob": said["bias"],
            "value_status": said["status"],
            "address": said["address"],
            "ma_ready": ready if said["lot"] == _BY_LOT else "its groups were not drawn by lot",
            "citation": said["citation"],
        }
        roles = (("prolo", "prolotherapy", "active"), ("other", against.of[0], "control"))
        return [
            {
                **dict.fromkeys(columns_of(table), ""),
                **common,
                **{"arm_id": id_, "arm_label": label, "arm_role": role},
                "n_analysed": _told(said[f"{arm}_people"]),
                "mean": "" if of_people else _told(said[f"{arm}_mean"]),
                "sd": "" if of_people else _told(said[f"{arm}_sd"]),
                "responders_r": _told(said[f"{arm}_well"]) if of_people else "",
                "responders_n": _told(said[f"{arm}_people"]) if of_people else "",
            }
            for arm, (id_, label, role) in zip(_ARMS, roles, strict=True)
        ]


class TableForm(_Checked):
    """A table of one trial with several measurements."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="table_%s")
        checked = self.fields.pop("checked_by")
        self.fields["file"] = forms.FileField(
            label=_("Table (CSV)"),
            help_text=_("The columns of the empty table, a line for each group, measurement and time."),
            widget=forms.FileInput({"accept": ".csv"}),
            error_messages={
                "required": _("Choose the file."),
                "empty": _("The file is empty. Choose the right one."),
                "invalid": _("No file came. Choose it again."),
            },
        )
        self.fields["checked_by"] = checked

    def clean_file(self) -> str:
        sent: UploadedFile[bytes] = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise ValidationError(_("The file is larger than a table of one trial can be."))
        try:
            text: str = sent.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("This is no text in UTF-8. Save the table as CSV in UTF-8.")) from None
        return text


def blank(table: Table) -> str:
    """An empty table to fill in."""
    told = io.StringIO()
    csv.writer(told, lineterminator="\n").writerow(columns_of(table))
    return told.getvalue()


def _none(options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", _("(choose)")), *options]


def _told(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"
