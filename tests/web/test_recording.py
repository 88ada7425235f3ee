"""From a form to the record: twice is once, a stale page loses nothing, an objection has its remedy beside it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway import events as e
from enthesis.web.words import moment
from tests.web.conftest import Place, Starter, days_ago, new_id, until_injection
from tests.web.walking import READY, Clock, plain, send, typed

SITES = {"site__0__structure": "iliolumbar ligament", "site__0__side": "left", "site__0__ml": "2", **READY}


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


def post(client: Client, path: str, **said: Any) -> Any:
    page = client.get(path)
    return client.post(path, {**typed(page.context["form"]), **plain(said)})


@pytest.fixture
def clinician(place: Place) -> Client:
    return place.client("clinician")


def test_sent_twice_it_is_recorded_once(place: Place, start: Starter, clinician: Client) -> None:
    number = start()
    path = f"/courses/{number}/record/pause/"
    data = {**typed(clinician.get(path).context["form"]), "reason": "Travelling"}
    first, second = clinician.post(path, data), clinician.post(path, data)
    assert first.status_code == second.status_code == 302
    assert [type(event) for event in seen(number).log] == [e.CourseStarted, e.CoursePaused]


def test_sent_again_with_other_words_it_says_so(start: Starter, clinician: Client) -> None:
    number = start()
    path = f"/courses/{number}/record/consent/"
    data = {**typed(clinician.get(path).context["form"]), "version": "3"}
    clinician.post(path, data)
    again = clinician.post(path, {**data, "version": "4", "head": "2"})
    assert again.status_code == 200
    assert "This page was saved before" in again.content.decode()
    assert len(seen(number).log) == 2


def test_a_stale_page_is_told_what_came_and_keeps_what_was_typed(
    place: Place, start: Starter, clinician: Client
) -> None:
    number = start(*until_injection())
    path = f"/courses/{number}/record/consent-withdrawn/"
    data = {**typed(clinician.get(path).context["form"]), "reason": "Thought it over at home"}
    note = e.NoteAdded(id=new_id(), happened_on=days_ago(0), words="Called", about="other")
    record(note, course=number, by=place.users["clinician"])
    stale = clinician.post(path, data)
    page = stale.content.decode()
    assert "Something was recorded while this page was open" in page
    assert "Note: other" in page
    recorded_at = seen(number).log[-1].recorded_at
    assert recorded_at is not None
    at = moment(recorded_at, seen(number).zone, place.today)
    assert f'Note: other <span class="small">by {place.users["clinician"].name}, {at}</span>' in page
    assert "Thought it over at home" in page
    again = clinician.post(path, typed(stale.context["form"]))
    assert again.status_code == 302
    assert seen(number).course.consent is None


def test_a_front_desk_sees_no_words_of_what_came_in_between(place: Place, start: Starter) -> None:
    desk = place.client("front-desk")
    number = start()
    path = f"/courses/{number}/record/pause/"
    data = {**typed(desk.get(path).context["form"]), "reason": "Holiday"}
    record(e.CoursePaused(id=new_id(), happened_on=days_ago(0), reason="Secret illness"), course=number, by=Operator())
    assert "Secret illness" not in desk.post(path, data).content.decode()
    assert "Secret illness" not in desk.get(f"/courses/{number}/").content.decode()


def test_what_is_missing_is_asked_for_by_name_and_the_summary_leads_there(start: Starter, clinician: Client) -> None:
    page = post(clinician, f"/courses/{start()}/record/close/").content.decode()
    assert "Choose why the course is closed." in page
    assert 'href="#id_reason_0"' in page
    assert 'id="id_reason_0"' in page
    assert "This field is required" not in page


def test_an_objection_is_passed_only_by_a_reason_which_is_kept(start: Starter, clinician: Client) -> None:
    number = start(*until_injection())
    path = f"/courses/{number}/record/injection/treatment/"
    refused = post(clinician, path, guidance="ultrasound", **SITES)
    page = refused.content.decode()
    assert "The response review has not decided to go on." in page
    assert "Decide at the response review first, or say why it was given before." in page
    assert len(seen(number).course.injections) == 1
    form = typed(refused.context["form"])
    again = clinician.post(path, {**form, "because-responded": "  "})
    assert again.status_code == 200
    reasons = {
        name: "Given elsewhere before the review" for name in form | again.context["form"].fields if "because-" in name
    }
    final = clinician.post(path, {**typed(again.context["form"]), **reasons})
    assert final.status_code == 302
    given = seen(number).course.injections[-1]
    assert given.overrides
    assert given.overrides["responded"] == "Given elsewhere before the review"
    assert "Given elsewhere before the review" in clinician.get(f"/courses/{number}/").content.decode()


def test_too_much_anaesthetic_stops_beside_its_figures(start: Starter, clinician: Client) -> None:
    number = start(*until_injection())
    said = {"part__0__name": "lidocaine 2%", "part__0__ml": "30", "volume_ml": "30", "weight_kg": "60"}
    page = post(clinician, f"/courses/{number}/record/injection/treatment/", guidance="landmark", **SITES, **said)
    text = page.content.decode()
    assert "LA_OVER_LIMIT" in {o.finding.code for o in page.context["form"].objections}
    assert "because-LA_OVER_LIMIT" in text
    assert "600" in text


def test_a_warning_is_read_before_it_is_recorded(start: Starter, clinician: Client) -> None:
    number = start(*until_injection(ago=1), ago=40)
    path = f"/courses/{number}/record/injection/diagnostic-injection/"
    said = {"part__0__name": "dextrose 50%", "part__0__ml": "3", "volume_ml": "9"}
    first = post(clinician, path, guidance="ultrasound", **SITES, **said)
    assert first.status_code == 200
    warned = [o for o in first.context["form"].objections if o.finding.level == "warn"]
    assert warned
    form = typed(first.context["form"])
    reasons = {name: "A second look" for name in first.context["form"].fields if name.startswith("because-")}
    second = clinician.post(path, {**form, **reasons})
    if second.status_code == 200:  # what stops came only now
        form = typed(second.context["form"])
        reasons = {name: "A second look" for name in second.context["form"].fields if name.startswith("because-")}
        second = clinician.post(path, {**form, **reasons})
    assert second.status_code == 302
    assert len(seen(number).course.injections) == 2


def test_as_last_time_takes_everything_over_but_the_lots(start: Starter, clinician: Client) -> None:
    form = clinician.get(f"/courses/{start(*until_injection())}/record/injection/treatment/?as-last").context["form"]
    said = typed(form)
    assert said["site-0-structure"] == "iliolumbar ligament"
    assert said["part-0-name"] == "dextrose 50%"
    assert said["guidance"] == "ultrasound"
    assert "part-0-lot" not in said


def test_the_figures_are_worked_out_without_recording(start: Starter, clinician: Client) -> None:
    number = start(*until_injection())
    said = {"part__0__name": "dextrose 50%", "part__0__ml": "3", "part__1__name": "lidocaine 1%", "part__1__ml": "2"}
    path = f"/courses/{number}/record/injection/treatment/"
    page = post(clinician, path, guidance="landmark", check="1", **SITES, **said)
    mix = page.context["mix"]
    doses = [(dose.drug, dose.mg) for dose in mix.doses]
    assert (mix.dextrose, doses) == (30, [("lidocaine", 8)])  # 2 of 5 mL were injected
    assert len(seen(number).course.injections) == 1


def test_more_lines_keep_what_was_typed(start: Starter, clinician: Client) -> None:
    path = f"/courses/{start(*until_injection())}/record/injection/treatment/"
    page = post(clinician, path, more="site", **SITES)
    assert "site-5-structure" in page.context["form"].fields
    assert typed(page.context["form"])["site-0-structure"] == "iliolumbar ligament"


def test_a_mistake_is_corrected_in_its_place(start: Starter, clinician: Client) -> None:
    log = until_injection()
    number = start(*log)
    injection = next(event for event in log if isinstance(event, e.InjectionsGiven))
    path = f"/courses/{number}/correct/{injection.id}/"
    assert send(clinician, path, weight_kg="82") == f"/courses/{number}/"
    given = seen(number).course.injections
    assert [(one.weight_kg, one.solution[0].lot, one.replaces) for one in given] == [(82, "D-17", injection.id)]
    assert "no longer counts" in clinician.get(f"/courses/{number}/").content.decode()
    assert clinician.get(path).status_code == 404


def test_every_kind_of_entry_can_be_corrected_or_taken_back(start: Starter, clinician: Client) -> None:
    symptom = e.SymptomReported(
        id=new_id(), happened_on=days_ago(2), symptom="s1", level="call_clinic_same_day", words="Sore"
    )
    log = [
        *until_injection(),
        e.DiaryEntered(id=new_id(), happened_on=days_ago(5), pain=4),
        symptom,
        e.SymptomHandled(
            id=new_id(), happened_on=days_ago(1), symptom="s1", closed=True, relatedness="possible", severity="mild"
        ),
        e.AdverseEventRecorded(
            id=new_id(), happened_on=days_ago(1), event="Bruise", severity="mild", relatedness="possible", symptom="s1"
        ),
        e.ResponseDecided(
            id=new_id(), happened_on=days_ago(1), activity="response-review", option="go-on", reason="Better"
        ),
        e.PlanAgreed(id=new_id(), happened_on=days_ago(1), sessions=3),
        e.CoursePaused(id=new_id(), happened_on=days_ago(0), reason="Travel"),
    ]
    number = start(*log)
    for event in log:
        form = clinician.get(f"/courses/{number}/correct/{event.id}/", follow=True)
        assert form.status_code == 200, type(event).__name__
        sent = clinician.post(form.request["PATH_INFO"], {**typed(form.context["form"]), "reason": "Typed wrongly"})
        complaints = form.context["form"].errors if sent.status_code == 200 else ""
        assert sent.status_code == 302, f"{type(event).__name__}: {complaints}"
    assert len(seen(number).log) == 1 + 2 * len(log)


def test_a_candidacy_decision_that_differs_needs_a_reason(place: Place, start: Starter, clinician: Client) -> None:
    number = start(until_injection()[0])
    path = f"/courses/{number}/record/candidacy/candidacy/"
    first = post(clinician, path, outcome="eligible")
    assert "you chose otherwise" in first.content.decode()
    assert send(clinician, path, outcome="eligible", reason="Asked all of it by telephone").endswith(f"{number}/")
    decided = seen(number).course.eligibility
    assert decided is not None
    assert (decided.option, decided.recommended) == ("eligible", "not-yet")


def test_a_symptom_is_closed_only_with_a_judgement(start: Starter, clinician: Client) -> None:
    report = e.SymptomReported(
        id=new_id(), happened_on=days_ago(1), symptom="s1", level="urgent_care", words="Hot knee"
    )
    number = start(*until_injection(), report)
    page = clinician.get(f"/courses/{number}/").content.decode()
    assert page.index("Hot knee") < page.index("What is next")
    path = f"/courses/{number}/record/symptom/s1/"
    assert "judgement" in post(clinician, path, contact="seen", closed="yes").content.decode()
    send(clinician, path, contact="seen", closed="yes", relatedness="possible", severity="mild", note="Seen, settled.")
    assert not seen(number).course.concerns


def test_a_time_that_the_clock_jumps_over(place: Place, start: Starter, clinician: Client) -> None:
    place.clinic.time_zone = "Europe/Berlin"
    place.clinic.save()
    number = start(*until_injection())
    said = {"on": "2027-03-28", "at": "02:30", "minutes": "30", "mode": "in-person"}
    page = post(clinician, f"/courses/{number}/record/book/response-review/", **said)
    assert "The clock jumps over that time" in page.content.decode()
    late = {"because-outside-window": "The patient is abroad until then."}
    send(clinician, f"/courses/{number}/record/book/response-review/", **{**said, "at": "03:30", **late})
    (booking,) = seen(number).course.bookings.values()
    assert booking.starts.isoformat() == "2027-03-28T01:30:00+00:00"
    visit = booking.visit
    send(clinician, f"/courses/{number}/record/move/{visit}/", on="2027-03-29", at="09:00", by="patient", **late)
    send(clinician, f"/courses/{number}/record/cancel/{visit}/", by="patient", reason="Ill")
    assert not seen(number).course.bookings


def test_a_time_outside_of_its_window_is_a_clinician_s_to_give(place: Place, start: Starter, clinician: Client) -> None:
    """The front desk is told and cannot go on; a clinician says why, and the reason is kept in the record."""
    number = start(*until_injection())  # the diagnostic injection was 30 days ago, its review is due after 14 to 21
    said = {"on": str(place.today), "at": "17:00", "minutes": "20", "mode": "telehealth"}
    page = post(place.client("front-desk"), f"/courses/{number}/record/book/response-review/", **said).content.decode()
    assert "after its window, which closes on" in page
    assert "Reason for going on all the same" not in page
    page = post(clinician, f"/courses/{number}/record/book/response-review/", **said).content.decode()
    assert "Reason for going on all the same" in page
    assert not seen(number).course.bookings
    reason = {"because-outside-window": "She was ill for a week."}
    send(clinician, f"/courses/{number}/record/book/response-review/", **said, **reason)
    assert seen(number).log[-1].overrides == {"outside-window": "She was ill for a week."}


def test_a_course_that_is_paused_shows_its_frozen_visits(place: Place, start: Starter, clinician: Client) -> None:
    number = start(*until_injection(ago=10))
    on = place.today + timedelta(days=7)
    said = {"on": str(on), "at": "10:00", "minutes": "20", "mode": "in-person"}
    send(clinician, f"/courses/{number}/record/book/response-review/", **said)
    assert "frozen" not in clinician.get(f"/courses/{number}/").content.decode()
    record(e.CoursePaused(id=new_id(), happened_on=place.today, reason="x"), course=number, by=Operator())
    page = clinician.get(f"/courses/{number}/").content.decode()
    assert "1 booked visit frozen." in page
    assert "The course is paused." in page


def test_scores_from_paper(place: Place, start: Starter, clinician: Client) -> None:
    number = start(protocol="rabago-knee-2013")
    protocol = seen(number).protocol
    assert protocol is not None
    activity = next(a for a in protocol.activities if "womac_likert" in a.measures)
    path = f"/courses/{number}/record/scores/{activity.id}/"
    form = clinician.get(path).context["form"]
    name = next(name for name in form.fields if name.startswith("womac_likert--"))
    assert "out of range" in post(clinician, path, **{name: "5000"}).content.decode()
    assert "at least one score" in post(clinician, path).content.decode()
    send(clinician, path, **{name: "12"})
    assert [score.value for score in seen(number).course.scores] == [12]


def test_a_corrected_decision_keeps_what_the_figures_said_then(start: Starter, clinician: Client) -> None:
    decided = e.ResponseDecided(
        id=new_id(),
        happened_on=days_ago(1),
        activity="response-review",
        option="go-on",
        recommended="do-not",
        figures={"0": {"percent": "12"}},
        reason="Wants to",
    )
    number = start(*until_injection(), decided)
    send(clinician, f"/courses/{number}/correct/{decided.id}/", reason="The patient wants to go on")
    kept = seen(number).log[-1]
    assert isinstance(kept, e.ResponseDecided)
    assert (kept.recommended, kept.figures, kept.reason) == ("do-not", decided.figures, "The patient wants to go on")


def test_the_day_is_that_of_the_course_s_clinic(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.clinic.time_zone = "Pacific/Honolulu"  # at 9:00 UTC it is still the day before there
    place.clinic.save()
    Clock(monkeypatch, date(2026, 3, 2))
    desk = place.client("front-desk")
    chosen = {"problem": "pain", "region": "back", "chosen": "nutura-back|2026-11"}
    path = send(desk, f"/patients/{place.person.number}/start/", **chosen)
    number = path.strip("/").split("/")[-1]
    assert seen(number).course.started_on == date(2026, 3, 1)
    assert place.client("patient").get(f"/my/{number}/diary/").context["form"].day == date(2026, 3, 1)
