"""Booking a series at the desk: what is offered, holding it, the patient's word, other times, what was lost."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from enthesis.clinic import holding
from enthesis.clinic.access import Operator
from enthesis.clinic.booking import book, propose
from enthesis.clinic.models import Hold, Look
from enthesis.clinic.people import Profile, new_person
from enthesis.pathway import events as e
from enthesis.scheduling.problem import Patient
from enthesis.web.booking.start_days import months, short
from tests.web.conftest import Place, Starter, days_ago, new_id, until_injection
from tests.web.visiting import booked, opened, ready, responded, staff


@pytest.fixture
def desk(place: Place) -> Client:
    staff(place)
    return place.client("front-desk")


@pytest.fixture
def number(desk: Client, start: Starter) -> str:
    """A course with four sessions agreed and nothing booked."""
    return start(*responded())


def path(number: str, more: str = "") -> str:
    return f"/courses/{number}/series/{more}"


def hold(client: Client, number: str, choice: int = 0, query: str = "") -> str:
    """Choose a series; gives the address that follows."""
    page = client.get(path(number) + query)
    told = [page.context["best"], *page.context["others"]][choice]
    answer = client.post(path(number) + query, {"series": told.posted})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return str(answer["Location"])


def answer(client: Client, where: str, said: str, **more: str) -> str:
    page = client.get(where)
    data = {"key": page.context["held"].key, "head": page.context["form"]["head"].value(), "answer": said, **more}
    if "asked_by" in page.context["form"].fields:
        data.setdefault("asked_by", "patient")
    return client.post(where, data, follow=True).content.decode()


def test_from_an_agreed_plan_to_a_confirmed_series(desk: Client, number: str) -> None:
    page = desk.get(path(number))
    text = page.content.decode()
    assert "The best complete series" in text
    assert len(page.context["best"].rows) == 4
    assert page.context["best"].cost == 0
    assert "the clinic has not decided" in text
    where = hold(desk, number)
    assert not opened(number).course.bookings
    assert "Held for 10 minutes more" in desk.get(where).content.decode()
    assert "4 visits are booked and confirmed." in answer(desk, where, "yes")
    bookings = opened(number).course.bookings.values()
    assert len(bookings) == 4
    assert all(booking.confirmed for booking in bookings)
    assert not Hold.objects.exists()
    assert "All that can be booked is booked" in desk.get(path(number)).content.decode()


def test_where_nothing_can_be_booked_the_page_says_who_has_to_do_what_first(
    desk: Client, place: Place, start: Starter
) -> None:
    number = start(*until_injection()[:3])
    text = desk.get(path(number)).content.decode()
    assert "Nothing can be booked now" in text
    assert "Waits for the <strong>candidacy decision</strong>, by a clinician." in text
    assert f"/courses/{number}/record/candidacy/" not in text  # the desk does not decide it
    assert f"/courses/{number}/record/candidacy/" in place.client("clinician").get(path(number)).content.decode()
    assert "counted from “Candidacy decision”" in text


def test_saying_yes_twice_books_once(desk: Client, number: str) -> None:
    where = hold(desk, number)
    page = desk.get(where)
    data = {"key": page.context["held"].key, "head": page.context["form"]["head"].value(), "answer": "yes"}
    assert desk.post(where, data).status_code == 302
    again = desk.post(where, data, follow=True).content.decode()
    assert "It counts once" in again
    assert len(opened(number).course.bookings) == 4
    other = desk.post(where, {**data, "key": "nothing"}, follow=True).content.decode()
    assert "is not held any more" in other


def test_a_patient_who_is_told_later_and_one_who_says_no(desk: Client, number: str) -> None:
    where = hold(desk, number)
    assert "the times are free again" in answer(desk, where, "no")
    assert not Hold.objects.exists()
    assert "Nothing is held" in desk.get(where, follow=True).content.decode()
    assert "4 visits are booked." in answer(desk, hold(desk, number), "later")
    bookings = opened(number).course.bookings
    assert not any(booking.confirmed for booking in bookings.values())
    visit = next(iter(bookings))
    form = desk.get(f"/courses/{number}/record/confirmed/{visit}/")
    sent = {"form_id": form.context["form"]["form_id"].value(), "head": form.context["form"]["head"].value()}
    desk.post(f"/courses/{number}/record/confirmed/{visit}/", {**sent, "happened_on": str(days_ago(0))})
    assert opened(number).course.bookings[visit].confirmed


def test_a_time_that_was_lost_meanwhile(desk: Client, place: Place, number: str, start: Starter) -> None:
    """Somebody else books the very times between the look and the touch: it says which, and offers the nearest."""
    posted = desk.get(path(number)).context["best"].posted
    somebody = new_person(Profile("Bo Sample"), clinic=place.clinic, by=Operator())
    other = opened(start(*responded(), person=somebody))
    found = propose(other, Patient(), now=datetime.now(UTC))
    first = json.loads(posted)[0]["starts"]
    assert found.choices[0].series.visits[0].starts.isoformat(timespec="minutes") == first
    book(other, found.visits, found.choices[0].series.visits[:1], by=Operator(), key=new_id())
    page = desk.post(path(number), {"series": posted})
    text = page.content.decode()
    assert "not to be had any more" in text
    assert page.context["lost"] == ["Treatment injection 1"]
    assert not Hold.objects.exists()
    nearest = page.context["nearest"]
    kept = {visit["starts"] for visit in json.loads(posted)} & {visit["starts"] for visit in json.loads(nearest.posted)}
    assert len(kept) == 3
    assert desk.post(path(number), {"series": nearest.posted}).status_code == 302
    assert Hold.objects.count() == 1


def test_a_hold_that_was_over_and_whose_times_are_gone(desk: Client, number: str, start: Starter) -> None:
    where = hold(desk, number)
    Hold.objects.update(until=datetime.now(UTC) - timedelta(minutes=1))
    assert "Until somebody takes them, a yes still books them" in desk.get(where).content.decode()
    other = opened(start(*responded()))
    found = propose(other, Patient(), now=datetime.now(UTC))
    book(other, found.visits, found.choices[0].series.visits[:1], by=Operator(), key=new_id())
    text = answer(desk, where, "yes")
    assert "not to be had any more" in text
    assert not opened(number).course.bookings


def test_wishes_stand_in_the_address_and_are_kept_on_the_way(desk: Client, number: str) -> None:
    query = "?weekday=1&weekday=3&latest=12%3A00&only=on&clinician=Dr+Okafor"
    page = desk.get(path(number) + query)
    rows = page.context["best"].rows
    assert {row.day.weekday() for row in rows} <= {1, 3}
    assert all("Dr Okafor" in row.people for row in rows)
    where = hold(desk, number, query=query)
    assert "weekday=1" in where
    assert "clinician=Dr+Okafor" in desk.get(where).content.decode().replace("&amp;", "&")
    wrong = desk.get(path(number) + "?earliest=15:00&latest=09:00&away-1=&back-1=2026-01-01").content.decode()
    assert "Give a later time" in wrong
    assert "Give the first day" in wrong


def test_why_there_is_none_and_what_would_help(desk: Client, number: str) -> None:
    page = desk.get(path(number) + "?weekday=6&only=on")
    text = page.content.decode()
    assert "No complete series" in text
    assert "because of the patient&#x27;s times" in text
    helps = next(each for each in page.context["helps"] if each.url)
    assert "weekday=6" in helps.url
    assert "only" not in helps.url
    assert "The best complete series" in desk.get(helps.url).content.decode()


def test_a_start_day_and_those_that_are_not_offered(desk: Client, number: str) -> None:
    page = desk.get(path(number))
    days = [each for month in page.context["months"] for week in month.weeks for each in week if each.count]
    assert days
    assert not any(each.day.weekday() >= 5 for each in days)
    later = days[3].day
    narrowed = desk.get(f"{path(number)}?start={later}")
    assert narrowed.context["best"].first.day == later
    assert desk.get(f"{path(number)}?start=1999-01-01").context["best"].cost == 0


def test_months_are_whole_weeks_and_counts_are_short() -> None:
    first = datetime(2026, 2, 27, tzinfo=UTC).date()
    found = months({first: 3, first + timedelta(days=40): 2_000_000}, first)
    assert [month.title for month in found] == ["February 2026", "March 2026", "April 2026"]
    assert all(week[0].day.weekday() == 0 for month in found for week in month.weeks)
    assert [each.day for month in found for week in month.weeks for each in week if each.is_chosen] == [first]
    assert [short(n) for n in (0, 999, 1200, 35_000, 2_000_000, 10**12)] == ["0", "999", "1.2k", "35k", "2.0M", "many"]


def test_other_times_of_one_visit_leave_the_others_where_they_are(desk: Client, number: str) -> None:
    where = hold(desk, number)
    before = {line.title: line.when for line in desk.get(where).context["lines"]}
    page = desk.get(path(number, "times/treatment-3/"))
    offers = [offer for row in page.context["rows"] for offer in row.offers if not offer.is_now]
    assert offers
    answered = desk.post(path(number, "times/treatment-3/"), {"at": offers[-1].sent})
    assert answered.status_code == 302
    after = {line.title: line.when for line in desk.get(answered["Location"]).context["lines"]}
    assert {title for title in before if before[title] != after[title]} == {"Treatment injection 3"}
    assert "4 visits are booked and confirmed." in answer(desk, answered["Location"], "yes")
    visit = min(opened(number).course.bookings.values(), key=lambda each: each.starts).visit
    page = desk.get(path(number, f"times/{visit}/"))
    assert "The patient said yes to this time" in page.content.decode()
    day = page.context["rows"][0].query
    assert "All times on" in desk.get(path(number, f"times/{visit}/?{day}")).content.decode()
    offers = [offer for row in page.context["rows"] for offer in row.offers if not offer.is_now]
    moved = desk.post(path(number, f"times/{visit}/"), {"at": offers[0].sent})
    assert "1 visit is booked and confirmed." in answer(desk, moved["Location"], "yes", asked_by="patient")
    event = opened(number).log[-1]
    assert isinstance(event, e.VisitMoved)
    assert (event.visit, event.by, event.confirmed) == (visit, "patient", True)


def test_a_visit_takes_those_after_it_along(desk: Client, number: str) -> None:
    before = {line.title: line.when for line in desk.get(hold(desk, number)).context["lines"]}
    page = desk.get(path(number, "times/treatment-2/"))
    day = page.context["along"][0][1]
    where = desk.post(path(number, "times/treatment-2/"), {"along": str(day)})["Location"]
    lines = desk.get(where).context["lines"]
    assert [line.title for line in lines if before[line.title] == line.when] == ["Treatment injection 1"]
    rows = {row.title: row for row in desk.get(where).context["told"].rows}
    assert rows["Treatment injection 2"].day == day
    assert not any(row.is_outside for row in rows.values())
    text = desk.post(path(number, "times/treatment-2/"), {"along": "2020-01-01"}).content.decode()
    assert "not to be had any more" in text


def test_outside_of_its_window_a_clinician_gives_the_reason(desk: Client, place: Place, number: str) -> None:
    seen = booked(number)
    last = max(seen.course.bookings.values(), key=lambda each: each.starts)
    day = last.starts.date() + timedelta(days=70 - last.starts.weekday())
    there = path(number, f"times/{last.visit}/")
    closed = desk.post(there, {"on": str(day), "at": "03:00"}).content.decode()
    assert "That time cannot be had" in closed
    assert "does not work during all of Treatment injection" in closed
    assert "Give the day" in desk.post(there, {"on": "", "at": "09:00"}).content.decode()
    where = desk.post(there, {"on": str(day), "at": "09:00"})["Location"]
    refused = answer(desk, where, "yes")
    assert "What speaks against it" in refused
    assert "Only a clinician may pass" in answer(desk, where, "yes", **{"because-outside-window": "Away for long."})
    clinician = place.client("clinician")
    text = answer(clinician, where, "yes", **{"because-outside-window": "Away for long; seen with the patient."})
    assert "1 visit is booked and confirmed." in text
    event = opened(number).log[-1]
    assert isinstance(event, e.VisitMoved)
    assert event.overrides == {"outside-window": "Away for long; seen with the patient."}


def test_a_dragged_visit_is_looked_at_before_it_is_let_go(desk: Client, number: str) -> None:
    visit = min(booked(number).course.bookings.values(), key=lambda each: each.starts)
    here = path(number, f"check/{visit.visit}/")
    local = visit.starts.strftime("%Y-%m-%dT%H:%M")
    told = desk.get(here, {"local": local}).json()
    assert told["holds"]
    assert "This time is free." in told["says"]
    night = desk.get(here, {"local": f"{visit.starts:%Y-%m-%d}T03:00"}).json()
    assert not night["holds"]
    assert not night["may_pass"]
    late = desk.get(here, {"local": f"{visit.starts + timedelta(days=70):%Y-%m-%dT%H:%M}"}).json()
    assert late["may_pass"]
    off = desk.get(here, {"local": f"{visit.starts:%Y-%m-%d}T10:03"}).json()
    assert "step of 5 minutes" in off["says"][0]
    assert not desk.get(here, {"local": "nonsense"}).json()["holds"]
    assert not desk.get(path(number, "check/nothing/"), {"local": local}).json()["holds"]
    other = desk.get(here, {"local": local, "with": "Dr Okafor"}).json()
    assert "Dr Okafor" in other["with"]


@pytest.mark.parametrize("sent", ["", "[]", "nonsense", '[{"item": "x"}]', '{"a": 1}', '[{"item": 5}]', "[" * 3000])
def test_a_page_that_is_no_series_is_said_to_be_out_of_date(desk: Client, number: str, sent: str) -> None:
    assert "out of date" in desk.post(path(number), {"series": sent}, follow=True).content.decode()


def test_days_between_sessions_where_nobody_states_them(desk: Client, start: Starter) -> None:
    plan = e.PlanAgreed(id=new_id(), happened_on=days_ago(3), sessions=3)
    number = start(*until_injection(30)[:4], plan, protocol="nutura-knee", side="left")
    page = desk.get(path(number))
    assert "stated nowhere" in page.content.decode()
    sessions = [row.title for row in page.context["best"].rows if row.title.startswith("Injection into")]
    assert len(sessions) == 1  # nobody is offered injections on days in a row because a source is silent
    rows = desk.get(f"{path(number)}?apart=30").context["best"].rows
    days = [row.day for row in rows if row.title.startswith("Injection into")]
    assert [(b - a).days for a, b in pairwise(days)] == [30, 30]


def test_a_course_without_a_plan_is_looked_at_with_a_number(desk: Client, start: Starter) -> None:
    number = start(*responded()[:-1])
    page = desk.get(path(number))
    assert "the number of sessions is not agreed" in page.content.decode()
    assert len(desk.get(f"{path(number)}?sessions=3").context["best"].rows) == 3
    assert "Give 1 to 30" in desk.get(f"{path(number)}?sessions=300").content.decode()


def test_a_lead_books_nothing_and_the_look_is_kept(place: Place, desk: Client, number: str) -> None:
    assert place.client("lead").get(path(number)).status_code == 403
    desk.get(path(number))
    assert Look.objects.filter(what="open-course", who=place.users["front-desk"].handle).exists()


def test_visits_by_video_need_no_room(desk: Client, start: Starter) -> None:
    number = start(*ready())
    in_person = {row.title: row for row in desk.get(path(number)).context["best"].rows}
    rows = {row.title: row for row in desk.get(f"{path(number)}?remote=intake").context["best"].rows}
    far = [row for row in rows.values() if row.telehealth]
    assert [row.people for row in far] == ["Dr Okafor"]
    assert "Room 1" in in_person[far[0].title].people
    assert all("Room 1" in row.people for row in rows.values() if not row.telehealth)


def test_a_move_that_another_part_holds_is_shown_and_answered(desk: Client, number: str) -> None:
    """A hold of kind move: its events are moves that the patient is asked about."""
    seen = booked(number, confirmed=True)
    last = max(seen.course.bookings.values(), key=lambda each: each.starts)
    event = e.VisitMoved(
        id="moves-1", happened_on=days_ago(0), visit=last.visit, starts=last.starts + timedelta(minutes=5),
        confirmed=True,
    )  # fmt: skip
    holding.hold(seen, [event], key="moves", by=Operator(), now=datetime.now(UTC), kind=holding.MOVE)
    assert "A change of times waits for the patient" in desk.get(path(number)).content.decode()
    where = path(number, "held/")
    assert "Other times are proposed" in desk.get(where).content.decode()
    assert "1 visit is booked and confirmed." in answer(desk, where, "yes", asked_by="clinic")
    assert opened(number).course.bookings[last.visit].starts == event.starts
