"""Which numbers a text prints."""

import re

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def numbers_in(text: str) -> tuple[str, ...]:
    """Every number of a text as it is printed, each once.

    >>> numbers_in("46 of 100 people, not 36. In the 1930s.")
    ('46', '100', '36', '1930')
    """
    return tuple(dict.fromkeys(_NUMBER.findall(text)))
