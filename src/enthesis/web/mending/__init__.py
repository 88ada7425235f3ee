"""Pages that mend booked series: of one course, and of everybody on a day that cannot be worked."""
