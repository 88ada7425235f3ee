"""The clinic's public page: what somebody finds who looks for the clinic."""
