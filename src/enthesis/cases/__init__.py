"""Published cases replayed: what the programme would have said at every step. Pure."""
