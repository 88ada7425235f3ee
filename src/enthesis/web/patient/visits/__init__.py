"""A patient's visits: seen, chosen, moved and cancelled on a phone, without script."""
