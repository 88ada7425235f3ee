"""The injection record: points, what was drawn up, how it was guided, what was confirmed. Made to be quick."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.clinic import stock
from enthesis.clinic.lots import last_days
from enthesis.pathway.events import Event, Happening, InjectionsGiven
from enthesis.pathway.finding import Finding
from enthesis.pathway.injection import anaesthetic_given, checklist, dextrose_given, lot_key, totals
from enthesis.pathway.injection.gs1 import NotAScan, looks_scanned, read_scan
from enthesis.pathway.structures import regions, structures
from enthesis.web.clinician.forms import injection_lines as lines
from enthesis.web.clinician.forms import injection_shown as shown
from enthesis.web.clinician.forms import injection_touch as touch
from enthesis.web.clinician.forms.base import About, CourseForm
from enthesis.web.forms import fields
from enthesis.web.telling import details

FEWEST_LINES, MOST_LINES = 3, 24
GUIDANCE = (
    ("none", "None"),
    ("landmark", "By landmarks"),
    ("ultrasound", "Ultrasound"),
    ("fluoroscopy", "Fluoroscopy"),
    ("CT", "CT"),
)
_PLACES = {"solution": "part-0-name", "sites": "site-0-structure"}  # where a finding about a whole list is shown
# What is never taken over from the last time: it is of that day, of that vial, or was confirmed on that day.
_OF_ITS_DAY = (
    *("happened_on", "visit", "activity", "after", "image", "checklist", "checklist_version", "time_out"),
    *("observed_minutes", "reaction", "note", "dextrose_percent", "lidocaine_mg"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the points or of the solution."""

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
    image = fields.line("Image, as it is filed, if there is one", most=120)
    volume_ml = fields.amount("Injected in all", unit="mL", help_text="Empty: the sum of the points.")
    weight_kg = fields.amount("Body weight today", unit="kg")
    checklist = fields.several("Checklist", ())
    time_out = fields.yes_no("Time-out", missing="Say whether the time-out was done.", yes="Done", no="Not done")
    reaction = fields.words("Reaction on the spot, if any", rows=2)
    observed_minutes = fields.amount("Watched for", unit="minutes", least=0, most=1440)
    note = fields.words("Note, if any", rows=2)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(touch.into_lines(data, MOST_LINES), **options)

    def build(self) -> None:
        told = self.initial
        if not self.replaces:
            self.fields.update(touch.touch_fields(self.about.seen.course))
        for number in range(self._lines("part")):
            self.fields.update(lines.part_fields(number, lines.syringe_choices(told, with_skin=True)))
        for number in range(self._lines("site")):
            self.fields.update(lines.site_fields(number, lines.syringe_choices(told, with_skin=False)))
        listed = {point.id: point.says for point in checklist().points.values()}
        kept = {ident: ident for ident in told.get("checklist") or () if ident not in listed}  # of an older list
        self._choices("checklist", [*listed.items(), *kept.items()])
        self.fields["time_out"].help_text = checklist().time_out.says
        self.fields["time_out"].required = not self.replaces
        known = checklist()
        self.fields["observed_minutes"].help_text = f"{known.least_minutes} to {known.usual_minutes} are asked for."
        if not self.is_bound and self._lines("part") and "part-0-name" in told:  # taken over: only the lots are missing
            self.fields["part-0-lot"].widget.attrs["autofocus"] = True
        given = told.get("guidance")
        if given and given not in dict(GUIDANCE):  # a record from elsewhere, in its own words
            self._choices("guidance", [*GUIDANCE, (given, given)])

    # -- what the page shows --------------------------------------------------------------------------------

    def sites(self) -> Iterator[Line]:
        return self._shown("site", lines.SITE)

    def parts(self) -> Iterator[Line]:
        return self._shown("part", lines.PART)

    def context(self) -> dict[str, Any]:
        course = self.about.seen.course
        protocol = self.about.seen.protocol
        facts = {name.replace("_", " "): value for name, value in protocol.facts.items()} if protocol else {}
        last = course.injections[-1] if course.injections else None
        chosen = shown.chosen_structures(self.data if self.is_bound else self.initial)
        return {
            "last": last,
            "last_details": details(last) if last else [],
            "facts": facts,
            "offered": self._offered(),
            "mix": self.mix(),
            "dangers": shown.warned(chosen),
            "published": shown.published(chosen),
            "strange": shown.strange(chosen),
        }

    def mix(self) -> shown.Shown | None:
        """What the typed parts add up to."""
        if not self.is_bound or not self.is_valid():
            return None
        event = self._plain_event()
        return shown.Shown(totals(event)) if event.solution else None

    def _offered(self) -> Mapping[str, Sequence[str]]:
        """What a field's list offers: the catalogue, and what this course has had before."""
        given = self.about.seen.course.injections
        sites = [site for event in given for site in event.sites]
        parts = [part for event in given for part in event.solution]
        known = structures().values()
        own = self.about.seen.course.region
        order = sorted(regions(), key=lambda region: own not in region.id and region.id not in own)
        ways = [*(s.approach for s in sites), *(t for s in known for t in (s.approach, *s.techniques))]
        needles = [*(site.needle for site in sites), *(structure.needle for structure in known)]
        return {
            "structures": [each.name for region in order for each in known if each.region == region.id],
            "approaches": list(dict.fromkeys(filter(None, ways))),
            "needles": list(dict.fromkeys(filter(None, needles))),
            "parts": list(dict.fromkeys(part.name for part in parts)),
            "lots": self._lots([part.lot for part in parts if part.lot]),
        }

    def _lots(self, before: Sequence[str]) -> list[str]:
        """The lots that the clinic has, the one that is over first in front; without any, the last of this course."""
        return stock.offered(self.about.seen.clinic, self.today) or list(dict.fromkeys(before))[-12:]

    # -- what is recorded -----------------------------------------------------------------------------------

    def clean_observed_minutes(self) -> int | None:
        minutes: Decimal | None = self.cleaned_data["observed_minutes"]
        if minutes is None:
            return None
        if minutes != minutes.to_integral_value():
            raise ValidationError("Give whole minutes.")
        return int(minutes)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "check" in self.data or "more" in self.data:  # only looked at: what comes later on the page may wait
            for later in ("guidance", "time_out"):
                if later in self.errors:
                    del self.errors[later]
                    said[later] = None if later == "time_out" else ""
        for number in range(self._lines("site")):
            of = {name: said.get(f"site-{number}-{name}") for name in lines.SITE}
            if not of["structure"] and any(value not in (None, "") for value in of.values()):
                self.add_error(f"site-{number}-structure", ValidationError("Name the structure of this line."))
        for number in range(self._lines("part")):
            name, ml = said.get(f"part-{number}-name"), said.get(f"part-{number}-ml")
            if name and ml is None and f"part-{number}-ml" not in self.errors:
                self.add_error(f"part-{number}-ml", ValidationError(f"Give the mL of {name}."))
            elif not name and any(said.get(f"part-{number}-{each}") not in (None, "") for each in lines.PART):
                self.add_error(f"part-{number}-name", ValidationError("Name this part as on the vial: dextrose 50%."))
        self._read_scans(said)
        self._fill_last_days(said)
        if not lines.read_sites(said, self._lines("site")) and not self.errors:
            self.add_error("site-0-structure", ValidationError("Name at least one structure that was injected."))
        return said

    def _read_scans(self, said: dict[str, Any]) -> None:
        """A lot that was scanned is the text of its symbol: the lot and the last day are taken from it."""
        for number in range(self._lines("part")):
            name = f"part-{number}-lot"
            if not said.get(name) or not looks_scanned(said[name]):
                continue
            try:
                scanned = read_scan(said[name])
            except NotAScan as problem:
                self.add_error(name, ValidationError(str(problem)))
                continue
            said[name] = scanned.lot
            said[f"part-{number}-expires"] = said.get(f"part-{number}-expires") or scanned.expires

    def _fill_last_days(self, said: dict[str, Any]) -> None:
        """A last day that is left empty is the one that the clinic has recorded for this lot of this part before."""
        parts = {
            number: (lot_key(str(said.get(f"part-{number}-lot") or "")), str(said.get(f"part-{number}-name") or ""))
            for number in range(self._lines("part"))
            if said.get(f"part-{number}-lot") and not said.get(f"part-{number}-expires")
        }
        if parts:
            clinic, keys = self.about.seen.clinic, [lot for lot, _ in parts.values()]
            known = {**last_days(clinic, keys), **stock.last_days(clinic, keys)}
            for number, which in parts.items():
                said[f"part-{number}-expires"] = known.get(which)

    def events(self) -> list[Event]:
        plain = self._plain_event()
        if not plain.solution:  # a correction keeps the figures of a record that never had parts
            kept = {name: self.initial.get(name) for name in ("dextrose_percent", "lidocaine_mg")}
            return [replace(plain, dextrose_percent=kept["dextrose_percent"], lidocaine_mg=kept["lidocaine_mg"])]
        lidocaine = anaesthetic_given(plain).get("lidocaine") if plain.volume_ml is not None else None
        dextrose = dextrose_given(plain)
        return [replace(plain, dextrose_percent=shown.to_keep(dextrose), lidocaine_mg=shown.to_keep(lidocaine))]

    def show(self, findings: Sequence[Finding]) -> None:
        super().show([replace(f, field=_PLACES.get(f.field, f.field)) for f in findings])

    @classmethod
    def said_by(cls, event: Happening) -> dict[str, Any]:
        said = super().said_by(event)
        told: dict[str, Any] = {}
        for number, site in enumerate(said.pop("sites")):
            told.update(lines.site_as_typed(number, site))
        for number, part in enumerate(said.pop("solution")):
            told.update(lines.part_as_typed(number, part))
        time_out = {None: "", True: "yes", False: "no"}[said["time_out"]]
        return {**said, **told, "time_out": time_out}

    def _plain_event(self) -> InjectionsGiven:
        said = self.cleaned_data
        item = self.about.item
        visit = item.booking.visit if item and item.booking else ""
        sites = lines.read_sites(said, self._lines("site"))
        volumes = [site.ml for site in sites if site.ml is not None]
        in_all = sum(volumes, Decimal(0)) if sites and len(volumes) == len(sites) else None
        made: InjectionsGiven = self.event(
            happened_on=said["happened_on"],
            activity=self.about.named,
            sites=sites,
            solution=lines.read_parts(said, self._lines("part")),
            volume_ml=said["volume_ml"] if said["volume_ml"] is not None else in_all,
            weight_kg=said["weight_kg"],
            guidance=said["guidance"],
            image=said["image"],
            checklist=tuple(said["checklist"]),
            checklist_version=self._version(said),
            time_out=said["time_out"],
            observed_minutes=said["observed_minutes"],
            reaction=said["reaction"],
            note=said["note"],
            visit=str(self.initial.get("visit") or visit),
        )
        return made

    def _version(self, said: Mapping[str, Any]) -> str:
        """The list that the page showed; a correction of a record without one does not put one there by itself."""
        if not self.replaces:
            return checklist().version
        kept = str(self.initial.get("checklist_version") or "")
        return kept or (checklist().version if said["checklist"] else "")

    # -- lines ---------------------------------------------------------------------------------------------------

    def _lines(self, name: str) -> int:
        """How many lines the page has: those that are filled and some to spare; more where more were asked for."""
        keys = self.data if self.is_bound else self.initial
        numbers = [int(str(key).split("-")[1]) for key in keys if lines.is_line(str(key), name)]
        filled = max(numbers, default=-1) + 1
        if not self.is_bound:
            return min(max(FEWEST_LINES, filled + 1), MOST_LINES)
        more = FEWEST_LINES if self.data.get("more") == name else 0
        return min(max(FEWEST_LINES, filled) + more, MOST_LINES)

    def _shown(self, name: str, parts: Sequence[str]) -> Iterator[Line]:
        for number in range(self._lines(name)):
            yield Line(number + 1, tuple(self[f"{name}-{number}-{part}"] for part in parts))

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


def as_last_time(about: About) -> dict[str, Any]:
    """The last injection as a start: everything but what is of its day, of its vials, or was confirmed then."""
    given = about.seen.course.injections
    if not given:
        return {}
    last = given[-1]
    left_out = {*_OF_ITS_DAY, *(["volume_ml"] if all(site.ml is not None for site in last.sites) else [])}
    return {
        name: value
        for name, value in InjectionForm.said_by(last).items()
        if name not in left_out and not name.endswith(("-lot", "-expires"))
    }
