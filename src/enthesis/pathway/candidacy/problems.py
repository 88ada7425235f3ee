"""What can be wrong with what candidacy is given, as sentences."""

from enthesis.knowledge import KnowledgeUnreadable


class RulesUnreadable(KnowledgeUnreadable):
    """A file of candidacy rules is not in order. The text names the file and the rule and says what to do."""

    def __init__(self, where: str, says: str, remedy: str) -> None:
        super().__init__(f"{where}: {says} {remedy}")
        self.where, self.says, self.remedy = where, says, remedy


class BadAnswer(ValueError):
    """An answer that cannot be read. `field` names it; `says` and `remedy` are sentences for the person."""

    def __init__(self, code: str, field: str, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.code, self.field, self.says, self.remedy = code, field, says, remedy
