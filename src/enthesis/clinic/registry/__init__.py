"""From the event log to the base tables of the registry. No key of a person is used: words that are sealed stay so.

`build` is the way in. `rows_of` turns one course into rows; what each cell means says the data dictionary.
"""
