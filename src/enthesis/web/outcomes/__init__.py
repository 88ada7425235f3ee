"""What came of it: the lead's dashboard, one indicator by group, the rows behind a figure, and what is public."""
