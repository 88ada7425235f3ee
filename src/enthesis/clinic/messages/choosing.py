"""What a patient chooses: by what way messages come, in which language, or none at all. And the link that ends them.

The link in every letter names the person and is signed, so it needs no row and no sign-in. It can do one thing only:
say that no messages are wanted. Nothing about the person is shown behind it.
"""

from dataclasses import replace

from django.conf import settings
from django.core import signing

from enthesis.clinic.access import By, Operator, handle
from enthesis.clinic.errors import NO_SUCH_PERSON, NotAllowed
from enthesis.clinic.messages.providers import telephone_of
from enthesis.clinic.messages.transports import offers_sms
from enthesis.clinic.models import Clinic, Person
from enthesis.clinic.numbers import PERSON, key_of, number_of
from enthesis.clinic.people import change_profile, profile_of
from enthesis.clinic.profiles import MESSAGES, NO_MESSAGES, SMS, Profile
from enthesis.pathway.messages import shipped

STOPPED_BY = Operator("link-in-a-letter")  # how the access log names it
STOP_PAGE = "stop-messages"
_SALT = "enthesis.messages.stop"


class NotChosen(ValueError):
    """A choice cannot be kept. The message is a sentence."""


def may_have_sms(clinic: Clinic, profile: Profile) -> bool:
    """Whether a patient can choose SMS: the clinic sends them, and has a number with its country."""
    return offers_sms(clinic) and bool(telephone_of(profile.telephone or profile.contact))


def choose(person: Person, *, way: str, language: str, by: By) -> Profile:
    """Keep a patient's choice. `by` is written down as who chose. Raises `NotChosen` and `NotAllowed`."""
    profile = own_profile(person)
    if way not in MESSAGES or language not in shipped().languages:
        raise NotChosen("Choose one of the ways and one of the languages on this page.")
    if way == SMS and not may_have_sms(person.clinic, profile):
        raise NotChosen("The clinic cannot send you SMS. Choose e-mail, or ask the clinic to note your mobile number.")
    chosen = replace(profile, messages=way, language=language)
    if chosen != profile:
        change_profile(person, chosen, by=Operator(handle(by)))
    return chosen


def choose_language(person: Person, language: str, *, by: By) -> None:
    """Keep in which language a patient reads, and nothing else of the choice."""
    profile = own_profile(person)
    if language in shipped().languages and language != profile.language:
        change_profile(person, replace(profile, language=language), by=Operator(handle(by)))


def stop_link(person: int) -> str:
    """The address in a letter at which its reader ends the messages; "" where the clinic's address is not known."""
    if not settings.ADDRESS:
        return ""
    return f"{settings.ADDRESS}/{STOP_PAGE}/{stop_secret(person)}/"


def stop_secret(person: int) -> str:
    return signing.Signer(salt=_SALT).sign(number_of(person, PERSON))


def person_of(secret: str) -> Person | None:
    """Whom a link was made for; None where nobody made it, or where the person was erased."""
    try:
        number = signing.Signer(salt=_SALT).unsign(secret)
    except signing.BadSignature:
        return None
    found = Person.objects.filter(pk=key_of(number, PERSON) or 0, key__wrapped__isnull=False)
    return found.select_related("clinic", "key").first()


def stop(secret: str) -> Person | None:
    """No more messages to whom a link was made for. Said twice, it counts once."""
    person = person_of(secret)
    if person is None:
        return None
    profile = own_profile(person)
    if profile.messages != NO_MESSAGES:
        change_profile(person, replace(profile, messages=NO_MESSAGES), by=STOPPED_BY)
    return person


def own_profile(person: Person) -> Profile:
    """What the clinic knows a person by. Raises `NotAllowed` where the person was erased."""
    wrapped = person.key.wrapped
    found = profile_of(person.pk, bytes(wrapped), bytes(person.sealed)) if wrapped else None
    if found is None:
        raise NotAllowed(*NO_SUCH_PERSON)
    return found
