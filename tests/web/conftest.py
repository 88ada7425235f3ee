"""A small clinic: one person of each role, a patient, and courses as far as a test wants them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.middleware import csrf
from django.test import Client
from playwright.sync_api import Page
from pytest_django.plugin import blocking_manager_key
from whitenoise.middleware import WhiteNoiseMiddleware

from enthesis.clinic import triggers
from enthesis.clinic.access import Operator
from enthesis.clinic.accounts import invite
from enthesis.clinic.door import record_all, start_course
from enthesis.clinic.instrument_texts import load_text, turn
from enthesis.clinic.models import Clinic, LoadedText, Person, User
from enthesis.clinic.people import Profile, new_person
from enthesis.pathway import events as e
from enthesis.web.frame import is_example
from tests.support.invented import invented_yaml

PASSWORD = "a-good-long-password"
ROLES = ("clinician", "therapist", "front-desk", "lead")

# In the token of a form "Ada" stands by chance, some time; without vowels and digits nothing that a test looks for.
csrf.CSRF_ALLOWED_CHARS = "bcdfghjklmnpqrstvwxz"


def new_id() -> str:
    return uuid4().hex


@dataclass(frozen=True)
class Place:
    """A clinic with people in it."""

    clinic: Clinic
    users: dict[str, User]
    person: Person

    @property
    def today(self) -> date:
        return datetime.now(UTC).date()

    def client(self, role: str) -> Client:
        """A browser that is signed in as somebody of that role."""
        client = Client()
        client.force_login(self.users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client


def make_place(name: str, letter: str) -> Place:
    clinic = Clinic.objects.create(name=name, time_zone="UTC")
    person = new_person(Profile("Ada Sample", date(1975, 4, 1), "555 0100"), clinic=clinic, by=Operator())
    users = {
        role: invite(
            f"{role}-{letter}@example.test",
            clinic=clinic,
            role=role,
            name=f"{role.title()} {letter}",
            password=PASSWORD,
        )
        for role in ROLES
    }
    users["patient"] = invite(
        f"patient-{letter}@example.test",
        clinic=clinic,
        role="patient",
        name="Ada Sample",
        person=person,
        password=PASSWORD,
    )
    if not is_example(clinic):
        for role in ROLES:
            give_second_step(users[role])
    return Place(clinic, users, person)


def give_second_step(user: User) -> None:
    """An authenticator app and recovery codes, which staff of a clinic that is no example needs."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


@pytest.fixture(scope="session", autouse=True)
def static_files_are_looked_up_once() -> Iterator[None]:
    """Each test client has a WhiteNoise of its own, which reads the folders of all static files: 20 ms for each."""
    look_up = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def remember(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look_up(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with patch.object(WhiteNoiseMiddleware, "add_files_from_finders", remember):
        yield


@pytest.fixture
def place(db: None) -> Place:
    return make_place("Example Clinic (tests)", "a")


@pytest.fixture
def elsewhere(place: Place) -> Place:
    """Another clinic with its own people and patient."""
    return make_place("Another clinic", "b")


Starter = Callable[..., str]


@pytest.fixture
def start(place: Place) -> Starter:
    """Start a course some days ago, with events that happened so many days ago; gives the course's number."""

    def make(
        *log: e.Event, ago: int = 60, protocol: str = "nutura-back", side: str = "", person: Person | None = None
    ) -> str:
        began = e.CourseStarted(
            id=new_id(),
            happened_on=place.today - timedelta(days=ago),
            protocol=protocol,
            version="2026-11",
            problem="pain of the lower back" if "knee" not in protocol else "pain of the knee",
            region="knee" if "knee" in protocol else "back",
            side=side,
        )
        number = start_course([began], person=person or place.person, by=Operator()).number
        if log:
            record_all(log, course=number, by=Operator())
        return number

    return make


def load_words(place: Place, name: str, version: str = "2026-a", language: str = "en") -> LoadedText:
    """Invented words of an instrument, loaded by the clinic and in use."""
    data = invented_yaml(name, version, language).encode()
    text = load_text(data, f"{name}.yaml", clinic=place.clinic, by=Operator(), today=place.today)
    turn(text, True, by=Operator())
    return text


def days_ago(days: int) -> date:
    return datetime.now(UTC).date() - timedelta(days=days)


def answers() -> dict[str, object]:
    """An evaluation without anything that is urgent."""
    return {"age": "51", "sex": "female", "condition": ["chronic_lbp"], "pain_months": "30", "nrs": "6"}


def until_injection(ago: int = 30) -> Sequence[e.Event]:
    """A nutura-back course up to its diagnostic injection, which was so many days ago."""
    return [
        e.EvaluationAnswered(id=new_id(), happened_on=days_ago(ago + 20), answers=answers(), rules="1"),
        e.ScoresTaken(id=new_id(), happened_on=days_ago(ago + 20), instrument="nrs_pain", value=Decimal(7)),
        e.DrugListTaken(id=new_id(), happened_on=days_ago(ago + 20), drugs=("metformin",)),
        e.CandidacyDecided(id=new_id(), happened_on=days_ago(ago + 18), outcome="eligible"),
        e.ConsentSigned(id=new_id(), happened_on=days_ago(ago + 10), document="Prolotherapy consent", version="1"),
        e.VisitAttended(id=new_id(), happened_on=days_ago(ago + 10), activity="intake"),
        e.InjectionsGiven(
            id=new_id(),
            happened_on=days_ago(ago),
            activity="diagnostic-injection",
            sites=(e.Site(structure="iliolumbar ligament", side="left", ml=Decimal(2)),),
            solution=(
                e.Part(name="dextrose 50%", ml=Decimal(3), lot="D-17"),
                e.Part(name="lidocaine 1%", ml=Decimal(2)),
            ),
            weight_kg=Decimal(70),
            guidance="ultrasound",
        ),
    ]


def diary(start: int, pains: Sequence[int | None]) -> list[e.Event]:
    """Diary days from `start` days ago on; None is a day without an entry."""
    return [
        e.DiaryEntered(id=new_id(), happened_on=days_ago(start - place), pain=Decimal(pain), function=Decimal(pain))
        for place, pain in enumerate(pains)
        if pain is not None
    ]


# -- a running server for browsers -----------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Puts the guards of the append-only log back once the rows of a browser test are gone."""
    yield
    if nextitem is not None and "live" in getattr(item, "fixturenames", ()):
        with item.config.stash[blocking_manager_key].unblock():
            _guards(triggers.create)


@pytest.fixture
def live(transactional_db: None, live_server: Any) -> Iterator[str]:
    """The address of a server with a clinic of its own. Its rows are removed afterwards, which the guards forbid."""
    yield live_server.url
    _guards(triggers.drop)


def _guards(statements: Callable[[str], list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def sign_in(page: Page, address: str, place: Place, role: str) -> None:
    """Give a browser the session of somebody of that role."""
    session = place.client(role).cookies["sessionid"].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
