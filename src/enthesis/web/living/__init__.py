"""What the patient does at home: diary, preparation, aftercare, exercises and letters, and the staff side of it."""
