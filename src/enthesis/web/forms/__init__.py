"""What forms are made of: fields that ask in a person's words, and the form that becomes an event."""
