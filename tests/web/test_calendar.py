"""The calendar and the list of who comes: who sees what, where it stands, and what has become of a visit today."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from enthesis.clinic import holding, resources
from enthesis.clinic.access import Operator
from enthesis.clinic.booking import events_of, propose
from enthesis.clinic.closed_days import close_days, open_day
from enthesis.clinic.door import record
from enthesis.clinic.models import AgendaRow, Look, OutsideBusy, OutsideCalendar, Resource
from enthesis.clinic.timetable import Line, Timetable, Visit
from enthesis.pathway import events as e
from enthesis.scheduling.problem import Patient
from enthesis.web.booking import layout
from enthesis.web.resources.forms import MINUTES
from tests.web.conftest import Place, Starter, days_ago, new_id
from tests.web.visiting import booked, opened, responded, staff

ZONE = ZoneInfo("Europe/Berlin")


@pytest.fixture
def number(place: Place, start: Starter) -> str:
    """A course with its series booked."""
    staff(place)
    found = start(*responded())
    booked(found)
    return found


def first_day(number: str) -> date:
    return min(each.starts for each in opened(number).course.bookings.values()).date()


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_day_shows_visits_hours_and_what_is_kept_free(place: Place, number: str) -> None:
    on = first_day(number)
    text = text_of(place.client("front-desk"), f"/calendar/?day={on}")
    assert "Ada Sample" in text
    assert "Dr Rahman" in text
    assert "08:05 to 08:50" in text
    assert "not confirmed" in text
    assert "cal-buffer" in text
    assert "A free time is not booked from here" in text
    rooms = text_of(place.client("front-desk"), f"/calendar/?day={on}&kind=room")
    assert "Room 1" in rooms
    assert "Ada Sample" in rooms
    weekend = on + timedelta(days=6 - on.weekday())
    assert "closed" in text_of(place.client("front-desk"), f"/calendar/?day={weekend}")


def test_a_lead_sees_no_names_and_every_look_is_kept(place: Place, number: str) -> None:
    on = first_day(number)
    for page in ("", "week/", "list/"):
        text = text_of(place.client("lead"), f"/calendar/{page}?day={on}")
        assert "Ada Sample" not in text
        assert number in text
        assert "Ada Sample" in text_of(place.client("therapist"), f"/calendar/{page}?day={on}")
    assert Look.objects.filter(what="calendar", clinic=place.clinic.pk).count() == 6


def test_another_clinic_sees_nothing_of_it(place: Place, elsewhere: Place, number: str) -> None:
    staff(elsewhere)
    text = text_of(elsewhere.client("front-desk"), f"/calendar/list/?day={first_day(number)}")
    assert "Ada Sample" not in text
    assert number not in text


def test_a_week_of_one_resource_and_how_full_it_is(place: Place, number: str) -> None:
    page = place.client("front-desk").get(f"/calendar/week/?day={first_day(number)}&kind=clinician")
    text = page.content.decode()
    assert "How full the week is" in text
    assert page.context["monday"].weekday() == 0
    assert [day.weekday() for day, _, _ in page.context["days"]] == [0, 1, 2, 3, 4]
    visits = sum(visits for _, cells in page.context["fullness"] for visits, _ in cells)
    assert visits == 1


def test_what_is_held_busy_elsewhere_and_closed_is_shown_as_such(place: Place, number: str, start: Starter) -> None:
    other = opened(start(*responded()))
    found = propose(other, Patient(clinician="Dr Rahman"), now=datetime.now(UTC))
    series = found.choices[0].series.visits
    events = events_of(other, found.visits, series, key="k")
    holding.hold(other, events, key="k", by=Operator(), now=datetime.now(UTC))
    desk = place.client("front-desk")
    text = text_of(desk, f"/calendar/?day={series[0].day}")
    assert "held for" in text
    assert other.number in text
    room = Resource.objects.get(clinic=place.clinic, name="Room 1")
    calendar = OutsideCalendar.objects.create(resource=room, name="Own", made_at=datetime.now(UTC), made_by="x")
    noon = int(datetime.combine(series[0].day, time(12), UTC).timestamp()) // 300
    OutsideBusy.objects.create(calendar=calendar, resource=room, first=noon, last=noon + 12)
    assert "12:00 to 13:00 busy elsewhere" in text_of(desk, f"/calendar/?day={series[0].day}&kind=room")
    close_days(series[0].day, series[0].day, clinic=place.clinic, by=place.users["lead"], why="Founders' day")
    text = text_of(desk, f"/calendar/?day={series[0].day}")
    assert "Closed for all: Founders&#x27; day" in text
    assert propose(other, Patient(), now=datetime.now(UTC)).choices[0].series.visits[0].day != series[0].day
    assert open_day(series[0].day, clinic=place.clinic, by=place.users["lead"])
    assert "Closed for all" not in text_of(desk, f"/calendar/?day={series[0].day}")


def test_a_reported_symptom_and_a_window_that_is_left_are_marked(place: Place, start: Starter) -> None:
    staff(place)
    number = start(*responded())
    desk, far = place.client("front-desk"), datetime.now(UTC) + timedelta(days=200)
    booked_late = e.VisitBooked(
        id=new_id(), happened_on=days_ago(0), visit="V-far", activity="treatment", starts=far, minutes=30,
        overrides={"outside-window": "Asked for."},
    )  # fmt: skip
    record(booked_late, course=number, by=place.users["clinician"])
    assert "outside its window" not in text_of(desk, f"/calendar/list/?day={far.date()}")
    AgendaRow.objects.filter(visit="V-far").update(closes=place.today)
    text = text_of(desk, f"/calendar/list/?day={far.date()}")
    assert "outside its window" in text
    assert "waits: symptom open" not in text
    reported = e.SymptomReported(id=new_id(), happened_on=days_ago(0), symptom="s1", level="call_clinic_same_day")
    record(reported, course=number, by=Operator())
    assert "waits: symptom open" in text_of(desk, f"/calendar/list/?day={far.date()}")


def test_who_has_come_today_stays_on_the_list(place: Place, start: Starter) -> None:
    """What has taken place is no booking any more; it is seen until the day is over."""
    staff(place)
    number = start(*responded()[:5])
    now = datetime.now(UTC)
    visit = e.VisitBooked(
        id=new_id(), happened_on=days_ago(0), visit="V-now", activity="intake", starts=now, minutes=30, confirmed=True,
        resources=("Dr Rahman", "Room 1"), overrides={"outside-window": "Today."},
    )  # fmt: skip
    missed = e.VisitBooked(
        id=new_id(), happened_on=days_ago(0), visit="V-gone", activity="intake", starts=now + timedelta(minutes=5),
        minutes=30, overrides={"outside-window": "Today."},
    )  # fmt: skip
    for event in (visit, missed):
        record(event, course=number, by=place.users["clinician"])
    desk = place.client("front-desk")
    today = place.today
    text = text_of(desk, f"/calendar/list/?day={today}")
    assert "Has come" in text
    assert "Did not come" in text
    came = e.VisitAttended(id=new_id(), happened_on=days_ago(0), activity="intake", visit="V-now")
    record(came, course=number, by=place.users["front-desk"])
    gone = e.VisitMissed(id=new_id(), happened_on=days_ago(0), visit="V-gone")
    record(gone, course=number, by=place.users["front-desk"])
    page = desk.get(f"/calendar/list/?day={today}")
    assert {line.visit.visit: line.visit.state for line in page.context["arrivals"]} == {
        "V-now": "came",
        "V-gone": "missed",
    }
    assert "No resource named" in text_of(desk, "/calendar/")


@pytest.mark.parametrize("asked", ["nonsense", "0001-01-01", "9999-12-31", ""])
def test_a_day_that_is_none_is_today(place: Place, number: str, asked: str) -> None:
    page = place.client("front-desk").get(f"/calendar/?day={asked}&kind=nothing&of=nobody")
    assert page.context["on"] == place.today


def test_a_clinic_without_resources_is_told_so(place: Place) -> None:
    assert "nobody to book yet" in text_of(place.client("front-desk"), "/calendar/")
    assert "nobody to book yet" in text_of(place.client("lead"), "/calendar/week/")
    assert "Nobody comes" in text_of(place.client("lead"), "/calendar/list/")


# -- where things stand -----------------------------------------------------------------------------------------


def visit_at(starts: datetime, minutes: int = 60, name: str = "a") -> Visit:
    return Visit(1, name, "x", "X", starts, minutes, False, True, 0, ("R",))


def table(day: date, *visits: Visit) -> tuple[Timetable, Line]:
    line = Line("R", "room", "", (), {day: ((time(0), time(0)),)}, {})
    return Timetable(day, day, ZONE, (line,), visits), line


def test_a_visit_stands_where_the_clock_on_the_wall_says_on_both_clock_changes() -> None:
    spring = date(2026, 3, 29)
    ten = datetime(2026, 3, 29, 8, 0, tzinfo=UTC)  # 10:00 in Berlin, an hour later than on the day before
    found = [b for b in layout.column(*table(spring, visit_at(ten)), spring, "", "").blocks if b.visit]
    assert [(b.starts, b.ends, b.time) for b in found] == [(600, 660, "10:00 to 11:00")]
    autumn = date(2026, 10, 25)
    twice = [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)]  # 02:30, both times
    two = [visit_at(at, 20, name) for at, name in zip(twice, "ab", strict=True)]
    found = [b for b in layout.column(*table(autumn, *two), autumn, "", "").blocks if b.visit]
    assert [(b.starts, b.lane, b.lanes) for b in found] == [(150, 1, 2), (150, 2, 2)]
    over = layout.column(*table(autumn, visit_at(twice[0], 60)), autumn, "", "")
    assert [(b.starts, b.ends) for b in over.blocks if b.visit] == [(150, 210)]


def test_hours_that_touch_are_one_and_free_time_is_what_is_left() -> None:
    day = date(2026, 3, 2)
    hours = ((time(8), time(12)), (time(12), time(13)), (time(15), time(0)))
    line = Line("R", "room", "", (), {day: hours}, {day: "because"})
    eight = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
    days = Timetable(day, day, ZONE, (line,), (visit_at(eight),))
    blocks = layout.column(days, line, day, "", "").blocks
    assert [b.time for b in blocks if b.kind == "free"] == ["08:00 to 09:00", "10:00 to 13:00", "15:00 to 00:00"]
    assert [(b.time, b.says) for b in blocks if b.kind == "closed"] == [
        ("00:00 to 08:00", "because"),
        ("13:00 to 15:00", "because"),
    ]
    grid = layout.grid([layout.column(days, line, day, "", "")])
    assert grid.hours[0] == (1, "08:00")
    assert grid.rows == 16 * 12
    assert max(b.row + b.rows - 1 for b in grid.columns[0].blocks) == grid.rows


# -- people and rooms -------------------------------------------------------------------------------------------


def test_a_lead_adds_a_person_and_gives_hours(place: Place) -> None:
    lead = place.client("lead")
    assert "Give its name" in lead.post("/resources/new/", {"kind": "room"}).content.decode()
    new = {"name": "Dr Rahman", "kind": "clinician", "skills": "Ultrasound, C arm", "site": ""}
    where = lead.post("/resources/new/", new)["Location"]
    assert "There is a resource called" in lead.post("/resources/new/", new).content.decode()
    row = Resource.objects.get()
    assert row.skills == "ultrasound c-arm"
    hours = {"what": "hours", "day-0": "08:00-12:00, 13.00-17.30", "day-4": "8:00 to 12:00"}
    assert lead.post(where, hours).status_code == 302
    week = resources.hours_from_json(Resource.objects.get().hours)
    assert week[0] == ((time(8), time(12)), (time(13), time(17, 30)))
    assert week[4] == ((time(8), time(12)),)
    for wrong in ("08:00", "12:00-08:00", "08:00-12:00, 11:00-13:00", "08:00-25:00"):
        text = lead.post(where, {"what": "hours", "day-0": wrong}).content.decode()
        assert "need" in text, wrong
        assert wrong in text
    assert resources.hours_from_json(Resource.objects.get().hours) == week
    about = {"what": "about", "skills": "ultrasound", "site": "North", "account": str(place.users["clinician"].pk)}
    lead.post(where, about)
    row.refresh_from_db()
    assert (row.skills, row.site, row.user_id) == ("ultrasound", "North", place.users["clinician"].pk)
    lead.post(where, {"what": "out"})
    assert "out of use" in text_of(place.client("front-desk"), "/resources/")
    lead.post(where, {"what": "in"})
    assert Resource.objects.get().in_use


def test_other_hours_on_a_day_and_as_usual_again(place: Place, number: str) -> None:
    lead, on = place.client("lead"), first_day(number)
    booking = min(opened(number).course.bookings.values(), key=lambda each: each.starts)
    row = Resource.objects.get(clinic=place.clinic, name=booking.resources[0])
    where = f"/resources/{row.pk}/"
    done = lead.post(where, {"what": "other", "day": str(on), "spans": "", "why": "Ill"}, follow=True).content.decode()
    assert "1 visit is booked on that day and stays booked" in done
    assert "closed: Ill" in text_of(lead, f"/calendar/?day={on}")
    lead.post(where, {"what": "usual", "day": str(on)})
    assert "closed: Ill" not in text_of(lead, f"/calendar/?day={on}")


def test_closed_days_lengths_and_the_meeting_room(place: Place, number: str) -> None:
    lead, on = place.client("lead"), first_day(number)
    assert "Say why" in lead.post("/resources/closed/", {"first": str(on)}).content.decode()
    early = {"first": str(on), "last": str(on - timedelta(days=1)), "why": "x"}
    assert "lies before" in lead.post("/resources/closed/", early).content.decode()
    closed = {"first": str(on), "last": str(on + timedelta(days=1)), "why": "Stock-taking"}
    done = lead.post("/resources/closed/", closed, follow=True).content.decode()
    assert "2 days closed for all. 1 visit booked on them" in done
    assert "closed already" in lead.post("/resources/closed/", closed, follow=True).content.decode()
    assert "Open again on" in lead.post("/resources/closed/", {"open": str(on)}, follow=True).content.decode()
    minutes = {f"minutes-{what}": "25" for what in MINUTES}
    assert "the clinic has not decided" in text_of(lead, "/resources/minutes/")
    lead.post("/resources/minutes/", {"what": "minutes", **minutes})
    assert "the clinic has not decided" not in text_of(lead, "/resources/minutes/")
    wrong = lead.post("/resources/minutes/", {"what": "link", "link": "http://nowhere"}).content.decode()
    assert "begins with https" in wrong
    lead.post("/resources/minutes/", {"what": "link", "link": "https://video.example.test/a"})
    assert "https://video.example.test/a" in text_of(place.client("front-desk"), "/resources/")
