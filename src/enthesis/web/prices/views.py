"""The clinic's prices: the version that holds, those before it, and a new one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import LEAD, STAFF
from enthesis.clinic.accounts import names_of
from enthesis.clinic.prices import Kept, keep_prices, prices_of, versions_of
from enthesis.clinic.protocols import protocols_of
from enthesis.pathway.prices import PriceListUnreadable
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.prices.forms import PricesForm


@page(*STAFF, methods=("GET",))
def prices(request: HttpRequest) -> HttpResponse:
    """The version that holds now."""
    who = me(request)
    kept = versions_of(who.clinic.pk) if who.clinic else []
    return _shown(request, who, kept, kept[0] if kept else None)


@page(*STAFF, methods=("GET",))
def version(request: HttpRequest, version: str) -> HttpResponse:
    """An earlier version; estimates that were given under it still follow it."""
    who = me(request)
    kept = versions_of(who.clinic.pk) if who.clinic else []
    found = next((one for one in kept if one.listed.version == version), None)
    if found is None:
        raise Http404("There is no such version of the prices.")
    return _shown(request, who, kept, found)


@page(LEAD)
def new(request: HttpRequest) -> HttpResponse:
    """A new version, beginning with what holds now. Estimates that were given stay on theirs."""
    who = me(request)
    if who.clinic is None:
        raise Http404("There is no clinic that these prices could be of.")
    listed = prices_of(who.clinic.pk)
    protocols = protocols_of(who.clinic.pk).values()
    data = request.POST if request.method == "POST" else None
    form = PricesForm(data, protocols=protocols, listed=listed)
    form.initial.setdefault("version", _next(who))
    if request.method == "POST" and form.is_valid():
        text = form.text()
        if text is not None:
            try:
                kept = keep_prices(text, clinic=who.clinic, by=request.user)
            except PriceListUnreadable as bad:
                form.show(bad)
            else:
                says = f"The prices {kept.version} hold from now. Estimates that were given stay on theirs."
                messages.success(request, says, "note-good")
                return redirect("prices")
    return render(request, "web/prices/new.html", {"form": form, "listed": listed})


def _shown(request: HttpRequest, who: Me, kept: list[Kept], shown: Kept | None) -> HttpResponse:
    names = names_of({one.made_by for one in kept})
    context = {
        "kept": kept,
        "shown": shown,
        "is_newest": bool(kept) and shown is kept[0],
        "may_keep": LEAD in who.roles,
        "by": names.get(shown.made_by, shown.made_by) if shown else "",
    }
    return render(request, "web/prices/prices.html", context)


def _next(who: Me) -> str:
    """Today, with a number where there is one of today already."""
    taken = {one.listed.version for one in versions_of(who.clinic.pk)} if who.clinic else set()
    today = who.today.isoformat()
    numbers = (today if number == 1 else f"{today}.{number}" for number in range(1, len(taken) + 2))
    return next(name for name in numbers if name not in taken)
