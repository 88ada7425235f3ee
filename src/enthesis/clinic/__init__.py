"""The Django app: who may do what, the event log, and everything that is derived from it (docs/record.md)."""
