"""What a clinic's own courses came to: of all who began, nothing where too few did, nothing where nobody counted."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from enthesis.clinic.own_results import own_results, results_of
from enthesis.clinic.registry.build import build
from enthesis.clinic.results.models import Publication
from enthesis.clinic.results.public import Results
from enthesis.outcomes.figure import Figure
from enthesis.pathway.decision_aid import aid_for
from enthesis.web.choices.results import results_for, results_told
from tests.clinic.making import House, evaluated, injected, start


def figure(weeks: int, started: int = 40, answered: int = 30, better: int = 12, **more: Any) -> Figure:
    of = (("measure", "nrs_pain"), ("weeks", str(weeks)))
    counts = {} if more.get("suppressed") else {"started": started, "answered": answered, "numerator": float(better)}
    return Figure(indicator="responder_50", version="1", unit="share", of=of, **counts, **more)


def test_who_did_not_answer_stays_among_those_who_began() -> None:
    found = results_of([figure(13), figure(52, started=50, answered=20, better=10)])
    assert (found.began, found.answered, found.better, found.best, found.weeks) == (50, 20, 10, 40, 52)


def test_of_too_few_nothing_is_shown() -> None:
    assert results_of([]).is_too_few
    assert results_of([figure(52, suppressed=True)]).is_too_few
    assert results_of([figure(52, suppressed=True), figure(26)]).weeks == 26


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (None, "This clinic has not counted yet."),
        (results_of([]), "fewer than 10 courses"),
        (results_of([figure(52)]), "40 courses began long enough ago. At 52 weeks, 30 of these patients answered."),
        (results_of([figure(52)]), "it would be 22. There is no group to compare with."),
    ],
)
def test_it_is_told_with_its_gaps(found: Any, told: str) -> None:
    aid = aid_for("back")
    assert aid is not None
    assert told in " ".join(results_told(aid, found))


def test_what_was_published_is_told_to_everybody_as_it_was_published(north: House) -> None:
    aid = aid_for("back")
    assert aid is not None
    shown = Results(datetime.now(UTC).date(), (figure(13), figure(52)))
    Publication.objects.create(clinic=north.clinic, at=datetime.now(UTC), by="U-1", results=shown.as_json())
    said = " ".join(results_for(aid, north.clinic, is_public=True))
    assert "has made its results public" in said
    assert "40 courses began long enough ago. At 52 weeks, 30 of these patients answered." in said
    assert "called old" not in said
    old = Results(date(2020, 11, 1), shown.figures)
    Publication.objects.create(clinic=north.clinic, at=datetime.now(UTC), by="U-1", results=old.as_json())
    assert "called old" in results_for(aid, north.clinic, is_public=True)[-1]
    Publication.objects.create(clinic=north.clinic, at=datetime.now(UTC), by="U-1", results=None)
    assert "40 courses" not in " ".join(results_for(aid, north.clinic, is_public=True))


def test_counted_from_the_registry_as_it_was_built_last(north: House, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    assert own_results(north.clinic, {"back"}) is None
    start(north, *evaluated(), injected(10))
    aid = aid_for("back")
    assert aid is not None
    assert "has not counted yet" in results_for(aid, north.clinic, is_public=True)[0]
    build(tmp_path / "registry")
    assert "in their own pages" in results_for(aid, north.clinic, is_public=True)[0]
    found = own_results(north.clinic, {"back"})
    assert found is not None
    assert found.is_too_few
    too_few = results_for(aid, north.clinic, is_public=False)
    assert "fewer than 10 courses" in too_few[0]
    assert results_for(aid, north.clinic, is_public=True) == too_few  # everybody reads the same, now that it is counted
    assert own_results(None, {"back"}) is None
