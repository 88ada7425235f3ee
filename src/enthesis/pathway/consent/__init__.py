"""Consent: the texts that a patient reads and signs, what holds for this patient, and where a signature stands."""
