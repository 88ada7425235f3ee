"""Decision aids: public pages, and for a patient the same with questions whose answers are for the consultation."""
