"""The words of messages, as a lead sees and changes them."""
