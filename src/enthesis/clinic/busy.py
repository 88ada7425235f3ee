"""What resources have booked, read at once: a busy clinic has tens of thousands of bookings in a year."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enthesis.clinic.models import BookedTime
from enthesis.clinic.sql import Statement, is_postgresql

Spans = NDArray[np.int64]  # from, to, in steps since 1970

# One row of text for each resource: the drivers take longer to make a row than to read a span.
_SPANS = (
    "SELECT resource_id, {}(first || ' ' || last, ' ') FROM clinic_bookedtime"
    " WHERE resource_id IN ({}) AND first < %s AND last > %s GROUP BY resource_id"
)


def booked_spans(
    resources: Sequence[int], first: int, last: int, without: Mapping[int, Collection[str]]
) -> dict[int, Spans]:
    """What some resources have booked between two steps, by their keys; those that have nothing are left out.

    `without`: courses, and those of their visits that are left out.
    """
    if not resources:
        return {}
    together = "string_agg" if is_postgresql() else "group_concat"
    query = Statement(_SPANS.format(together, ", ".join(["%s"] * len(resources))))
    found = {
        key: np.fromstring(text, dtype=np.int64, sep=" ").reshape(-1, 2)
        for key, text in query.run([*resources, last, first])
    }
    for course, visits in without.items():
        own = BookedTime.objects.filter(course=course, visit__in=visits, resource__in=resources)
        for key, start, end in own.values_list("resource", "first", "last") if visits else ():
            spans = found.get(key)
            if spans is not None:  # no two visits have the same time of one resource
                found[key] = spans[(spans[:, 0] != start) | (spans[:, 1] != end)]
    return found
