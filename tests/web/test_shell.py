"""What every page stands in: colours by name, the way onto a device's screen, and short answers."""

import gzip
import json
import re
import struct
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client, override_settings

from enthesis.clinic.statics import Collected
from tests.web.conftest import Place

STATIC = Path(__file__).parents[2] / "src/enthesis/web/static/enthesis"
BACKEND = "enthesis.clinic.statics.Collected"
SHEETS = sorted(STATIC.glob("*.css"))
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(|(?:color|background|fill|stroke): *(?:white|black)"
)


def rules(sheet: Path) -> str:
    """A style sheet without the lines that give colours their names."""
    return re.sub(r"--[\w-]+: [^;]+;", "", sheet.read_text())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_rule_has_a_colour_of_its_own(sheet: Path) -> None:
    assert not COLOUR.findall(rules(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_name_that_is_used_is_known(sheet: Path) -> None:
    known = set(re.findall(r"(--[\w-]+):", (STATIC / "enthesis.css").read_text() + sheet.read_text()))
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= known


def test_each_colour_has_a_night() -> None:
    day, night = (STATIC / "enthesis.css").read_text().split("prefers-color-scheme: dark", 1)
    night = night[: night.index("\n}\n")]
    always = {"--round", "--gap", "--sheet", "--print"}
    assert set(re.findall(r"(--[\w-]+):", day)) - always == set(re.findall(r"(--[\w-]+):", night))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_nothing_moves_for_whoever_wants_it_still(sheet: Path) -> None:
    text = sheet.read_text()
    still = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{.*?\n\}", "", text, flags=re.DOTALL)
    assert not re.search(r"\b(transition|animation|scroll-behavior)\b", still)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_type_grows_with_the_type_of_the_device(sheet: Path) -> None:
    assert not re.findall(r"font-size: *[\d.]+px", sheet.read_text())


def test_an_enthesis_that_is_put_on_a_screen(place: Place) -> None:
    told = json.loads(Client().get("/manifest.webmanifest").content)
    assert told["name"] == "Example Clinic (tests)"
    assert (told["start_url"], told["scope"], told["display"]) == ("/", "/", "standalone")
    purposes = {(icon["sizes"], icon["purpose"]) for icon in told["icons"]}
    assert purposes >= {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in told["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert isinstance(found, str)
        head = Path(found).read_bytes()[:24]
        assert head.startswith(b"\x89PNG")
        assert "{}x{}".format(*struct.unpack(">II", head[16:24])) == icon["sizes"]
    assert '<link rel="manifest" href="/manifest.webmanifest">' in Client().get("/about/").content.decode()


def test_the_frame_of_a_device_has_the_colour_of_the_page(place: Place) -> None:
    page = Client().get("/about/").content.decode()
    day, night = (STATIC / "enthesis.css").read_text().split("prefers-color-scheme: dark", 1)
    for scheme, sheet in (("light", day), ("dark", night)):
        card = re.search(r"--card: (#[0-9a-f]{6});", sheet)
        assert card is not None
        assert f'<meta name="theme-color" content="{card[1]}" media="(prefers-color-scheme: {scheme})">' in page


def test_a_page_is_sent_compressed_and_never_twice_alike(place: Place) -> None:
    asked = [Client().get("/about/", HTTP_ACCEPT_ENCODING="gzip") for _ in range(8)]
    assert {answer["Content-Encoding"] for answer in asked} == {"gzip"}
    assert "Accept-Encoding" in asked[0]["Vary"]
    assert b"<html" in gzip.decompress(asked[0].content)
    assert len({len(answer.content) for answer in asked}) > 1  # its length tells nothing of what is in it
    assert "Content-Encoding" not in Client().get("/about/").headers


def test_static_files_are_compressed_and_kept_from_the_first_start_on(tmp_path: Path, settings: object) -> None:
    settings.STATIC_ROOT = str(tmp_path)  # type: ignore[attr-defined] - pytest-django's settings
    assert Collected(location=str(tmp_path), base_url="/static/").url("enthesis/enthesis.css") == (
        "/static/enthesis/enthesis.css"
    )
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": BACKEND}}):  # type: ignore[attr-defined]
        call_command("collectstatic", verbosity=0, interactive=False)
    address = Collected(location=str(tmp_path), base_url="/static/").url("enthesis/enthesis.css")
    assert re.fullmatch(r"/static/enthesis/enthesis\.[0-9a-f]{12}\.css", address)
    assert (tmp_path / f"{address.removeprefix('/static/')}.gz").exists()
