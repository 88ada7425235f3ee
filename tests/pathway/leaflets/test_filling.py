"""The clinic's numbers in a leaflet, and neutral words without them."""

import pytest

from enthesis.pathway.leaflets import Contact, filled, lines, load

LIBRARY = load()
FRAME = LIBRARY.frames["en"]
FULL = Contact(telephone="555 0100", telephone_when_closed="555 0199", emergency_number="112")


@pytest.mark.parametrize(
    ("text", "neutral", "with_numbers"),
    [
        ("Call {emergency} now.", "Call your local emergency number now.", "Call 112 now."),
        ("Call {clinic}.", "Call the clinic.", "Call the clinic on 555 0100."),
        ("{closed}", "When the clinic is closed, see a doctor today.", "When the clinic is closed, call 555 0199."),
        ("{emergency} is free.", "Your local emergency number is free.", "112 is free."),
        ("nothing to fill", "Nothing to fill", "Nothing to fill"),
    ],
)
def test_a_placeholder(text: str, neutral: str, with_numbers: str) -> None:
    assert filled(text, FRAME) == neutral
    assert filled(text, FRAME, FULL) == with_numbers


def test_one_number_alone_fills_its_place_only() -> None:
    said = filled("Call {clinic} or {emergency}. {closed}", FRAME, Contact(emergency_number="911"))
    assert said == "Call the clinic or 911. When the clinic is closed, see a doctor today."


@pytest.mark.parametrize("leaflet", LIBRARY.of(), ids=lambda leaflet: leaflet.id)
def test_no_brace_is_left_in_any_leaflet(leaflet) -> None:
    for contact in (Contact(), FULL):
        text = "\n".join(lines(leaflet, LIBRARY, contact=contact))
        assert "{" not in text
        assert ("112" in text) is (contact is FULL)
