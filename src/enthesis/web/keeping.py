"""What a page works out of a course that has not changed since, kept in memory only to be quick.

A course that is unchanged is the very same object in memory (clinic/known.py), and nothing in it ever changes: what was
worked out of these objects stays right. Another log, another agenda, another protocol: it is worked out anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

from django.utils.translation import get_language

from enthesis.clinic.opening import Seen

Made = TypeVar("Made")


class Keeping(Generic[Made]):
    """One kind of thing that is worked out of courses; the longest unused ones are forgotten."""

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[tuple[Any, ...], Made]] = OrderedDict()

    def of(self, seen: Seen, make: Callable[[], Made], *more: Hashable) -> Made:
        """What `make` gives for this course, for `more` that it depends on, and for the language of the page."""
        rests_on = (seen.log, seen.course, seen.agenda, seen.protocol)
        key = (seen.number, seen.zone.key, get_language(), more)
        with self._lock:
            found = self._kept.get(key)
            if found is not None and all(one is other for one, other in zip(found[0], rests_on, strict=True)):
                self._kept.move_to_end(key)
                return found[1]
        made = make()
        with self._lock:
            self._kept[key] = (rests_on, made)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
