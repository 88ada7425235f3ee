"""What the front desk keeps beside the record: who is the same person, and which lots the clinic has."""
