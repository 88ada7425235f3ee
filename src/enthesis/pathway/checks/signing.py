"""What speaks against a signature under a consent text."""

from collections.abc import Iterator

from enthesis.pathway import events as e
from enthesis.pathway.checks.case import Case, refuse
from enthesis.pathway.consent.signature import DRAWN, TYPED, WAYS, Unusable, strokes_of
from enthesis.pathway.finding import Finding


def check_signed(case: Case, event: e.ConsentSigned) -> Iterator[Finding]:
    if event.way not in ("", *WAYS):
        yield refuse("out-of-range", f'"{event.way:.40}" is no way of signing.', f"Give {', '.join(WAYS)}.", "way")
    if event.way in (DRAWN, TYPED) and not event.signed_as.strip():
        yield refuse("name-missing", "A signature has a name.", "Write the name of the person who signs.", "signed_as")
    if event.way == DRAWN or event.signature:
        try:
            strokes_of(event.signature)
        except Unusable as problem:
            yield refuse("signature-unusable", problem.says, problem.remedy, "signature")
