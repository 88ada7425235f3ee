"""Who carries letters and SMS: `ENTHESIS_MAIL` and `ENTHESIS_SMS` of the environment, read and checked once at start.

A provider's name stands where an address has its scheme, and its credentials where an address has a user:

    smtp://user:password@host:587     smtps://user:password@host:465     postmark://TOKEN@     mailgun://KEY@mg.example
    twilio://ACCOUNT:TOKEN@+15550100

What cannot be right raises `BadAddress`, a sentence that says what to write instead. It never repeats a credential.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from enthesis.clinic.database_url import BadAddress

MAIL, SMS, FROM = "ENTHESIS_MAIL", "ENTHESIS_SMS", "ENTHESIS_MAIL_FROM"
OF_FILES = "enthesis.clinic.messages.kept.EmailBackend"
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_PORTS = {"smtp": 587, "smtps": 465}
_SECONDS = 30
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_ACCOUNT, _SERVICE = re.compile(r"AC[0-9a-fA-F]{32}"), re.compile(r"MG[0-9a-fA-F]{32}")
_ADDRESS = re.compile(r"[^@\s<>]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class _Provider:
    """What django-anymail calls the credentials of one provider."""

    backend: str
    key: str  # stands as the user
    second: str = ""  # stands as the password
    host: str = ""  # stands as the host


_PROVIDERS = {
    "brevo": _Provider("brevo", "api_key"),
    "mailersend": _Provider("mailersend", "api_token"),
    "mailgun": _Provider("mailgun", "api_key", host="sender_domain"),
    "mailjet": _Provider("mailjet", "api_key", second="secret_key"),
    "mailtrap": _Provider("mailtrap", "api_token"),
    "mandrill": _Provider("mandrill", "api_key"),
    "postmark": _Provider("postmark", "server_token"),
    "resend": _Provider("resend", "api_key"),
    "scaleway": _Provider("scaleway", "secret_key", second="project_id"),
    "sparkpost": _Provider("sparkpost", "api_key"),
}
PROVIDERS = tuple(_PROVIDERS)


@dataclass(frozen=True, slots=True)
class SmsAccount:
    """An account at a provider of SMS."""

    provider: str
    account: str
    token: str
    sender: str  # a number, +15550100, or the provider's name of several
    address: str  # of the provider, https://...

    def __repr__(self) -> str:
        return f"SmsAccount({self.provider}, …)"


def mail_settings(address: str, sender: str, host: str) -> dict[str, Any]:
    """Django's settings for letters. `host`: of the clinic's own address, of which letters come unless told.

    Raises `BadAddress`.
    """
    return {"DEFAULT_FROM_EMAIL": _sender(sender, host), **_mail(address)}


def _mail(address: str) -> dict[str, Any]:
    if not address:
        return {"EMAIL_BACKEND": OF_FILES}
    scheme, user, password, host, port, query = _parts(address, MAIL, "smtp://user:password@mail.example:587")
    if scheme in _PORTS:
        if not host:
            raise BadAddress(f"{MAIL} names no mail server. Write it as {scheme}://user:password@mail.example.")
        return {
            "EMAIL_BACKEND": _SMTP,
            "EMAIL_HOST": host,
            "EMAIL_PORT": port or _PORTS[scheme],
            "EMAIL_HOST_USER": user,
            "EMAIL_HOST_PASSWORD": password,
            "EMAIL_USE_TLS": scheme == "smtp",
            "EMAIL_USE_SSL": scheme == "smtps",
        }
    provider = _PROVIDERS.get(scheme)
    if provider is None:
        known = ", ".join((*_PORTS, *PROVIDERS))
        raise BadAddress(f'{MAIL} begins with "{scheme:.20}", which is no way for letters. There are: {known}.')
    return {
        "EMAIL_BACKEND": f"anymail.backends.{provider.backend}.EmailBackend",
        "ANYMAIL": {
            **_credentials(scheme, provider, user, password, host),
            **_api(provider, query),
            "REQUESTS_TIMEOUT": _SECONDS,
        },
    }


def _credentials(scheme: str, provider: _Provider, user: str, password: str, host: str) -> Mapping[str, str]:
    written = f"{scheme}://{provider.key.upper()}" + (f":{provider.second.upper()}" if provider.second else "") + "@"
    written += "your-domain.example" if provider.host else ""
    given = {provider.key: user, provider.second: password, provider.host: host}
    given.pop("", None)
    missing = [name.replace("_", " ") for name, value in given.items() if not value]
    if missing:
        raise BadAddress(f"{MAIL} lacks the {' and the '.join(missing)} of {scheme}. Write it as {written}.")
    name = provider.backend.upper()
    return {f"{name}_{setting.upper()}": value for setting, value in given.items()}


def _api(provider: _Provider, query: Mapping[str, str]) -> Mapping[str, str]:
    """Where a provider has several addresses, as for the European Union: ?api=https://..."""
    strange = sorted(set(query) - {"api"})
    if strange:
        raise BadAddress(f"{MAIL} says {', '.join(strange)}, which means nothing. Only ?api=https://... may follow.")
    return {f"{provider.backend.upper()}_API_URL": _web_address(query["api"], MAIL)} if "api" in query else {}


def sms_settings(address: str) -> SmsAccount | None:
    """The account for SMS; None where there is none. Raises `BadAddress`."""
    if not address:
        return None
    example = "twilio://ACCOUNT_SID:AUTH_TOKEN@+15550100"
    scheme, user, token, _, _, query = _parts(address, SMS, example, has_port=False)
    if scheme != "twilio":
        raise BadAddress(f'{SMS} begins with "{scheme:.20}", which is no provider of SMS. Write it as {example}.')
    sender = unquote(address.partition("?")[0].rpartition("@")[2]).rstrip("/")
    if not _ACCOUNT.fullmatch(user):
        raise BadAddress(f"{SMS} names no account of Twilio: AC and 32 hexadecimal digits. Write it as {example}.")
    if not token:
        raise BadAddress(f"{SMS} lacks the auth token of Twilio. Write it as {example}.")
    if not (_NUMBER.fullmatch(sender) or _SERVICE.fullmatch(sender)):
        raise BadAddress(
            f"{SMS} names no sender: a number with its country, as +15550100, or a messaging service, MG and 32"
            f" hexadecimal digits. Write it as {example}."
        )
    return SmsAccount(
        "twilio", user, token, sender, _web_address(query.get("api", "https://api.twilio.com"), SMS).rstrip("/")
    )


def telephone_of(text: str) -> str:
    """A number as a provider of SMS takes it, +4915550100; "" where its country is not in it."""
    plain = re.sub(r"[\s()./-]", "", text.strip())
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    return plain if _NUMBER.fullmatch(plain) else ""


def _parts(
    address: str, variable: str, example: str, *, has_port: bool = True
) -> tuple[str, str, str, str, int | None, dict[str, str]]:
    try:
        found = urlsplit(address)
        port = found.port if has_port else None
    except ValueError:
        raise BadAddress(f"{variable} is no address. Write it as {example}.") from None
    if "://" not in address:
        raise BadAddress(f"{variable} does not say how, as in smtp://. Write it as {example}.")
    user, password = unquote(found.username or ""), unquote(found.password or "")
    return found.scheme, user, password, found.hostname or "", port, dict(parse_qsl(found.query))


def _web_address(text: str, variable: str) -> str:
    found = urlsplit(text)
    is_here = found.hostname in ("localhost", "127.0.0.1")
    if not found.hostname or (found.scheme != "https" and not (is_here and found.scheme == "http")):
        raise BadAddress(f"{variable}: ?api= is no https address. Write it as ?api=https://api.provider.example.")
    return text


def _sender(sender: str, host: str) -> str:
    if not sender:
        return f"Enthesis <no-reply@{host or 'localhost'}>"
    address = re.fullmatch(r"[^<>\r\n]*<([^<>]*)>|([^<>\s]*)", sender.strip())
    if not address or not _ADDRESS.fullmatch(address[1] or address[2] or ""):
        raise BadAddress(f'{FROM} is no address. Write it as "Northside Clinic <desk@clinic.example>".')
    return sender.strip()
