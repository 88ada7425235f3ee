"""One patient's whole course under nutura-back, from the first evaluation to closing, through the pages alone."""

from datetime import date, timedelta

import pytest

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import open_course
from enthesis.pathway.course import Status
from tests.web.conftest import Place
from tests.web.walking import READY, Clock, answer_questions, send

MARCH_2 = date(2026, 3, 2)
SITES = {"site__0__structure": "iliolumbar ligament", "site__0__side": "left", "site__0__ml": "2", **READY}
MIX = {
    "part__0__name": "dextrose 50%",
    "part__0__ml": "3",
    "part__0__lot": "D-1",
    "part__1__name": "lidocaine 1%",
    "part__1__ml": "2",
}


def test_a_whole_course(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch, MARCH_2)
    desk, clinician, patient = (place.client(role) for role in ("front-desk", "clinician", "patient"))
    therapist = place.client("therapist")

    path = send(
        desk, f"/patients/{place.person.number}/start/",
        problem="pain of the lower back", region="back", side="", chosen="nutura-back|2026-11",
    )  # fmt: skip
    number = path.strip("/").split("/")[-1]

    def record(client: object, what: str, **said: object) -> None:
        assert send(client, f"/courses/{number}/record/{what}/", **said) == f"/courses/{number}/"

    said = {"age": "51", "sex": "female", "condition": ["chronic_lbp"], "pain_months": "30", "nrs": "6"}
    assert "Tell us about your pain" in patient.get("/my/").content.decode()
    assert answer_questions(patient, f"/my/{number}/evaluation/", said) == f"/my/{number}/evaluation/check/"
    assert send(patient, f"/my/{number}/evaluation/check/", now="7") == f"/my/{number}/evaluation/done/"
    assert patient.get(f"/my/{number}/evaluation/done/").status_code == 200

    record(clinician, "candidacy/candidacy", outcome="eligible", reason="Examined: a good candidate for a trial.")
    clock.on(MARCH_2 + timedelta(3))
    record(desk, "book/intake", on=str(clock.today), at="10:30", minutes="40", mode="in-person")
    record(clinician, "attended/intake", note="Full history.")
    record(clinician, "consent", document="Prolotherapy consent", version="3")
    record(clinician, "injection/diagnostic-injection", guidance="ultrasound", weight_kg="70", **SITES, **MIX)

    for days in range(4, 20):
        clock.on(MARCH_2 + timedelta(days))
        if days == 5:
            where = answer_questions(patient, f"/my/{number}/check-in/", {"soreness_days": "2", "pain_trend": "better"})
            assert where == f"/my/{number}/check-in/now/"
            assert "Rest, move gently" in patient.get(where).content.decode()
        if days % 4:
            send(patient, f"/my/{number}/diary/", now="3", function="2")

    page = clinician.get(f"/courses/{number}/record/review/response-review/").content.decode()
    assert "12 of 15 diary days answered" in page or "12 of 16 diary days answered" in page
    record(clinician, "review/response-review", option="go-on", reason="Clearly better, and the patient wants it.")
    record(clinician, "plan/plan", sessions="3")

    clock.on(MARCH_2 + timedelta(21))
    record(clinician, "injection/treatment", guidance="landmark", weight_kg="70", **SITES, **MIX)
    record(therapist, "therapy/physical-therapy", exercises_done="yes")
    for session in (2, 3):
        clock.on(clock.today + timedelta(10))
        record(clinician, "review/session-review", option="continue", reason="Goes on well.")
        clock.on(clock.today + timedelta(22))
        assert f"Treatment injection {session}" in clinician.get(f"/courses/{number}/").content.decode()
        record(clinician, "injection/treatment", guidance="landmark", weight_kg="70", **SITES, **MIX)
    record(therapist, "done/physical-therapy")

    clock.on(clock.today + timedelta(92))
    assert "How are you now?" in patient.get("/my/").content.decode()
    send(patient, f"/my/{number}/outcome/follow-up/", now="2", pgic="much improved")
    record(clinician, "close", reason="completed", note="Much better, as the patient sees it.")

    course = open_course(number, by=Operator()).course
    assert course.status is Status.CLOSED
    assert len(course.injections) == 4
    assert course.injections[0].dextrose_percent == 30
    assert course.injections[0].lidocaine_mg == 8
    assert {score.instrument for score in course.scores} == {"nrs_pain", "pgic"}
    assert clinician.get(f"/courses/{number}/").status_code == 200
    assert patient.get("/my/").status_code == 200
