"""People and roles: a lead invites, changes roles, and lets go; whoever is invited opens the account."""
