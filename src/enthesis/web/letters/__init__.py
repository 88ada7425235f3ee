"""What leaves the clinic on paper about a course: letters to other clinicians, and sheets of imaging orders."""
