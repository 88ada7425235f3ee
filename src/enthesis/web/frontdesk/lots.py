"""The clinic's lots: what came, what is over, who got it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.stock import KEEPS_LOTS, NotKept, lots_of, product_of, receive, use_up
from enthesis.pathway.injection.gs1 import NotAScan, read_scan
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.forms.widgets import Number
from enthesis.web.frame import me
from enthesis.web.guard import page

SOON = timedelta(days=30)


class LotForm(forms.Form):
    """A delivery: scanned, typed, or both. What is typed wins."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False  # what is not typed is read from the barcode
    scan = fields.line(
        gettext_lazy("Barcode"), most=120, help_text=gettext_lazy("Put the cursor here and scan the square on the box.")
    )
    what = fields.line(
        gettext_lazy("What it is, as on the vial"), most=200, help_text=gettext_lazy("For instance dextrose 50%.")
    )
    lot = fields.line(gettext_lazy("Lot"), most=60)
    expires = fields.day(gettext_lazy("Last day"), required=False)
    received = forms.IntegerField(
        label=gettext_lazy("Vials"),
        min_value=1,
        max_value=100_000,
        initial=1,
        widget=Number(decimal=False),
        error_messages={
            "required": gettext_lazy("Give how many vials came."),
            "invalid": gettext_lazy("Give a whole number."),
            "min_value": gettext_lazy("Give 1 or more."),
        },
    )

    def __init__(self, *positional: Any, clinic: int, **options: Any) -> None:
        super().__init__(*positional, **options)
        self.clinic = clinic

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        said["gtin"] = ""
        if said.get("scan"):
            try:
                read = read_scan(said["scan"])
            except NotAScan as problem:
                self.add_error("scan", ValidationError(str(problem)))
                return said
            said["gtin"] = read.gtin
            said["lot"] = said.get("lot") or read.lot
            said["expires"] = said.get("expires") or read.expires
            said["what"] = said.get("what") or product_of(self.clinic, read.gtin)
        for name, says in (
            ("what", _("Say what it is, as on the vial.")),
            ("lot", _("Give the lot as on the box.")),
            ("expires", _("Give the last day as on the box.")),
        ):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(says))
        return said


@page(*KEEPS_LOTS)
def lots(request: HttpRequest) -> HttpResponse:
    """All lots, and a form for what has come."""
    who = me(request)
    if who.clinic is None:
        raise Http404("There is no clinic whose lots these could be.")
    key = request.POST.get("lot-key", "")
    if request.method == "POST" and key.isascii() and key.isdecimal():
        use_up(int(key[:15]), request.POST.get("used_up") == "yes", clinic=who.clinic, by=request.user)
        return redirect("lots")
    form = LotForm(request.POST or None, clinic=who.clinic.pk)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("what", "lot", "expires", "received", "gtin")}
        try:
            row = receive(**said, clinic=who.clinic, by=request.user, today=who.today)
        except NotKept as problem:
            form.add_error(problem.field, ValidationError(f"{problem.says} {problem.remedy}"))
        else:
            messages.success(
                request, _("Lot %(lot)s of %(what)s is kept.") % {"lot": row.lot, "what": row.what}, "note-good"
            )
            return redirect("lots")
    kept = lots_of(who.clinic, request.user)
    context = {
        "form": form,
        "rows": [(each, each.is_over(who.today), each.row.expires <= who.today + SOON) for each in kept],
        "may_recall": bool(who.roles & {CLINICIAN, LEAD}),
    }
    return render(request, "web/frontdesk/lots.html", context)
