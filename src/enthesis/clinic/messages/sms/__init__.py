"""SMS: what a provider does, and the providers that there are.

A provider is a class with `send` and `was_accepted`, and one line in `_PROVIDERS`. `send` raises `NotTaken` only where
it is sure that nothing was sent, so that it may be tried again; where nobody knows, `Unsure`.
"""

from typing import Protocol

from enthesis.clinic.messages.providers import SmsAccount
from enthesis.clinic.messages.sms.twilio import Twilio


class SmsProvider(Protocol):
    """Sends one text to one number."""

    def send(self, to: str, text: str) -> None:
        """`to` as +4915550100. Raises `NotTaken` and `Unsure` (transports.py)."""

    def was_accepted(self, key: str) -> bool | None:
        """Whether a text with a key was taken; None where the provider cannot say."""


_PROVIDERS = {"twilio": Twilio}


def provider_of(account: SmsAccount) -> SmsProvider:
    """The provider of an account."""
    return _PROVIDERS[account.provider](account)
