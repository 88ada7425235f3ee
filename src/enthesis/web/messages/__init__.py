"""Messages and calendars: what has left and what has to be told, addresses of calendars, a visit as a file."""
