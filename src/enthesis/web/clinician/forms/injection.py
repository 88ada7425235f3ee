"""The injection record: sites, what was drawn up, how it was guided. Made to take less than a minute."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.pathway.dosing import Mix
from enthesis.pathway.events import Event, Happening, InjectionsGiven, Part, Site
from enthesis.pathway.finding import Finding
from enthesis.pathway.injection import anaesthetic_given, mix_given
from enthesis.web.clinician.forms.base import About, CourseForm
from enthesis.web.forms import fields
from enthesis.web.telling import details

SITE, PART = ("structure", "side", "ml"), ("name", "ml", "lot")
FEWEST_LINES, MOST_LINES = 3, 24
GUIDANCE = (("landmark", "By landmarks"), ("ultrasound", "Ultrasound"), ("fluoroscopy", "Fluoroscopy"), ("CT", "CT"))
SIDES = (("", "–"), ("left", "Left"), ("right", "Right"), ("both", "Both"))
_PLACES = {"solution": "part-0-name", "sites": "site-0-structure"}  # where a finding about a whole list is shown


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sites or of the solution."""

    number: int
    fields: tuple[forms.BoundField, ...]


class InjectionForm(CourseForm):
    """What was injected, as it was."""

    kind = InjectionsGiven
    slug = "injection"
    title = "Injection record"
    save_says = "Record the injection"
    done = "The injection is recorded."
    template = "web/clinician/injection.html"
    names_activity = True
    tells_optional = False

    guidance = fields.choice("Guidance", GUIDANCE, missing="Choose how the needle was guided.", inline=True)
    volume_ml = fields.amount("Injected in all", unit="mL", help_text="Empty: the sum of the sites.")
    weight_kg = fields.amount("Body weight today", unit="kg")
    reaction = fields.words("Reaction on the spot, if any", rows=2)
    note = fields.words("Note, if any", rows=2)

    def build(self) -> None:
        lines = {name: self._lines(name) for name in ("site", "part")}
        for number in range(lines["site"]):
            for name, field in _site_fields(number):
                self.fields[name] = field
        for number in range(lines["part"]):
            for name, field in _part_fields(number):
                self.fields[name] = field

    # -- what the page shows --------------------------------------------------------------------------------

    def sites(self) -> Iterator[Line]:
        return self._shown("site", SITE)

    def parts(self) -> Iterator[Line]:
        return self._shown("part", PART)

    def rest(self) -> Iterator[forms.BoundField]:
        """The fields that stand by themselves."""
        for name in ("happened_on", "guidance", "volume_ml", "weight_kg", "reaction", "note"):
            yield self[name]

    def context(self) -> dict[str, Any]:
        course = self.about.seen.course
        protocol = self.about.seen.protocol
        facts = {name.replace("_", " "): value for name, value in protocol.facts.items()} if protocol else {}
        lots = dict.fromkeys(part.lot for given in course.injections for part in given.solution if part.lot)
        last = course.injections[-1] if course.injections else None
        return {
            "last": last,
            "last_details": details(last) if last else [],
            "facts": facts,
            "lots": list(lots)[-12:],
            "mix": self.mix(),
        }

    def mix(self) -> "Shown | None":
        """What the typed parts add up to."""
        if not self.is_bound or not self.is_valid():
            return None
        event = self._plain_event()
        found = mix_given(event)
        return Shown(found, anaesthetic_given(event)) if found else None

    # -- what is recorded -----------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for number in range(self._lines("site")):
            if not said.get(f"site-{number}-structure") and said.get(f"site-{number}-ml") is not None:
                self.add_error(
                    f"site-{number}-structure", ValidationError("Name the structure that this volume went to.")
                )
        for number in range(self._lines("part")):
            name, ml = said.get(f"part-{number}-name"), said.get(f"part-{number}-ml")
            if name and ml is None and f"part-{number}-ml" not in self.errors:
                self.add_error(f"part-{number}-ml", ValidationError(f"Give the mL of {name}."))
            elif not name and (ml is not None or said.get(f"part-{number}-lot")):
                self.add_error(f"part-{number}-name", ValidationError("Name this part as on the vial: dextrose 50%."))
        if not self._sites(said) and not self.errors:
            self.add_error("site-0-structure", ValidationError("Name at least one structure that was injected."))
        return said

    def events(self) -> list[Event]:
        plain = self._plain_event()
        mix = mix_given(plain)
        if mix is None:  # a correction keeps the figures of a record that never had parts
            kept = {name: self.initial.get(name) for name in ("dextrose_percent", "lidocaine_mg")}
            return [replace(plain, dextrose_percent=kept["dextrose_percent"], lidocaine_mg=kept["lidocaine_mg"])]
        lidocaine = anaesthetic_given(plain).get("lidocaine") if plain.volume_ml is not None else None
        return [replace(plain, dextrose_percent=_round(mix.dextrose_percent), lidocaine_mg=_round(lidocaine))]

    def show(self, findings: Sequence[Finding]) -> None:
        super().show([replace(f, field=_PLACES.get(f.field, f.field)) for f in findings])

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        lines = {}
        for number, site in enumerate(said.pop("sites")):
            lines.update({f"site-{number}-{name}": getattr(site, name) for name in SITE})
        for number, part in enumerate(said.pop("solution")):
            lines.update({f"part-{number}-{name}": getattr(part, name) for name in PART})
        return {**said, **lines}

    # -- lines ---------------------------------------------------------------------------------------------------

    def _plain_event(self) -> InjectionsGiven:
        said = self.cleaned_data
        item = self.about.item
        visit = item.booking.visit if item and item.booking else ""
        sites = self._sites(said)
        volumes = [site.ml for site in sites if site.ml is not None]
        in_all = sum(volumes, Decimal(0)) if sites and len(volumes) == len(sites) else None
        made: InjectionsGiven = self.event(
            happened_on=said["happened_on"],
            activity=self.about.named,
            sites=sites,
            solution=self._solution(said),
            volume_ml=said["volume_ml"] if said["volume_ml"] is not None else in_all,
            weight_kg=said["weight_kg"],
            guidance=said["guidance"],
            reaction=said["reaction"],
            note=said["note"],
            visit=str(self.initial.get("visit") or visit),
        )
        return made

    def _sites(self, said: Mapping[str, Any]) -> tuple[Site, ...]:
        typed = [{name: said.get(f"site-{number}-{name}") for name in SITE} for number in range(self._lines("site"))]
        return tuple(Site(structure=t["structure"], side=t["side"] or "", ml=t["ml"]) for t in typed if t["structure"])

    def _solution(self, said: Mapping[str, Any]) -> tuple[Part, ...]:
        typed: list[dict[str, Any]] = [
            {name: said.get(f"part-{number}-{name}") for name in PART} for number in range(self._lines("part"))
        ]
        return tuple(Part(name=t["name"], ml=t["ml"], lot=t["lot"] or "") for t in typed if t["name"])

    def _lines(self, name: str) -> int:
        """How many lines the page has: those that are filled and some to spare; more where more were asked for."""
        keys = self.data if self.is_bound else self.initial
        numbers = [int(str(key).split("-")[1]) for key in keys if _is_line(str(key), name)]
        filled = max(numbers, default=-1) + 1
        if not self.is_bound:
            return min(max(FEWEST_LINES, filled + 1), MOST_LINES)
        more = FEWEST_LINES if self.data.get("more") == name else 0
        return min(max(FEWEST_LINES, filled) + more, MOST_LINES)

    def _shown(self, name: str, parts: Sequence[str]) -> Iterator[Line]:
        for number in range(self._lines(name)):
            yield Line(number + 1, tuple(self[f"{name}-{number}-{part}"] for part in parts))


@dataclass(frozen=True, slots=True)
class Shown:
    """A mix in figures for a person."""

    mix: Mix
    anaesthetics: Mapping[str, Decimal | None]

    @property
    def total(self) -> Decimal | None:
        return self.mix.total_ml

    @property
    def dextrose(self) -> Decimal | None:
        return _round(self.mix.dextrose_percent)

    @property
    def doses(self) -> list[tuple[str, Decimal | None]]:
        return [(drug, _round(mg)) for drug, mg in self.anaesthetics.items()]

    @property
    def remarks(self) -> tuple[str, ...]:
        return self.mix.remarks


def as_last_time(about: About) -> dict[str, Any]:
    """The last injection as a start: everything but the lots, the day, and what was said about it."""
    given = about.seen.course.injections
    if not given:
        return {}
    said = InjectionForm.said_by(given[-1])
    left_out = ("happened_on", "reaction", "note", "visit", "activity", "after")
    return {name: value for name, value in said.items() if name not in left_out and not name.endswith("-lot")}


def _site_fields(number: int) -> Iterator[tuple[str, forms.Field]]:
    yield (
        f"site-{number}-structure",
        fields.line(f"Structure {number + 1}", placeholder="" if number else "as you name it"),
    )
    yield f"site-{number}-side", fields.pick("Side", SIDES)
    yield f"site-{number}-ml", fields.amount("Volume", unit="mL", least=0, most=200)


def _part_fields(number: int) -> Iterator[tuple[str, forms.Field]]:
    yield (
        f"part-{number}-name",
        fields.line(f"Part {number + 1}, as on the vial", placeholder="" if number else "dextrose 50%"),
    )
    yield f"part-{number}-ml", fields.amount("Drawn up", unit="mL", least=0, most=500)
    yield f"part-{number}-lot", fields.line("Lot", most=60, list="lots")


def _is_line(key: str, name: str) -> bool:
    parts = key.split("-")
    return len(parts) == 3 and parts[0] == name and parts[1].isascii() and parts[1].isdecimal() and len(parts[1]) < 3


def _round(value: Decimal | None) -> Decimal | None:
    """To two decimals, without trailing zeros: what a record keeps of a figure that does not end."""
    if value is None:
        return None
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
