"""Which texts can be kept: those that both databases hold and every page can show.

Not half of a character (a surrogate without its other half, which JSON may write as `\\ud800`): UTF-8 has no bytes for
it. Not U+0000: PostgreSQL's text cannot hold it. Other control characters are kept as they came.
"""

import re
from collections.abc import Mapping
from typing import Any

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_INSTEAD = "\ufffd"


def is_storable(text: str) -> bool:
    """Whether a text can be kept and shown."""
    return "\x00" not in text and (text.isascii() or _is_whole(text))


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def why_not_storable(text: str) -> str:
    """What stands in a text that cannot be kept, as the rest of a sentence about it; "" where it can."""
    if is_storable(text):
        return ""
    found = _UNSTORABLE.search(text)
    if found is None:
        return ""
    place, code = found.start() + 1, ord(found.group())
    what = f"half of a character (\\u{code:04x})" if code else "U+0000, which no text holds"
    return f"character {place} of it is {what}"


def why_none_storable(value: Any) -> str:
    """As `why_not_storable`, for plain JSON values: the first text at fault in them, names of fields too."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            if not is_storable(one):
                return why_not_storable(one)
        elif isinstance(one, Mapping):
            left.extend((*one.keys(), *one.values()))
        elif isinstance(one, list | tuple):
            left.extend(one)
    return ""


def mended(value: Any) -> Any:
    """Plain JSON values with U+FFFD for each character that cannot be kept: what was kept before this was asked."""
    if isinstance(value, str):
        return value if is_storable(value) else _UNSTORABLE.sub(_INSTEAD, value)
    if isinstance(value, Mapping):
        return {mended(name): mended(one) for name, one in value.items()}
    return [mended(one) for one in value] if isinstance(value, list) else value


def may_need_mending(text: str) -> bool:
    """Whether the ASCII JSON of kept values may hold what cannot be kept, so that they are `mended`; quick to tell."""
    return "\\ud" in text or "\\u0000" in text
