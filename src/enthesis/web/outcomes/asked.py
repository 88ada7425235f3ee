"""What is asked of the registry: the form of the page, and the same as an address."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _

from enthesis.outcomes.choosing import Choices
from enthesis.outcomes.figure import Figure, Filters
from enthesis.outcomes.report import OF_COURSE
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.outcomes.naming import Names
from enthesis.web.words import capped, on_paper

CLINICIAN_GROUP = "clinician"
OF, GROUP = "of.", "group."  # before the name of a part of a figure, in an address
FEWEST_OPTIONS = 2  # of one there is nothing to choose


def grouping_names() -> dict[str, str]:
    """What groupings are called; what each means says the definition."""
    return {
        "indication": _("By problem"),
        "region": _("By region"),
        "protocol": _("By protocol"),
        "structure": _("By structure"),
        "solution": _("By solution"),
        "guidance": _("By guidance"),
        "session": _("By number of the session"),
        "clinician": _("By clinician"),
    }


def choosing_names() -> dict[str, str]:
    """What courses are chosen by; structure, solution, guidance and clinician are those of the first session."""
    return {
        "indication": _("Problem"),
        "region": _("Region"),
        "protocol": _("Protocol"),
        "structure": _("Structure injected first"),
        "solution": _("First solution"),
        "guidance": _("Guidance of the first session"),
        "clinician": _("Clinician of the first session"),
    }


class AskForm(forms.Form):
    """Which courses, and by which group."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any, *, groupings: Sequence[str]) -> None:
        super().__init__(data)
        for name, label in (("since", _("Courses started from")), ("until", _("Courses started until"))):
            self.fields[name] = forms.DateField(
                label=label,
                required=False,
                widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
                error_messages={"invalid": _("Give a day.")},
            )
        if not groupings:
            return
        called = grouping_names()
        options = [("", _("Everybody together")), *((name, called.get(name, name)) for name in groupings)]
        self.fields["by"] = fields.pick(_("Groups"), options)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins."))
        return given


class Asked:
    """A question as it stands in an address: the form, further conditions, and which figure."""

    def __init__(
        self,
        query: Mapping[str, str],
        groupings: Sequence[str],
        *,
        choosable: Sequence[str] = (),
        grouped: bool = True,
    ) -> None:
        """`groupings` are what figures may be grouped by, `choosable` what courses may be chosen by."""
        self.form = AskForm(query or None, groupings=groupings if grouped else ())
        self.is_sound = not query or self.form.is_valid()
        given: dict[str, Any] = self.form.cleaned_data if query and self.is_sound else {}
        self.since: date | None = given.get("since")
        self.until: date | None = given.get("until")
        self.by: str = given.get("by") or ""
        self.where = tuple((name, query[name]) for name in choosable if name in OF_COURSE and query.get(name))
        self.of = {name[len(OF) :]: value for name, value in query.items() if name.startswith(OF)}
        self.group = {name[len(GROUP) :]: value for name, value in query.items() if name.startswith(GROUP)}
        self._choosable = [name for name in choosing_names() if name in choosable]
        self._offered: list[str] = []

    @property
    def filters(self) -> Filters:
        return Filters(self.since, self.until, self.where)

    @property
    def is_chosen(self) -> bool:
        """Whether it is about some courses only."""
        return bool(self.since or self.until or self.where)

    # -- the form ----------------------------------------------------------------------------------------------

    def offer(self, choices: Choices, names: Names) -> None:
        """A list for each condition, of the values that there are. What is chosen already stays on its list."""
        chosen, labels = dict(self.where), choosing_names()
        for name in self._choosable:
            values = list(choices.get(name, ()))
            if name in chosen and chosen[name] not in values:
                values.append(chosen[name])
            if len(values) < FEWEST_OPTIONS and name not in chosen:
                continue
            options = [("", _("All")), *((value, names.of(name, value)) for value in values)]
            self.form.fields[name] = fields.pick(labels[name], options)
            self.form.initial[name] = chosen.get(name, "")
            self._offered.append(name)

    def unknown(self, choices: Choices) -> list[tuple[str, str]]:
        """What was chosen and no course has: what it is, and the value."""
        labels = choosing_names()
        return [(labels[name].lower(), value) for name, value in self.where if value not in choices.get(name, ())]

    @property
    def first_fields(self) -> Iterator[Any]:
        return (self.form[name] for name in self.form.fields if name not in self._offered)

    @property
    def further_fields(self) -> list[Any]:
        return [self.form[name] for name in self._offered]

    @property
    def kept(self) -> Iterator[tuple[str, str]]:
        """Conditions that stand in no list, so that they are not lost."""
        return ((name, value) for name, value in self.where if name not in self._offered)

    # -- in words ----------------------------------------------------------------------------------------------

    def scope(self, names: Names) -> str:
        """Which courses it is about: a sentence that stands on every page and every print."""
        labels = choosing_names()
        parts = [self._period()] if self.since or self.until else []
        chosen = [
            _("%(what)s: %(value)s") % {"what": labels[name].lower(), "value": names.of(name, value)}
            for name, value in self.where
        ]
        if chosen:
            parts.append(_("only %(chosen)s") % {"chosen": "; ".join(chosen)})
        return f"{capped(', '.join(parts))}." if parts else _("Everybody who began.")

    def _period(self) -> str:
        since, until = (on_paper(day) if day else "" for day in (self.since, self.until))
        if since and until:
            return _("courses started from %(since)s to %(until)s") % {"since": since, "until": until}
        if since:
            return _("courses started from %(since)s") % {"since": since}
        return _("courses started until %(until)s") % {"until": until}

    # -- as an address -----------------------------------------------------------------------------------------

    def address(self, **more: str) -> str:
        """The same question, with other parts; a part that is empty is left out."""
        parts = {
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "by": self.by,
            **dict(self.where),
            **more,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    def of_figure(self, figure: Figure, **more: str) -> str:
        """The same question about one figure, with other parts."""
        return self.address(
            **{f"{OF}{name}": value for name, value in figure.of},
            **{f"{GROUP}{name}": value for name, value in figure.group},
            **more,
        )

    def only(self, figure: Figure) -> str:
        """The same question about the courses of one group only; "" where courses cannot be chosen by it."""
        if not figure.group or not {name for name, _value in figure.group} <= set(self._choosable):
            return ""
        return self.address(by="", **dict(figure.group))
