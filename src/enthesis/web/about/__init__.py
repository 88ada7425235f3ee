"""Public pages: what anybody may read about prolotherapy, before and without signing in."""
