"""A patient asks to be erased; a lead decides, with what the law makes the clinic keep (`asking`)."""
