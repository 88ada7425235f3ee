"""What is wrong with a knowledge file, as the findings that every part of the programme gives."""

from enthesis.pathway.finding import NOTE, REFUSE, WARN, Finding

__all__ = ["at", "complaint", "note", "warning"]


def complaint(code: str, where: str, says: str, remedy: str, level: str = REFUSE) -> Finding:
    """A fault. `where` names the file, and its line or entry."""
    return Finding(code=code, level=level, says=f"{where}: {says}", remedy=remedy, field=where)


def warning(code: str, where: str, says: str, remedy: str) -> Finding:
    """Something that a person has to look at, and that keeps nobody from using the file."""
    return complaint(code, where, says, remedy, WARN)


def note(code: str, where: str, says: str, remedy: str = "") -> Finding:
    """Something worth knowing, for instance that a part was not checked here."""
    return complaint(code, where, says, remedy, NOTE)


def at(file: str, line: int) -> str:
    return f"{file}, line {line}"
