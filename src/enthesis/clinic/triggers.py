"""What makes the log append-only: the database itself refuses to change or remove a row."""

from collections.abc import Iterable, Iterator, Mapping

# Each guarded table, with the columns by which a new row could take an old one's place (INSERT OR REPLACE on SQLite).
APPEND_ONLY: Mapping[str, str] = {
    "clinic_storedevent": "(course_id = NEW.course_id AND seq = NEW.seq) OR event_id = NEW.event_id",
    "clinic_look": "id = NEW.id",
    "clinic_protocolcopy": "id = NEW.id OR "
    "(clinic_id = NEW.clinic_id AND protocol = NEW.protocol AND version = NEW.version)",
    "clinic_loadedtext": "id = NEW.id OR (clinic_id = NEW.clinic_id AND instrument = NEW.instrument "
    "AND version = NEW.version AND language = NEW.language)",
    "clinic_textturn": "id = NEW.id",
    "clinic_clinicdecision": "id = NEW.id",
    "clinic_pricelistversion": "id = NEW.id OR (clinic_id = NEW.clinic_id AND version = NEW.version)",
    "clinic_confirmation": "id = NEW.id",
    "audit_shown": "id = NEW.id",
    "frontdesk_personmerge": "id = NEW.id",
    "clinic_restriction": "id = NEW.id",
    "clinic_emergencyopening": "id = NEW.id",
    "clinic_emergencyreview": "opening_id = NEW.opening_id",
}

_FUNCTION = """
CREATE OR REPLACE FUNCTION clinic_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a mistake is corrected by another event', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def guards(vendor: str) -> dict[str, str]:
    """Each trigger that must be there, by name, with the table that it guards."""
    return {name: table for name, table, _ in _triggers(vendor)}


def create(vendor: str, tables: Iterable[str] = APPEND_ONLY) -> list[str]:
    """The statements that put the guards of some tables in place; a migration names those that it makes."""
    first = [_FUNCTION] if vendor == "postgresql" else []
    wanted = frozenset(tables)
    return first + [statement for _, table, statement in _triggers(vendor) if table in wanted]


def drop(vendor: str, tables: Iterable[str] = APPEND_ONLY) -> list[str]:
    """The statements that take guards away: for undoing a migration, and for tests that tamper."""
    wanted = frozenset(tables)
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}" if vendor == "postgresql" else f"DROP TRIGGER IF EXISTS {name}"
        for name, table in guards(vendor).items()
        if table in wanted
    ]


def present(vendor: str) -> str:
    """The query whose rows are the names of the triggers that are there and switched on."""
    if vendor == "postgresql":
        return "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    return "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def _triggers(vendor: str) -> Iterator[tuple[str, str, str]]:
    """Name, table and statement of each."""
    for table, same in APPEND_ONLY.items():
        if vendor == "postgresql":
            calls = "EXECUTE FUNCTION clinic_append_only()"
            name = f"{table}_no_change"
            yield name, table, f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {calls}"
            name = f"{table}_no_truncate"
            yield name, table, f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {calls}"
            continue
        says = f"{table} is append-only: a mistake is corrected by another event"
        refuses = f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        for verb in ("UPDATE", "DELETE"):
            name = f"{table}_no_{verb.lower()}"
            yield name, table, f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {refuses}"
        name = f"{table}_no_replace"
        when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - constants
        yield name, table, f"CREATE TRIGGER {name} BEFORE INSERT ON {table} {when} {refuses}"
