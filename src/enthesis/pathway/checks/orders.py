"""What speaks against recording an order, or what came back from it."""

from collections.abc import Iterator

from enthesis.pathway import events as e
from enthesis.pathway.checks.case import Case, refuse
from enthesis.pathway.finding import Finding

MODALITIES = ("x-ray", "ultrasound", "mri", "ct", "other")
SIDES = ("", "left", "right", "both")


def check_ordered(case: Case, event: e.ImagingOrdered) -> Iterator[Finding]:
    if not event.question.strip():
        yield refuse("question-missing", "The order does not say what it is to answer.", "Write it.", "question")
    if not event.region.strip():
        yield refuse("region-missing", "The order does not say of what part of the body.", "Name it.", "region")
    for name, value, allowed in (("modality", event.modality, MODALITIES), ("side", event.side, SIDES)):
        if value not in allowed:
            listed = ", ".join(filter(None, allowed))
            yield refuse("out-of-range", f'"{value:.40}" is no {name}.', f"Give one of: {listed}.", name)


def check_reported(case: Case, event: e.ImagingReported) -> Iterator[Finding]:
    if event.order not in case.course.orders and not event.replaces:
        yield refuse("no-such-order", f'No order "{event.order:.40}" is open.', "Name an open order.", "order")
    if not event.words.strip():
        yield refuse("result-missing", "A result is closed with what it says.", "Write what was found.", "words")
