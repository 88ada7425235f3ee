"""The worklist against a plain reading of every row, and the way it takes through the index."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enthesis.clinic import derive
from enthesis.clinic.door import NotAllowed, record
from enthesis.clinic.models import AgendaRow
from enthesis.clinic.putting import UPSERT
from enthesis.clinic.sql import Statement, cursor
from enthesis.clinic.worklist import PAGE, due, everything_due, worklist
from enthesis.pathway import events as e
from enthesis.pathway.agenda import CONCERN, Item
from enthesis.pathway.course import Booking
from enthesis.pathway.protocol.model import Role
from enthesis.pathway.window import Timing, Window
from tests.clinic.making import House, day, evaluated, injected, start

TODAY = date(2026, 6, 1)


def item(key: str, window: Window, *, kind: str = "visit", who: Role = Role.CLINICIAN, owed: bool = True) -> Item:
    return Item(activity=key, number=0, title=key, kind=kind, who=who, window=window, because="so", owed=owed)


def put(clinic: int, items: list[Item]) -> None:
    """Each item as the agenda of a course of its own."""
    for course, each in enumerate(items, 1):
        UPSERT.on(cursor(), derive.agenda_row(clinic, course, each.key, each))


def expected(items: list[Item], on: date) -> list[str]:
    """What `Window.on` says of every item: concerns first, then by the last day, overdue ones being the earliest."""
    wanted = [each for each in items if each.owed and each.window.on(on) is not Timing.UPCOMING]
    return [
        each.activity
        for each in sorted(wanted, key=lambda each: (each.kind != CONCERN, each.window.closes or date.max))
    ]


def windows() -> st.SearchStrategy[Window]:
    near = st.integers(-60, 60).map(lambda number: TODAY + timedelta(days=number))
    stated = st.tuples(near, st.integers(0, 12), st.integers(0, 12)).map(
        lambda three: Window(three[0], three[0] + timedelta(days=three[1]), three[0] + timedelta(days=sum(three[1:])))
    )
    some = st.none() | near
    return (
        stated | st.tuples(some, some, st.none()).map(lambda ends: Window(*ends)) | near.map(lambda d: Window(closes=d))
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(windows(), st.sampled_from(("visit", CONCERN)), st.booleans()), max_size=30))
def test_it_shows_what_is_due_and_nothing_else(north: House, drawn: list[tuple[Window, str, bool]]) -> None:
    AgendaRow.objects.all().delete()
    items = [item(f"a{place}", window, kind=kind, owed=owed) for place, (window, kind, owed) in enumerate(drawn)]
    put(north.clinic.pk, items)
    lines = due(north.clinic.pk, "clinician", TODAY, size=100)
    wanted = expected(items, TODAY)
    assert sorted(line.key for line in lines) == sorted(wanted)
    last = {each.activity: (each.kind != CONCERN, each.window.closes or date.max) for each in items}
    assert [last[line.key] for line in lines] == [last[key] for key in wanted]
    assert {line.key for line in lines if line.is_overdue} == {
        each.activity for each in items if each.owed and each.window.on(TODAY) is Timing.OVERDUE
    }


def test_pages_are_pieces_of_one_list(north: House) -> None:
    items = [
        item(f"a{place}", Window(TODAY - timedelta(days=place % 17), None, TODAY + timedelta(days=place % 5)))
        for place in range(2 * PAGE + 7)
    ]
    put(north.clinic.pk, items)
    pages = [due(north.clinic.pk, "clinician", TODAY, page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [PAGE, PAGE, 7, 0]
    together = [line.key for page in pages for line in page]
    assert len(set(together)) == len(items)
    assert together == [line.key for line in due(north.clinic.pk, "clinician", TODAY, size=1000)]


def test_clinics_and_roles_are_apart(north: House, south: House) -> None:
    put(north.clinic.pk, [item("ours", Window(TODAY)), item("desk", Window(TODAY), who=Role.FRONT_DESK)])
    assert [line.key for line in due(north.clinic.pk, "clinician", TODAY)] == ["ours"]
    assert [line.key for line in due(north.clinic.pk, "front-desk", TODAY)] == ["desk"]
    assert due(south.clinic.pk, "clinician", TODAY) == []
    assert {line.key for line in everything_due(north.clinic.pk, TODAY)} == {"ours", "desk"}


def test_only_rows_that_are_shown_are_read(north: House) -> None:
    """Neither windows far off nor other clinics' rows lie on the way: ranges of the index, and nothing is sorted."""
    put(north.clinic.pk, [item(f"a{n}", Window(TODAY, None, TODAY + timedelta(days=n % 9))) for n in range(200)])
    with connection.cursor() as asked:
        asked.execute("ANALYZE clinic_agendarow")
    asked_for: list[tuple[str, list[object]]] = []
    run = Statement.run

    def watched(self: Statement, values: list[object]) -> object:
        asked_for.append((self.plain, list(values)))
        return run(self, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Statement, "run", watched)
        due(north.clinic.pk, "clinician", TODAY)
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    for text, values in asked_for:
        with connection.cursor() as asked:
            if connection.vendor == "postgresql":  # so few rows are read whole otherwise
                asked.execute("SET LOCAL enable_seqscan = off")
            asked.execute(explain + text, values)
            plan = "\n".join(str(row[-1]) for row in asked.fetchall())
        assert "agenda_due" in plan
        assert "SCAN clinic_agendarow" not in plan
        assert "TEMP B-TREE" not in plan
        assert "Seq Scan on clinic_agendarow" not in plan
    assert len(asked_for) == 2


def test_through_the_door(north: House) -> None:
    """What happens moves what is due; time passing moves nothing in the database."""
    start(north, *evaluated(), injected(5))
    rows = list(AgendaRow.objects.order_by("pk").values())
    before, inside, late = (worklist(north["clinician"], day(number)) for number in (6, 20, 60))
    assert "response-review" not in [line.activity for line in before]
    assert [line.timing for line in inside if line.activity == "response-review"] == [Timing.DUE]
    assert [line.timing for line in late if line.activity == "response-review"] == [Timing.OVERDUE]
    assert list(AgendaRow.objects.order_by("pk").values()) == rows
    assert {line.name for line in late} == {"Åse Lindqvist-Vega"}


def test_a_reported_symptom_stands_first(north: House) -> None:
    number = start(north, *evaluated(), injected(5)).number
    record(
        e.SymptomReported(id="s", happened_on=day(6), symptom="s", level="emergency"),
        course=number,
        by=north["patient"],
    )
    assert worklist(north["clinician"], day(60))[0].kind == CONCERN


def test_whose_worklist_it_is(north: House, south: House) -> None:
    start(north, *evaluated(), injected(5))
    for role in ("therapist", "front-desk", "clinician"):
        whose = {role, "patient"} if role == "front-desk" else {role}
        assert {line.who for line in worklist(north[role], day(60))} <= whose
    assert worklist(south["clinician"], day(60)) == []
    with pytest.raises(NotAllowed):
        worklist(north["patient"], day(60))
    with pytest.raises(NotAllowed):
        worklist(north["clinician"], day(60), clinic=south.clinic.pk)
    with pytest.raises(NotAllowed):
        worklist(north["therapist"], day(60), role="clinician")
    assert all(line.name == "" for line in worklist(north["lead"], day(60)))


def test_what_is_booked_is_due_from_its_day_on() -> None:
    """A protocol that states no day has its items due at once; a booked day is a day."""
    starts = datetime(2026, 4, 20, 9, tzinfo=UTC)
    item = Item(
        activity="treatment",
        number=1,
        title="Treatment",
        kind="injection",
        who=Role.CLINICIAN,
        window=Window(),
        because="not stated",
    )
    booked = replace(item, booking=Booking("v", "treatment", starts, 30))
    assert derive.days(item)[0] == date.min
    assert derive.days(booked)[0] == date(2026, 4, 20)
    late = replace(booked, window=Window(date(2026, 4, 1), None, date(2026, 4, 10)))
    assert derive.days(late) == (date(2026, 4, 10), date(2026, 4, 10), 0)
