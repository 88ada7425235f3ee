import json
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

PAGE = 2000


def fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The lots of what is recorded already, as `enthesis rebuild` would write them: a recall must not miss them."""
    stored = apps.get_model("clinic", "StoredEvent").objects.filter(kind__in=("InjectionsGiven", "Withdrawn"))
    table = apps.get_model("clinic", "LotUse").objects
    found = stored.order_by("course", "seq").values_list(
        "course", "course__clinic", "kind", "event_id", "happened_on", "payload"
    )
    rows = []
    for (course, clinic), log in groupby(found.iterator(chunk_size=PAGE), key=lambda row: row[:2]):
        for event, day, parts in _standing(log):
            for place, part in enumerate(parts):
                if key := _key(part.get("lot", "")):
                    rows.append(
                        table.model(
                            clinic_id=clinic,
                            course_id=course,
                            event=event,
                            place=place,
                            lot=key,
                            written=part["lot"].strip()[:200],
                            part=part.get("name", "")[:200],
                            syringe=part.get("syringe", "").strip()[:60],
                            day=day,
                            expires=part.get("expires"),
                        )
                    )
        if len(rows) >= PAGE:
            table.bulk_create(rows)
            rows = []
    table.bulk_create(rows)


def _standing(log: Iterator[tuple[Any, ...]]) -> Iterator[tuple[str, Any, list[dict[str, Any]]]]:
    """The injections of one course that count: id, day, solution. What cannot be read is left to `enthesis verify`."""
    place: dict[str, str] = {}
    kept: dict[str, tuple[str, Any, list[dict[str, Any]]] | None] = {}
    for _, _, kind, event, day, payload in log:
        try:
            said = json.loads(payload)
            given = (event, day, said.get("solution") or []) if kind == "InjectionsGiven" else None
        except (ValueError, AttributeError):
            continue
        place[event] = first = place.get(said.get("replaces", ""), event)
        kept[first] = given
    return (given for given in kept.values() if given is not None)


def _key(lot: str) -> str:
    plain = unicodedata.normalize("NFKC", lot).casefold()
    return "".join(character for character in plain if character.isalnum())[:100]


class Migration(migrations.Migration):
    """Which lots went into which injection, to be searched by lot."""

    dependencies = (("clinic", "0002_append_only"),)

    operations = (
        migrations.CreateModel(
            name="LotUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.CharField(max_length=64)),
                ("place", models.IntegerField()),
                ("lot", models.CharField(max_length=100)),
                ("written", models.CharField(max_length=200)),
                ("part", models.CharField(max_length=200)),
                ("syringe", models.CharField(max_length=60)),
                ("day", models.DateField(null=True)),
                ("expires", models.DateField(null=True)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="clinic.clinic",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="lots",
                        to="clinic.courserecord",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("course", "event", "place"), name="lot_use_once")],
                "indexes": [models.Index(fields=["clinic", "lot", "day"], name="lot_use_by_lot")],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    )
