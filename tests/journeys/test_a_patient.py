"""A patient with a phone, and the front desk: from the clinic's public page to the first entry of the diary."""

from tests.journeys.conftest import a_colleague
from tests.journeys.people import Somebody, Street
from tests.journeys.walker import ANSWERS

OPEN = "09:00-17:00"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def test_from_the_public_page_to_the_diary(lead: Somebody, street: Street) -> None:
    lead.signs_in()
    lead.sets_up_an_app()
    for name, kind in (("Dr North", "A clinician"), ("Room 1", "A room"), ("Ultrasound 1", "A device")):
        lead.finds("People, rooms and hours")
        lead.follows("Add one")
        lead.types("Name", name)
        lead.answers("What is it?", kind)
        lead.types("Skills", "ultrasound")
        lead.presses("Add it")
        for day in DAYS:
            lead.types(day, OPEN)
        lead.presses("Keep the hours")
    desk = a_colleague(lead, street, "Dana Desk", "Front desk")
    desk.sets_up_an_app()
    nia = a_colleague(lead, street, "Nia North", "Clinician")
    nia.sets_up_an_app()

    patient = street.somebody("phone", name="Bo Sample", email="bo@example.test", password="another long sentence")
    patient.goes_to("/")
    patient.follows("Begin the evaluation")
    patient.presses("Begin the evaluation")
    patient.answers("Do you have any of these right now?", "No")
    patient.presses("Go on")
    patient.answers("Where does it hurt?", "Lower back")
    patient.presses("Go on")
    patient.answers_every_question(ANSWERS)
    patient.sees("Your result")
    patient.follows("Ask for a consultation")
    patient.types("Your name", patient.name)
    patient.types("Your birth date", "1975-04-01")
    patient.types("Telephone", "555 0199")
    patient.types("E-mail", patient.email)
    patient.answers("How would you like to speak with the clinic?", "Either is fine")
    patient.presses("Send it to the clinic")
    patient.sees("Your answers are with the clinic")

    desk.follows("Evaluations")
    desk.follows("Bo Sample")
    desk.picks("Protocol", "Dextrose prolotherapy for chronic back pain")
    desk.presses("Take on and begin")
    desk.is_told("Taken on as a patient.")
    desk.is_told("An invitation is sent")

    nia.follows("Worklist")
    nia.follows("Bo Sample")
    nia.follows("Decide")
    nia.answers("Your decision", "Eligible")
    nia.types("Reason", "A good candidate by the answers; examined at the consultation.")
    nia.presses("Decide")
    nia.is_told("Decided.")

    patient.opens_the_letter("account")
    patient.types("New password", patient.password)
    patient.types("New password (again)", patient.password)
    patient.presses("Change Password")
    patient.signs_in()
    patient.follows("Choose times")
    patient.presses("Choose these")
    patient.sees("These times are kept for you until")
    patient.presses("Yes, book")
    patient.is_told("booked")
    patient.goes_to("/my/")
    patient.sees("Hello")

    patient.follows("Diary")
    patient.answers("How much pain do you have now?", "6")
    patient.answers("How much was it in your way?", "4")
    patient.presses("Save")
    patient.is_told("Thank you. Your diary is saved.")
    desk.goes_to("/worklist/")
    desk.follows("Calendar")
    desk.sees_no("Nobody yet")
