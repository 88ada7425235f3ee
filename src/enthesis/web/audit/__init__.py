"""Who saw what: for a lead, and for the patient whose record it is."""
