"""From a text to words, sentences and lengths of time."""

from decimal import Decimal

import pytest

from enthesis.pathway.triage.timing import durations
from enthesis.pathway.triage.tokens import MOST_CHARACTERS, Token, sentences, tokens
from enthesis.pathway.triage.vocabulary import first_place, same_word
from enthesis.pathway.triage.words import listen, read_words


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("Lidocaïne's 1,5 mg", "lidocaines 1,5 mg"),
        ("C5-6 and L4/5", "c5 6 and l4 / 5"),
        ("can’t (really) feel; no", "cant ( really ) feel | no"),
        ("one. Two! Three? Four\nfive", "one | two | three | four | five"),
        ("10,000 3rd 2.5", "10,000 3rd 2.5"),
        ("pain: none, or little", "pain : none , or little"),
        ("fever? None", "fever : none"),
        ("fever? nil", "fever : nil"),
        ("fever? never", "fever : never"),
        ("fever? negative", "fever : negative"),
        ("fever? denied", "fever : denied"),
        ("fever? yes", "fever | yes"),
        ("fever?", "fever"),
        ("sore but fine", "sore | fine"),
        ("sore however fine", "sore | fine"),
        ("sore although fine", "sore | fine"),
        ("sore though fine", "sore | fine"),
        ("sore except fine", "sore | fine"),
        ("sore yet fine", "sore | fine"),
        ("sore whereas fine", "sore | fine"),
        ("sore nevertheless fine", "sore | fine"),
        ("sore otherwise fine", "sore | fine"),
        ("nothing other than pain", "nothing | than pain"),
        ("nothing apart from pain", "nothing | from pain"),
        ("nothing aside from pain", "nothing | from pain"),
        ("nothing more than pain", "nothing | than pain"),
        ("nothing save for pain", "nothing | for pain"),
        ("other pain, more from it", "other pain , more from it"),
        ("but", ""),
        (".. ok ..", "ok"),
        ("", ""),
    ],
)
def test_a_text_in_sentences_and_words(text: str, parted: str) -> None:
    assert " | ".join(" ".join(token.word for token in sentence) for sentence in sentences(text)) == parted


def test_every_word_keeps_its_place() -> None:
    text = "No  fever, naïve"
    assert tokens(text) == [Token("no", 0, 2), Token("fever", 4, 9), Token(",", 9, 10), Token("naive", 11, 16)]
    assert [text[token.start : token.end] for token in tokens(text)] == ["No", "fever", ",", "naïve"]
    assert [token.is_mark for token in tokens(text)] == [False, False, True, False]
    (sentence,) = sentences("fever? no")
    assert sentence[1] == Token(":", 5, 6)


def test_how_much_of_a_text_is_read() -> None:
    """20,000 characters; what comes after is said not to have been read."""
    assert [token.word for token in tokens(" " * (MOST_CHARACTERS - 1) + "a")] == ["a"]
    assert tokens(" " * MOST_CHARACTERS + "a") == []
    assert listen("sore" + " " * MOST_CHARACTERS).left == ()
    assert listen("sore" + " " * MOST_CHARACTERS + "fever").left == ("the text is longer than 20,000 characters",)
    assert MOST_CHARACTERS == 20_000


HOURS: dict[str, list[str]] = {
    "for 90 seconds": ["0.025"],
    "for 36 secs": ["0.01"],
    "for 1 second": ["0"],
    "for 30 min": ["0.5"],
    "for 45 mins": ["0.75"],
    "for 3 minutes": ["0.05"],
    "for 3 hrs": ["3"],
    "for 1 hr": ["1"],
    "for 3 h": ["3"],
    "for 1 hour": ["1"],
    "for 2 weeks": ["336"],
    "for 2 months": ["1460"],
    "for 1 year": ["8766"],
    "one day": ["24"],
    "two days": ["48"],
    "couple days": ["48"],
    "three days": ["72"],
    "few days": ["72"],
    "some days": ["72"],
    "four days": ["96"],
    "five days": ["120"],
    "several days": ["120"],
    "many days": ["120"],
    "six hours": ["6"],
    "seven hours": ["7"],
    "eight hours": ["8"],
    "nine hours": ["9"],
    "ten hours": ["10"],
    "twelve hours": ["12"],
    "twentyfour hours": ["24"],
    "fortyeight hours": ["48"],
    "seventytwo hours": ["72"],
    "1,5 days": ["36"],
    "1.5 days": ["36"],
    "overnight": ["12"],
    "overnight and for two days": ["12", "48"],
    # "a day" is a length only after a word that leads to one
    "for a day": ["24"],
    "about an hour": ["1"],
    "lasting an hour": ["1"],
    "lasted a week": ["168"],
    "pain of a day": ["24"],
    "within an hour": ["1"],
    "over a week": ["168"],
    "nearly a week": ["168"],
    "almost a week": ["168"],
    "less than a week": ["168"],
    "a day": [],
    "twice a day": [],
    "had an hour": [],
    # a point in time is no length
    "3 days after": [],
    "3 days before": [],
    "3 days later": [],
    "3 days ago": [],
    "3 days prior": [],
    "3 days post": [],
    "3 days earlier": [],
    "3 days old": [],
    "3 days apart": [],
    "3 days following": [],
    "days 3": [],
    "bad days": [],
    "1.2.3 of it": [],
}


@pytest.mark.parametrize("text", HOURS)
def test_lengths_of_time_in_hours(text: str) -> None:
    assert [f"{round(hours, 4).normalize():f}" for hours in durations(tokens(text))] == [
        f"{Decimal(hours).normalize():f}" if hours != "0" else "0.0003" for hours in HOURS[text]
    ]


@pytest.mark.parametrize(
    ("step", "word", "is_same"),
    [
        ("numb", "numb", True),
        ("numb", "numbness", False),
        ("numb*", "numb", True),
        ("numb*", "numbness", True),
        ("numb*", "num", False),
        ("*", "anything", True),
        ("l#", "l4", True),
        ("l#", "l45", True),
        ("l#", "l", False),
        ("l#", "la", False),
        ("l#", "s4", False),
        ("th#", "th12", True),
        ("th#", "t12", False),
    ],
)
def test_a_word_of_a_phrase(step: str, word: str, is_same: bool) -> None:
    assert same_word(step, word) is is_same


def test_where_a_choice_of_words_stands() -> None:
    sentence = tokens("the low back and the back")
    choices = (("low", "back"), ("back",))
    assert first_place(choices, sentence, range(6)) == range(1, 3)
    assert first_place(choices, sentence, range(2, 6)) == range(2, 3)
    assert first_place(choices, sentence, range(3, 5)) is None
    assert first_place(choices, sentence, range(5, 6)) == range(5, 6)
    assert first_place((("back", "pain"),), sentence, range(6)) is None


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("cannot breathe", True),
        ("cannot now at the time then breathe", True),  # up to five words may stand between
        ("cannot now at the time then quite breathe", False),
        ("breathe cannot", False),
        ("cannot. Breathe", False),
    ],
)
def test_how_far_the_words_of_a_phrase_may_stand_apart(text: str, heard: bool) -> None:
    assert ("breathless" in read_words(text)) is heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("weak injected muscle", {"weakness": "new", "weakness_confined": "yes"}),
        ("weak injected muscle of the leg", {"weakness": "new"}),  # a phrase with "& !{limb}"
        ("numb and half of the body", {"numb_area": "half_body"}),
        ("numb legs", {"numb_area": "both_legs"}),
        ("numb between the legs", {"saddle_numbness": "yes"}),
        ("numb leg", {"numb_area": "limb"}),
        ("numb", {"numb_area": "patch"}),
        ("electric shock", {"electric_shock": "limb"}),
        ("electric shock in arm and leg", {"electric_shock": "several_limbs"}),
        ("headache, neck stiff", {"neuro_emergency": "yes", "headache": "unsure", "stiffness": "yes"}),
        ("worst headache", {"neuro_emergency": "yes"}),
        ("faint and fainted", {"faint": "fainted"}),
        ("brief faint and collapsed", {"faint": "brief", "collapse": "prolonged"}),
        ("bleeding heavily, small bruise", {"bleeding": "uncontrolled", "bruise": "small"}),
        ("small bleed", {"bleeding": "stopped"}),
        ("rash all over", {"rash": "widespread"}),
    ],
)
def test_the_longer_and_the_more_serious_phrase_is_heard(text: str, heard: dict[str, str]) -> None:
    found = read_words(text)
    assert {name: entry.value for name, entry in found.items() if name != "unclear" and not entry.denied} == heard
