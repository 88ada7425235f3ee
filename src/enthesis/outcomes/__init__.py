"""What came of it, counted over everybody who was started: the registry, the indicators, the report."""
