"""What a protocol is; reading, checking, comparing and deciding in a protocol file."""
