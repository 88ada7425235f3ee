"""The name of every colour in a picture, so that a page's style sheet can say what it is by day and by night.

A picture in a file of its own keeps its colours; a page shows them by name (`by_name`), and `enthesis.css` gives each
name a colour for a light and for a dark screen.
"""

import re

PALETTE = {
    "#17302e": "ink",
    "#51625f": "muted",
    "#dde5e2": "grid",
    "#0b6068": "teal",
    "#cfe5e4": "teal-soft",
    "#7a3b69": "plum",
    "#efdde9": "plum-soft",
    "#8a5200": "amber",
    "#f7e3bd": "amber-soft",
    "#a3201d": "red",
    "#f7d3d0": "red-soft",
    "#e4eae8": "slate-soft",
    "#6d7d7a": "slate",
    "#ffffff": "paper",
    "#f5f8f7": "panel",
    "#9dbfbc": "window-edge",
    "#f7f0e8": "skin",
    "#8b7f72": "skin-edge",
    "#e9dccd": "skin-shade",
    "#ab9c8b": "skin-line",
    "#7d7267": "figure-edge",
    "#eadfd1": "figure-shade",
    "#fffefa": "bone",
    "#3c4c4c": "bone-edge",
    "#e2ddd0": "bone-shade",
    "#f1ece0": "behind",
    "#7d8886": "behind-edge",
    "#e0d9ca": "behind-shade",
    "#98a19c": "bone-line",
    "#d8d0c2": "hole",
    "#dcebec": "cartilage",
    "#5d8688": "cartilage-edge",
    "#c4dcde": "cartilage-shade",
    "#d5e4e6": "disc",
    "#bcd5d8": "disc-shade",
    "#d3e4e0": "ligament",
    "#45787a": "ligament-edge",
    "#b9d3ce": "ligament-shade",
    "#6d9c9b": "ligament-line",
    "#e6e9ee": "tendon",
    "#62718a": "tendon-edge",
    "#cfd6e0": "tendon-shade",
    "#93a0b5": "tendon-line",
    "#f2d9d0": "muscle",
    "#ad7f70": "muscle-edge",
    "#e6c4b8": "muscle-shade",
    "#cda294": "muscle-line",
    "#b08a1e": "nerve",
    "#b06a6a": "vessel",
    "#fdf8f3": "nail",
}
_COLOUR = re.compile(r' (fill|stroke)="(#[0-9a-f]{6})"')


def by_name(svg: str) -> str:
    """A picture with the names of its colours in their place. Raises `KeyError` for a colour without a name.

    >>> by_name('<circle fill="#ffffff" stroke="#17302e"/>')
    '<circle fill="var(--pic-paper)" stroke="var(--pic-ink)"/>'
    """
    return _COLOUR.sub(lambda found: f' {found[1]}="var(--pic-{PALETTE[found[2]]})"', svg)
