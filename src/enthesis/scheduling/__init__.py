"""Booking a whole series: free times, the best complete series, why there is none, and mending one that broke.

Pure, on plain values: no Django, no database, no clock. `problem` says what is asked, `series.solve` answers.
"""

from enthesis.scheduling.problem import Away, Gap, Need, Patient, Penalties, Placed, Problem, Resource, Wanted
from enthesis.scheduling.series import Series, solve

__all__ = [
    "Away",
    "Gap",
    "Need",
    "Patient",
    "Penalties",
    "Placed",
    "Problem",
    "Resource",
    "Series",
    "Wanted",
    "solve",
]
