"""Several syringes in one session: which part was drawn into which, and which points it went to."""

SKIN = "skin"  # the syringe that numbs the skin: it counts towards every dose, and no point names it


def same_syringe(one: str, other: str) -> bool:
    """Whether two names are of one syringe, however they were typed: "A", "a "."""
    return syringe_key(one) == syringe_key(other)


def syringe_key(name: str) -> str:
    """A syringe's name without case and blanks; "" where none was told."""
    return "".join(name.split()).casefold()
