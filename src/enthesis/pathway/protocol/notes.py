"""What is noted while a file is read: complaints, the lines of its figures, the sources that it cites."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from enthesis.pathway.finding import REFUSE
from enthesis.pathway.protocol.complaint import Complaint, did_you_mean, finding
from enthesis.pathway.protocol.model import MEMORY


@dataclass(slots=True)
class Notes:
    """What was found while reading one file: complaints, the lines of figures, the sources that were cited."""

    name: str
    complaints: list[Complaint] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)  # (activity, figure) -> line
    cited: list[tuple[str, str, int]] = field(default_factory=list)  # (source, activity, line)
    unsound: set[tuple[str, str]] = field(default_factory=set)  # (activity, part) that could not be read

    def complain(
        self,
        code: str,
        says: str,
        remedy: str,
        *,
        activity: str = "",
        figure: str = "",
        line: int = 0,
        level: str = REFUSE,
    ) -> None:
        self.complaints.append(Complaint(self.name, finding(code, says, remedy, figure, level), activity, line))

    def line_of(self, activity: str, *figures: str) -> int:
        """The line of the first of the figures that was written, or else of the activity; 0: not in this file."""
        for figure in (*figures, ""):
            if line := self.lines.get((activity, figure)):
                return line
        return 0

    def is_sound(self, activity: str, *parts: str) -> bool:
        """Whether the named parts of an activity could be read, so that more can be said about them."""
        return not any((activity, part) in self.unsound for part in parts)


@dataclass(frozen=True, slots=True)
class Sources:
    """Which source speaks for a figure: one for all, or one for each figure by name."""

    default: str = ""
    named: Mapping[str, str] = field(default_factory=dict)

    def of(self, figure: str) -> str:
        return self.named.get(figure, self.default)

    @property
    def whole(self) -> str:
        """All of them in one word list, for a block as a whole."""
        return self.default or ", ".join(dict.fromkeys(self.named.values()))


def unlisted(notes: Notes, listed: Iterable[str]) -> None:
    """Complain of every cited source that the file does not list."""
    known = {*listed, MEMORY}
    for source, activity, line in dict.fromkeys(notes.cited):
        if source not in known:
            notes.complain(
                "unknown-source",
                f'the source "{source}" is cited, which `sources` does not list.',
                did_you_mean(source, listed, "List it under `sources` with a few words on what it is."),
                activity=activity,
                figure="source",
                line=line,
            )
