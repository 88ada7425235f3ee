"""The language of `when`, case by case: what a condition makes of some answers."""

from decimal import Decimal
from typing import Any

import pytest

from enthesis.pathway.plain_yaml import NotReadable, read_plain
from enthesis.pathway.triage.conditions import Condition, read_condition


def condition(text: str) -> Condition:
    return read_condition(read_plain(f"when: {text}", "here").block("when"))


WORD = {"yes": True, "no": False, "open": None}
FEVER, UNWELL = frozenset({"fever"}), frozenset({"unwell"})
BOTH = FEVER | UNWELL

# condition; then answers, whether it holds, what is still open, what it rests on
TABLE: list[tuple[str, list[tuple[dict[str, Any], str, frozenset[str], list[str]]]]] = [
    (
        "{fever: yes}",
        [
            ({}, "open", FEVER, []),
            ({"fever": "yes"}, "yes", frozenset(), ["fever"]),
            ({"fever": "no"}, "no", frozenset(), []),
        ],
    ),
    (
        "{fever: [yes, skipped]}",
        [
            ({"fever": "skipped"}, "yes", frozenset(), ["fever"]),
            ({"fever": "no"}, "no", frozenset(), []),
            ({}, "open", FEVER, []),
        ],
    ),
    (
        "{fever: [yes, unanswered]}",
        [
            ({}, "yes", FEVER, ["fever"]),
            ({"fever": "no"}, "no", frozenset(), []),
        ],
    ),
    (
        "{med_class: [anticoagulant, antiplatelet]}",
        [
            ({"med_class": frozenset({"nsaid", "antiplatelet"})}, "yes", frozenset(), ["med_class"]),
            ({"med_class": frozenset({"nsaid"})}, "no", frozenset(), []),
            ({"med_class": frozenset()}, "no", frozenset(), []),
        ],
    ),
    (
        "{day: {at_least: 3}}",
        [
            ({"day": Decimal(2)}, "no", frozenset(), []),
            ({"day": Decimal(3)}, "yes", frozenset(), ["day"]),
            ({}, "open", frozenset({"day"}), []),
            ({"day": "three"}, "no", frozenset(), []),
        ],
    ),
    (
        "{day: {above: 3}}",
        [({"day": Decimal(3)}, "no", frozenset(), []), ({"day": Decimal(4)}, "yes", frozenset(), ["day"])],
    ),
    (
        "{day: {at_most: 3}}",
        [({"day": Decimal(3)}, "yes", frozenset(), ["day"]), ({"day": Decimal("3.1")}, "no", frozenset(), [])],
    ),
    (
        "{day: {below: 3}}",
        [({"day": Decimal(3)}, "no", frozenset(), []), ({"day": Decimal("2.9")}, "yes", frozenset(), ["day"])],
    ),
    (
        "{day: {at_least: 4, at_most: 10}}",
        [
            ({"day": Decimal("3.9")}, "no", frozenset(), []),
            ({"day": Decimal(4)}, "yes", frozenset(), ["day"]),
            ({"day": Decimal(10)}, "yes", frozenset(), ["day"]),
            ({"day": Decimal("10.1")}, "no", frozenset(), []),
        ],
    ),
    (
        "{fever: yes, unwell: yes}",
        [
            ({}, "open", BOTH, []),
            ({"fever": "yes"}, "open", UNWELL, []),
            ({"fever": "no"}, "no", frozenset(), []),
            ({"unwell": "no"}, "no", frozenset(), []),
            ({"fever": "yes", "unwell": "yes"}, "yes", frozenset(), ["fever", "unwell"]),
        ],
    ),
    (
        "{any: [{fever: yes}, {unwell: yes}]}",
        [
            ({}, "open", BOTH, []),
            ({"fever": "yes"}, "yes", frozenset(), ["fever"]),
            ({"fever": "no"}, "open", UNWELL, []),
            ({"fever": "no", "unwell": "no"}, "no", frozenset(), []),
            ({"fever": "yes", "unwell": "yes"}, "yes", frozenset(), ["fever", "unwell"]),
        ],
    ),
    (
        "{chills: yes, any: [{fever: yes}, {unwell: yes}]}",
        [
            ({"chills": "yes"}, "open", BOTH, []),
            ({"chills": "yes", "unwell": "yes"}, "yes", frozenset(), ["chills", "unwell"]),
            ({"chills": "no", "unwell": "yes"}, "no", frozenset(), []),
            ({"unwell": "yes"}, "open", frozenset({"chills"}), []),
        ],
    ),
]


def _shown(answers: dict[str, Any]) -> str:
    """Answers as a test's name: a set has no order of its own, and every process must find the same tests."""
    return str({name: sorted(told) if isinstance(told, frozenset) else told for name, told in answers.items()})


@pytest.mark.parametrize(
    ("text", "answers", "holds", "open_", "grounds"),
    [(text, *case) for text, cases in TABLE for case in cases],
    ids=[f"{text} {_shown(case[0])}" for text, cases in TABLE for case in cases],
)
def test_what_a_condition_makes_of_the_answers(
    text: str, answers: dict[str, Any], holds: str, open_: frozenset[str], grounds: list[str]
) -> None:
    when = condition(text)
    assert when.truth(answers) is WORD[holds]
    assert when.open(answers) == open_
    assert list(when.grounds(answers)) == grounds


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("{fever: yes}", {"fever"}),
        ("{day: {below: 3}}", {"day"}),
        ("{chills: yes, any: [{fever: yes}, {unwell: yes}]}", {"chills", "fever", "unwell"}),
    ],
)
def test_what_a_condition_looks_at(text: str, variables: set[str]) -> None:
    assert condition(text).variables() == variables


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}", "here, when: a condition needs at least one answer."),
        ("{any: [{}]}", "here, when, any 1: a condition needs at least one answer."),
        ("{fever: []}", 'here, when: "fever" must be one answer or more.'),
        ("{day: {}}", 'here, when: "day" must be compared with at least one of: at_least, above, at_most, below.'),
        ("{day: {at_least: soon}}", 'here, when, day: "at_least" must be a number.'),
        ("{day: {least: 3}}", 'here, when, day: "least" is not a field of this block.'),
        ("{fever: ''}", 'here, when: "fever" must be text.'),
        ("{fever: [[yes]]}", 'here, when: "fever" must be a list of texts.'),
        ("{any: yes}", 'here, when: "any" must be a list of blocks.'),
    ],
)
def test_a_condition_that_is_none_is_told_so(text: str, says: str) -> None:
    with pytest.raises(NotReadable) as caught:
        condition(text)
    assert str(caught.value) == says
