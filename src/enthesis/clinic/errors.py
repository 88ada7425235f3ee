"""Why something was not recorded or not shown. The sentences are for the person, the codes for programs and the log."""

from collections.abc import Sequence

from enthesis.pathway.events import Event
from enthesis.pathway.finding import Finding


class NotRecorded(Exception):
    """Nothing was recorded, not even in part."""

    codes: tuple[str, ...] = ()


class Refused(NotRecorded):
    """The event cannot stand in this course. `findings`, worst first, say why and the way on."""

    def __init__(self, findings: Sequence[Finding], event: Event | None = None, number: int = 1) -> None:
        super().__init__(" ".join(f"{finding.says} {finding.remedy}".strip() for finding in findings))
        self.findings = tuple(findings)
        self.event = event
        self.number = number  # which of several events, counted from 1
        self.codes = tuple(finding.code for finding in findings)


class Stale(NotRecorded):
    """The course has grown since the page was made. `since` holds what came in between, in order."""

    def __init__(self, since: Sequence[Event], head: int) -> None:
        count = len(since)
        super().__init__(
            f"{count} {'entry was' if count == 1 else 'entries were'} recorded while this page was open."
            " Look at what changed, then send it again: what you typed is kept."
        )
        self.since = tuple(since)
        self.head = head
        self.codes = ("stale",)


class NotAllowed(NotRecorded):
    """This account may not do that, or the record is not one that it may know of: both look the same from outside."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.codes = (code,)


class Restricted(NotAllowed):
    """The record is restricted, and not for this account of the staff, which may open it in an emergency only."""

    def __init__(self, person: int, clinic: int) -> None:
        super().__init__("restricted", "This record is restricted: it can be opened in an emergency only.")
        self.person, self.clinic = person, clinic


NO_SUCH_COURSE = ("no-such-course", "There is no such course among those that you may see.")
NO_SUCH_PERSON = ("no-such-person", "There is no such person among those that you may see.")
NOT_YOUR_ROLE = "not-your-role"
