"""Which words of a sentence are denied: "no fever, chills or weakness", "denied chest pain", "weakness: none".

The rule of thumb is that a sign that may be meant is heard: a denial goes only as far as it plainly reaches.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enthesis.pathway.triage.tokens import Token
from enthesis.pathway.triage.vocabulary import Denial, Words, first_place

_JOINS = frozenset({",", "and", "or", "nor", "/", ":", "(", ")"})
_CHOICE = frozenset({"or", "nor", "/"})
_SMALL = frozenset({"any", "a", "an", "the", "of", "new", "other", "further", "significant", "or", "nor", "also"})
_SHORT = 4  # not a limit: words of an item in a list that ends with "or"


@dataclass(frozen=True, slots=True)
class _Piece:
    """The words between two joints of a sentence, and the joint before them."""

    join: str
    start: int
    end: int

    def indexes(self) -> range:
        return range(self.start, self.end)


def denied_words(sentence: Sequence[Token], signs: Sequence[frozenset[int]], denial: Denial) -> frozenset[int]:
    """The indexes of the denied words. `signs` are the indexes of every phrase that was found."""
    pieces = list(_pieces(sentence))
    inside = frozenset().union(*signs) if signs else frozenset()
    denied: set[int] = set()
    for place in _cues(sentence, denial.before):
        if not inside.isdisjoint(place) or _of_something_else(sentence, place.stop, denial):
            continue
        strong = first_place(denial.verbs, sentence, place) is not None
        denied |= _forward(sentence, pieces, place.stop, signs, denial, strong)
    for place in _cues(sentence, denial.after):
        if inside.isdisjoint(place):
            denied |= _backward(sentence, pieces, place, signs)
    return frozenset(denied)


def _pieces(sentence: Sequence[Token]) -> Iterator[_Piece]:
    join, start = "", 0
    for index, token in enumerate(sentence):
        if token.word in _JOINS:
            if index > start:
                yield _Piece(join, start, index)
                join = token.word
            elif token.word in _CHOICE or not join:
                join = token.word  # ", or" is "or"
            start = index + 1
    if start < len(sentence):
        yield _Piece(join, start, len(sentence))


def _cues(sentence: Sequence[Token], cues: Sequence[Words]) -> Iterator[range]:
    at = 0
    while (place := first_place(cues, sentence, range(at, len(sentence)))) is not None:
        yield place
        at = place.stop


def _of_something_else(sentence: Sequence[Token], after: int, denial: Denial) -> bool:
    return first_place(denial.denies_something_else, sentence, range(after, min(after + 1, len(sentence)))) is not None


def _forward(
    sentence: Sequence[Token],
    pieces: Sequence[_Piece],
    after: int,
    signs: Sequence[frozenset[int]],
    denial: Denial,
    strong: bool,
) -> set[int]:
    here = next((number for number, piece in enumerate(pieces) if piece.start <= after < piece.end), None)
    if here is None:
        return set()
    if sentence[after].word in denial.subjects:  # "no patient had fever"
        denied, ended = set(range(after, pieces[here].end)), False
    else:
        denied, ended = _until_end(sentence, range(after, pieces[here].end), denial, after)
    # "no fever, chills" and "not weak, numb or dizzy"; not "not ok, chest pain", nor "not weak, chest pain"
    is_list = any(sign <= denied for sign in signs) and (
        sentence[after].word not in denial.states or _list_ends_with_or(pieces[here + 1 :])
    )
    for number in range(here + 1, len(pieces)):
        piece = pieces[number]
        if ended or not (is_list or piece.join in _CHOICE):
            break
        if not _goes_on(sentence, pieces, number, signs, denial, strong):
            break
        more, ended = _until_end(sentence, piece.indexes(), denial, after)
        denied |= more
    return denied


def _until_end(sentence: Sequence[Token], reach: range, denial: Denial, after: int) -> tuple[set[int], bool]:
    """The words up to one that ends a denial; one right after the cue ("has not had") or after "that" ends nothing."""
    found: set[int] = set()
    for index in reach:
        if sentence[index].word in denial.ends and index != after and sentence[index - 1].word != "that":
            return found, True
        found.add(index)
    return found, False


def _goes_on(
    sentence: Sequence[Token],
    pieces: Sequence[_Piece],
    number: int,
    signs: Sequence[frozenset[int]],
    denial: Denial,
    strong: bool,
) -> bool:
    piece = pieces[number]
    words = [sentence[index].word for index in piece.indexes()]
    if piece.join in _CHOICE:
        return True
    noun = denial.states.isdisjoint(words)  # "no fever, chills"; not "no fever, legs numb"
    if piece.join == ",":
        return (noun and _is_bare(sentence, piece, signs)) or _list_ends_with_or(pieces[number:])
    if piece.join == "and":
        return (noun and _is_bare(sentence, piece, signs)) or (strong and len(words) <= 3)
    return False


def _is_bare(sentence: Sequence[Token], piece: _Piece, signs: Sequence[frozenset[int]]) -> bool:
    """Nothing but a sign: "chills" in "no fever, chills"; not "swelling of the knee since Monday"."""
    named = frozenset().union(*(sign for sign in signs if sign <= frozenset(piece.indexes())))
    left = [index for index in piece.indexes() if index not in named and sentence[index].word not in _SMALL]
    return bool(named) and not left


def _list_ends_with_or(pieces: Sequence[_Piece]) -> bool:
    for piece in pieces:
        if piece.join in _CHOICE:
            return True
        if piece.join != "," or piece.end - piece.start > _SHORT:
            return False
    return False


def _backward(
    sentence: Sequence[Token], pieces: Sequence[_Piece], cue: range, signs: Sequence[frozenset[int]]
) -> set[int]:
    """What stands before "was denied", "none reported" or ": no"; a cue with a sign behind it looks forward instead."""
    here = next(number for number, piece in enumerate(pieces) if piece.start <= cue.start < piece.end)
    behind = frozenset(range(cue.stop, pieces[here].end))
    denied = set(range(pieces[here].start, cue.start))
    joins = pieces[here].join
    bare_no = sentence[cue.start].word == "no"
    if any(not behind.isdisjoint(sign) for sign in signs) or ((not denied or bare_no) and joins != ":"):
        return set()
    for number in range(here - 1, -1, -1):
        if joins not in (",", "and", "or", "/", ":") or not (_is_bare(sentence, pieces[number], signs) or joins == ":"):
            break
        denied |= set(pieces[number].indexes())
        joins = pieces[number].join
    return denied
