"""Writes the part of `bodymap.css` that is a table: where a label lies, and which box it belongs to.

A page may have no style of its own (its security policy), so that every hundredth has a class.

It stands at the end of the file; a test holds the file against it. To see it: python -m enthesis.web.bodymap.css
"""

import sys
from collections.abc import Iterator

from enthesis.web.bodymap.fields import MOST

SIZES = range(4, 31)


def lines() -> Iterator[str]:
    """The style sheet, line by line."""
    yield "/* Made by enthesis.web.bodymap.css: places in hundredths of a drawing, and the boxes of its labels. */"
    yield "".join(f".x-{at}{{left:{at}%}}" for at in range(101))
    yield "".join(f".y-{at}{{top:{at}%}}" for at in range(101))
    yield "".join(f".r-{at}{{width:{at}%}}" for at in SIZES)
    yield _each(":checked", ".at-") + "{background:var(--spot);border-color:var(--spot-edge);border-style:solid}"
    yield _each(":focus-visible", ".at-") + "{outline:3px solid var(--focus);outline-offset:2px}"
    yield _each(":checked", ".told-") + "{display:block}"


def _each(state: str, what: str) -> str:
    return ",".join(f".bodymap:has(.n-{n}{state}) {what}{n}" for n in range(MOST))


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
