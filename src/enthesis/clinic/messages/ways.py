"""By what a patient is reached: what the patient chose, as far as the clinic has an address for it."""

from dataclasses import dataclass

from enthesis.clinic.addresses import address_of
from enthesis.clinic.messages.providers import telephone_of
from enthesis.clinic.profiles import NO_MESSAGES, SMS, Profile
from enthesis.pathway.messages import shipped

E_MAIL = "email"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody is reached. `to` is empty where there is no address, or where no messages are wanted."""

    channel: str  # email, sms or none, as `Profile.messages`
    to: str
    language: str

    @property
    def is_unwanted(self) -> bool:
        return self.channel == NO_MESSAGES


def way_of(person: int, profile: Profile | None, *, sms: bool) -> Way:
    """How a patient is reached. Who has chosen nothing, by e-mail; so is who chose SMS where there can be none.

    `sms`: whether the clinic sends any.
    """
    if profile is None:
        return Way(E_MAIL, "", ENGLISH)
    language = language_of(profile.language)
    if profile.messages == NO_MESSAGES:
        return Way(NO_MESSAGES, "", language)
    number = telephone_of(profile.telephone or profile.contact)
    if profile.messages == SMS and sms and number:
        return Way(SMS, number, language)
    return Way(E_MAIL, address_of(person, profile.email or profile.contact), language)


def language_of(wanted: str) -> str:
    """The language of a letter: the wanted one where there are words in it ("es-MX" reads Spanish), else English."""
    there = shipped().languages
    for code in (wanted, wanted.partition("-")[0]):
        if code in there:
            return code
    return ENGLISH
