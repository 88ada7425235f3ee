"""The waiting list, under /waiting/."""
