"""The clinic's settings, all from the environment (docs/record.md lists the variables). No secret is in here.

ENTHESIS_HOME      data folder, default ./var
ENTHESIS_DATABASE  postgresql://...; default: SQLite in the data folder
ENTHESIS_ADDRESS   https://clinic.example, as browsers reach it; default: this machine only, without https
ENTHESIS_PROXY     how many proxies are in front of it, where one ends https and sets X-Forwarded-Proto and -For
ENTHESIS_MAIL      smtp://user:password@host:port, smtps://..., or a provider (docs/messages.md); default: letters are
                   written to files in the data folder
ENTHESIS_MAIL_FROM Northside Clinic <desk@clinic.example>; default: no-reply at the address above
ENTHESIS_SMS       twilio://ACCOUNT_SID:AUTH_TOKEN@+15550100; default: no SMS
ENTHESIS_FEEDS     private: calendars may be fetched from addresses inside the clinic's own network too
ENTHESIS_KNOWLEDGE folder of the clinic's own knowledge files, laid over those that ship (docs/commands/knowledge.md)
ENTHESIS_LANGUAGE  language of whoever asks for none: en-gb (default) or es
ENTHESIS_DEBUG     1 for developers
ENTHESIS_SECRET_KEY, ENTHESIS_MASTER_KEY  64 hexadecimal digits; default: made in the data folder
"""

import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from enthesis.clinic.database_url import database
from enthesis.clinic.home import home, secret
from enthesis.clinic.languages import ENGLISH, languages, prepared
from enthesis.clinic.messages.providers import mail_settings, sms_settings

HOME = home()
if os.environ.get("ENTHESIS_KNOWLEDGE"):  # before anything else reads the knowledge. Files that fail: nothing starts
    from enthesis.pathway.upkeep.use import use

    use(Path(os.environ["ENTHESIS_KNOWLEDGE"]).absolute())
SECRET_KEY = secret("secret-key", "ENTHESIS_SECRET_KEY").hex()
MASTER_KEY = secret("master-key", "ENTHESIS_MASTER_KEY")
DEBUG = os.environ.get("ENTHESIS_DEBUG") == "1"

ADDRESS = os.environ.get("ENTHESIS_ADDRESS", "").rstrip("/")  # empty: not told
FETCH_PRIVATE = os.environ.get("ENTHESIS_FEEDS") == "private"
_ADDRESS = urlsplit(os.environ.get("ENTHESIS_ADDRESS", ""))
_IS_HTTPS = _ADDRESS.scheme == "https"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *([_ADDRESS.hostname] if _ADDRESS.hostname else [])]
CSRF_TRUSTED_ORIGINS = [f"{_ADDRESS.scheme}://{_ADDRESS.netloc}"] if _ADDRESS.hostname else []

_WEB = ["enthesis.web"] if find_spec("enthesis.web") and find_spec("enthesis.web.urls") else []
INSTALLED_APPS = [
    *_WEB,
    "enthesis.clinic",
    "enthesis.clinic.frontdesk",
    "enthesis.clinic.notices",
    "enthesis.clinic.links",
    "enthesis.clinic.files",
    "enthesis.clinic.lead",
    "enthesis.clinic.limits",
    "enthesis.clinic.audit",
    "enthesis.clinic.leaving",
    "enthesis.clinic.results",
    "enthesis.clinic.intake",
    "enthesis.clinic.letters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "enthesis.clinic.middleware.TooLarge",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "enthesis.clinic.middleware.Compressed",
    "enthesis.clinic.middleware.Policy",
    "enthesis.clinic.middleware.Readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    *(["enthesis.web.language.InLanguage"] if _WEB else []),
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *(["enthesis.web.sign_in.middleware.StaysSignedIn"] if _WEB else []),
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "enthesis.web.urls" if _WEB else "enthesis.clinic.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["enthesis.web.templatetags.links"] if _WEB else [],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("ENTHESIS_DATABASE", ""), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGES = languages()
LANGUAGE_CODE = os.environ.get("ENTHESIS_LANGUAGE", "") or ENGLISH
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise SystemExit(f"enthesis: ENTHESIS_LANGUAGE is one of {', '.join(dict(LANGUAGES))}. Set it, or leave it out.")
LOCALE_PATHS = [prepared(HOME)]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # inside; each clinic's own zone outside

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "enthesis.clinic.statics.Collected"},
}
WHITENOISE_USE_FINDERS = not _COLLECTED
STATIC_ROOT.mkdir(exist_ok=True)

# -- who one is --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "clinic.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "enthesis.clinic.accounts.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_SESSION_REMEMBER = False  # how long is web/sign_in's: until the browser is closed, or a patient's idle limit
ACCOUNT_LOGIN_BY_CODE_ENABLED = True  # a patient needs no password, only the e-mail address that the clinic knows
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True  # the answer is alike whether an address is known or not
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # and nobody gets mail because somebody else typed their address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "enthesis.clinic.accounts.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is the clinic's own invitation
MFA_RECOVERY_CODE_COUNT = 10
MFA_TOTP_ISSUER = "Enthesis"
MFA_TOTP_TOLERANCE = (
    1  # the code before and the one after hold too: phones go wrong, and typing takes time (RFC 6238, 5.2)
)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _IS_HTTPS

# -- what a page may do ---------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = _IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if _IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _IS_HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "enthesis.clinic.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
_PROXIES = os.environ.get("ENTHESIS_PROXY", "") or "0"
if not (_PROXIES.isascii() and _PROXIES.isdecimal() and int(_PROXIES) < 10):
    raise SystemExit(
        "enthesis: ENTHESIS_PROXY is the number of proxies in front of it, 0 to 9. Set it, or leave it out."
    )
ALLAUTH_TRUSTED_PROXY_COUNT = int(_PROXIES)  # so many addresses of X-Forwarded-For are the clinic's own
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# What is counted to slow down guessing is counted for all processes together (clinic/limits).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "enthesis_cache"}}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # larger gets a page that says so (middleware.TooLarge)
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_SIZE = 11 * 1024 * 1024  # a document is never laid down anywhere unsealed
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# -- letters and log lines --------------------------------------------------------------------------------

globals().update(
    mail_settings(
        os.environ.get("ENTHESIS_MAIL", ""), os.environ.get("ENTHESIS_MAIL_FROM", ""), _ADDRESS.hostname or ""
    )
)
SMS_ACCOUNT = sms_settings(os.environ.get("ENTHESIS_SMS", ""))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # No personal words in any line or trace (log_lines.py).
    "filters": {"without-words": {"()": "enthesis.clinic.log_lines.WithoutWords"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without-words"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # psycopg warns of each statement that a key refused, which here is how a race for a time is lost.
    "loggers": {"psycopg": {"level": "ERROR"}, "psycopg.pool": {"level": "WARNING"}},
}
