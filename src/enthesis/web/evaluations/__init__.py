"""The front desk's inbox: evaluations of people who are nobody's patients yet."""
