"""What is looked at, in words: the codes of the access log."""

from django.utils.translation import gettext as _


def said(what: str) -> str:
    """One line of the log as people read it. A code that has no words of its own is shown as it is."""
    first, _blank, rest = what.partition(" ")
    words = {
        "open-course": _("opened the course"),
        "open-person": _("opened the person"),
        "open-file": _("opened a document"),
        "keep-file": _("added a document"),
        "drop-file": _("took a document away"),
        "people": _("list of patients"),
        "worklist": _("worklist"),
        "calendar": _("calendar"),
        "symptoms": _("list of symptoms"),
        "waiting-list": _("waiting list"),
        "recall": _("recall of a lot"),
        "read-feed": _("a calendar program read the visits"),
        "record": _("recorded"),
        "change-person": _("changed who the patient is"),
        "new-person": _("added a patient"),
        "erase": _("erased the person"),
        "export": _("took a copy of all data"),
        "audit": _("read this log"),
        "who-looked": _("read who looked"),
        "invite": _("invited somebody"),
        "roles": _("changed roles"),
        "leave": _("let somebody go"),
        "decide": _("decided for the clinic"),
        "page": _("asked for a page"),
        "emergency": _("opened a restricted record in an emergency"),
        "emergency-looked-at": _("looked at an emergency"),
        "restrict-person": _("restricted who opens the record"),
        "lift-restriction": _("opened the record to the whole staff again"),
    }
    found = words.get(first)
    if found is None:
        return what
    return f"{found}: {rest}" if rest else found
