"""What is chosen with a patient before an estimate is given, and the event that says it was."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from enthesis.pathway import events as e
from enthesis.pathway.estimate import Estimate, UnreadableEstimate
from enthesis.pathway.estimate.happenings import PROGRAMMES, is_optional, stated_appointments, stated_sessions
from enthesis.pathway.estimate.price_names import meant_by
from enthesis.pathway.prices import PriceList, Terms, read_terms
from enthesis.pathway.protocol.model import Activity, Protocol
from enthesis.web.forms import fields
from enthesis.web.forms.base import RecordForm, Renderer

COLUMNS = (("min", "At least"), ("typical", "Usually"), ("max", "At most"))
_NOT_STATED = "the protocol does not state it"


class TermsForm(forms.Form):
    """The terms of one patient under one price list. What is left empty, the protocol or the list says."""

    default_renderer = Renderer
    use_required_attribute = False

    scheduled = fields.day("Day of the first treatment", required=False, help_text="Empty: not booked yet.")
    valid_until = fields.day("Holds until", required=False)
    paid = fields.line("Paid so far", most=20)
    diagnoses = fields.line("Diagnosis codes (ICD-10-CM)", most=200, help_text="For instance M54.59.")

    def __init__(self, data: Any = None, *, listed: PriceList, protocol: Protocol, today: date, **options: Any) -> None:
        super().__init__(data, **options)
        self.listed, self.protocol, self.today = listed, protocol, today
        if listed.valid_days:
            self.fields["valid_until"].help_text = f"Empty: {listed.valid_days} days from today."
        stated = stated_sessions(protocol)
        for column, says in COLUMNS:
            number = stated.of(column)
            told = f"Protocol: {number}" if number is not None else "Protocol: not stated"
            self.fields[f"sessions-{column}"] = _count(says, told)
        for activity in self.programmes():
            known = stated_appointments(activity)
            told = f"The protocol says {known}." if known is not None else f"Empty: {_NOT_STATED}."
            self.fields[f"count-{activity.id}"] = _count(f"How often: {activity.title}", told)
        optional = [(activity.id, activity.title) for activity in self.optional()]
        if optional:
            self.fields["include"] = fields.several("What this patient takes of what is optional", optional)
        if listed.packages:
            offers = [(str(one.sessions), f"{one.sessions} sessions for {one.price}") for one in listed.packages]
            self.fields["package"] = fields.pick("Package", [("", "none: single prices"), *offers])
        if listed.instalments:
            parts = [(str(number), f"{number} equal parts") for number in listed.instalments]
            self.fields["instalments"] = fields.pick("Instalments", [("", "none"), *parts])
        if listed.country != "US":
            del self.fields["diagnoses"]

    def programmes(self) -> list[Activity]:
        """Programmes of appointments that this list has a price for."""
        priced = {name for one in self.listed.prices for name in meant_by(one.name, self.protocol).activities}
        return [one for one in self.protocol.activities if one.kind in PROGRAMMES and one.id in priced]

    def optional(self) -> list[Activity]:
        priced = {name for one in self.listed.prices for name in meant_by(one.name, self.protocol).activities}
        found = (one for one in self.protocol.activities if is_optional(one, self.protocol))
        return [one for one in found if one.id in priced]

    def session_row(self) -> list[forms.BoundField]:
        return [self[f"sessions-{column}"] for column, _ in COLUMNS]

    def other_rows(self) -> Iterator[forms.BoundField]:
        own = {f"sessions-{column}" for column, _ in COLUMNS}
        return (field for field in self.visible_fields() if field.name not in own)

    def terms(self) -> Terms | None:
        """What was typed; None where it cannot be read, and the form says why."""
        said = self.cleaned_data
        days = {name: said[name].isoformat() for name in ("scheduled", "valid_until") if said.get(name)}
        whole = {name: int(said[name]) for name in ("package", "instalments") if said.get(name)}
        sessions = {column: said[f"sessions-{column}"] for column, _ in COLUMNS if said[f"sessions-{column}"]}
        counts = {
            name.removeprefix("count-"): value for name, value in said.items() if name.startswith("count-") and value
        }
        given = {"sessions": sessions, "counts": counts, "include": said.get("include") or []}
        try:
            return read_terms(
                {
                    **given,
                    **days,
                    **whole,
                    "on": self.today.isoformat(),
                    "paid": said.get("paid", ""),
                    "diagnoses": said.get("diagnoses", ""),
                }
            )
        except UnreadableEstimate as bad:
            self.show(bad)
            return None

    def show(self, bad: UnreadableEstimate) -> None:
        """What is wrong, beside its field, or on top where no field is to blame."""
        name = bad.field.partition("[")[0].replace("counts.", "count-").replace("sessions.", "sessions-")
        name = {"payments": "paid", "sessions": "sessions-typical", "paper.diagnoses": "diagnoses"}.get(name, name)
        says = ValidationError(f"{bad.says} {bad.remedy}".strip(), bad.code)
        self.add_error(name if name in self.fields else None, says)


def initial_of(terms: Terms, sessions_planned: int | None) -> dict[str, Any]:
    """What the fields begin with: the terms of the last estimate, and the plan that was agreed since."""
    found: dict[str, Any] = {f"sessions-{column}": number for column, number in terms.sessions.items()}
    if sessions_planned is not None:
        found |= {f"sessions-{column}": sessions_planned for column, _ in COLUMNS}
    found |= {f"count-{name}": number for name, number in terms.counts.items()}
    found |= {"include": list(terms.include), "package": terms.package or "", "instalments": terms.instalments or ""}
    found |= {"paid": terms.paid, "scheduled": terms.scheduled, "diagnoses": ", ".join(terms.diagnoses)}
    return found


class GivenForm(RecordForm):
    """That the estimate on the page was given to the patient."""

    kind = e.EstimateGiven
    title = "Estimate given"
    save_says = "It was given to the patient"
    done = "It is recorded that the estimate was given. The patient sees it too."

    def __init__(self, *positional: Any, estimate: Estimate, terms: Terms, price_list: str, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.estimate, self.terms, self.price_list = estimate, terms, price_list

    def values(self) -> dict[str, Any]:
        found, totals = self.estimate, self.estimate.totals.by_plan
        least, usual, most = (totals[column] for column in ("min", "typical", "max"))
        if least is None or most is None:
            raise ValueError("an estimate whose sum is not known is not given to anybody")
        expected = found.totals.expected
        return {
            "happened_on": self.terms.on,
            "minimum": least.amount,
            "maximum": most.amount,
            "currency": found.case.currency.code,
            "version": self.price_list,
            "typical": usual.amount if usual else None,
            "expected": expected.amount if expected else None,
            "valid_until": found.case.valid_until,
            "protocol": f"{found.case.protocol.id}@{found.case.protocol.version}",
            "terms": self.terms.as_json(),
        }


def can_be_given(estimate: Estimate) -> bool:
    """Whether both ends of the sum are known."""
    return all(estimate.totals.by_plan[column] is not None for column in ("min", "max"))


def _count(label: str, help_text: str) -> forms.CharField:
    return fields.line(label, most=6, help_text=help_text, inputmode="numeric", **{"class": "short"})
