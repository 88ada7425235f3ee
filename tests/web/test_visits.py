"""A patient's visits: seen, chosen, kept, moved, cancelled, waited for; and whose they are."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from enthesis.clinic import holding
from enthesis.clinic.access import Operator
from enthesis.clinic.booking import book, propose
from enthesis.clinic.door import record
from enthesis.clinic.models import Hold, Offer, Person, Resource, WaitingEntry
from enthesis.clinic.numbers import key_of
from enthesis.clinic.people import Profile, new_person
from enthesis.clinic.visit_rules import set_books, set_moves_hours, visit_rules
from enthesis.clinic.waiting import give_out
from enthesis.pathway import events as e
from enthesis.pathway.course import Booking
from enthesis.scheduling.problem import Patient
from enthesis.web.patient.telling import Card, in_order
from tests.web.conftest import Place, Starter, days_ago, new_id
from tests.web.visiting import booked, opened, ready, responded, staff


@pytest.fixture
def patient(place: Place) -> Client:
    staff(place)
    return place.client("patient")


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, f"GET {path}: {answer.status_code}"
    return words(answer.content.decode())


def words(page: str) -> str:
    body = re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split("</main>", 1)[0])
    return re.sub(r"\s+", " ", body).replace("&#x27;", "'")


def series_on(client: Client, path: str) -> list[str]:
    return re.findall(r'name="series" value="([^"]+)"', client.get(path).content.decode())


def choose(client: Client, number: str, place: int = 0) -> str:
    """Choose one of the series; gives the key of what is kept."""
    sealed = series_on(client, f"/my/{number}/visits/pick/")[place]
    answer = client.post(f"/my/{number}/visits/pick/", {"series": sealed})
    assert answer["Location"] == f"/my/{number}/visits/kept/"
    held = holding.held(key_of(number) or 0)
    assert held is not None
    return held.key


def say(client: Client, number: str, key: str, answer: str = "yes") -> object:
    return client.post(f"/my/{number}/visits/kept/", {"key": key, "answer": answer})


def coming(number: str) -> list[Booking]:
    return sorted(opened(number).course.bookings.values(), key=lambda booking: booking.starts)


def somebody(place: Place) -> Person:
    """Another patient of the clinic."""
    return new_person(Profile("Bo Sample"), clinic=place.clinic, by=Operator())


# -- choosing --------------------------------------------------------------------------------------------------------


def test_what_is_next_leads_to_a_booked_series(start: Starter, patient: Client) -> None:
    number = start(*ready())
    assert "Choose the times of your visits" in text(patient, "/my/")
    page = text(patient, f"/my/{number}/visits/pick/")
    assert "All 3 visits at once" in page
    assert page.count("Choose these") == 3
    assert "Always with Dr" in page
    key = choose(patient, number)
    kept = text(patient, f"/my/{number}/visits/kept/")
    assert "These times are kept for you until" in kept
    assert coming(number) == []
    assert "Times are kept for you" in text(patient, "/my/")
    say(patient, number, key)
    bookings = coming(number)
    assert [booking.activity for booking in bookings] == ["intake", "diagnostic-injection", "response-review"]
    assert all(booking.confirmed for booking in bookings)
    assert not Hold.objects.exists()
    assert "Your visits are booked." in text(patient, f"/my/{number}/visits/")
    assert "Choose the times" not in text(patient, "/my/")


def test_a_double_click_books_once(start: Starter, patient: Client) -> None:
    number = start(*ready())
    sealed = series_on(patient, f"/my/{number}/visits/pick/")[0]
    for _ in range(2):
        patient.post(f"/my/{number}/visits/pick/", {"series": sealed})
    held = holding.held(key_of(number) or 0)
    assert held is not None
    for _ in range(2):
        say(patient, number, held.key)
    again = patient.post(f"/my/{number}/visits/pick/", {"series": sealed}, follow=True)
    assert "booked already" in again.content.decode()
    assert len(coming(number)) == 3


def test_a_no_frees_the_times(start: Starter, patient: Client) -> None:
    number = start(*ready())
    say(patient, number, choose(patient, number), "no")
    assert not Hold.objects.exists()
    assert coming(number) == []


def test_what_does_not_suit_is_kept_and_heeded(start: Starter, patient: Client) -> None:
    number = start(*responded())
    away = opened(number).course.started_on
    assert away is not None
    path = f"/my/{number}/visits/wishes/"
    wrong = {"away_from1": "2030-05-02", "away_to1": "2030-05-01", "only": "yes", "parts": ["afternoon"]}
    page = patient.post(path, wrong).content.decode()
    assert "The last day away is before the first" in page
    assert "2030-05-02" in page
    said = {"weekdays": ["2"], "parts": ["afternoon"], "only": "yes"}
    assert patient.post(path, said)["Location"] == f"/my/{number}/visits/pick/"
    say(patient, number, choose(patient, number))
    assert {booking.starts.weekday() for booking in coming(number)} == {2}
    assert all(12 <= booking.starts.hour < 17 for booking in coming(number))
    assert 'value="2" id="id_weekdays_2" checked' in patient.get(path).content.decode()
    patient.post(path, {"anything": "yes"})
    assert "checked" not in patient.get(path).content.decode().split("And if there")[0]


def test_nothing_fits_says_which_visit_and_what_would_help(start: Starter, patient: Client, place: Place) -> None:
    number = start(*responded())
    until = place.today + timedelta(days=500)
    patient.post(f"/my/{number}/visits/wishes/", {"away_from1": str(place.today), "away_to1": str(until)})
    page = text(patient, f"/my/{number}/visits/pick/")
    assert "We found no time for “Treatment injection 1”" in page
    assert "The times that you gave leave no day for it." in page
    assert "If you could come on" in page
    assert "Put me on the waiting list" in page
    Resource.objects.filter(kind="room").update(in_use=False)
    patient.post(f"/my/{number}/visits/wishes/", {"anything": "yes"})
    page = text(patient, f"/my/{number}/visits/pick/")
    assert "No room is free for it on those days." in page
    assert "If one more room were there" in page


def test_a_course_that_is_too_tangled_to_solve_leads_to_the_clinic(
    start: Starter, patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = start(*ready())
    monkeypatch.setattr("enthesis.scheduling.series.MOST_SPLITS", 0)
    page = text(patient, f"/my/{number}/visits/pick/")
    assert "We found no times that fit" in page
    assert "Put me on the waiting list" in page


def test_a_time_that_was_taken_is_named_and_repaired_at_once(start: Starter, patient: Client, place: Place) -> None:
    Resource.objects.filter(name="Dr Okafor").update(in_use=False)
    number, other = start(*ready()), start(*ready(), person=somebody(place))
    sealed = series_on(patient, f"/my/{number}/visits/pick/")[0]
    same = propose(opened(other), Patient(), now=datetime.now(UTC))
    first = same.choices[0].series.visits[:1]
    book(opened(other), same.visits, first, by=Operator(), key=new_id())
    answer = patient.post(f"/my/{number}/visits/pick/", {"series": sealed})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "The time of your <strong>First consultation</strong>" in page
    assert page.count("Before:") == 1
    repaired = re.findall(r'name="series" value="([^"]+)"', page)[0]
    assert patient.post(f"/my/{number}/visits/pick/", {"series": repaired})["Location"].endswith("/kept/")


def test_a_yes_that_comes_too_late_says_what_was_taken(start: Starter, patient: Client, place: Place) -> None:
    Resource.objects.filter(name="Dr Okafor").update(in_use=False)
    number, other = start(*ready()), start(*ready(), person=somebody(place))
    key = choose(patient, number)
    Hold.objects.update(until=datetime.now(UTC) - timedelta(minutes=1))
    assert "The ten minutes are over" in text(patient, f"/my/{number}/visits/kept/")
    same = propose(opened(other), Patient(), now=datetime.now(UTC))
    book(opened(other), same.visits, same.choices[0].series.visits, by=Operator(), key=new_id())
    answer = patient.post(f"/my/{number}/visits/kept/", {"key": key, "answer": "yes"})
    assert answer.status_code == 409
    assert "is taken" in answer.content.decode()
    assert coming(number) == []


def test_what_a_page_sends_back_is_what_it_offered(start: Starter, patient: Client) -> None:
    number, other = start(*ready()), start(*ready())
    sealed = series_on(patient, f"/my/{number}/visits/pick/")[0]
    for forged in (f"x{sealed}", "", "nonsense"):
        patient.post(f"/my/{number}/visits/pick/", {"series": forged})
    patient.post(f"/my/{other}/visits/pick/", {"series": sealed})
    assert not Hold.objects.exists()


def test_only_what_may_be_booked_now(start: Starter, patient: Client) -> None:
    undecided = start(*ready()[:3])
    assert "Nothing wants a time now" in text(patient, f"/my/{undecided}/visits/pick/")
    refused = start(
        *ready()[:3],
        e.CandidacyDecided(id=new_id(), happened_on=days_ago(3), outcome="not-suitable", reason="Another cause."),
    )
    assert "Choose a time" not in text(patient, f"/my/{refused}/visits/")
    begun = start(*ready())
    assert "How many treatments you have is agreed with you later" in text(patient, f"/my/{begun}/visits/")


def test_the_clinic_may_book_itself_and_then_no_patient_does(start: Starter, patient: Client, place: Place) -> None:
    number = start(*ready())
    set_books(False, clinic=place.clinic, by=Operator())
    assert "Your clinic gives the times itself." in text(patient, f"/my/{number}/visits/pick/")
    assert "Choose the times" not in text(patient, "/my/")
    patient.post(f"/my/{number}/visits/pick/", {"series": "x"})
    assert not Hold.objects.exists()


def test_a_paused_course_and_one_with_an_open_symptom_book_nothing(start: Starter, patient: Client) -> None:
    number = booked(start(*ready())).number
    record(
        e.SymptomReported(id=new_id(), happened_on=days_ago(0), symptom="s1", level="urgent_care"),
        course=number,
        by=Operator(),
    )
    page = text(patient, f"/my/{number}/visits/")
    assert "Your clinic will call you before this session takes place." in page
    session = next(booking for booking in coming(number) if booking.activity == "diagnostic-injection")
    for act in ("move", "cancel"):
        assert "Please call the clinic" in text(patient, f"/my/{number}/visit/{session.visit}/{act}/")
    paused = start(*ready(), e.CoursePaused(id=new_id(), happened_on=days_ago(0), reason="Travel"))
    assert "is paused" in text(patient, f"/my/{paused}/visits/")
    assert "There is nothing to book now." in text(patient, f"/my/{paused}/visits/pick/")


def test_what_is_kept_is_not_booked_once_a_symptom_is_open(start: Starter, patient: Client) -> None:
    number = start(*ready())
    key = choose(patient, number)
    report = e.SymptomReported(id=new_id(), happened_on=days_ago(0), symptom="s1", level="urgent_care")
    record(report, course=number, by=Operator())
    say(patient, number, key)
    assert coming(number) == []
    assert "Nothing is booked or moved now." in text(patient, f"/my/{number}/visits/")


def test_the_visits_of_a_paused_course_stand_still(start: Starter, patient: Client, place: Place) -> None:
    number = booked(start(*ready())).number
    pause = e.CoursePaused(id=new_id(), happened_on=place.today, reason="Travel")
    record(pause, course=number, by=Operator())
    assert "This visit waits until you and the clinic go on." in text(patient, f"/my/{number}/visits/")
    first = coming(number)[0]
    patient.post(f"/my/{number}/visit/{first.visit}/", {"form_id": new_id()})
    assert not coming(number)[0].confirmed
    assert patient.post(f"/my/{number}/visit/{first.visit}/cancel/", {"reason": "I am ill"}).status_code == 409


# -- seeing and confirming -------------------------------------------------------------------------------------------


def test_two_courses_are_on_one_page_and_a_visit_is_confirmed_in_one_tap(start: Starter, patient: Client) -> None:
    back, knee = booked(start(*ready())).number, start(ago=2, protocol="nutura-knee")
    page = text(patient, "/my/visits/")
    assert "Pain of the lower back" in page
    assert "Pain of the knee" in page
    assert page.count("Yes, I come") == 3
    first = coming(back)[0]
    for _ in range(2):
        patient.post(f"/my/{back}/visit/{first.visit}/", {"form_id": new_id()})
    assert [booking.confirmed for booking in coming(back)] == [True, False, False]
    assert sum(isinstance(event, e.VisitConfirmed) for event in opened(back).log) == 1
    assert opened(knee).course.bookings == {}


def test_of_two_booked_visits_the_nearer_one_is_told_first() -> None:
    now = datetime.now(UTC)
    later, sooner = (Card("Injection", "", "", "", starts=now + timedelta(days=days)) for days in (12, 2))
    todo, someday = Card("Diary", "", "", "", is_now=True), Card("Plan", "", "", "")
    assert in_order([someday, later, sooner, todo]) == [todo, sooner, later, someday]


def test_the_link_of_a_video_visit_is_shown_once_it_is_near(start: Starter, patient: Client, place: Place) -> None:
    place.clinic.meeting_link = "https://meet.example.test/enthesis"
    place.clinic.save()
    now = datetime.now(UTC)
    visits = [
        e.VisitBooked(
            id=new_id(),
            happened_on=place.today,
            visit=f"v{hours}",
            activity="intake",
            starts=now + timedelta(hours=hours),
            minutes=30,
            telehealth=True,
        )
        for hours in (5, 50)
    ]
    number = start(*ready(), *visits)
    assert "https://meet.example.test/enthesis" in patient.get(f"/my/{number}/visit/v5/").content.decode()
    assert "https://meet.example.test/enthesis" not in patient.get(f"/my/{number}/visit/v50/").content.decode()


def test_a_visit_leads_to_its_file_and_the_visits_to_a_calendar_of_one_s_own(start: Starter, patient: Client) -> None:
    number = booked(start(*ready())).number
    page = patient.get(f"/my/{number}/visit/{coming(number)[0].visit}/").content.decode()
    (file,) = re.findall(r'href="([^"]+\.ics)"', page)
    assert patient.get(file)["Content-Type"].startswith("text/calendar")
    (calendar,) = re.findall(r'href="([^"]+)">Have your visits', patient.get("/my/visits/").content.decode())
    assert patient.get(calendar).status_code == 200


# -- moving and cancelling -------------------------------------------------------------------------------------------


def test_a_visit_is_moved_inside_its_window_and_the_rest_stays(start: Starter, patient: Client) -> None:
    number = booked(start(*responded())).number
    first, second, *rest = coming(number)
    path = f"/my/{number}/visit/{second.visit}/move/"
    page = patient.get(path).content.decode()
    times = [datetime.fromisoformat(each) for each in re.findall(r'name="starts" value="([^"]+)"', page)]
    assert times
    gaps = [((at.date() - first.starts.date()).days, (rest[0].starts.date() - at.date()).days) for at in times]
    assert all(28 <= before <= 42 and 28 <= after <= 42 for before, after in gaps)
    sent = {"starts": times[0].isoformat(), "form_id": new_id()}
    for _ in range(2):
        assert patient.post(path, sent)["Location"] == f"/my/{number}/visits/"
    moved = coming(number)
    assert [booking.starts for booking in moved] == [first.starts, times[0], *(booking.starts for booking in rest)]
    (event,) = (event for event in opened(number).log if isinstance(event, e.VisitMoved))
    assert (event.by, event.confirmed) == ("patient", True)


def test_a_time_outside_of_the_window_is_not_taken(start: Starter, patient: Client) -> None:
    number = booked(start(*responded())).number
    second = coming(number)[1]
    for starts in (second.starts + timedelta(days=90), second.starts.replace(hour=3), "soon", ""):
        said = starts.isoformat() if isinstance(starts, datetime) else starts
        answer = patient.post(f"/my/{number}/visit/{second.visit}/move/", {"starts": said, "form_id": new_id()})
        assert answer.status_code == 200
    assert coming(number)[1] == second


def test_on_another_day_the_later_visits_move_with_it(start: Starter, patient: Client) -> None:
    number = booked(start(*responded())).number
    before = coming(number)
    path = f"/my/{number}/visit/{before[1].visit}/move/?rest"
    sealed = series_on(patient, path)[0]
    assert patient.post(f"/my/{number}/visits/pick/", {"series": sealed})["Location"].endswith("/kept/")
    held = holding.held(key_of(number) or 0)
    assert held is not None
    assert "Before:" in text(patient, f"/my/{number}/visits/kept/")
    say(patient, number, held.key)
    after = coming(number)
    assert after[0] == before[0]
    assert after[1].starts.date() != before[1].starts.date()
    gaps = [(b.starts.date() - a.starts.date()).days for a, b in pairwise(after)]
    assert all(28 <= gap <= 42 for gap in gaps)


def test_a_visit_is_cancelled_with_a_reason_after_other_times(start: Starter, patient: Client) -> None:
    number = booked(start(*responded())).number
    second = coming(number)[1]
    path = f"/my/{number}/visit/{second.visit}/cancel/"
    page = text(patient, path)
    assert page.index("Another time instead?") < page.index("Why?")
    assert "By your plan this visit is due from" in page
    assert "Treatment injection 3" in page
    form = patient.get(path).context["form"]
    sent = {"form_id": form["form_id"].value(), "head": form["head"].value()}
    assert "Choose why." in patient.post(path, sent).content.decode()
    for _ in range(2):
        assert patient.post(path, {**sent, "reason": "I am ill"})["Location"] == f"/my/{number}/visits/"
    assert len(coming(number)) == 3
    (event,) = (event for event in opened(number).log if isinstance(event, e.VisitCancelled))
    assert (event.by, event.reason) == ("patient", "I am ill")


def test_later_than_the_clinic_s_hours_only_the_telephone_helps(start: Starter, patient: Client, place: Place) -> None:
    number = booked(start(*ready())).number
    first = coming(number)[0]
    assert "The clinic has not decided this number" in text(patient, f"/my/{number}/visits/")
    set_moves_hours(14 * 24, clinic=place.clinic, by=Operator())
    assert "The clinic has not decided this number" not in text(patient, f"/my/{number}/visits/")
    for act, sent in (
        ("move", {"starts": (first.starts + timedelta(hours=2)).isoformat()}),
        ("cancel", {"reason": "x"}),
    ):
        path = f"/my/{number}/visit/{first.visit}/{act}/"
        page = text(patient, path)
        assert "Please call the clinic" in page
        assert "+1 555 0100" in page
        assert patient.post(path, sent).status_code == 409
    assert coming(number)[0] == first


# -- what the clinic proposes, and the waiting list ------------------------------------------------------------------


def proposed(place: Place, number: str, which: int = 1) -> holding.Held:
    """The clinic asks to move a visit by an hour."""
    visit = coming(number)[which]
    event = e.VisitMoved(
        id="proposal-1",
        happened_on=place.today,
        visit=visit.visit,
        starts=visit.starts + timedelta(hours=1),
        confirmed=True,
    )
    return holding.hold(
        opened(number),
        [event],
        key="proposal",
        by=Operator(),
        now=datetime.now(UTC),
        kind=holding.MOVE,
        lasts=timedelta(days=2),
    )


def test_a_move_that_the_clinic_proposes_is_accepted(start: Starter, patient: Client, place: Place) -> None:
    number = booked(start(*responded()), confirmed=True).number
    before = coming(number)
    held = proposed(place, number)
    assert "Your clinic asks to move a visit" in text(patient, "/my/")
    for path in ("visits/pick/", f"visit/{before[2].visit}/move/"):  # booking something else would end it unread
        assert patient.get(f"/my/{number}/{path}")["Location"] == f"/my/{number}/visits/kept/"
    page = text(patient, f"/my/{number}/visits/kept/")
    assert f"{before[1].starts:%H:%M}" in page
    assert f"{before[1].starts + timedelta(hours=1):%H:%M}" in page
    say(patient, number, held.key)
    assert coming(number)[1].starts == before[1].starts + timedelta(hours=1)


def test_another_time_may_be_asked_for_instead(start: Starter, patient: Client, place: Place) -> None:
    number = booked(start(*responded()), confirmed=True).number
    before = coming(number)
    held = proposed(place, number)
    answer = patient.post(f"/my/{number}/visits/kept/", {"key": held.key, "answer": "no"})
    assert answer["Location"] == f"/my/{number}/visits/pick/?again={before[1].visit}"
    sealed = series_on(patient, answer["Location"])[0]
    patient.post(f"/my/{number}/visits/pick/", {"series": sealed})
    kept = holding.held(key_of(number) or 0)
    assert kept is not None
    say(patient, number, kept.key)
    after = coming(number)
    assert after[1].starts != before[1].starts
    assert [after[n].starts for n in (0, 2, 3)] == [before[n].starts for n in (0, 2, 3)]


def test_shortly_before_a_visit_another_time_is_asked_for_by_telephone(
    start: Starter, patient: Client, place: Place
) -> None:
    number = booked(start(*responded()), confirmed=True).number
    before = coming(number)
    held = proposed(place, number, 0)
    set_moves_hours(14 * 24, clinic=place.clinic, by=Operator())
    answer = patient.post(f"/my/{number}/visits/kept/", {"key": held.key, "answer": "no"})
    assert answer["Location"] == f"/my/{number}/visits/"
    assert "The old time stays for now." in text(patient, f"/my/{number}/visits/")
    assert coming(number) == before
    assert not Hold.objects.exists()


def test_an_earlier_time_is_waited_for_offered_and_taken(start: Starter, patient: Client, place: Place) -> None:
    number = booked(start(*responded())).number
    last = coming(number)[3]
    later = last.starts + timedelta(days=7)
    record(
        e.VisitMoved(id=new_id(), happened_on=place.today, visit=last.visit, starts=later),
        course=number,
        by=Operator(),
    )
    path = f"/my/{number}/visits/wait/?visit={last.visit}"
    assert "Nobody can say whether a time becomes free." in text(patient, path)
    sent = {"visit": "treatment-4", "notice": "24"}
    assert "Choose the visit" in patient.post(path, {"notice": "24"}).content.decode()
    assert patient.post(path, sent)["Location"] == f"/my/{number}/visits/"
    assert "You are on the waiting list for: Treatment injection 4" in text(patient, f"/my/{number}/visits/")
    give_out(place.clinic, datetime.now(UTC))
    (offer,) = Offer.objects.all()
    assert "An earlier time is free" in text(patient, "/my/")
    page = text(patient, f"/my/{number}/visits/offer/")
    assert "Answer by" in page
    for _ in range(2):
        patient.post(f"/my/{number}/visits/offer/", {"offer": str(offer.pk), "answer": "yes"})
    assert coming(number)[3].starts == offer.starts


def test_who_waits_can_leave(start: Starter, patient: Client) -> None:
    number = booked(start(*responded())).number
    path = f"/my/{number}/visits/wait/"
    patient.post(path, {"visit": "treatment-2", "notice": "24"})
    entry = WaitingEntry.objects.get(state="waiting")
    patient.post(path, {"leave": str(entry.pk)})
    assert not WaitingEntry.objects.filter(state="waiting").exists()
    assert patient.post(path, {"leave": "nonsense"}).status_code == 302


# -- the clinic's rules ----------------------------------------------------------------------------------------------


def test_a_lead_decides_what_patients_do_alone(place: Place) -> None:
    lead = place.client("lead")
    assert "not decided by the clinic" in lead.get("/visit-rules/").content.decode()
    page = lead.post("/visit-rules/", {"hours": "2.5", "books": "no", "why": ""}).content.decode()
    assert "Give a whole number of hours." in page
    assert "Say why" in page
    assert lead.post("/visit-rules/", {"hours": "48", "books": "no", "why": "Our rule."}).status_code == 302
    rules = visit_rules(place.clinic.pk)
    assert (rules.moves_hours, rules.books, rules.hours_decided, rules.books_decided) == (48, False, True, True)
