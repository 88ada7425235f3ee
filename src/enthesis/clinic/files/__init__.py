"""Documents and pictures of a patient: taken in (`keeping.keep`), and given out again (`keeping.open_file`)."""
