"""What stands around every page: which clinic, which ways to go, and who one is in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, PATIENT, THERAPIST
from enthesis.clinic.models import Clinic
from enthesis.clinic.people import clinics_of
from enthesis.web.links import link

_MEMO = "_enthesis_me"
EXAMPLE = "example"
CHOSEN = "enthesis-clinic"  # in the session: the clinic that somebody of several works in


@dataclass(frozen=True, slots=True)
class Me:
    """Whoever asks for a page: in which clinic, as what."""

    clinic: Clinic | None
    roles: frozenset[str]
    joined: tuple[tuple[Clinic, frozenset[str]], ...] = ()  # every clinic of the account, with its roles there

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.clinic.time_zone if self.clinic else "UTC")

    @property
    def today(self) -> date:
        """The day that it is at the clinic."""
        return today_at(self.zone)

    @property
    def is_patient(self) -> bool:
        return self.roles == {PATIENT}

    @property
    def is_example(self) -> bool:
        """Whether the clinic holds made-up people only: an example clinic says so in its name."""
        return self.clinic is not None and is_example(self.clinic)

    @property
    def is_only_patient(self) -> bool:
        """Whether the account is a patient's wherever it belongs."""
        return bool(self.joined) and all(roles == {PATIENT} for _, roles in self.joined)


def is_example(clinic: Clinic) -> bool:
    """Whether a clinic holds made-up people only. Its printed sign-ins need no second step (docs/security.md)."""
    return clinic.name.casefold().startswith(EXAMPLE)


def today_at(zone: tzinfo) -> date:
    """The day that it is at a clinic, whichever clinic its reader joined first."""
    return datetime.now(zone).date()


def me(request: HttpRequest) -> Me:
    """Who asks; looked up once for a request. The clinic is the one that was chosen, or the first that was joined."""
    found: Me | None = getattr(request, _MEMO, None)
    if found is None:
        joined = clinics_of(request.user) if request.user.is_authenticated else []
        chosen = request.session.get(CHOSEN) if len(joined) > 1 else None
        first = next((each for each in joined if each[0].pk == chosen), joined[0] if joined else None)
        found = Me(*first, tuple(joined)) if first else Me(_only_clinic(), frozenset())
        setattr(request, _MEMO, found)
    return found


def _only_clinic() -> Clinic | None:
    """The clinic whose door this is, before anybody has signed in; None where there are several."""
    first = list(Clinic.objects.order_by("pk")[:2])
    return first[0] if len(first) == 1 else None


# Where each role begins, and where else it goes: role -> (name of the page, what the link says).
WAYS: dict[str, Sequence[tuple[str, str]]] = {
    CLINICIAN: (
        ("worklist", "Worklist"),
        ("calendar", "Calendar"),
        ("symptoms", "Symptoms"),
        ("letters-inbox", "Patients write"),
        ("people", "Patients"),
        ("protocols", "Protocols"),
        ("outcomes", "Outcomes"),
        ("recall", "Recall"),
        ("desk", "Tools"),
    ),
    THERAPIST: (
        ("worklist", "Worklist"),
        ("calendar", "Calendar"),
        ("symptoms", "Symptoms"),
        ("letters-inbox", "Patients write"),
        ("people", "Patients"),
        ("desk", "Tools"),
    ),
    FRONT_DESK: (
        ("worklist", "Worklist"),
        ("evaluations", "Evaluations"),
        ("calendar", "Calendar"),
        ("symptoms", "Symptoms"),
        ("letters-inbox", "Patients write"),
        ("messages", "Messages"),
        ("people", "Patients"),
        ("consents", "Consents"),
        ("desk", "Tools"),
    ),
    LEAD: (
        ("protocols", "Protocols"),
        ("outcomes", "Outcomes"),
        ("settings", "Settings"),
        ("instruments", "Questionnaires"),
        ("prices", "Prices"),
        ("staff", "People and roles"),
        ("audit", "Who looked"),
        ("resources", "People, rooms and hours"),
        ("texts", "Texts"),
        ("calendar", "Calendar"),
        ("worklist", "Worklist"),
        ("symptoms", "Symptoms"),
        ("recall", "Recall"),
        ("desk", "Tools"),
    ),
    PATIENT: (("next", "What is next"), ("visits", "Visits")),
}

# What is in sight, the most needed first: so many where there is room, two on a narrow screen.
MAIN = ("worklist", "evaluations", "calendar", "people", "symptoms", "letters-inbox", "protocols")
MOST_IN_SIGHT = 5
# Under which heading the others stand, behind "More"; what is not named here stands under the first.
MORE = {
    "Day by day": ("letters-inbox", "messages", "consents", "recall", "desk"),
    "The programme": ("protocols", "outcomes", "instruments", "texts", "prices"),
    "The clinic": ("settings", "staff", "resources", "audit"),
    "As a patient": ("next", "visits"),
}


def first_page(roles: frozenset[str]) -> str:
    """The name of the page that a role begins with; "" without a role."""
    return next((ways[0][0] for role, ways in WAYS.items() if role in roles), "")


@dataclass(frozen=True, slots=True)
class Way:
    """One link of the header."""

    name: str
    url: str
    says: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """Where somebody can go: in sight, and behind "More" under headings."""

    main: tuple[Way, ...]
    more: tuple[tuple[str, tuple[Way, ...]], ...]

    @property
    def is_here(self) -> bool:
        """Whether the page is one of those behind "More"."""
        return any(way.is_here for _, ways in self.more for way in ways)


def ways_of(roles: frozenset[str], path: str) -> Ways:
    """The links of somebody with these roles who is on the page at `path`. One alone is not put behind "More"."""
    found: dict[str, Way] = {}
    for role, ways in WAYS.items():
        if role in roles and not (role == PATIENT and roles == {PATIENT}):
            for name, says in ways:
                url = link(name)
                found.setdefault(name, Way(name, url, says, path == url))
    main = [found.pop(name) for name in [name for name in MAIN if name in found][:MOST_IN_SIGHT]]
    if len(found) == 1:
        main.extend(found.values())
        found.clear()
    first, *others = MORE
    listed = {name: title for title in others for name in MORE[title]}
    order = [name for names in MORE.values() for name in names]
    rest = sorted(found.values(), key=lambda way: order.index(way.name) if way.name in order else len(order))
    under = [(title, tuple(way for way in rest if listed.get(way.name, first) == title)) for title in MORE]
    return Ways(tuple(main), tuple((title, ways) for title, ways in under if ways))


def frame_of(request: HttpRequest | None) -> dict[str, Any]:
    """The values of the top of the page. Without a request (an error page) there are none."""
    if request is None or not hasattr(request, "user"):
        return {}
    who = me(request)
    here = request.path if request.path in _addresses(who.roles) else ""
    return {"clinic": who.clinic, "is_example": who.is_example, "ways": _drawn(get_language(), who.roles, here)}


@lru_cache(maxsize=64)
def _addresses(roles: frozenset[str]) -> frozenset[str]:
    return frozenset(link(name) for role in roles for name, _ in WAYS.get(role, ()))


@lru_cache(maxsize=512)
def _drawn(language: str | None, roles: frozenset[str], here: str) -> SafeString:
    """The same links for the same roles on the same page, drawn once: nothing of a person or a clinic is in them."""
    return render_to_string("web/parts/ways.html", {"ways": ways_of(roles, here)})
