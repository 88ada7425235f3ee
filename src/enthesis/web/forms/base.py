"""The form that becomes events: made once, recorded once, and nothing that was typed is lost."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.pathway.events import Event, Happening
from enthesis.pathway.finding import NOTE, STOP, WARN, Finding
from enthesis.web.forms import fields

_ID = re.compile(r"[0-9a-f]{32}")
_REASON = re.compile(r"because-([A-Za-z][\w-]{0,60})")
_MOST_REASONS = 20


class Renderer(DjangoTemplates):
    """Our own templates for every field."""

    field_template_name = "web/form/field.html"


@dataclass(frozen=True, slots=True)
class Objection:
    """A finding as the page shows it, with the field for the reason that passes it."""

    finding: Finding
    reason: forms.BoundField | None = None

    @property
    def is_stop(self) -> bool:
        return self.finding.level == STOP


@dataclass(frozen=True, slots=True)
class Came:
    """What somebody recorded while a page was open."""

    event: Event
    by: str  # as people of the clinic see the name
    at: str  # on the clinic's clock


class RecordForm(forms.Form):
    """Fields for one kind of event.

    `form_id` is made when the page is rendered and becomes the event's id, so that sending twice records once.
    `head` is how many events the course had then, so that a page that grew stale is noticed.
    """

    default_renderer = Renderer
    use_required_attribute = False  # the sentences are ours, not the browser's
    tells_optional = True

    kind: ClassVar[type[Happening]]
    title: ClassVar[fields.Text] = ""  # heading of the page
    save_says: ClassVar[fields.Text] = gettext_lazy("Save")
    done: ClassVar[fields.Text] = gettext_lazy("Saved.")
    layout: ClassVar[Sequence[tuple[str, ...]]] = ()  # fields that stand beside one another
    heeds_head: ClassVar[bool] = True  # False: what came in between cannot matter (a diary day stands by itself)
    tells_notes: ClassVar[bool] = True  # False: warnings and notes are the clinic's, not the person's

    form_id = forms.CharField(widget=forms.HiddenInput, required=False)
    head = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    noted = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2_000)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, head: int = 0, replaces: str = "", **options: Any
    ) -> None:
        initial = {**(options.pop("initial", None) or {}), "form_id": uuid4().hex, "head": head}
        super().__init__(data, initial=initial, **options)
        self.replaces = replaces
        self.objections: list[Objection] = []
        self.since: tuple[Came, ...] = ()
        for name in self._reason_names():
            self._add_reason(name)

    # -- what the page sent ---------------------------------------------------------------------------------

    def clean_form_id(self) -> str:
        """The id of the event. A page that lost it gets another one."""
        sent: str = self.cleaned_data["form_id"]
        return sent if _ID.fullmatch(sent) else uuid4().hex

    @property
    def sent_head(self) -> int:
        """How many events there were when the page was made."""
        return int(self.cleaned_data.get("head") or 0)

    @property
    def overrides(self) -> dict[str, str] | None:
        """Reasons that were typed for objections, by the objection's code."""
        found = {}
        for name in self._reason_names():
            said = str(self.cleaned_data.get(name) or "").strip()
            if said:
                found[name.removeprefix("because-")] = said
        return found or None

    def events(self) -> list[Event]:
        """What is recorded, in order. The first one carries the id that the page was made with."""
        return [self.event(**self.values())]

    def values(self) -> dict[str, Any]:
        """The event's own fields."""
        own = {"form_id", "head", "noted"}
        return {n: v for n, v in self.cleaned_data.items() if n not in own and not n.startswith("because-")}

    def event(self, kind: type[Happening] | None = None, number: int = 0, **values: Any) -> Any:
        """An event of this form; `number` tells several of one page apart."""
        made = self.cleaned_data["form_id"]
        stamp = {"id": f"{made}-{number}" if number else made, "replaces": self.replaces, "overrides": self.overrides}
        return (kind or self.kind)(**{**stamp, **values})

    # -- what is said back ------------------------------------------------------------------------------------

    def show(self, findings: Sequence[Finding]) -> None:
        """Put findings where they belong: beside their field, or on top. A STOP gets a field for its reason."""
        for finding in findings:
            if finding.level == NOTE:
                continue
            reason = None
            if finding.level == STOP:
                name = f"because-{finding.code}"
                self._add_reason(name)
                reason = self[name]
            elif finding.level == WARN:
                self._set("noted", f"{self.data.get('noted', '')} {finding.code}".strip())
            if finding.level != WARN and finding.field in self.fields and not reason:
                self.add_error(finding.field, ValidationError(f"{finding.says} {finding.remedy}".strip(), finding.code))
            else:
                self.objections.append(Objection(finding, reason))

    def show_stale(self, since: Sequence[Came], head: int) -> None:
        """The course has grown: say what came, keep what was typed, and go on from the new state."""
        self.since = tuple(since)
        self._set("head", str(head))

    def is_noted(self, finding: Finding) -> bool:
        """Whether a warning was on the page that was sent."""
        return finding.code in str(self.cleaned_data.get("noted") or "").split()

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The visible fields, those of one row together."""
        together = {name: row for row in self.layout for name in row}
        seen: set[str] = set()
        for field in self.visible_fields():
            if field.name in seen or field.name.startswith("because-"):
                continue
            names = [name for name in together.get(field.name, (field.name,)) if name in self.fields]
            seen.update(names)
            yield [self[name] for name in names]

    # -- small things --------------------------------------------------------------------------------------------

    def _set(self, name: str, value: str) -> None:
        """Change what the page will send next, and nothing else of what was typed."""
        data: Any = self.data
        data = data.copy()
        data[name] = value
        self.data = data

    def _reason_names(self) -> list[str]:
        names = [name for name in self.data if _REASON.fullmatch(str(name))] if self.is_bound else []
        return names[:_MOST_REASONS]

    def _add_reason(self, name: str) -> None:
        if name not in self.fields:
            self.fields[name] = fields.words(_("Reason for going on all the same"), rows=2)
            self.fields[name].help_text = _("It is kept in the record with your name.")


class DatedForm(RecordForm):
    """A form for something that happened on a day, today or earlier."""

    happened_on = fields.day(gettext_lazy("Day"), missing=gettext_lazy("Give the day on which it happened."))

    def __init__(self, *positional: Any, today: date, **options: Any) -> None:
        initial = {"happened_on": today, **(options.pop("initial", None) or {})}
        super().__init__(*positional, initial=initial, **options)
        self.today = today
        self.order_fields(["happened_on"])

    def clean_happened_on(self) -> date | None:
        day: date | None = self.cleaned_data["happened_on"]
        fields.not_in_the_future(day, self.today)
        return day
