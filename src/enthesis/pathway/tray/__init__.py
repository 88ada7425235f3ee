"""The card beside a tray: what to draw up for one mix, syringe by syringe, and what it then really is.

`read_details` reads what a mix does not know of itself (vials, names, an override), `card_for` makes the card of a mix
that was answered, or says why there is none.
"""

from enthesis.pathway.tray.card import Card, Dose, NoCard, Step, Syringes, card_for
from enthesis.pathway.tray.details import CardDetails, Override, Vial, read_details
from enthesis.pathway.tray.shelf import Shelf, ShelfVial, VialSet, cheapest, read_shelf, shelf_of_lines, vials_for

__all__ = [
    "Card",
    "CardDetails",
    "Dose",
    "NoCard",
    "Override",
    "Shelf",
    "ShelfVial",
    "Step",
    "Syringes",
    "Vial",
    "VialSet",
    "card_for",
    "cheapest",
    "read_details",
    "read_shelf",
    "shelf_of_lines",
    "vials_for",
]
