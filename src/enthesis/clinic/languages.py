"""The languages of the pages: English, and every other one for which there is a file of translations.

A language is one file, `web/locale/<code>/LC_MESSAGES/django.po`. It is compiled when the program starts, into the data
folder; nothing has to be installed or called for it.
"""

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from django.conf.locale import LANG_INFO

from enthesis.clinic.catalogue import compiled, read_catalogue

ENGLISH = "en-gb"
_FILE = Path("LC_MESSAGES", "django.po")


def folder() -> Path | None:
    """Where the translations are; None where the pages are not installed."""
    found = find_spec("enthesis.web")
    return Path(found.origin).with_name("locale") if found and found.origin else None


def languages() -> list[tuple[str, str]]:
    """(code, name in itself) of every language of the pages, English first."""
    inside = folder()
    codes = sorted(file.parts[-3] for file in inside.glob(f"*/{_FILE}")) if inside else []
    return [(ENGLISH, "English"), *((code, _name(code)) for code in codes)]


def _name(code: str) -> str:
    name = str(LANG_INFO.get(code, {}).get("name_local", code))
    return name[:1].upper() + name[1:]


def prepared(home: Path) -> Path:
    """The folder of the compiled translations in the data folder, made where it is missing or another version's."""
    inside = folder()
    files = sorted(inside.glob(f"*/{_FILE}")) if inside else []
    version = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
    place = home / "locale" / version
    for file in files:
        made = place / file.parts[-3] / _FILE.with_suffix(".mo")
        if not made.exists():
            made.parent.mkdir(parents=True, exist_ok=True)
            part = made.with_suffix(".part")
            part.write_bytes(compiled(read_catalogue(file.read_text(encoding="utf-8"), str(file))))
            part.replace(made)  # whole or not at all, also where several processes start at once
    return place
