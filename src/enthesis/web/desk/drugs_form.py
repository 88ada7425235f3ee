"""What is asked about a list of medicines: names, days of injections, country, the pauses that a clinic has decided."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.pathway.course_drugs import holds_for
from enthesis.pathway.medications import Circumstances, Hold
from enthesis.pathway.medications.holds import FIRST_DAY, LAST_DAY, LONGEST, published
from enthesis.pathway.medications.look_up import LONGEST as LONGEST_NAME
from enthesis.pathway.medications.text import is_control
from enthesis.pathway.protocol.model import Protocol
from enthesis.web.desk.plain import PlainForm
from enthesis.web.forms import fields

MOST_NAMES = 200
MOST_SESSIONS = 12
_COUNTRIES = (("", "Elsewhere: international names"), ("US", "United States"), ("UK", "United Kingdom"))
SIDES = ("before", "after")
_CIRCUMSTANCES = ("liver_disease", "drinks_a_day", "weight_kg")


class DrugsForm(PlainForm):
    """One box for all medicines; everything else may be left out."""

    names = fields.words(
        "Medicines",
        missing="Type at least one medicine, one a line.",
        help_text="One a line, as the patient says it or as it stands on the pack: name, brand or class, or an ATC or"
        " RxNorm code. With strength and times a day, acetaminophen is added up.",
        rows=7,
    )
    country = fields.pick("Whose names", _COUNTRIES)
    liver_disease = fields.pick("Liver disease", (("", "not asked"), ("no", "no"), ("yes", "yes")))
    drinks_a_day = fields.amount("Alcoholic drinks a day", least=0, most=500)
    weight_kg = fields.amount("Weight", unit="kg", least=0, most=500)

    def __init__(
        self, data: Any = None, *, protocols: Mapping[str, Protocol], own: Mapping[str, Hold], country: str
    ) -> None:
        sides = {
            _hold_name(group, side): days
            for group, hold in own.items()
            for side, days in zip(SIDES, (hold.before_days, hold.after_days), strict=True)
        }
        super().__init__(data, initial={"country": country, **sides})
        self.protocols, self.own = protocols, own
        for place in range(MOST_SESSIONS):
            self.fields[f"session-{place}"] = fields.day(f"Injection {place + 1}", required=False)
        if protocols:
            named = [("", "none"), *((key, f"{each.title} ({each.version})") for key, each in protocols.items())]
            self.fields["protocol"] = fields.pick("By a protocol that states pauses", named)
        for hold in published().values():
            for side in SIDES:
                self.fields[_hold_name(hold.id, side)] = fields.amount(
                    f"Days {side}", unit="days", least=0, most=LONGEST
                )

    # -- what was typed ---------------------------------------------------------------------------------------

    def clean_names(self) -> list[str]:
        """The lines that hold something."""
        lines = [line.strip() for line in str(self.cleaned_data["names"]).splitlines()]
        names = [line for line in lines if line]
        if len(names) > MOST_NAMES:
            raise ValidationError(f"These are {len(names)} lines. Look up {MOST_NAMES} at most at once.")
        for place, name in enumerate(names, start=1):
            if len(name) > LONGEST_NAME:
                says = f"Line {place} has {len(name)} signs; a medicine's name has {LONGEST_NAME} at most."
                raise ValidationError(f"{says} Write one medicine a line.")
            if any(map(is_control, name.replace("\t", " "))):
                says = f"Line {place} holds signs that cannot be seen."
                raise ValidationError(f"{says} Delete the line and type it again.")
        return [" ".join(name.split("\t")) for name in names]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for place in range(MOST_SESSIONS):
            day = said.get(f"session-{place}")
            if day is not None and not FIRST_DAY <= day <= LAST_DAY:
                self.add_error(f"session-{place}", ValidationError(f"{day} cannot be the day of an injection."))
        for hold in published().values():
            for side in SIDES:
                days = said.get(_hold_name(hold.id, side))
                if days is not None and days != int(days):
                    self.add_error(_hold_name(hold.id, side), ValidationError("Give whole days."))
        return said

    def sessions(self) -> list[date]:
        """The days that were given, in their order on the page."""
        days = (self.cleaned_data.get(f"session-{place}") for place in range(MOST_SESSIONS))
        return [day for day in days if day is not None]

    def holds(self) -> tuple[Hold, ...]:
        """The pauses that somebody has decided: a protocol's where it states them, else those on the page."""
        own = []
        for known in published().values():
            before, after = (_whole(self.cleaned_data.get(_hold_name(known.id, side))) for side in SIDES)
            if before is not None or after is not None:
                own.append(Hold(known.id, before, after))
        protocol = self.protocols.get(self.cleaned_data.get("protocol") or "")
        return holds_for(protocol, "", own) if protocol else tuple(own)

    def case(self) -> dict[str, Any]:
        """The case of the door `enthesis drugs`."""
        said = self.cleaned_data
        case: dict[str, Any] = {"names": said["names"]}
        if sessions := self.sessions():
            case["sessions"] = [day.isoformat() for day in sessions]
        if said.get("country"):
            case["country"] = said["country"]
        if holds := self.holds():
            case["holds"] = [
                {
                    "for": hold.covers,
                    "before_days": hold.before_days,
                    "after_days": hold.after_days,
                    "set_by": hold.set_by,
                }
                for hold in holds
            ]
        if about := {name: value for name in _CIRCUMSTANCES if (value := said.get(name)) not in (None, "")}:
            case["circumstances"] = {
                name: float(value) if isinstance(value, Decimal) else value == "yes" for name, value in about.items()
            }
        return case

    def about(self) -> Circumstances:
        """What was said about the person, as far as it was."""
        said = self.cleaned_data
        return Circumstances(
            liver_disease={"yes": True, "no": False}.get(said.get("liver_disease") or ""),
            drinks_a_day=said.get("drinks_a_day"),
            weight_kg=said.get("weight_kg"),
        )

    # -- how it stands on the page ------------------------------------------------------------------------------

    def session_fields(self) -> list[forms.BoundField]:
        """The days that hold something, and two more; four at least."""
        filled = [n for n in range(MOST_SESSIONS) if self[f"session-{n}"].value()]
        shown = min(MOST_SESSIONS, max((max(filled) + 1 if filled else 0) + 2, 4))
        return [self[f"session-{place}"] for place in range(shown)]

    def hold_fields(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Each pause that published clinics ask for, with the days before and after."""
        for known in published().values():
            yield known.title, [self[_hold_name(known.id, side)] for side in SIDES]

    def says_holds(self) -> bool:
        """Whether a pause is filled in, so that its fields stand open."""
        names = [_hold_name(known.id, side) for known in published().values() for side in SIDES]
        return any(self[name].value() for name in (*names, *(["protocol"] if self.protocols else [])))

    def circumstance_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _CIRCUMSTANCES]

    def says_circumstances(self) -> bool:
        return any(field.value() for field in self.circumstance_fields())


def _hold_name(group: str, side: str) -> str:
    return f"{side}-{group}"


def _whole(days: Decimal | None) -> int | None:
    return None if days is None else int(days)
