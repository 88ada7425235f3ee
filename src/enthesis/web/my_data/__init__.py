"""A patient's own data: a copy of all of it, and the wish to be erased."""
