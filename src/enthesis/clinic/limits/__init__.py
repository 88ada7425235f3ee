"""How often somebody may do something: counted in the database, so that it holds over all processes of the clinic."""

import hashlib
import time
from dataclasses import dataclass

from enthesis.clinic.sql import Statement

# One statement counts, whatever others do at the same moment.
_COUNT = Statement(
    "INSERT INTO limits_count (key, done, until) VALUES (%s, 1, %s) "
    "ON CONFLICT (key) DO UPDATE SET done = limits_count.done + 1 RETURNING done"
)
_OVER = Statement("DELETE FROM limits_count WHERE until < %s")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so often in so many seconds, for each who."""

    what: str
    most: int
    seconds: int


FEEDS = Limit("feeds", 300, 600)  # one address may read many calendars, once an hour each
LINKS = Limit("links", 60, 600)  # of one address
UPLOADS = Limit("uploads", 30, 3600)  # of one account
INVITATIONS = Limit("invitations", 60, 3600)  # of one account
EXPORTS = Limit("exports", 6, 3600)  # of one account


def is_within(limit: Limit, who: str) -> bool:
    """Count once more, and whether that is still within the limit. `who` is kept as a digest only."""
    now = int(time.time())
    span = now // limit.seconds
    key = f"{limit.what}:{hashlib.blake2b(who.encode(), digest_size=16).hexdigest()}:{span}"
    ((done,),) = _COUNT.run([key, (span + 1) * limit.seconds])
    if done == 1:
        _OVER.run([now])
    return bool(done <= limit.most)
