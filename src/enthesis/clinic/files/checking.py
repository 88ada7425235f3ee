"""What an upload is, judged by its content; what of it is kept. Nothing that it claims about itself is believed.

A picture is read and drawn anew, so that where it was taken, what took it and whatever else was put into the file is
left behind. A PDF is kept as it came and is only ever handed out to be saved (`web/files`).
"""

import hashlib
import io
import unicodedata
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 10_000_000  # bytes
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 4000  # pixels; more shows nothing more
LONGEST_NAME = 100
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
_HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"))


class NotKept(ValueError):
    """An upload was not kept. `says` and `remedy` are sentences."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


@dataclass(frozen=True, slots=True)
class Checked:
    """What is kept of an upload."""

    content: bytes
    media_type: str
    name: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def check(raw: bytes, name: str) -> Checked:
    """What is kept of an upload. Raises `NotKept`."""
    if not raw:
        raise NotKept("That file is empty.", "Choose another one.")
    if len(raw) > LARGEST:
        raise NotKept(
            f"That file is too large: {len(raw) / 1e6:.1f} MB.", f"Choose one of at most {LARGEST // 1_000_000} MB."
        )
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIC:
        raise NotKept(
            "That picture is a HEIC file, which not every browser can show.",
            "Send it as JPEG: on an iPhone choose Settings, Camera, Formats, Most compatible, or take a screenshot.",
        )
    if b"%PDF-" in raw[:1024]:
        if b"%%EOF" not in raw[-2048:]:
            raise NotKept("That PDF is not whole: its end is missing.", "Save it again and choose it once more.")
        kept, media_type = raw, PDF
    else:
        kept, media_type = _drawn_anew(raw)
    return Checked(kept, media_type, clean_name(name, media_type))


def _drawn_anew(raw: bytes) -> tuple[bytes, str]:
    """The picture without anything that is not picture."""
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG")) as given:
            if given.width * given.height > MOST_PIXELS:
                raise NotKept("That picture has too many pixels.", "Save it smaller and choose it once more.")
            media_type = JPEG if given.format == "JPEG" else PNG
            turned = ImageOps.exif_transpose(given)
            plain = turned.convert("RGB" if media_type == JPEG else _png_mode(turned))
    except UnidentifiedImageError:
        raise NotKept(
            "That is no kind of file that can be kept here.", "Choose a PDF, or a picture as JPEG or PNG."
        ) from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        if isinstance(problem, NotKept):
            raise
        raise NotKept("That picture cannot be read: it is damaged.", "Save it again and choose it once more.") from None
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = Image.new(plain.mode, plain.size)
    fresh.paste(plain)
    out = io.BytesIO()
    if media_type == JPEG:
        fresh.save(out, "JPEG", quality=88, optimize=True)
    else:
        fresh.save(out, "PNG", optimize=True)
    return out.getvalue(), media_type


def _png_mode(image: Image.Image) -> str:
    return "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"


def clean_name(name: str, media_type: str) -> str:
    """A name that is only a name: no folders, nothing invisible, of a sensible length, with the ending of its type."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(c if unicodedata.category(c)[0] in "LNM" or c in " -_.()," else "_" for c in last)
    stem = seen.rsplit(".", 1)[0] if "." in seen.strip(".") else seen
    return (" ".join(stem.strip(" ._").split())[:LONGEST_NAME] or "file") + ENDINGS[media_type]
