"""The front desk's day: a series booked, somebody arrives, pays, and somebody who is silent is written to."""

from datetime import UTC, datetime, timedelta

from tests.journeys.conftest import a_colleague, a_new_patient
from tests.journeys.people import Somebody, Street
from tests.journeys.walker import Walker

EVERY_DAY = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def test_a_day_at_the_desk(lead: Somebody, street: Street) -> None:
    lead.signs_in()
    lead.sets_up_an_app()
    for name, kind in (("Dr North", "A clinician"), ("Room 1", "A room")):
        lead.finds("People, rooms and hours")
        lead.follows("Add one")
        lead.types("Name", name)
        lead.answers("What is it?", kind)
        lead.presses("Add it")
        for day in EVERY_DAY:
            lead.types(day, "00:00-00:00")
        lead.presses("Keep the hours")
    lead.finds("Prices")
    lead.follows("Enter the prices")
    lead.types("Version", "2026-1")
    lead.types("Currency", "USD")
    lead.types("Price", "120")
    lead.presses("Keep as a new version")
    lead.sees("holds now")

    desk = a_colleague(lead, street, "Dana Desk", "Front desk")
    desk.sets_up_an_app()
    nia = a_colleague(lead, street, "Nia North", "Clinician")
    nia.sets_up_an_app()

    a_new_patient(desk, street, "Ada Sample", "Prolotherapy within multimodal spine care")
    course = desk.path
    Walker(desk, begins=datetime.now(UTC).date(), sessions=2).walks_to_the_end()  # of what the desk may do
    nia.follows("Worklist")
    nia.follows("Ada Sample")
    nia.follows("Decide")
    nia.answers("Your decision", "Eligible")
    nia.types("Reason", "Seen and examined; other care was tried.")
    nia.presses("Decide")
    nia.is_told("Decided.")

    desk.goes_to(course)
    desk.follows("Book the series")
    desk.presses("Hold this time")
    desk.sees("Nobody else gets these times until")
    desk.presses("Yes: book and confirm")
    desk.is_told("ooked")

    soon = min(datetime.now(UTC) + timedelta(minutes=30), datetime.now(UTC).replace(hour=23, minute=55))
    desk.goes_to(course)
    desk.follows("Move")  # the patient can come today already
    desk.types("Day of the visit", soon.date().isoformat())
    desk.types("Time", f"{soon:%H:%M}")
    desk.answers("Who asked for it?", "The patient")
    desk.presses("Save")
    desk.is_told("Moved.")
    desk.goes_to("/calendar/list/")
    desk.sees("Ada Sample")
    desk.presses("Is here")
    desk.sees("here since")

    desk.follows("Patients")
    desk.follows("Ada Sample")
    desk.follows("Payments")
    desk.types("Amount", "120")
    desk.answers("How", "Card")
    desk.presses("Take the payment")
    desk.is_told("The payment is noted.")
    desk.sees("Receipt")

    a_new_patient(desk, street, "Cy Silent", "Prolotherapy within multimodal spine care", ago=40)
    desk.follows("Patients")
    desk.follows("Who is silent")
    desk.sees("Cy Silent", "Pain evaluation not answered", "First message")
    desk.presses("Send the message")
    desk.is_told("It is noted and on its way.")
    desk.sees("Nobody waits for a step today.")
