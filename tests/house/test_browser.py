"""The tools that page tests lean on notice what they are there to notice."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import assert_accessible, look, watched_page

_SOUND = """<!doctype html><html lang="en"><title>Pain today</title>
<main><h1>Pain today</h1><label>How much pain? <input type="number"></label></main></html>"""
_WIDE = _SOUND.replace("<h1>", "<h1 style='width: 900px'>")
_UNLABELLED = _SOUND.replace("<label>How much pain?", "<div>").replace("</label>", "</div>")


def test_a_picture_at_a_phones_and_at_a_desks_width(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTHESIS_PICTURES", str(tmp_path / "pictures"))
    page.set_content(_SOUND)
    made = ["sound-390.png", "sound-390-dark.png", "sound-1280.png", "sound-1280-dark.png"]
    assert [picture.name for picture in look(page, "sound")] == made
    assert [_size(tmp_path / "pictures" / name) for name in made[::2]] == [(390, 844), (1280, 900)]


def _size(picture: Path) -> tuple[int, int]:
    head = picture.read_bytes()[16:24]
    return int.from_bytes(head[:4]), int.from_bytes(head[4:])


def test_a_page_that_is_wider_than_a_phone_is_refused(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTHESIS_PICTURES", str(tmp_path))
    page.set_content(_WIDE)
    with pytest.raises(AssertionError, match="px wide on a screen of 390 px"):
        look(page, "wide")


def test_a_sound_page_is_accessible(page: Page) -> None:
    page.set_content(_SOUND)
    assert_accessible(page)


def test_a_field_without_a_label_is_named(page: Page) -> None:
    page.set_content(_UNLABELLED)
    with pytest.raises(AssertionError, match=r"(?s)label \(critical\).*at input: <input type=\"number\">"):
        assert_accessible(page)


def test_what_can_be_read_by_day_only_is_named(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTHESIS_PICTURES", str(tmp_path))
    night = "<style>@media (prefers-color-scheme: dark) { html { background: #222 } }</style>"
    page.set_content(_SOUND.replace("<main>", f"{night}<main>"))
    with pytest.raises(AssertionError, match=r"390 px, dark: color-contrast") as found:
        look(page, "night")
    assert "light:" not in str(found.value)


def test_no_script_runs_on_the_plain_page(plain_page: Page) -> None:
    plain_page.set_content("<p>as served</p><script>document.body.textContent = 'scripted'</script>")
    assert plain_page.inner_text("body") == "as served"


def test_a_page_without_a_script_is_looked_at_all_the_same(plain_page: Page) -> None:
    sound = "<html lang=en><title>A</title><main><h1>A</h1>{}</main><script>document.body.textContent = ''</script>"
    plain_page.set_content(sound.format("<noscript><p>as served</p></noscript>"))
    assert_accessible(plain_page)
    plain_page.set_content(sound.format("<noscript><input></noscript>"))
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(plain_page)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<script>nowhere()</script>", "a script broke: .*nowhere"),
        ("<img src='http://elsewhere.invalid/pixel.png'>", "asks another machine: http://elsewhere.invalid/pixel.png"),
        (
            "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\"><script>1</script>",
            "refused by the page's own policy",
        ),
    ],
)
def test_what_goes_wrong_out_of_sight_fails_the_test(browser: Browser, content: str, fault: str) -> None:
    pages = watched_page(browser.new_context())
    page = next(pages)
    page.set_content(content)
    page.wait_for_timeout(100)
    with pytest.raises(AssertionError, match=fault):
        next(pages)
