"""What may become of handing something over: it was taken, it surely was not, or nobody knows."""


class NotTaken(Exception):
    """The letter was surely not taken. `why` is a code without words of a person; `for_good`: nor will it be later."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.why, self.for_good = why, for_good


class Unsure(Exception):
    """Nobody knows whether the letter was taken: the connection ended in between."""
