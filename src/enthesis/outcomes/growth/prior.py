"""What the model begins with: the knowledge file as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.basis import Array, Basis
from enthesis.outcomes.growth.learning import Beliefs
from enthesis.outcomes.growth.likelihood import Firmness, Variances
from enthesis.outcomes.growth.pooling import Pooling
from enthesis.pathway.outlook import Outlook, Trial


@dataclass(frozen=True, slots=True)
class Prior:
    """Beliefs about these conditions, and the variances to begin with."""

    beliefs: Beliefs
    start: Variances


def prior(outlook: Outlook, conditions: Sequence[str], basis: Basis) -> Prior:
    """What is thought before any course is looked at, for these conditions in this order."""
    sd = np.array([float(outlook.common_sd[name]) for name in basis.columns])
    mean = np.array([float(outlook.common_mean[name]) for name in basis.columns])
    apart = np.diag([float(outlook.conditions_sd[name]) ** 2 for name in basis.columns])
    precision = np.zeros((len(conditions), basis.size, basis.size))
    weighted = np.zeros((len(conditions), basis.size))
    for trial in outlook.trials:
        if trial.condition in conditions:
            place = list(conditions).index(trial.condition)
            known, told = _told(trial, basis, float(outlook.clinics_sd))
            precision[place] += known
            weighted[place] += told
    first = Variances(
        np.diag([float(outlook.patients_sd[name]) ** 2 for name in basis.columns]), float(outlook.readings_sd) ** 2
    )
    return Prior(
        Beliefs(
            Pooling(mean, np.diag(1 / sd**2), apart, precision, weighted),
            Firmness(first, float(outlook.worth_courses), float(outlook.worth_readings)),
            float(outlook.worth_conditions),
        ),
        first,
    )


def _told(trial: Trial, basis: Basis, clinics_sd: float) -> tuple[Array, Array]:
    """What the means of a trial say of the curve of a clinic: precision, and precision times estimate.

    A clinic may lie off a trial as a whole by `clinics_sd`: that is one error common to all its readings.
    """
    weeks = np.array([float(reading.week) for reading in trial.readings])
    pains = np.array([float(reading.pain) for reading in trial.readings])
    error = np.array([float(reading.sd) ** 2 / trial.people for reading in trial.readings])
    rows = basis.rows(weeks, tuple(float(week) for week in trial.sessions))
    # each mean has an error of its own as large as its standard error, and one as large as half the clinics' spread
    # again for the shape; the level as a whole may lie off
    cov = np.diag(error + (clinics_sd / 2) ** 2) + clinics_sd**2
    heavy = rows.T @ np.linalg.inv(cov)
    return heavy @ rows, heavy @ pains
