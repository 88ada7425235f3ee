"""From a stranger's evaluation to a patient: kept under a key of its own, taken on or declined, destroyed in time."""
