"""Protocols as they are in the files: list, page, what a clinic decided, and how its copy differs."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import LEAD, STAFF
from enthesis.clinic.decisions import DECIDES
from enthesis.clinic.lead.drafts import READS_DRAFTS, NotRead, publish_file
from enthesis.clinic.models import ProtocolCopy
from enthesis.clinic.protocols import NotKept, every_protocol, retired_of
from enthesis.pathway.protocol.diff import difference
from enthesis.pathway.protocol.edit import next_version
from enthesis.pathway.protocol.figures import Figure, figures, open_points, protocol_figures
from enthesis.pathway.protocol.library import latest, text_of
from enthesis.pathway.protocol.model import Activity, Protocol
from enthesis.pathway.protocol.words import amount, ground, when
from enthesis.pictures.course_plan import picture
from enthesis.web.figures import Picture, shown
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.lead.beginning import steps_left
from enthesis.web.lead.drafts import listed
from enthesis.web.lead.forms import DecisionsForm


@dataclass(frozen=True, slots=True)
class Line:
    """One figure as the page shows it."""

    figure: Figure
    amount: str
    ground: str


@dataclass(frozen=True, slots=True)
class Block:
    """One activity with its figures."""

    activity: Activity
    when: tuple[str, ...]
    lines: tuple[Line, ...]


@page(*STAFF, methods=("GET",))
def protocols(request: HttpRequest) -> HttpResponse:
    """Every protocol that a course may follow here."""
    who = me(request)
    own = _own(who)
    found = sorted(_known(who).values(), key=lambda p: (p.title, p.version))
    gone = retired_of(who.clinic.pk) if who.clinic else frozenset()
    rows = [(p, (p.id, p.version) in own, len(open_points(p)), (p.id, p.version) in gone) for p in found]
    context = {
        "listed": rows,
        "drafts": listed(who),
        "steps": steps_left(who),
        "may_decide": bool(who.roles & DECIDES),
        "may_keep": LEAD in who.roles,
    }
    return render(request, "web/lead/protocols.html", context)


@page(*STAFF, methods=("GET",))
def protocol(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """One protocol, rendered from its file: picture, table, sources; what nobody stated is marked in every row."""
    who = me(request)
    found = _find(who, name, version)
    shipped = latest().get(name)
    context = {
        "protocol": found,
        "picture": Picture(*(shown(picture(found, narrow=n)) for n in (True, False))),
        "whole": [_line(f) for f in protocol_figures(found) if not f.activity],
        "blocks": [_block(activity, found) for activity in found.activities],
        "open": len(open_points(found)),
        "is_own": (name, version) in _own(who),
        "shipped": shipped if shipped and shipped.version != version else None,
        "may_decide": LEAD in who.roles,
        "may_move": bool(who.roles & READS_DRAFTS),
        "is_retired": who.clinic is not None and (name, version) in retired_of(who.clinic.pk),
        "others": [v for n, v in _known(who) if n == name and v != version],
    }
    return render(request, "web/lead/protocol.html", context)


@page(LEAD)
def decisions(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Decide what the source leaves open. It makes a new version of the clinic's copy; courses stay where they are.

    Where the clinic has a second person, the version waits as a draft until that person has read it.
    """
    who = me(request)
    found = _find(who, name, version)
    undecided = [f for f in protocol_figures(found) if f.is_open or f.value.is_decision]
    taken = {key[1] for key in _known(who) if key[0] == name}
    initial = {"by": getattr(request.user, "name", ""), "version": next_version(version, taken)}
    form = DecisionsForm(request.POST or None, figures=undecided, initial=initial)
    if request.method == "POST" and form.is_valid() and who.clinic:
        text = form.text(_text(who, name, version), who.today)
        if text is not None:
            try:
                copy = publish_file(text, clinic=who.clinic, by=request.user)
            except NotRead as problem:
                messages.success(request, f"Your decisions are kept as a draft. {problem}", "note-good")
                return redirect("draft", problem.draft.pk)
            except NotKept as problem:
                form.add_error("version", str(problem))
                for complaint in problem.complaints:
                    form.add_error(None, str(complaint))
            else:
                says = "The copy is kept. Courses stay on their version until somebody moves them."
                messages.success(request, says, "note-good")
                return redirect("protocol", name, copy.version)
    return render(request, "web/lead/decisions.html", {"form": form, "protocol": found})


@page(*STAFF, methods=("GET",))
def changes(request: HttpRequest, name: str, version: str) -> HttpResponse:
    """What the clinic's copy says differently from the shipped file."""
    found = _find(me(request), name, version)
    shipped = latest().get(name)
    if shipped is None:
        raise Http404("Nothing was shipped under that name.")
    context = {"protocol": found, "shipped": shipped, "changes": difference(shipped, found)}
    return render(request, "web/lead/changes.html", context)


@page(*STAFF, methods=("GET",))
def compare(request: HttpRequest) -> HttpResponse:
    """What any two versions say differently."""
    known = {f"{name}@{version}": found for (name, version), found in _known(me(request)).items()}
    choices = [(key, f"{each.title} ({each.id}, {each.version})") for key, each in known.items()]
    a, b = request.GET.get("a", ""), request.GET.get("b", "")
    first, second = known.get(a), known.get(b)
    context: dict[str, object] = {"choices": sorted(choices, key=lambda each: each[1]), "a": a, "b": b}
    if first is not None and second is not None:
        context |= {"first": first, "second": second, "changes": difference(first, second)}
    return render(request, "web/lead/compare.html", context)


def _known(who: Me) -> dict[tuple[str, str], Protocol]:
    return dict(every_protocol(who.clinic.pk)) if who.clinic else {}


def _own(who: Me) -> set[tuple[str, str]]:
    return set(ProtocolCopy.objects.filter(clinic=who.clinic).values_list("protocol", "version"))


def _find(who: Me, name: str, version: str) -> Protocol:
    found = _known(who).get((name, version))
    if found is None:
        raise Http404("There is no such protocol in that version.")
    return found


def _text(who: Me, name: str, version: str) -> str:
    """The file behind a protocol: the clinic's copy, or the shipped one."""
    copy = ProtocolCopy.objects.filter(clinic=who.clinic, protocol=name, version=version).first()
    return copy.text if copy else text_of(name, version)


def _line(figure: Figure) -> Line:
    return Line(figure, amount(figure.value, figure.unit), ground(figure.value))


def _block(activity: Activity, found: Protocol) -> Block:
    return Block(activity, tuple(when(activity)), tuple(_line(figure) for figure in figures(activity, found)))
