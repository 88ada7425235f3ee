"""The example clinic: made-up people whose courses are simulated from a seed and recorded through the one door."""
