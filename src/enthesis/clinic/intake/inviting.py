"""The account of somebody who was taken on, and the letter that opens it."""

from datetime import UTC, datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.clinic.access import PATIENT
from enthesis.clinic.accounts import invite
from enthesis.clinic.messages.notices import notify_address
from enthesis.clinic.messages.providers import OF_FILES
from enthesis.clinic.models import Clinic, Membership, Person, User


def invited(email: str, person: Person, *, clinic: Clinic, site: str, language: str = "") -> str:
    """Make the account and send the invitation in a language. What came of it, in a sentence for the clinic.

    An address with which somebody else of a clinic signs in already gets no account of this person: whoever typed it
    was never proved to own it.
    """
    known = User.objects.filter(email=email.strip().lower()).first()
    if known is not None and Membership.objects.filter(user=known).exclude(person=person).exists():
        return _("No invitation was sent: somebody else signs in with that address. Ask the patient for another one.")
    user = invite(email, clinic=clinic, role=PATIENT, name="", person=person)
    now = datetime.now(UTC)
    proof = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    path = reverse("account_reset_password_from_key", args=proof)
    until = (now + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)).date()
    values = {"link": f"{site}{path}", "until": until.isoformat()}
    key = f"{person.number} {now.isoformat()}"
    notify_address(clinic.pk, email, "invitation", key, values, now=now, language=language)
    if settings.EMAIL_BACKEND == OF_FILES:
        return _("The account is made. No e-mail leaves this clinic: the invitation of %(address)s lies here.") % {
            "address": email
        }
    return _("An invitation is sent to %(address)s.") % {"address": email}
