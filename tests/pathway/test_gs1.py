"""The text of a GS1 symbol, as scanners send it, taken apart."""

from datetime import date

import pytest

from enthesis.pathway.injection.gs1 import NotAScan, Scanned, looks_scanned, read_scan

GTIN = "04012345678901"
WHOLE = Scanned(GTIN, "DX-17b", date(2027, 11, 30))


@pytest.mark.parametrize(
    "text",
    [
        f"(01){GTIN}(17)271130(10)DX-17b",
        f"(01){GTIN}(10)DX-17b(17)271130",
        f"01{GTIN}1727113010DX-17b",
        f"]d201{GTIN}1727113010DX-17b",
        f"01{GTIN}10DX-17b\x1d17271130",
        f"\x1d01{GTIN}1727110010DX-17b\x1d",  # the day 00 is the last of the month
        f" ]d2\x1d01{GTIN}10DX-17b\x1d17271100 ",
    ],
)
def test_every_way_of_sending_is_read(text: str) -> None:
    assert read_scan(text) == WHOLE


def test_what_is_not_in_it_stays_empty() -> None:
    assert read_scan("(10)A1") == Scanned(lot="A1")
    assert read_scan(f"01{GTIN}21S-9\x1d10A1") == Scanned(GTIN, "A1", None, "S-9")
    assert read_scan("(17)280200").expires == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("(01)04012345678902", "does not check"),
        ("(01)0401", "needs 14 digits"),
        ("(17)271340", "is no day"),
        ("(17)27113x", "needs 6 digits"),
        ("(10)", "needs some digits"),
        (f"(10){'A' * 21}", "longer than 20"),
        ("(10)A(10)B", "stands there twice"),
        ("99XYZ", "no field that is known"),
        ("(10)A(1)B", "not the text of a GS1 symbol"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(NotAScan, match=says):
        read_scan(text)


@pytest.mark.parametrize("text", ["DX-17", "01", "0104012345678902172711", "271130", ""])
def test_a_plain_lot_number_is_no_scan(text: str) -> None:
    assert not looks_scanned(text)


@pytest.mark.parametrize("text", [f"(01){GTIN}", f"]d201{GTIN}", f"01{GTIN}10A"])
def test_a_scan_is_known_as_one(text: str) -> None:
    assert looks_scanned(text)
