"""What a case of the estimate can be refused for."""


class UnreadableEstimate(ValueError):
    """A case that cannot be read, or that contradicts itself. `says` and `remedy` are sentences for a person."""

    def __init__(self, code: str, field: str, says: str, remedy: str) -> None:
        super().__init__(says)
        self.code, self.field, self.says, self.remedy = code, field, says, remedy
