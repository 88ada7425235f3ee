"""Our own line drawings of the body, made of curves in code. See `drawings`."""
