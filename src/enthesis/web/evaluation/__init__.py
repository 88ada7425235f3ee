"""The pain evaluation, one question at a time: for a stranger without an account, and for a patient with a course."""
