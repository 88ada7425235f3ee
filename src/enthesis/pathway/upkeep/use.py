"""Letting a clinic's own knowledge files hold in this process, once they have passed the check."""

from pathlib import Path

from enthesis.knowledge import KnowledgeUnreadable, OwnFiles, laid_over, lay_over, shipped_path
from enthesis.pathway.upkeep.check import faults

SHOWN = 3  # faults that are told; `enthesis knowledge check` tells all


def use(folder: Path) -> OwnFiles:
    """Lay a clinic's files over the shipped ones, if they pass. Raises `KnowledgeUnreadable`: nothing is answered then.

    Before anything else of the knowledge is read; see `lay_over`.
    """
    before = laid_over()
    own = lay_over(folder)
    if own == before:  # a command has done this, and now the clinic's settings ask for it, too
        return own
    if wrong := faults(shipped_path(), own):
        told = " ".join(f"{fault.says} {fault.remedy}".strip() for fault in wrong[:SHOWN])
        more = f" There are {len(wrong) - SHOWN} more." if len(wrong) > SHOWN else ""
        raise KnowledgeUnreadable(
            f"{folder}: these files cannot be used. {told}{more} See them all: enthesis knowledge check {folder}"
        )
    return own
