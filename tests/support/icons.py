"""`python -m tests.support.icons`: the icons of an installed Enthesis, drawn from icon.svg by Chromium.

A maskable icon fills its whole square, with the mark inside the circle that every device leaves visible. What is made
is committed: run this when icon.svg changed.
"""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parents[2] / "src/enthesis/web/static/enthesis"
SIZES = {"icon-192.png": (192, False), "icon-512.png": (512, False), "icon-maskable-512.png": (512, True)}
SIZES["icon-apple-180.png"] = (180, True)
_SAFE = 0.8  # of the width: the part of a maskable icon that is always seen


def draw(page: Page, size: int, *, maskable: bool) -> bytes:
    """A PNG of the icon, `size` pixels wide and high."""
    svg = (FOLDER / "icon.svg").read_text()
    ground = re.search(r'fill="(#[0-9a-f]{6})"', svg)
    colour = ground[1] if ground and maskable else "transparent"
    width = size * (_SAFE if maskable else 1)
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f"<style>body{{margin:0;height:{size}px;display:grid;place-items:center;background:{colour}}}"
        f"svg{{width:{width}px;height:{width}px}}</style>{svg}"
    )
    return page.screenshot(omit_background=True)


def main() -> None:
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for name, (size, maskable) in SIZES.items():
            (FOLDER / name).write_bytes(draw(page, size, maskable=maskable))
        browser.close()


if __name__ == "__main__":
    main()
