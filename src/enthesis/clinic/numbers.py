"""Public numbers: how people and programs outside name a course (C-0192) and a person (P-0031)."""

COURSE, PERSON = "C", "P"


def number_of(key: int, letter: str = COURSE) -> str:
    """The public number of a course or a person."""
    return f"{letter}-{key:04d}"


def key_of(number: str, letter: str = COURSE) -> int | None:
    """The database's key of a public number; None where it is not written as one."""
    digits = number.removeprefix(f"{letter}-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 16):
        return None
    key = int(digits)
    return key if number == number_of(key, letter) else None


def handle_of(user: int) -> str:
    """17 -> "U-17": how the log and the looks name an account."""
    return f"U-{user}"
