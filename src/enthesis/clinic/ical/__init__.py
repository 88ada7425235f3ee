"""Calendars that other programs keep and read: busy times brought in, visits given out."""
