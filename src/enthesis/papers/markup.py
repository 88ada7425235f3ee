"""HTML as text that is safe by itself: what is plain text is escaped, what an element gave stays as it is."""

from collections.abc import Iterable
from html import escape


class Markup(str):
    """Text that is HTML already. Nothing but an element makes it."""

    __slots__ = ()


def el(name: str, *inside: object, **attributes: str | None) -> Markup:
    """One element. Inside: text, elements, lists of them; None is nothing. `class_` is written class, `_` as `-`.

    Not for elements that are never closed (`br`, `img`).

    >>> el("p", "a < b ", el("b", "c"), class_="note")
    '<p class="note">a &lt; b <b>c</b></p>'
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{said}>{joined(inside)}</{name}>")


def joined(inside: object) -> Markup:
    """Texts and elements one after the other, escaped where they are text."""
    if inside is None:
        return Markup("")
    if isinstance(inside, Markup):
        return inside
    if isinstance(inside, str):
        return Markup(escape(inside))
    if isinstance(inside, Iterable):
        return Markup("".join(joined(each) for each in inside))
    raise TypeError(f"{inside!r} is neither text nor an element")


def blank(size: str = "") -> Markup:
    """A line to write on. `size`: "" for the rest of the line, or short, or tiny."""
    return el("span", " ", class_=f"blank {size}".strip())
