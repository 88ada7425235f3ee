"""What a patient does at home, as files say it: before an injection, after it, every day, and with the therapist."""
