"""Consent: the patient reads, asks, signs and takes it back; the clinic answers, and sees who has signed what."""
