"""What a clinic knows a patient by: the profile as values and as the JSON that is sealed, older ones included."""

import json
from dataclasses import dataclass, fields
from datetime import date

from enthesis.pathway.storable import may_need_mending, mended, why_none_storable

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


def not_storable(profile: Profile) -> tuple[str, str] | None:
    """Which field of a profile cannot be kept, and why as the rest of a sentence; None where all can."""
    texts = ((each.name, getattr(profile, each.name)) for each in fields(profile))
    return next(((name, why) for name, text in texts if (why := why_none_storable(text))), None)


def sealed_text(profile: Profile) -> bytes:
    """The JSON of a profile. What is empty is left out, except what every version so far has read."""
    always = {"name": profile.name, "born": profile.born.isoformat() if profile.born else None}
    more = {
        "telephone": profile.telephone,
        "email": profile.email,
        "language": profile.language,
        "messages": "" if profile.messages == EMAIL else profile.messages,
        "referrer": profile.referrer,
        "known_as": list(profile.known_as),
    }
    said = {name: value for name, value in more.items() if value}
    return json.dumps({**always, "contact": profile.contact, **said}).encode()


def read_profile(plain: bytes) -> Profile:
    """The profile of a JSON text, of this version or of one that knew fewer fields."""
    text = plain.decode()
    kept = mended(json.loads(text)) if may_need_mending(text) else json.loads(text)
    return Profile(
        kept["name"],
        date.fromisoformat(kept["born"]) if kept["born"] else None,
        kept["contact"],
        telephone=kept.get("telephone", ""),
        email=kept.get("email", ""),
        language=kept.get("language", ""),
        messages=kept.get("messages", EMAIL),
        referrer=kept.get("referrer", ""),
        known_as=tuple(kept.get("known_as", ())),
    )
