"""Documents and pictures of a patient: the patient's page, the staff's page, and the path that hands them out."""
