"""Before and after an injection, and the exercises: what the patient reads and does, what the therapist agrees."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway import events as e
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection
from tests.web.walking import send, typed

WAITS = (
    "eligible", "consent-signed", "medicines-reviewed", "hold-kept", "plan-agreed", "responded",
    "not-planned", "measured", "session-reviewed", "too-close",
)  # fmt: skip


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


@pytest.fixture
def patient(place: Place) -> Client:
    return place.client("patient")


def drugs(*names: str, only: tuple[str, ...] = ()) -> e.DrugListTaken:
    return e.DrugListTaken(id=new_id(), happened_on=days_ago(1), drugs=names, prescriber_only=only)


def going_on(ago: int = 20) -> list[e.Event]:
    """After the diagnostic injection: a decision to treat, so that a treatment is next."""
    decided = e.ResponseDecided(
        id=new_id(), happened_on=days_ago(ago - 5), activity="response-review", option="go-on", reason="Better."
    )
    plan = e.PlanAgreed(id=new_id(), happened_on=days_ago(ago - 5), sessions=3)
    return [*until_injection(ago), decided, plan]


def injected(ago: int, *sites: str) -> e.InjectionsGiven:
    """A treatment, whatever speaks against it."""
    return e.InjectionsGiven(
        id=new_id(),
        happened_on=days_ago(ago),
        activity="treatment",
        sites=tuple(e.Site(structure=site) for site in sites),
        overrides=dict.fromkeys(WAITS, "A test."),
    )


def booked(days: int, visit: str = "t1") -> e.VisitBooked:
    starts = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return e.VisitBooked(
        id=new_id(), happened_on=days_ago(0), visit=visit, activity="treatment", starts=starts, minutes=30
    )


# -- before ----------------------------------------------------------------------------------------------------------


def test_what_to_do_before_has_dates_and_moves_with_the_session(start: Starter, patient: Client) -> None:
    number = start(*going_on(), booked(5))
    path = f"/my/{number}/preparation/"
    page = patient.get(path)
    lines = {line.id: line for part in page.context["parts"] for line in part.lines}
    assert lines["questions"].is_open, "from seven days before"
    assert not lines["ride"].is_open
    assert lines["ride"].when.startswith("from ")
    assert patient.post(path, {"done": ["questions", "nonsense"]})["Location"] == path
    moved = e.VisitMoved(
        id=new_id(), happened_on=days_ago(0), visit="t1", starts=datetime.now(UTC) + timedelta(days=12)
    )
    record(moved, course=number, by=Operator())
    lines = {line.id: line for part in patient.get(path).context["parts"] for line in part.lines}
    assert lines["questions"].is_done, "what was ticked stays ticked"
    assert not lines["questions"].is_open, "and its day has moved"


def test_a_medicine_of_its_prescriber_is_never_one_to_stop(start: Starter, patient: Client) -> None:
    number = start(*going_on(), drugs("warfarin 5 mg", "ibuprofen", only=("warfarin 5 mg",)), booked(5))
    page = patient.get(f"/my/{number}/preparation/").content.decode()
    assert "Do not stop warfarin" in page
    assert "stop warfarin" not in page.lower().replace("do not stop warfarin", "")


def test_nothing_is_prepared_where_nothing_comes(start: Starter, patient: Client) -> None:
    number = start()
    assert "No injection is coming up" in patient.get(f"/my/{number}/preparation/").content.decode()


# -- after -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ago", "says", "does_not_say"),
    [
        (0, "Do not drive while a part of you is numb", "The pain grows, day after day"),
        (2, "You are sore, and it may hurt more than before", "Do not drive"),
        (5, "You may still be sore, if it gets no worse", "You are sore, and it may hurt more"),
        (20, "Nothing may have changed yet", "Take it easy"),
    ],
)
def test_aftercare_knows_the_day(start: Starter, patient: Client, ago: int, says: str, does_not_say: str) -> None:
    number = start(*until_injection(ago))
    page = patient.get(f"/my/{number}/aftercare/").content.decode()
    assert says in page
    assert does_not_say not in page


def test_aftercare_knows_the_place(start: Starter, patient: Client) -> None:
    """Near the spine: the headache that comes on standing. In a knee: the hot joint. Nobody knows where: both."""
    knee, unknown = injected(1, "knee joint"), injected(1)
    back = patient.get(f"/my/{start(*until_injection(1))}/aftercare/").content.decode()
    joint = patient.get(f"/my/{start(knee, protocol='nutura-knee')}/aftercare/").content.decode()
    either = patient.get(f"/my/{start(unknown, protocol='nutura-knee')}/aftercare/").content.decode()
    standing, hot = "Your head hurts when you stand", "The joint is hot and swollen"
    assert (standing in back, hot in back) == (True, False)
    assert (standing in joint, hot in joint) == (False, True)
    assert (standing in either, hot in either) == (True, True)
    assert "does not say where the needle was" in either


def test_before_any_injection_there_is_nothing_after_it(start: Starter, patient: Client) -> None:
    assert "Nothing was injected yet" in patient.get(f"/my/{start()}/aftercare/").content.decode()


# -- exercises -------------------------------------------------------------------------------------------------------


def agree(place: Place, number: str, **said: str) -> None:
    """Begin with the template of the back; treatment 1 is followed after 3 days, treatment 2 after 14."""
    given = {
        "template": "back 2026-11",
        "rest_days": "2",
        "s1-days": "3",
        "s2-days": "14",
        "s1-e0-sets": "3",
        "s1-e0-repeats": "10",
        **said,
    }
    send(place.client("therapist"), f"/courses/{number}/programme/", **given)


def test_what_no_source_states_the_therapist_decides(place: Place, start: Starter) -> None:
    number = start(*going_on())
    path = f"/courses/{number}/programme/"
    therapist = place.client("therapist")
    page = therapist.get(path)
    form = page.context["form"]
    assert form["rest_days"].value() is None
    assert form["s1-days"].value() is None
    assert "not stated: you decide" in page.content.decode()
    answer = therapist.post(path, typed(form)).content.decode()
    assert "Say how many days after it. No source states it: you decide." in answer
    assert seen(number).course.programme is None


def test_a_stage_begins_with_its_injection_and_moves_with_it(place: Place, start: Starter, patient: Client) -> None:
    number = start(*going_on(), booked(5))
    agree(place, number)
    path = f"/my/{number}/exercises/"
    page = patient.get(path)
    assert page.context["stage"].stage.id == "before"
    begins = {each.stage.id: each.begins for each, _ in page.context["coming"]}
    assert begins == {"first": days_ago(-8), "second": None}
    moved = e.VisitMoved(id=new_id(), happened_on=days_ago(0), visit="t1", starts=datetime.now(UTC) + timedelta(days=9))
    record(moved, course=number, by=Operator())
    begins = {each.stage.id: each.begins for each, _ in patient.get(path).context["coming"]}
    assert begins["first"] == days_ago(-12)


def test_the_stage_of_today_follows_what_was_given_and_rest_is_kept(
    place: Place, start: Starter, patient: Client
) -> None:
    number = start(*going_on(40), injected(10))
    agree(place, number)
    page = patient.get(f"/my/{number}/exercises/")
    assert page.context["stage"].stage.id == "first"
    assert "3 sets of 10" in page.content.decode()
    record(injected(1), course=number, by=Operator())
    page = patient.get(f"/my/{number}/exercises/").content.decode()
    assert "Rest after the injection: no exercises until tomorrow" in page


def test_one_tap_logs_all_and_the_therapist_sees_it(place: Place, start: Starter, patient: Client) -> None:
    number = start(*going_on(), e.TherapyAttended(id=new_id(), happened_on=days_ago(3), activity="physical-therapy"))
    agree(place, number)
    path = f"/my/{number}/exercises/"
    data = {**typed(patient.get(path).context["form"]), "all": "yes"}
    assert patient.post(path, data).status_code == patient.post(path, data).status_code == 302
    (log,) = seen(number).course.exercised
    assert log.done == ("walk", "bend", "stretch")
    assert "All done and written down." in patient.get(path).content.decode()
    send(patient, path, done=["walk"], words="Too tired.")
    page = place.client("therapist").get(f"/courses/{number}/programme/").content.decode()
    assert "Exercises on 1 of the last 21 days." in page
    assert "Bend forward, Stretch backward, Walk" in page, "of two entries all that either says"
    assert "Too tired." in page
    assert "Record an appointment" in page


def test_a_programme_is_changed_with_more_rows_and_stages(place: Place, start: Starter) -> None:
    number = start(*going_on())
    agree(place, number)
    path = f"/courses/{number}/programme/"
    therapist = place.client("therapist")
    more = therapist.post(path, {**typed(therapist.get(path).context["form"]), "more-rows": "0"}).context["form"]
    assert more.shape[0] == 7
    assert more["s0-e0-name"].value() == "Walk", "what was typed is kept"
    more = therapist.post(path, {**typed(more), "more-stage": "yes"}).context["form"]
    new = {"s3-title": "Back at work", "s3-injection": "3", "s3-days": "20", "s3-e0-name": "Lift a box"}
    assert therapist.post(path, {**typed(more), **new}).status_code == 302
    agreed = seen(number).course.programme
    assert agreed is not None
    assert [stage.title for stage in agreed.stages][-1] == "Back at work"
    assert agreed.stages[0].exercises[0].id == "walk", "an exercise keeps its name, and what was logged of it"
    assert agreed.template == "back 2026-11"


def test_living_pages_as_people_see_them(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*going_on(12), drugs("ibuprofen", "warfarin", only=("warfarin",)), booked(2))
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/preparation/")
    page.get_by_label("Write down whom to call").check()
    look(page, "preparation", whole=True)
    page.get_by_role("button", name="Keep what is ticked").click()
    assert page.get_by_label("Write down whom to call").is_checked()
    page.goto(f"{live}/my/{number}/aftercare/")
    look(page, "aftercare", whole=True)
    sign_in(page, live, place, "therapist")
    agree(place, number)
    page.goto(f"{live}/courses/{number}/programme/")
    look(page, "programme", whole=True)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/exercises/")
    look(page, "exercises", whole=True)
    page.get_by_role("button", name="All done").click()
    look(page, "exercises-done", whole=True)


def test_a_day_of_no_calendar_is_today(start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    assert patient.get(f"/my/{number}/diary/?day=never").context["form"].day == date.today()
