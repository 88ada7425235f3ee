"""Messages to patients about their visits: derived from the log, sent once, and noted in the course."""
