"""How a derived row points at the record."""

from typing import Any

# Derived rows follow from the log: `rebuild --check` proves them, so the database need not check each one again.
UNCHECKED: dict[str, Any] = {"db_index": False, "db_constraint": False}
