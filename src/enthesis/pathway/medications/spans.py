"""Finds names among the words that were typed, and sorts every other word to the name it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from enthesis.pathway.medications import codes, spelling
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.names import Name, exact
from enthesis.pathway.medications.text import Token, joined

LONGEST_NAME = 6  # words
LONGEST_ITEM = 3  # an unknown item of a list has at most this many words; more is a sentence
_BREAKS = frozenset({"and", "with", "plus", "+", "/", "&", "(", ")"})
_DESCRIBES = frozenset({"with", "(", ")"})  # what follows says more of a name; it is no new item of the list


@dataclass(frozen=True, slots=True)
class Span:
    """Some neighbouring words that are, or may be, one name. `end` is the first word behind it."""

    start: int
    end: int
    name: Name | None = None
    candidates: tuple[Name, ...] = ()
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one text, the names in them, and where each stretch between commas and "and" lies."""

    parts: tuple[Token, ...]
    spans: tuple[Span, ...]  # in order; with a name, or unknown items of a list
    chunk: tuple[int, ...]  # for each word: its stretch between commas, "and", "/"
    segment: tuple[int, ...]  # for each word: its stretch between commas
    unread: tuple[tuple[int, str], ...]  # span -> a word beside it that was not understood

    def owner(self, at: int) -> int:
        """Which span a word outside all spans speaks about: its own stretch's, else the one before, else the next."""
        here = [number for number, span in enumerate(self.spans) if self.chunk[span.start] == self.chunk[at]]
        before = [number for number in here if self.spans[number].end <= at]
        if before:
            return before[-1]
        if here:
            return here[0]
        earlier = [number for number, span in enumerate(self.spans) if span.end <= at]
        return earlier[-1] if earlier else 0

    def words(self, number: int) -> str:
        """The words that go with a span, in order, without the name itself."""
        covered = {at for span in self.spans for at in range(span.start, span.end)}
        return " ".join(
            part.text for at, part in enumerate(self.parts) if at not in covered and self.owner(at) == number
        )


@cache
def noise() -> frozenset[str]:
    """Words that are no names: everyday words, and those that say something about a drug."""
    said = library().reading
    groups = (
        *said["forms"].values(),
        *said["remarks"].values(),
        said["turns"],
        said["variants"],
        said["aspirin"]["preventive"],
        said["aspirin"]["pain"],
    )
    return frozenset(said["noise"].split()) | {word for group in groups for phrase in group for word in phrase.split()}


def read(parts: tuple[Token, ...]) -> Reading:
    """All names in these words; what is left over becomes an unknown item or an unread word."""
    chunk, segment = _stretches(parts)
    named = sorted([*_exact(parts, segment)], key=lambda span: span.start)
    named = sorted([*named, *_corrected(parts, named, chunk)], key=lambda span: span.start)
    items: list[Span] = []
    loose: list[tuple[int, str]] = []
    for number in dict.fromkeys(chunk):
        left = [at for at in _content(parts, named) if chunk[at] == number]
        if not left:
            continue
        has_name = any(chunk[span.start] == number for span in named)
        is_remark = parts[chunk.index(number)].text in _DESCRIBES or len(left) > LONGEST_ITEM
        if has_name or (named and is_remark):
            loose += [(at, parts[at].text) for at in left]
        else:
            items.append(_item(parts, left))
    spans = tuple(sorted([*named, *items], key=lambda span: span.start))
    reading = Reading(parts, spans, chunk, segment, ())
    return Reading(parts, spans, chunk, segment, tuple((reading.owner(at), word) for at, word in loose))


def _stretches(parts: Sequence[Token]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    chunks, segments, chunk, segment = [], [], 0, 0
    for part in parts:
        if part.separates:
            chunk, segment = chunk + 1, segment + 1
        elif part.text in _BREAKS:
            chunk += 1
        chunks.append(chunk)
        segments.append(segment)
    return tuple(chunks), tuple(segments)


def _exact(parts: tuple[Token, ...], segment: tuple[int, ...]) -> list[Span]:
    found: list[Span] = []
    at = 0
    while at < len(parts):
        span = _longest_at(parts, at, segment) or _code_at(parts, at)
        if span:
            found.append(span)
        at = span.end if span else at + 1
    return found


def _longest_at(parts: tuple[Token, ...], start: int, segment: tuple[int, ...]) -> Span | None:
    if parts[start].is_sign:
        return None
    for end in range(min(len(parts), start + 2 * LONGEST_NAME), start, -1):
        stretch = parts[start:end]
        if segment[end - 1] != segment[start] or stretch[-1].is_sign:
            continue
        if (name := exact(stretch)) and not all(part.is_number for part in stretch):
            return Span(start, end, name)
    return None


def _code_at(parts: tuple[Token, ...], start: int) -> Span | None:
    number = codes.rxnorm_at(parts, start)
    if number is not None and (name := codes.rxnorm(parts[number].text)):
        return Span(start, number + 1, name)
    if codes.is_bare(parts) and (name := codes.rxnorm(parts[0].text)):
        return Span(0, 1, name)
    if name := codes.atc(parts[start].text, alone=sum(not part.is_sign for part in parts) == 1):
        return Span(start, start + 1, name)
    return None


def _content(parts: Sequence[Token], spans: Sequence[Span]) -> list[int]:
    covered = {at for span in spans for at in range(span.start, span.end)}
    return [
        at
        for at, part in enumerate(parts)
        if at not in covered
        and not part.is_sign
        and not part.is_number
        and len(part.text) > 1
        and part.text[0].isalpha()
        and part.text not in noise()
        and not part.text.lstrip("xq").rstrip("hmg").isdigit()
    ]


def _corrected(parts: tuple[Token, ...], named: Sequence[Span], chunk: Sequence[int]) -> list[Span]:
    """Names with a typing error among the words that are left."""
    left = _content(parts, named)
    found: list[Span] = []
    at = 0
    while at < len(left):
        for size in (3, 2, 1):  # not a limit: words
            run = left[at : at + size]
            is_together = len(run) == size and run[-1] - run[0] == size - 1 and chunk[run[0]] == chunk[run[-1]]
            reading = spelling.read(joined([parts[one] for one in run])) if is_together else spelling.Spelling()
            if reading.read_as:
                found.append(Span(run[0], run[-1] + 1, reading.read_as, is_corrected=True))
                at += size
                break
        else:
            at += 1
    return found


def _item(parts: Sequence[Token], left: Sequence[int]) -> Span:
    """An item that nobody knows, with the names it may stand for."""
    together = spelling.read(joined([parts[at] for at in left])).candidates if len(left) > 1 else ()
    single = [name for at in left for name in spelling.read(parts[at].text).candidates]
    candidates = tuple({name.target: name for name in (*together, *single)}.values())
    return Span(left[0], left[-1] + 1, None, candidates[: spelling.MOST_CANDIDATES])
