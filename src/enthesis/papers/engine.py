"""WeasyPrint, loaded when it is first needed, and whether this machine has what it needs to print.

Its libraries and fonts are the system's. Without a font Pango does not fail: it takes the whole process down. So the
font is looked for before anything is printed.
"""

import io
import warnings
from contextlib import redirect_stdout
from functools import cache
from importlib import import_module
from typing import Any

FONT = "DejaVu Sans"
DEBIAN = ("libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")


class PapersMissing(Exception):
    """Nothing can be printed on this machine. `says` and `remedy` are sentences for the person."""

    def __init__(self, what: str) -> None:
        self.says = f"PDF papers cannot be made on this machine: {what}."
        self.remedy = f"On Debian, as root: apt-get install -y {' '.join(DEBIAN)}"
        super().__init__(f"{self.says} {self.remedy}")


@cache  # a failure is not kept: what is installed meanwhile is found
def engine() -> Any:
    """The module `weasyprint`, once it can print. Raises `PapersMissing`."""
    try:
        with redirect_stdout(io.StringIO()), warnings.catch_warnings():  # what it tells of what is missing, we say
            warnings.simplefilter("ignore")
            module = import_module("weasyprint")
            inside = import_module("weasyprint.text.ffi")
    except ImportError:
        raise PapersMissing("the Python package WeasyPrint is not installed") from None
    except OSError as problem:
        named = str(problem).split("'")
        raise PapersMissing(f"the library {named[1] if len(named) > 1 else 'Pango'} is missing") from None
    if FONT not in _font_for(FONT, inside):
        raise PapersMissing(f"the font {FONT} is missing")
    return module


def _font_for(family: str, inside: Any) -> str:
    """The families that Fontconfig gives where one is asked for; "" where it has no font at all."""
    config, ffi = inside.fontconfig, inside.ffi
    known = ffi.gc(config.FcInitLoadConfigAndFonts(), config.FcConfigDestroy)
    asked = ffi.gc(config.FcPatternCreate(), config.FcPatternDestroy)
    config.FcPatternAddString(asked, b"family", ffi.new("FcChar8[]", family.encode()))
    config.FcConfigSubstitute(known, asked, config.FcMatchPattern)
    config.FcDefaultSubstitute(asked)
    found = config.FcFontMatch(known, asked, ffi.new("FcResult *"))
    if found == ffi.NULL:
        return ""
    found, name = ffi.gc(found, config.FcPatternDestroy), ffi.new("FcChar8 **")
    if config.FcPatternGetString(found, b"family", 0, name) != config.FcResultMatch:
        return ""
    return bytes(ffi.string(name[0])).decode(errors="replace")
