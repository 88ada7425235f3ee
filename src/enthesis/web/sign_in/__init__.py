"""Signing in and staying signed in: the second step of staff, idle limits, sessions, the clinic's rules."""
