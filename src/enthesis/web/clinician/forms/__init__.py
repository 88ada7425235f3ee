"""What staff record on a course: one form for each kind of event, found by the address of its page."""
