"""What is said with every price, and with which protocol."""

import pytest

from enthesis.pathway.estimate import answer_case
from enthesis.pathway.estimate.words import words

# The sentence, a protocol with which it is said, and one with which it is not.
TABLE = """
mostly-self-paid              | darrow-back   |
price-of-the-whole-course     | darrow-back   |
charged-apart                 | nutura-back   | sit-knee-2020
only-what-the-protocol-names  | sit-knee-2020 |
"""
CASES = [[part.strip() for part in line.split("|")] for line in TABLE.strip().splitlines()]


def said_with(protocol: str) -> list[str]:
    return [finding.code for finding in answer_case({"protocol": protocol}).findings]


@pytest.mark.parametrize(("code", "said", "unsaid"), CASES)
def test_a_sentence_is_said_where_it_belongs(code: str, said: str, unsaid: str) -> None:
    assert code in said_with(said)
    assert not unsaid or code not in said_with(unsaid)


def test_every_sentence_has_its_line() -> None:
    assert [line[0] for line in CASES] == list(words().sentences)
