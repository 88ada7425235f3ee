"""Where no mail server is named: what the sign-in writes (codes, links) lies in one folder with all other letters.

A letter of the sign-in lets whoever reads it into somebody's account. It is marked as that person's own, and no page
of a clinic shows what it says (web/messages/views.py); whoever runs the server finds it in the folder.
"""

from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from enthesis.clinic.messages.transports import CLINIC, OWN, Folder
from enthesis.clinic.models import Membership


class EmailBackend(BaseEmailBackend):
    """Puts letters into the folder of those that stay here."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.extra_headers |= {CLINIC: ",".join(map(str, _clinics(message.recipients()))), OWN: "yes"}
            Folder().put(message, uuid4().hex)
        return len(email_messages)


def _clinics(addresses: Sequence[str]) -> list[int]:
    """The clinics in which somebody with one of these addresses has an account."""
    found: set[int] = set()
    for address in addresses:
        found.update(Membership.objects.filter(user__email__iexact=address).values_list("clinic", flat=True))
    return sorted(found)
