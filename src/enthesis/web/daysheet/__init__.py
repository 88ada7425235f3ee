"""The day sheet of the treatment room."""
