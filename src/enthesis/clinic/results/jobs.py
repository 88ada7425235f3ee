"""Bringing the registry up to date: when somebody asks for it, and by itself once a day where it was ever built.

The worker does it, so that no page waits for it.
"""

import logging
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from enthesis.clinic.access import By
from enthesis.clinic.forecasts import behind, learn
from enthesis.clinic.looks import looked
from enthesis.clinic.models import Clinic
from enthesis.clinic.own_results import own_results
from enthesis.clinic.registry.build import build, registry_folder
from enthesis.clinic.results.asking import NotCounted, counted
from enthesis.outcomes.registry.manifest import NoRegistry, read_manifest

NEXT_LOOK = timedelta(seconds=1)

_log = logging.getLogger(__name__)


@task()
def bring_up_to_date() -> None:
    """Read what was recorded since the last time. What is expected of courses is learned from it afterwards."""
    try:
        build()
    except NoRegistry as problem:
        _log.warning("The registry was not built: %s", problem)
        return
    count_beforehand.enqueue()
    _once(learn_from_courses)


@task()
def count_beforehand(after: int = 0) -> None:
    """Count what the first pages of a clinic show, so that nobody waits for it; then the same of the next clinic.

    Each at another look of the worker, which has more urgent things to do than to count for many clinics in a row.
    """
    clinic = Clinic.objects.filter(pk__gt=after).order_by("pk").first()
    if clinic is None:
        return
    try:
        counted(clinic)
        own_results(clinic, ())
    except NotCounted as problem:
        _log.warning("Nothing was counted beforehand for %s: %s", clinic, problem)
    if Clinic.objects.filter(pk__gt=clinic.pk).exists():
        count_beforehand.using(run_after=datetime.now(UTC) + NEXT_LOOK).enqueue(clinic.pk)


@task()
def learn_from_courses() -> None:
    """Learn each clinic's growth model anew, from the registry as it was built last."""
    try:
        learn()
    except NotCounted as problem:
        _log.warning("What is expected of courses was not learned: %s", problem)


def ask(clinic: Clinic, *, by: By) -> None:
    """Have it done by the worker. Asked twice, it is done once."""
    looked(by, "count results", clinic=clinic.pk)
    _once(bring_up_to_date)


def _once(what: Task[[], None]) -> None:
    if not DBTaskResult.objects.ready().filter(task_path=what.module_path).exists():
        what.enqueue()


def begin() -> bool:
    """Have it done by the worker where it was never built, as for an example clinic. Whether it has to be done."""
    try:
        is_built = read_manifest(registry_folder()) is not None
    except NoRegistry:
        return False
    if not is_built:
        _once(bring_up_to_date)
    return not is_built


def ask_daily(now: datetime) -> None:
    """Have it done where it was built before today, and learned where that was not done since it was built.

    What nobody ever built is not built by itself.
    """
    try:
        manifest = read_manifest(registry_folder())
    except NoRegistry:
        return
    zones = Clinic.objects.values_list("time_zone", flat=True)
    today = min((now.astimezone(ZoneInfo(zone)).date() for zone in zones), default=now.astimezone(UTC).date())
    if manifest is None or manifest.made_up:
        return
    if manifest.built_on < today:
        bring_up_to_date.enqueue()
    elif behind():
        _once(learn_from_courses)
