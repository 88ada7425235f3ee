"""The therapist plans a programme, sees the patient come, and reads what was done at home."""

from tests.journeys.conftest import a_new_patient
from tests.journeys.people import Somebody, Street


def test_a_programme_from_plan_to_home_log(practice: Somebody, street: Street) -> None:
    patient = a_new_patient(practice, street, "Ada Sample", "Prolotherapy within multimodal spine care")
    course = practice.path

    practice.follows("Exercise programme")
    practice.types("Days without exercises after each injection", "2")
    practice.types_in_each("Days after it", "0")
    practice.presses("Agree this programme")
    practice.is_told("The programme is agreed.")

    patient.signs_in_by_a_code()
    patient.follows("Exercises")
    patient.presses("All done")
    patient.is_told("Thank you. Your exercises are saved.")
    patient.sees("All done and written down.")

    practice.goes_to(course)
    practice.follows("Exercise programme")
    practice.sees("Exercises on 1 of the last 21 days.")
    practice.follows("Record an appointment")
    practice.answers("Were the exercises at home done?", "Yes, mostly")
    practice.types("Note", "Moves freely.")
    practice.presses("Save")
    practice.is_told("Recorded.")
    practice.sees("Attended: ")
