"""Restricted records: who may open them, and opening one in an emergency."""
