"""What a message says: when, where and whom to call, and nothing clinical; and what its file may not say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from enthesis.knowledge import path
from enthesis.pathway.messages import (
    FILE,
    About,
    NotUsable,
    Typed,
    as_typed,
    compose,
    compose_notice,
    laid_over,
    read_rules,
    read_typed,
    shipped,
)
from enthesis.pathway.messages.model import Language
from enthesis.pathway.plain_yaml import NotReadable

ENGLISH = shipped().languages["en"]
STARTS = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
SPANISH = shipped().languages["es"]
LANGUAGES = tuple(shipped().languages.values())
CLINICAL = ("inject", "prolo", "dextrose", "ligament", "treatment", "therapy", "diagnos", "pain", "ibuprofen", "nsaid")


def about(purpose: str, **more: object) -> About:
    return About(**{"purpose": purpose, "clinic": "Northside", "starts": STARTS, "zone": BERLIN, **more})


def text() -> str:
    return path(FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("purpose", sorted(shipped().purposes))
@pytest.mark.parametrize("more", [{}, {"telehealth": True}, {"was": STARTS - timedelta(days=2)}])
def test_every_message_reads_whole_and_holds_nothing_clinical(
    purpose: str, more: dict[str, object], language: Language
) -> None:
    words = compose(language, about(purpose, hold_first=date(2026, 6, 24), until=STARTS, telephone="555 0100", **more))
    said = f"{words.subject}\n{words.text}"
    for each in (said, words.short):
        assert "Northside" in each
        assert "{" not in each
        assert ": ." not in each
        assert not [word for word in CLINICAL if word in each.casefold()]
    assert "555 0100" in said
    assert "\n" not in words.short
    assert len(words.short) < 320  # two parts of an SMS in letters that are not of its own alphabet


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("purpose", sorted(shipped().notices))
def test_every_notice_reads_whole_and_leads_somewhere(purpose: str, language: Language) -> None:
    bare = compose_notice(language, purpose, clinic="Northside")
    whole = compose_notice(
        language,
        purpose,
        clinic="Northside",
        link="https://n.example/a/",
        until=date(2026, 7, 1),
        telephone="555 0100",
        pages="https://n.example/my/",
    )
    for words in (bare, whole):
        said = f"{words.subject}\n{words.text}\n{words.short}"
        assert "Northside" in said
        assert "{" not in said
        assert not [word for word in CLINICAL if word in said.casefold()]
    assert ("https://n.example/a/" in whole.text) is bool(shipped().notices[purpose].holds)
    assert "/my/" not in whole.text  # one place to go
    assert "https" not in bare.text


def test_spanish_says_its_own_days() -> None:
    words = compose(SPANISH, about("confirmation"))
    assert words.subject == "Su cita del miércoles 1 de julio de 2026"
    assert "es el miércoles 1 de julio de 2026 a las 14:30." in words.text
    notice = compose_notice(SPANISH, "invitation", clinic="N", link="https://n.example/", until=date(2027, 3, 1))
    assert "Sirve hasta el lunes 1 de marzo de 2027." in notice.text


def test_a_move_says_old_and_new_on_the_clinics_clock() -> None:
    words = compose(ENGLISH, about("confirmation", was=STARTS - timedelta(days=2)))
    assert words.subject == "New time: your appointment is now on Wednesday 1 July 2026"
    assert "It was on Monday 29 June 2026 at 14:30. It is now on Wednesday 1 July 2026 at 14:30." in words.text
    assert "Your appointment at Northside is on" not in words.text


def test_what_the_clinic_has_not_given_is_not_spoken_of() -> None:
    words = compose(ENGLISH, about("reminder"))
    assert "call us" not in words.text
    assert "Sign in" not in words.text


def test_a_visit_by_video_says_the_link_on_the_day() -> None:
    told = compose(ENGLISH, about("arrival", telehealth=True, link="https://video.example/room"))
    assert "https://video.example/room" in told.text
    assert "Please come" not in told.text
    assert "will tell you the link" in compose(ENGLISH, about("arrival", telehealth=True)).text


def test_no_message_tells_anybody_to_stop_a_medicine() -> None:
    said = compose(ENGLISH, about("drug-hold", hold_first=date(2026, 6, 24))).text
    assert "Do not stop a medicine that a doctor prescribed for you without asking that doctor first." in said
    assert said.count("stop") == 1


@pytest.mark.parametrize(
    ("there", "instead", "told"),
    [
        ("{clinic} is on {day}", "{patient} is on {day}", "braces"),
        ("{clinic} is on {day}", "{clinic is on {day}", "braces"),
        ("if: moved", "if: sometimes", "must be one of"),
        ("unless_decided: 2880", "unless_decided: 28800", "0 to 20160"),
        ("when: before-visit", "when: whenever", "must be one of"),
        ('from: "20:00"', 'from: "8 pm"', "time of day"),
        ("[Monday, Tuesday", "[Tuesday", "a list of 7 names"),
        ("      - purpose: cancellation", "      - purpose: aftercare", "there is none for cancellation"),
        ("language: en", "language: de", "English"),
        ("  - id: chase-1", "  - id: offer", "that no purpose has; offer is both"),
        ("    unwanted: left-out", "    unwanted: perhaps", "must be one of"),
        ("holds: [link, until]", "holds: [link, drug]", "a list of some of: link, until"),
        ("    days: 3", "    days: 0", "1 or more"),
        ("  - id: series", "  - id: chase-1", "names that no purpose and no notice has"),
        ("    of: confirmation", "    of: confirmations", "must be one of"),
        ("      - says: By video.", "      - says: By video, about your pain.", "nothing clinical; here stands “pain”"),
        ("{clinic} has your answers", "{clinic} has your diagnoses", "nothing clinical; here stands “diagnoses”"),
        ("ruling: When", "rule: When", '"ruling" is missing'),
    ],
)
def test_a_file_that_is_not_in_order_is_refused_with_a_sentence(there: str, instead: str, told: str) -> None:
    assert there in text()
    with pytest.raises(NotReadable, match=told):
        read_rules(text().replace(there, instead))


# -- a clinic's own words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
@pytest.mark.parametrize("purpose", sorted(ENGLISH.texts))
def test_what_ships_can_be_typed_and_read_again(purpose: str, language: Language) -> None:
    there = language.texts[purpose]
    assert read_typed(as_typed(there), there, language.never) == there


def test_own_words_take_the_place_of_the_shipped_ones() -> None:
    typed = Typed(subject=" See  you ", body="Come on {day}.\r\n\r\n[telephone]  Call\n{telephone}.", sms="On {day}.")
    own = laid_over(ENGLISH, {"reminder": read_typed(typed, ENGLISH.texts["reminder"], ENGLISH.never)})
    words = compose(own, about("reminder", telephone="555"))
    assert words.subject == "See you"
    assert words.paragraphs == ("Come on Wednesday 1 July 2026.", "Call 555.")
    assert len(compose(own, about("reminder")).paragraphs) == 1
    assert compose(own, about("arrival")) == compose(ENGLISH, about("arrival"))
    assert laid_over(ENGLISH, {}) is ENGLISH


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("subject", "", "There is nothing here"),
        ("body", " \n\n ", "There is nothing here"),
        ("sms", "{old_day}", "Known here: {clinic}, {day}"),
        ("sms", "{day!r}", "in braces"),
        ("sms", "{day:>9999999}", "in braces"),
        ("body", "On {day", "in braces"),
        ("body", "[moved] Hello.", "is not known for this message. There is: pages, telehealth, telephone."),
        ("body", "Your Pain is better.", "“pain” is about health"),
        ("sms", "x" * 401, "400 is the most"),
        ("subject", "x" * 151, "150 characters at most"),
    ],
)
def test_own_words_that_cannot_be_used_are_refused_with_a_sentence(field: str, typed: str, told: str) -> None:
    words = {"subject": "Hello", "body": "Hello.", "sms": "Hello.", field: typed}
    with pytest.raises(NotUsable) as problem:
        read_typed(Typed(**words), ENGLISH.texts["reminder"], ENGLISH.never)
    assert told in str(problem.value)
    assert problem.value.field == field


def test_own_words_of_a_series_must_list_its_visits() -> None:
    there = ENGLISH.texts["series"]
    for body in ("Come.", "[moved] {visits}"):  # the second says nothing where none moved
        with pytest.raises(NotUsable, match="without it nobody reads their times") as problem:
            read_typed(replace(as_typed(there), body=body), there, ENGLISH.never)
        assert problem.value.field == "body"


def test_a_visit_that_moved_needs_a_subject_of_its_own() -> None:
    with pytest.raises(NotUsable, match="Write one") as problem:
        read_typed(Typed(subject="a", body="b", sms="c"), ENGLISH.texts["confirmation"], ENGLISH.never)
    assert problem.value.field == "subject_moved"
