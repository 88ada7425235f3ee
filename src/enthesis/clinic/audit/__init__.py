"""Who saw what: the access log, read by a lead for the clinic and by a patient for the patient's own record."""
