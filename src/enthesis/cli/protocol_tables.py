"""Protocols as plain-text tables: aligned, with what is not stated and what a clinic decided marked in every row."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from enthesis.pathway.protocol.figures import figures, protocol_figures
from enthesis.pathway.protocol.model import NOT_STATED, Activity, Protocol, Schedule, Series
from enthesis.pathway.protocol.words import counted, told, when, window
from enthesis.pathway.window import grounds, in_words

WIDTH = 118


def table(head: Sequence[str], rows: Iterable[Sequence[str]], widest: Sequence[int]) -> Iterator[str]:
    """Rows under a head, each cell wrapped to at most its column's width; no line ends in blanks."""
    rows = [*([list(head)] if any(head) else []), *(list(row) for row in rows)]
    widths = [
        min(most, max(len(line) for row in rows for line in row[column].split("\n")))
        for column, most in enumerate(widest)
    ]
    for row in rows:
        cells = [_lines(cell, width) for cell, width in zip(row, widths, strict=True)]
        for line in range(max(len(cell) for cell in cells)):
            parts = [
                (cell[line] if line < len(cell) else "").ljust(width) for cell, width in zip(cells, widths, strict=True)
            ]
            yield "  ".join(parts).rstrip()


def _lines(cell: str, width: int) -> list[str]:
    found = []
    for line in cell.split("\n"):
        found += wrap(line, width, break_on_hyphens=False, subsequent_indent="  ") or [""]
    return found


def listed(protocols: Iterable[Protocol]) -> Iterator[str]:
    """One line for each protocol."""
    rows = []
    for protocol in protocols:
        open_ = sum(figure.is_open for figure in protocol_figures(protocol))
        rows.append(
            (
                protocol.id,
                protocol.version,
                protocol.status,
                _sessions(protocol),
                str(open_),
                f"{protocol.title} ({protocol.document})",
            )
        )
    head = ("ID", "VERSION", "STATUS", "SESSIONS AND TIME BETWEEN THEM", NOT_STATED.upper(), "TITLE (DOCUMENT)")
    yield from table(head, rows, (26, 9, 8, 36, 10, 34))


def _sessions(protocol: Protocol) -> str:
    treatment = protocol.treatment
    timing = treatment.timing if treatment else None
    if isinstance(timing, Series):
        return f"{counted(timing.count)}\n{window(timing.then)}"
    if isinstance(timing, Schedule):
        points = ", ".join(str(point) for point in timing.points)
        return f"{counted(timing.count)}\n{timing.unit.value} {points}"
    return NOT_STATED


def shown(protocol: Protocol) -> Iterator[str]:
    """A whole protocol: whom it is for, every activity, what a clinic decided, what nobody has stated."""
    yield from _lines(f"{protocol.id}, version {protocol.version} ({protocol.status}): {protocol.title}", WIDTH)
    yield ""
    yield from table(("", ""), _head(protocol), (12, WIDTH - 14))
    yield ""
    head = ("ACTIVITY", "WHO", "WHEN", "RESTS ON")
    yield from table(head, [_row(activity, protocol) for activity in protocol.activities], (26, 10, 50, 26))
    yield from _decided(protocol)
    yield from _open(protocol)
    yield from _facts(protocol)
    for title, lines in (("NOT STATED BY THE DOCUMENT", protocol.not_stated), ("MIND", protocol.warnings)):
        if lines:
            yield ""
            yield title
            yield from table(("", ""), [("-", line) for line in lines], (1, WIDTH - 3))


def _head(protocol: Protocol) -> list[tuple[str, str]]:
    review = protocol.review
    checked = review.checked_by or NOT_STATED
    on = in_words(review.reviewed_on) if review.reviewed_on else NOT_STATED
    by = in_words(review.review_by) if review.review_by else NOT_STATED
    names = [("Also called", ", ".join(protocol.also_known_as))] if protocol.also_known_as else []
    return [
        ("States", f"{protocol.document}: {protocol.sources.get(protocol.document, '')}"),
        ("For", protocol.for_whom),
        ("Not for", protocol.not_for),
        ("Regions", ", ".join(protocol.regions)),
        ("Review", f"written by {review.written_by}; checked by: {checked}, on: {on}; to be looked at again by {by}"),
        ("House steps", protocol.house or "none"),
        *names,
    ]


def _row(activity: Activity, protocol: Protocol) -> tuple[str, str, str, str]:
    lines = when(activity)
    if activity.decision is not None:
        options = ", ".join(option.id for option in activity.decision.options)
        lines = [*lines, f"decides: {options}"]
        threshold = activity.decision.threshold
        if threshold is not None:
            least = told(threshold.least, threshold.change)
            than = "more than " if threshold.more_than and threshold.least.is_stated else ""
            at = f", before session {threshold.before_session}" if threshold.before_session else ""
            lines.append(f"responds from: {than}{least} by {threshold.measure}{at}")
    if activity.requires:
        lines = [*lines, f"requires: {', '.join(activity.requires)}"]
    name = f"{activity.id}{' (optional)' if activity.optional else ''}"
    rests = grounds(figure.value for figure in figures(activity, protocol))
    sources = ", ".join(dict.fromkeys([*activity.source.split(", "), *filter(None, rests.split(", "))]))
    return name, activity.by.value, "\n".join(lines), sources


def _decided(protocol: Protocol) -> Iterator[str]:
    rows = [
        (figure.activity or "(whole)", figure.path, told(figure.value, figure.unit))
        for figure in protocol_figures(protocol)
        if figure.value.is_decision
    ]
    if rows:
        yield ""
        yield "DECIDED BY THE CLINIC"
        yield from table(("ACTIVITY", "FIGURE", "DECISION"), rows, (26, 24, WIDTH - 54))


def _open(protocol: Protocol) -> Iterator[str]:
    rows: dict[str, list[str]] = {}
    for figure in protocol_figures(protocol):
        if figure.is_open:
            rows.setdefault(figure.activity or "(whole)", []).append(figure.path)
    if rows:
        yield ""
        yield f"NOT STATED: THE CLINIC DECIDES ({sum(len(paths) for paths in rows.values())} figures)"
        yield from table(
            ("ACTIVITY", "FIGURES"), [(a, ", ".join(paths)) for a, paths in rows.items()], (26, WIDTH - 28)
        )


def _facts(protocol: Protocol) -> Iterator[str]:
    rows = [(key.replace("_", " "), told(value)) for key, value in protocol.facts.items()]
    if rows:
        yield ""
        yield "FACTS (shown; nothing is computed from them)"
        yield from table(("", ""), rows, (30, WIDTH - 32))
