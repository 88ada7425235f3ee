"""When somebody is busy, out of the calendars that programs really write; and what is said of those that are broken."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from enthesis.clinic.ical.reading import LARGEST, NotACalendar, read_busy

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Two hours ahead
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE
"""


def entry(*lines: str, uid: str = "a@x") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    text = "".join(["BEGIN:VCALENDAR\n", "VERSION:2.0\n", "PRODID:-//x//y//EN\n", *parts, "END:VCALENDAR\n"])
    return text.replace("\n", "\r\n").encode()


def busy(*parts: str) -> list[str]:
    """Busy times on the clinic's clock."""
    reading = read_busy(calendar(*parts), BERLIN, FIRST, LAST)
    assert reading.unreadable == 0
    return [f"{a.astimezone(BERLIN):%m-%d %H:%M} {b.astimezone(BERLIN):%m-%d %H:%M}" for a, b in reading.busy]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART;TZID=Europe/Berlin:20260302T100000", "DTEND;TZID=Europe/Berlin:20260302T110000"),
        ("DTSTART:20260302T090000Z", "DURATION:PT1H"),
        ("DTSTART:20260302T100000", "DTEND:20260302T110000"),  # on whichever clock its reader has
        ("DTSTART;TZID=W. Europe Standard Time:20260302T100000", "DTEND:20260302T100000Z"),
        ("DTSTART;TZID=Two hours ahead:20260302T110000", "DTEND;TZID=Two hours ahead:20260302T120000"),
        ("DTSTART;TZID=Nowhere/Known:20260302T100000", "DTEND;TZID=Nowhere/Known:20260302T110000"),
    ],
)
def test_one_hour_however_it_is_written(start: str, end: str) -> None:
    assert busy(OWN_ZONE, entry(start, end)) == ["03-02 10:00 03-02 11:00"]


def test_whole_days_are_days_of_the_clinic() -> None:
    days = entry("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330")  # the clock goes on in between
    assert busy(days) == ["03-28 00:00 03-30 00:00"]
    assert busy(entry("DTSTART;VALUE=DATE:20260304")) == ["03-04 00:00 03-05 00:00"]


def test_a_series_keeps_its_hour_over_the_clock_change_and_its_exceptions() -> None:
    series = entry(
        "DTSTART;TZID=Europe/Berlin:20260318T100000",
        "DURATION:PT30M",
        "RRULE:FREQ=WEEKLY",
        "EXDATE;TZID=Europe/Berlin:20260325T100000",
    )
    moved = entry(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260408T100000",
        "DTSTART;TZID=Europe/Berlin:20260409T150000",
        "DURATION:PT1H",
    )
    off = entry(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260415T100000",
        "DTSTART;TZID=Europe/Berlin:20260415T100000",
        "DURATION:PT30M",
        "STATUS:CANCELLED",
    )
    assert busy(series, moved, off) == [
        "03-18 10:00 03-18 10:30",
        "04-01 10:00 04-01 10:30",
        "04-09 15:00 04-09 16:00",
        "04-22 10:00 04-22 10:30",
        "04-29 10:00 04-29 10:30",
    ]


def test_a_series_that_began_years_ago_and_one_with_days_of_its_own() -> None:
    old = entry("DTSTART;TZID=Europe/Berlin:20150105T080000", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=1MO")
    own = entry("DTSTART:20260310T080000Z", "DURATION:PT1H", "RDATE:20260312T080000Z", uid="b@x")
    assert busy(old, own) == [
        "03-02 08:00 03-02 09:00",
        "03-10 09:00 03-10 10:00",
        "03-12 09:00 03-12 10:00",
        "04-06 08:00 04-06 09:00",
    ]


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"])
def test_what_keeps_nobody_from_working_does_not_count(line: str) -> None:
    assert busy(entry("DTSTART:20260302T090000Z", "DURATION:PT1H", line)) == []


def test_touching_and_overlapping_entries_are_one() -> None:
    times = [("0900", "1000"), ("1000", "1100"), ("1030", "1045"), ("1200", "1300")]
    made = [
        entry(f"DTSTART:20260302T{a}00Z", f"DTEND:20260302T{b}00Z", uid=f"{place}@x")
        for place, (a, b) in enumerate(times)
    ]
    assert busy(*made) == ["03-02 10:00 03-02 12:00", "03-02 13:00 03-02 14:00"]


def test_the_clinics_own_visits_do_not_come_back_as_busy() -> None:
    made = calendar(entry("DTSTART:20260302T090000Z", "DURATION:PT1H", uid="mine@enthesis"))
    assert read_busy(made, BERLIN, FIRST, LAST).busy
    assert read_busy(made, BERLIN, FIRST, LAST, {"mine@enthesis"}).busy == ()


@pytest.mark.parametrize(
    "lines",
    [
        ("DTSTART:garbage", "DURATION:PT1H"),
        ("SUMMARY:no time at all",),
        ("DTSTART:20260302T090000Z", "DURATION:PT1H", "RRULE:FREQ=SOMETIMES"),
        ("DTSTART:20260302T090000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY"),
        ("DTSTART:20260302T090000Z", "DURATION:PT1H", "EXDATE:never"),
        ("DTSTART:20200302T090000Z", "DTEND:20280302T090000Z"),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_and_the_others_count(lines: tuple[str, ...]) -> None:
    """The library leaves such a line out and says nothing: somebody would think that the time is free."""
    good = entry("DTSTART:20260303T090000Z", "DURATION:PT1H", uid="good@x")
    reading = read_busy(calendar(entry(*lines), good), BERLIN, FIRST, LAST)
    assert len(reading.busy) == 1
    assert reading.unreadable == 1
    assert "One entry could not be read" in reading.problem


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<html><body>Sign in</body></html>",
        b"\xff\xfe\x00\x01",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
        entry("DTSTART:20260302T090000Z").encode(),
        b"BEGIN:VCALENDAR\r\n" * 2000,
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(NotACalendar, match="no iCalendar file"):
        read_busy(data, BERLIN, FIRST, LAST)


def test_a_calendar_of_several_hundred_kilobytes_is_read_and_a_larger_one_is_not() -> None:
    made = [
        entry(
            f"DTSTART:{date(2026, 3, 2) + timedelta(days=place % 50):%Y%m%d}T{place % 24:02}0000Z",
            "DURATION:PT30M",
            f"DESCRIPTION:{'x' * 100}",
            uid=f"{place}@x",
        )
        for place in range(1500)
    ]
    data = calendar(*made)
    assert len(data) > 300_000
    assert read_busy(data, BERLIN, FIRST, LAST).entries == 1500
    with pytest.raises(NotACalendar, match="larger than 2 MB"):
        read_busy(data + b" " * LARGEST, BERLIN, FIRST, LAST)


def test_two_calendars_in_one_file() -> None:
    one = calendar(entry("DTSTART:20260302T090000Z", "DURATION:PT1H"))
    two = calendar(entry("DTSTART:20260303T090000Z", "DURATION:PT1H", uid="b@x"))
    assert len(read_busy(one + two, BERLIN, FIRST, LAST).busy) == 2
