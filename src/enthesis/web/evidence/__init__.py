"""What trials say, for everybody to read: condition by condition, with the figures and what was left out."""
