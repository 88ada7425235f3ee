"""The domain core. Values in, values out: no Django, no database, no clock, no network."""
