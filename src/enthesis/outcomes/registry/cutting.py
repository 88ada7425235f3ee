"""Each person's rows end on a day of their own, so that the day of an export says nothing about a moved day.

Whoever is treated now has rows up to the build. Who knows when an export was made would only have to put the last of
them beside that day to undo the shift. So every person has an end, up to a year before the build, that only the key of
the clinic knows; the registry is told as it stood for them then.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from enthesis.outcomes.registry.opening import POINTS, Registry
from enthesis.outcomes.registry.points import FIRST, over

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa

END = "end"  # the last day of a person that is told
_COURSE, _SESSION = ["clinic", "course"], ["clinic", "course", "session"]
_DAYS = {"scores": "taken", "diary": "day", "visits": "day", "adverse_events": "day"}
# What a course says as of a day: the day, and what is as empty without it.
_WITH_DAY = {
    "evaluated": (),
    "eligibility_on": ("eligibility",),
    "consented": (),
    "gate_on": ("gate",),
    "stopped_on": (),
    "closed": ("closed_because",),
}


def cut(registry: Registry, ends: "pa.Table") -> "Mapping[str, ibis.Table]":
    """The tables as each person's end has them. `ends` has the columns person and end.

    What a course says without a day (its plan, its goal, what was paid) is as of the build.
    """
    import ibis  # see opening.py

    until = ibis.memtable(ends)
    courses = registry.table("courses").inner_join(until, "person")
    courses = courses.filter(courses.started.isnull() | (courses.started <= courses[END]))
    ended = courses.select(*_COURSE, FIRST, END)

    def kept(name: str, day: str) -> "ibis.Table":
        table = registry.table(name)
        mine = table.inner_join(ended.drop(FIRST), _COURSE)
        return mine.filter(mine[day].isnull() | (mine[day] <= mine[END])).select(*table.columns)

    found = {name: kept(name, day) for name, day in _DAYS.items()}
    found["sessions"] = kept("sessions", "given")
    found["sites"] = registry.table("sites").semi_join(found["sessions"], _SESSION)
    found[POINTS] = _points(registry, ended)
    found["courses"] = _courses(courses, found["sessions"]).select(*registry.table("courses").columns)
    return {name: table.cache() for name, table in found.items()}


def _points(registry: Registry, ended: "ibis.Table") -> "ibis.Table":
    """The time points whose window was over on the last day."""
    points = registry.table(POINTS)
    mine = points.inner_join(ended, _COURSE)
    return over(mine, mine[END], registry.windows).select(*points.columns)


def _courses(courses: "ibis.Table", sessions: "ibis.Table") -> "ibis.Table":
    """The courses as they stood: what came later has not happened yet."""
    import ibis

    given = sessions.group_by(_COURSE).agg(
        given=sessions.count(), treatments=(sessions.kind == "treatment").sum(), latest=sessions.given.max()
    )
    found = courses.left_join(given, _COURSE).drop("clinic_right", "course_right")
    is_later = {name: found[name].notnull() & (found[name] > found[END]) for name in _WITH_DAY}
    told: dict[str, Any] = {}
    for day, others in _WITH_DAY.items():
        for name in (day, *others):
            told[name] = ibis.ifelse(is_later[day], ibis.null(found[name].type()), found[name])
    return found.mutate(
        **told,
        status=ibis.ifelse(is_later["closed"], "active", found.status),
        stop_advised=found.stop_advised & ~is_later["stopped_on"],
        first_injected=ibis.ifelse(found[FIRST] > found[END], ibis.null("date"), found[FIRST]),
        last_injected=found.latest,
        injections=found.given.fill_null(0).cast("int64"),
        treated=found.treatments.fill_null(0).cast("int64"),
    )
