"""The tests are a package, so that no installed package called `tests` hides them."""
