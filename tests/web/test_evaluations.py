"""The front desk's inbox: urgent first, with reasons; taken on as a patient, asked, declined, and gone afterwards."""

from typing import Any

import pytest
from django.test import Client

from enthesis.clinic.access import Operator
from enthesis.clinic.intake import store
from enthesis.clinic.intake.models import Evaluation, State
from enthesis.clinic.messages.notices_sending import ready_of
from enthesis.clinic.models import Membership, Person
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.people import Profile, new_person
from enthesis.pathway import events as e
from enthesis.web.templatetags.enthesis import problems
from tests.web.conftest import Place
from tests.web.test_evaluation import CONTACT, SEND, ask, begun, sent, text
from tests.web.walking import typed


@pytest.fixture
def desk(place: Place) -> Client:
    return place.client("front-desk")


def post(client: Client, number: str, do: str, **said: Any) -> Any:
    """Send one of the three forms of an evaluation's page."""
    path = f"/evaluations/{number}/"
    form = client.get(path).context["forms"][do]
    return client.post(path, {**typed(form), **said, "do": do})


def taken_on(client: Client, number: str, **said: Any) -> str:
    answer = post(client, number, "take-on", **said)
    assert answer.status_code == 302, [p.says for p in problems(answer.context["form"])]
    return str(answer["Location"])


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


def urgent() -> Client:
    client = begun()
    ask(client, emergency_general="no")
    ask(client, places=["back"])
    ask(client, bladder_or_bowel_change="no")
    ask(client, saddle_numbness="yes")
    assert client.post(SEND, {**CONTACT, "name": "Cy Sample", "born": "1960-02-02"}).status_code == 302
    return client


def test_nothing_reaches_the_clinic_before_it_is_sent(place: Place, desk: Client) -> None:
    ask(begun(), emergency_general="yes")
    assert "Nobody waits" in text(desk.get("/evaluations/"))


def test_urgent_ones_stand_first_with_reasons(place: Place, desk: Client) -> None:
    sent()
    urgent()
    page = text(desk.get("/evaluations/"))
    assert page.index("Urgent</h2>") < page.index("Cy Sample") < page.index("Waiting</h2>") < page.index("Bo Sample")
    one = text(desk.get("/evaluations/E-0002/"))
    assert "Emergency. No injection." in one
    assert "The person has read what to do. Call all the same: 555 0100, bo@example.test" in one
    assert "Are you numb between your legs?" in one


def test_one_person_several_times_is_pointed_out(place: Place, desk: Client) -> None:
    sent()
    sent(name="Sample, Bo")
    new_person(Profile("Bo Maria Sample", born=None), clinic=place.clinic, by=Operator())
    page = text(desk.get("/evaluations/"))
    assert "Seems to be the same person as E-0002" in page
    one = text(desk.get("/evaluations/E-0001/"))
    assert "Perhaps a patient already" in one
    assert "Bo Maria Sample" in one
    # Ada Sample of the fixtures was born on that day too, and shares a word of the name
    assert "Ada Sample" in one


def test_both_knees_and_the_back_become_two_courses_with_the_answers(place: Place, desk: Client) -> None:
    stranger = sent()
    where = taken_on(
        desk, "E-0001", person="new", protocol0="nutura-knee|2026-11", protocol1="nutura-back|2026-11", invite=["yes"]
    )
    person = Person.objects.latest("pk")
    assert person.pk != place.person.pk
    knee, back = (seen(course.number) for course in person.courses.order_by("pk"))
    assert where == f"/courses/{knee.number}/"
    assert (knee.course.region, knee.course.side, back.course.region) == ("knee", "both", "back")
    assert knee.profile == Profile(
        "Bo Sample",
        knee.profile.born if knee.profile else None,
        "555 0100, bo@example.test",
        telephone="555 0100",
        email="bo@example.test",
        language="en",
    )
    for course in (knee, back):
        (answered,) = [event for event in course.log if isinstance(event, e.EvaluationAnswered)]
        assert answered.source.startswith("public evaluation E-0001, sent on ")
        assert answered.answers["nrs"] == "6"
        assert answered.words == "Stairs are the worst."
        assert course.course.drugs == ()
        assert not course.course.concerns
    row = Evaluation.objects.get()
    assert (row.state, row.wrapped, row.person) == (State.ACCEPTED, "", person)
    assert Membership.objects.get(person=person).user.email == "bo@example.test"
    assert set(Notice.objects.values_list("purpose", flat=True)) == {"evaluation-received", "invitation"}
    assert stranger.get("/evaluation/sent/")["Location"] == "/evaluation/"
    assert desk.get("/evaluations/E-0001/").status_code == 404


def test_a_patient_who_is_there_gets_the_course(place: Place, desk: Client) -> None:
    sent()
    where = taken_on(desk, "E-0001", person=place.person.number, protocol0="nutura-knee|2026-11", invite=[])
    assert seen(where.split("/")[2]).person == place.person.pk
    assert Person.objects.filter(clinic=place.clinic).count() == 1


def test_what_is_urgent_stands_on_the_worklist_then(place: Place, desk: Client) -> None:
    urgent()
    where = taken_on(desk, "E-0001", person="new", protocol0="nutura-back|2026-11")
    assert [concern.level for concern in seen(where.split("/")[2]).course.concerns.values()] == ["emergency"]


def test_no_account_is_shared_by_chance(place: Place, desk: Client) -> None:
    sent(email="patient-a@example.test")
    taken_on(desk, "E-0001", person="new", protocol0="nutura-knee|2026-11", invite=["yes"])
    assert Membership.objects.filter(user__email="patient-a@example.test").count() == 1
    assert "somebody else signs in with that address" in text(desk.get("/worklist/"))


def test_a_course_needs_a_protocol(place: Place, desk: Client) -> None:
    sent()
    answer = post(desk, "E-0001", "take-on", person="new")
    assert "Choose a protocol for one problem at least, or decline." in text(answer)
    assert Evaluation.objects.get().state == State.SENT


def test_the_clinic_asks_and_the_person_answers(place: Place, desk: Client) -> None:
    stranger = sent()
    post(desk, "E-0001", "ask", **{"ask-words": "Which knee came first?"})
    assert "Asked, no answer yet" in text(desk.get("/evaluations/"))
    page = stranger.get("/evaluation/sent/")
    assert "Which knee came first?" in text(page)
    assert stranger.post("/evaluation/sent/", {"words": "The left one."}).status_code == 302
    assert "The left one." in text(desk.get("/evaluations/E-0001/"))
    assert Evaluation.objects.get().state == State.SENT
    letters = Notice.objects.filter(purpose="evaluation-answered")
    assert letters.count() == 1


def test_what_the_clinic_sends_is_in_the_language_of_whoever_asked(place: Place, desk: Client) -> None:
    sent(Client(headers={"accept-language": "es"}))
    post(desk, "E-0001", "ask", **{"ask-words": "¿Qué rodilla fue primero?"})
    asked = ready_of(Notice.objects.get(purpose="evaluation-answered"))
    assert asked is not None
    assert asked.letter.subject.endswith("le ha escrito")
    where = taken_on(desk, "E-0001", person="new", protocol0="nutura-knee|2026-11", invite=["yes"])
    course = seen(where.split("/")[2])
    assert course.profile is not None
    assert course.profile.language == "es"
    came = ready_of(Notice.objects.get(purpose="invitation"))
    assert came is not None
    assert came.letter.subject.startswith("Su cuenta en ")


def test_declined_with_a_letter_that_only_the_person_reads(place: Place, desk: Client) -> None:
    stranger = sent()
    assert post(desk, "E-0001", "decline", **{"decline-words": "See your doctor."}).status_code == 200
    said = {"decline-reason": "other-care", "decline-words": "See your doctor about the knees."}
    assert post(desk, "E-0001", "decline", **said)["Location"] == "/evaluations/"
    assert "Nobody waits" in text(desk.get("/evaluations/"))
    page = text(stranger.get("/evaluation/sent/"))
    assert "A letter from the clinic" in page
    assert "See your doctor about the knees." in page
    row = Evaluation.objects.get()
    assert (row.state, row.reason, row.settled_by) == (State.DECLINED, "other-care", place.users["front-desk"].handle)
    assert not desk.get("/evaluations/E-0001/").context["forms"]
    store.destroy(row)
    assert Evaluation.objects.get().state == State.DECLINED


def test_what_was_settled_meanwhile_is_not_settled_again(place: Place, desk: Client) -> None:
    sent()
    page = desk.get("/evaluations/E-0001/")
    form = typed(page.context["forms"]["ask"])
    store.destroy(Evaluation.objects.get())
    assert desk.post("/evaluations/E-0001/", {**form, "ask-words": "x", "do": "ask"}).status_code == 404


def test_another_clinic_knows_nothing_of_it(place: Place, elsewhere: Place) -> None:
    client = Client()
    client.post("/evaluation/", {"of": str(place.clinic.pk)})
    sent_to = store.find(Evaluation.objects.get().pk)
    assert sent_to is not None
    store.send(*sent_to)
    assert elsewhere.client("front-desk").get("/evaluations/E-0001/").status_code == 404
    assert "Nobody waits" in text(elsewhere.client("front-desk").get("/evaluations/"))
