"""SVG as text: elements with escaped attributes, the colours of the house, and how long a word is."""

from html import escape

# Every colour of a line or mark has at least 3:1 against white, every colour of a word at least 4.5:1.
INK = "#17302e"
MUTED = "#51625f"
GRID = "#dde5e2"
TEAL = "#0b6068"
TEAL_SOFT = "#cfe5e4"
PLUM = "#7a3b69"
AMBER = "#8a5200"
AMBER_SOFT = "#f7e3bd"
RED = "#a3201d"
RED_SOFT = "#f7d3d0"
SLATE_SOFT = "#e4eae8"
WHITE = "#ffffff"

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif"


def tag(name: str, *children: str, **attributes: object) -> str:
    """One element. `_` in an attribute's name is written `-`; children are SVG already, see `words`."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"' for key, value in attributes.items()
    )
    return f"<{name}{said}>{''.join(children)}</{name}>" if children else f"<{name}{said}/>"


def words(
    text: str, x: float, y: float, *, size: float = 13, fill: str = INK, anchor: str = "start", **more: object
) -> str:
    """A line of text that starts, ends or has its middle at (x, y), readable on top of lines."""
    halo = {"stroke": WHITE, "stroke_width": 3, "paint_order": "stroke", "stroke_linejoin": "round"}
    return tag("text", escape(text), x=x, y=y, font_size=size, fill=fill, text_anchor=anchor, **{**halo, **more})


def picture(name: str, title: str, description: str, width: float, height: float, *children: str) -> str:
    """A whole picture. `name` makes its ids; no two pictures of one page may have the same."""
    return tag(
        "svg",
        tag("title", escape(title), id=f"{name}-title"),
        tag("desc", escape(description), id=f"{name}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        font_family=FONT,
    )


def wide(text: str, size: float = 13) -> float:
    """About how many units a line of text takes; a little too much rather than too little."""
    return len(text) * size * 0.6


def _plain(value: object) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
