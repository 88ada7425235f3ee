"""What a clinic knows a patient by: the profile as values and as the JSON that is sealed, older ones included."""

import json
from dataclasses import dataclass
from datetime import date

EMAIL, SMS, NO_MESSAGES = "email", "sms", "none"
MESSAGES = (EMAIL, SMS, NO_MESSAGES)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a clinic knows a patient by. Sealed under the person's key."""

    name: str
    born: date | None = None
    contact: str = ""  # one line, as it was noted before there were fields for each way
    telephone: str = ""
    email: str = ""
    language: str = ""  # BCP 47: en, es; empty: the clinic's
    messages: str = EMAIL  # email | sms | none: the way that the patient chose
    referrer: str = ""  # who sent the patient: name, and address in further lines
    known_as: tuple[str, ...] = ()  # other names by which the person is found

    @property
    def reached_by(self) -> str:
        """How somebody of the clinic gets hold of the patient, in one line; "" where nothing is kept."""
        ways = dict.fromkeys(each.strip() for each in (self.telephone, self.email, self.contact))
        return ", ".join(way for way in ways if way)


def sealed_text(profile: Profile) -> bytes:
    """The JSON of a profile. What is empty is left out, except what every version so far has read."""
    fields = {"name": profile.name, "born": profile.born.isoformat() if profile.born else None}
    more = {
        "telephone": profile.telephone,
        "email": profile.email,
        "language": profile.language,
        "messages": "" if profile.messages == EMAIL else profile.messages,
        "referrer": profile.referrer,
        "known_as": list(profile.known_as),
    }
    said = {name: value for name, value in more.items() if value}
    return json.dumps({**fields, "contact": profile.contact, **said}).encode()


def read_profile(plain: bytes) -> Profile:
    """The profile of a JSON text, of this version or of one that knew fewer fields."""
    fields = json.loads(plain)
    return Profile(
        fields["name"],
        date.fromisoformat(fields["born"]) if fields["born"] else None,
        fields["contact"],
        telephone=fields.get("telephone", ""),
        email=fields.get("email", ""),
        language=fields.get("language", ""),
        messages=fields.get("messages", EMAIL),
        referrer=fields.get("referrer", ""),
        known_as=tuple(fields.get("known_as", ())),
    )
