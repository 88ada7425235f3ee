"""What trials say: effects, pooled figures and their uncertainty, and what must not be pooled. Pure; numpy and SciPy.

`pool` pools studies, `knowledge` holds the table that ships, `groups` sorts it by condition, comparator and horizon.
Nothing here promises anything to anybody: each answer says what it rests on, and what was left out and why.
"""
