"""What the tests stand on: databases, a browser, and the command that runs everything."""
