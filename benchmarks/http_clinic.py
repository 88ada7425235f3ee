"""The clinic of `python -m benchmarks http`, in a process of its own: `make PATIENTS`, or `count`. Prints JSON."""

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

DAYS = 30  # of diary that each patient has before the measuring begins


def make(patients: int) -> dict[str, Any]:
    """The example clinic, and patients beside it who are signed in, each with a course that asks for a diary."""
    from django.core.management import call_command

    from benchmarks.clinic import patient
    from enthesis.clinic.access import Operator
    from enthesis.clinic.accounts import invite
    from enthesis.clinic.door import record_all, start_course
    from enthesis.clinic.example.make import example_clinic
    from enthesis.clinic.models import Membership, Role
    from enthesis.pathway import events as e

    call_command("collectstatic", verbosity=0, interactive=False)
    clinic = example_clinic().clinic
    today = datetime.now(UTC).date()
    made = []
    for number in range(patients):
        person = patient(clinic, number)
        user = invite(f"p{number}@clinic.example", clinic=clinic, role="patient", name="Example", person=person)
        begun = today - timedelta(days=DAYS + 2)
        start = e.CourseStarted(
            id=uuid4().hex,
            happened_on=begun,
            protocol="nutura-back",
            version="2026-11",
            problem="pain of the lower back",
            region="back",
        )
        course = start_course([start], person=person, by=Operator()).number
        log: list[e.Event] = [
            e.DiaryEntered(id=uuid4().hex, happened_on=begun + timedelta(days=day), pain=(day * 7) % 11, function=4)
            for day in range(1, DAYS)
        ]
        record_all(log, course=course, by=Operator())
        made.append({"course": course, "person": person.pk, "session": _session(user)})
    staff = Membership.objects.filter(clinic=clinic, role=Role.CLINICIAN).select_related("user")[0].user
    return {"patients": made, "clinician": _session(staff)}


def _session(user: Any) -> str:
    """The key of a session in which somebody is signed in."""
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = SessionStore()
    request.META.update(REMOTE_ADDR="127.0.0.1", HTTP_USER_AGENT="benchmark")
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    request.session.save()
    return str(request.session.session_key)


def count() -> dict[str, Any]:
    """How many diary entries there are, by course."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT course_id, count(*) FROM clinic_storedevent WHERE kind = 'DiaryEntered' GROUP BY course_id"
        )
        return {f"C-{course:04d}": number for course, number in cursor.fetchall()}


def main(what: str, *arguments: str) -> None:
    from enthesis.clinic.start import ready

    ready()
    print(json.dumps(make(int(arguments[0])) if what == "make" else count()))


if __name__ == "__main__":
    main(*sys.argv[1:])
