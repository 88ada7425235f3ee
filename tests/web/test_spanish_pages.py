"""Whoever reads Spanish finds nothing in English on any page of a patient, nor on any page before one is a patient.

The pages are those of the table of doors: a page that is added there is looked at here. What a page says to a form that
was sent empty is looked at, too. What tells English is in `tests.support.english`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record_all
from enthesis.pathway import events as e
from enthesis.pathway.leaflets import load
from tests.support.english import left_in_english, texts, words
from tests.web import test_doors as doors
from tests.web import test_visits as visits
from tests.web import visiting
from tests.web.conftest import Place, Starter, answers, days_ago, diary, new_id, until_injection
from tests.web.test_every_page import ACCOUNT, SIGNED_OUT
from tests.web.walking import answer_questions

course = doors.course

# Names, what the clinic or the patient wrote, and how a file or a leaflet is called.
ALLOWED = (
    "Example Clinic (tests)", "Ada Sample", "Bo Sample", "Enthesis", "English", "mri.pdf", "walk the dog", "I am ill",
    "Please rest today.", "May I walk?", "metformin", "Dr Rahman", "Dr Okafor", "Room 1", "warning-signs",
    "Clinician A", "Sit 2020", "patient-a@example.test", "bo@example.test",
)  # fmt: skip
# Nobody reads them but machines and whoever sets a clinic up; a link's pages are looked at by the tests of links.
NOT_READ = ("health/", "ready/", "setup/", "setup/SECRET/", "evaluation/back/SECRET/", "stop-messages/SECRET/")


class Reader(Client):
    """A browser that reads Spanish, and notes what it finds in English."""

    def __init__(self) -> None:
        super().__init__(HTTP_ACCEPT_LANGUAGE="es-MX,es;q=0.9")
        self.found: list[str] = []

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        if str(answer.headers.get("Content-Type", "")).startswith("text/html") and answer.status_code == 200:
            page, path = answer.content.decode(), f"{request['REQUEST_METHOD']} {request['PATH_INFO']}"
            if '<html lang="es"' not in page:
                self.found.append(f"{path}: is not in Spanish at all")
            self.found += [f"{path}: {text}" for text in left_in_english(page, "es", ALLOWED)]
        return answer

    def look(self, path: str) -> None:
        """A page, and what it answers to a form without anything in it."""
        answer = self.get(path, follow=True)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        if b'method="post"' in answer.content:
            self.post(path, {"form_id": new_id()})


@contextmanager
def spanish(place: Place | None = None) -> Iterator[Reader]:
    """Reads, and fails with whatever was found in English."""
    reader = Reader()
    if place:
        reader.force_login(place.users["patient"], backend="allauth.account.auth_backends.AuthenticationBackend")
        reader.post("/accounts/language/", {"language": "es", "next": "/my/"})
    yield reader
    assert not reader.found, "\n".join(dict.fromkeys(reader.found))


def test_what_gives_a_text_away() -> None:
    page = '<html lang="es"><p>Inyección</p><p title="Open">La treatment</p><p lang="en">The <b>visit</b></p></html>'
    assert texts(page) == ["Inyección", "Open", "La treatment"]
    assert left_in_english(page, "es") == ["Open", "La treatment"]
    assert left_in_english(page, "es", ["treatment"]) == ["Open"]
    assert list(words("El Dr. %(name)s, versión 2be6: don't <b>stop</b>")) == ["el", "dr", "versión", "don't", "stop"]


def test_every_page_before_one_is_a_patient(place: Place, course: tuple[str, str]) -> None:
    leaflets = [f"about/{each.id}/" for each in load().of("es")]
    strangers = [page for page, methods in doors.STRANGER.items() if "GET" in methods and page not in NOT_READ]
    with spanish() as reader:
        for page in sorted({*doors.PUBLIC, *leaflets, *strangers}):
            reader.look(f"/{page}")
        for name in SIGNED_OUT:
            reader.look(reverse(name))


def test_an_evaluation(place: Place) -> None:
    """Every question, what is answered to nothing, the result, and what is urgent."""
    with spanish() as reader:
        reader.post("/evaluation/", {})
        reader.post("/evaluation/question/", {})
        assert (
            answer_questions(reader, "/evaluation/question/", {"regions": ["back", "knee_left"]})
            == "/evaluation/check/"
        )
        for path in ("/evaluation/check/", "/evaluation/send/", "/evaluation/save/"):
            reader.look(path)
        reader.post("/evaluation/send/", {"name": "Bo Sample", "email": "bo@example.test"})
        reader.look("/evaluation/sent/")
    with spanish() as reader:
        reader.post("/evaluation/", {})
        answer_questions(reader, "/evaluation/question/", {"emergency_general": "yes"})
        reader.look("/evaluation/now/")


def test_every_page_of_a_patient(place: Place, course: tuple[str, str], start: Starter) -> None:
    asked = new_id()
    more = [
        *diary(20, [6, 5, None, 4]),
        e.MessageWritten(id=asked, happened_on=days_ago(3), words="May I walk?", about="exercises"),
        e.MessageWritten(id=new_id(), happened_on=days_ago(2), words="Please rest today.", answers=asked),
        e.CoursePaused(id=new_id(), happened_on=days_ago(1), reason="Travel"),
    ]
    record_all(more[:-1], course=course[0], by=Operator())
    pages = [page for page, (roles, _) in doors.PAGES.items() if "patient" in roles]
    pages.sort(key=lambda page: "/remove/" in page)  # which is sent too: the file must be there until then
    with spanish(place) as reader:
        for page in pages:
            reader.look(doors.fill(page, place, *course))
        for name in ACCOUNT:
            reader.look(reverse(name))
        start(protocol="nutura-knee", side="right")
        record_all(more[-1:], course=start(), by=Operator())
        for path in ("/my/", "/my/diary/", "/my/progress/", "/my/check-in/", "/my/visits/"):
            reader.look(path)


def test_after_an_injection(place: Place, start: Starter) -> None:
    number = start(*until_injection(2))
    with spanish(place) as reader:
        answer_questions(reader, f"/my/{number}/check-in/", {"soreness_days": "2", "pain_trend": "better"})
        answer_questions(reader, f"/my/{number}/check-in/", {"rash": "not_sure", "soreness_days": "1"})
        answer_questions(reader, f"/my/{number}/evaluation/", answers())
        for page in ("check-in/now", "evaluation/check", "evaluation/now", "aftercare", "scale/nrs_pain"):
            reader.look(f"/my/{number}/{page}/")


def test_visits_that_are_chosen_moved_and_cancelled(place: Place, start: Starter) -> None:
    visiting.staff(place)
    number = start(*visiting.ready())
    with spanish(place) as reader:
        for page in ("visits", "visits/pick", "visits/wishes", "visits/wait"):
            reader.look(f"/my/{number}/{page}/")
        key = visits.choose(reader, number)
        reader.look("/my/")
        reader.get(f"/my/{number}/visits/kept/")
        visits.say(reader, number, key)
        first = visits.coming(number)[0]
        for page in ("", "move/", "cancel/"):
            reader.look(f"/my/{number}/visit/{first.visit}/{page}")
        reader.look(f"/my/{number}/visits/")


def test_somebody_who_has_no_record(place: Place) -> None:
    """An account without a clinic, and addresses that lead nowhere."""
    with spanish() as reader:
        reader.force_login(get_user_model().objects.create(email="bo@example.test"))
        reader.post("/accounts/language/", {"language": "es", "next": "/"})
        reader.get("/", follow=True)
        for path in ("/my/", "/nowhere/"):
            answer = reader.get(path)
            assert not left_in_english(answer.content.decode(), "es", ALLOWED), path
