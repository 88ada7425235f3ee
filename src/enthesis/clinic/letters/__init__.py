"""Messages between patients and the clinic: which wait for an answer. The messages are events of the course."""
