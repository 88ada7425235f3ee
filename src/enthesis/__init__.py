"""Enthesis runs a prolotherapy programme, from a first pain evaluation to a measured outcome."""

__version__ = "0.1.0"
