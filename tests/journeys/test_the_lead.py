"""The lead makes a clinic ready: a colleague, a protocol of the clinic's own, and who saw what."""

import re

from enthesis.clinic.lead.first_run import new_secret
from tests.journeys.conftest import PASSWORD, a_colleague
from tests.journeys.people import Street


def test_the_lead_s_first_day(street: Street) -> None:
    lead = street.somebody(name="Lee Lead", email="lead@clinic.example", password=PASSWORD)
    lead.goes_to(f"/setup/{new_secret()}/")  # as `enthesis serve` prints it where there is no clinic
    lead.types("Name of the clinic", "Northside")
    lead.picks("Time zone", "UTC")
    lead.types("Telephone", "+1 555 0100")
    lead.types("Your name", lead.name)
    lead.types("Your e-mail address", lead.email)
    lead.types("A password of your own", lead.password)
    lead.presses("Make the clinic")
    lead.sets_up_an_app()

    lead.finds("People and roles")
    nia = a_colleague(lead, street, "Nia North", "Clinician")
    nia.sets_up_an_app()
    nia.sees("Worklist")
    lead.goes_to("/people-and-roles/")
    lead.sees("Nia North", "Clinician")
    lead.sees_no("has not come yet")

    lead.follows("Protocols")
    lead.follows("Dextrose prolotherapy for knee osteoarthritis")
    lead.presses("Copy as the clinic's own draft")
    lead.sees("What comes next for this draft")
    lead.follows("Consent")
    lead.types("closes", "30")
    lead.types("Why", "A consent that is older than a month is talked through again.")
    lead.presses("Save in the draft")
    lead.sees("What differs from")

    draft = lead.path
    nia.goes_to(draft)
    nia.presses("I have read it: it is right")
    nia.is_told("Your reading is kept with your name.")
    lead.goes_to(draft)
    lead.presses("Publish")
    lead.is_told("is published")
    lead.sees("own copy")

    lead.finds("Who looked")
    lead.sees("Nia North")
    assert re.search(r"Lee Lead", lead.page.locator("main table").inner_text())
    lead.signs_out()
    lead.signs_in()
    lead.sees("Protocols")
