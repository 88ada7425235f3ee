"""A physician's visit: signed in with a second step, the review decided, the session recorded, the letter written."""

from datetime import UTC, datetime, timedelta

from tests.journeys.conftest import a_colleague, a_new_patient
from tests.journeys.people import Somebody, Street
from tests.journeys.walker import Walker

AGO = 60
MOST_TOUCHES, MOST_KEYS, A_MINUTE = 26, 30, 60


def test_from_sign_in_to_the_letter(lead: Somebody, street: Street) -> None:
    lead.signs_in()
    lead.sets_up_an_app()
    nia = a_colleague(lead, street, "Nia North", "Clinician")
    nia.sets_up_an_app()
    a_new_patient(
        nia, street, "Ada Sample", "Dextrose prolotherapy for knee osteoarthritis", region="Knee", side="Left", ago=AGO
    )
    walker = Walker(nia, begins=datetime.now(UTC).date() - timedelta(days=AGO), sessions=3)
    walker.walks_until("Review after the session")
    nia.signs_out()

    nia.signs_in()  # the password, then the six figures of the app
    nia.sees("Worklist")
    nia.follows("Ada Sample")
    nia.follows("Decide")
    nia.answers("Your decision", "Go on as planned")
    nia.types("Reason", "Walks further; wants to go on.")
    nia.presses("Decide")
    nia.is_told("Decided.")

    with nia.counted():
        nia.follows("Record the injection")
        nia.follows("As last time")
        nia.types("Body weight today", "70")
        nia.types("Lot", "D-18")
        nia.ticks_all("Checklist")
        nia.answers("Time-out", "Done")
        nia.types("Watched for", "20")
        nia.presses("Record the injection")
        nia.is_told("The injection is recorded.")
    assert nia.touches <= MOST_TOUCHES, nia.touches
    assert nia.keys <= MOST_KEYS, nia.keys
    assert nia.seconds < A_MINUTE, nia.seconds

    nia.follows("Letter to a doctor")
    nia.types("To", "Dr R. Sender")
    nia.types("Your own words", "Thank you for sending Ms Sample. The second session went well.")
    nia.presses("Look at the letter")
    nia.sees("Thank you for sending Ms Sample.", "Dr R. Sender")
    nia.presses("Keep the letter")
    nia.is_told("letter")
    nia.sees("Dr R. Sender")
