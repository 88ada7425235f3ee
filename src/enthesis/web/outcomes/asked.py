"""What is asked of the registry: the form of the page, and the same as an address."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _

from enthesis.outcomes.figure import Figure, Filters
from enthesis.outcomes.report import OF_COURSE
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer

CLINICIAN_GROUP = "clinician"
OF, GROUP = "of.", "group."  # before the name of a part of a figure, in an address


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

    def __init__(self, query: Mapping[str, str], groupings: Sequence[str], *, grouped: bool = True) -> None:
        self.form = AskForm(query or None, groupings=groupings if grouped else ())
        self.is_sound = not query or self.form.is_valid()
        given: dict[str, Any] = self.form.cleaned_data if query and self.is_sound else {}
        self.since: date | None = given.get("since")
        self.until: date | None = given.get("until")
        self.by: str = given.get("by") or ""
        self.where = tuple((name, query[name]) for name in OF_COURSE if name in groupings and query.get(name))
        self.of = {name[len(OF) :]: value for name, value in query.items() if name.startswith(OF)}
        self.group = {name[len(GROUP) :]: value for name, value in query.items() if name.startswith(GROUP)}

    @property
    def filters(self) -> Filters:
        return Filters(self.since, self.until, self.where)

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

    def of_figure(self, figure: Figure) -> str:
        """The same question about one figure."""
        return self.address(
            **{f"{OF}{name}": value for name, value in figure.of},
            **{f"{GROUP}{name}": value for name, value in figure.group},
        )

    def only(self, figure: Figure) -> str:
        """The same question about the courses of one group only; "" where courses cannot be chosen by it."""
        if not figure.group or not {name for name, _value in figure.group} <= set(OF_COURSE):
            return ""
        return self.address(by="", **dict(figure.group))
