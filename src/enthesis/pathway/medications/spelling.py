"""Typing errors: when a name that nobody knows may be read as one that somebody does, and when it may not.

A wrong correction can hurt, a missing one costs a question. So:

- names of fewer than 5 letters are never corrected; 5 to 7 letters may differ by one slip, longer ones by two
  (a slip is a letter too many, missing, wrong, or two swapped; a name that only sounds the same is half a slip away);
- the first sound must be right;
- names of drugs that are not in the list compete too, so that none of them is taken for a misspelt one;
- a second drug that fits nearly as well makes it ambiguous. Reading it as a drug that may be paused needs a whole slip
  more of distance from every drug that may not be.

What is close and not close enough is named to a person as a question.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.names import How, Name, names

SHORTEST = 5
MOST_CANDIDATES = 5
MOST_SLIPS = 4
SOUNDS_ALIKE = 0.5
_ALIKE = (  # written, spoken; in this order
    *(("ph", "f"), ("ck", "k"), ("qu", "kw"), ("sch", "s"), ("ch", "k"), ("th", "t"), ("rh", "r")),
    *(("ou", "u"), ("ae", "e"), ("oe", "e"), ("ce", "se"), ("ci", "si"), ("cy", "si")),
    *(("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"), ("y", "i"), ("w", "v")),
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a misspelt name may mean: one name with certainty, or candidates, or nothing."""

    read_as: Name | None = None
    candidates: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class _Near:
    name: Name
    slips: float
    length: int  # of the shorter of the two
    longer: int
    same_start: bool


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """A spelling by sound, rough on purpose: alike letters one, doubled letters single."""
    if word.startswith("x"):
        word = "s" + word[1:]
    for written, spoken in _ALIKE:
        word = word.replace(written, spoken)
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


@cache
def _known() -> tuple[list[str], list[str], list[Name]]:
    """The names that may be meant: as written, by sound, and what they stand for."""
    found = [
        (known, sound(known), name)
        for known, name in names().items()
        if len(known) >= SHORTEST and known.isalpha() and name.how is not How.UNNAMED
    ]
    return [one[0] for one in found], [one[1] for one in found], [one[2] for one in found]


def allowed(length: int) -> int:
    """How many slips a correction may bridge in a name of this many letters."""
    if length < SHORTEST:
        return 0
    return 1 if length < 8 else 2  # not a limit: letters


def _worth_asking(near: _Near) -> bool:
    most = 2 if near.length < 8 else 3 if near.length < 12 else 4  # not a limit: letters
    return near.slips <= most and 1 - near.slips / near.longer >= 0.65


@lru_cache(maxsize=4096)
def read(word: str, beyond_the_list: bool = True) -> Spelling:
    """How an unknown word may be read. `word` is a key: letters only, tidied.

    `beyond_the_list=False` leaves the names out that only guard against a wrong correction; the tests use it to
    measure how much the other rules hold back by themselves.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return Spelling()
    nearest = _nearest(word, beyond_the_list)
    if not nearest:
        return Spelling()
    best = nearest[0]
    rivals = nearest[1:]
    listed = tuple(
        near.name
        for near in nearest
        if near.name.how is not How.NOT_LISTED and near.slips <= best.slips + 1 and _worth_asking(near)
    )[:MOST_CANDIDATES]
    if best.name.how is How.NOT_LISTED or best.slips > allowed(best.length) or not best.same_start:
        return Spelling(candidates=listed)
    if any(_disputes(rival, best) for rival in rivals):
        return Spelling(candidates=listed)
    return Spelling(read_as=best.name)


def _nearest(word: str, beyond_the_list: bool) -> list[_Near]:
    heard = sound(word)
    written, spoken, meant = _known()
    found: dict[str, _Near] = {}
    near_ones = process.extract(word, written, scorer=OSA.distance, processor=None, score_cutoff=MOST_SLIPS, limit=None)
    for known, raw, at in near_ones:
        name = meant[at]
        if name.how is How.NOT_LISTED and not beyond_the_list:
            continue
        slips = min(float(raw), SOUNDS_ALIKE + OSA.distance(heard, spoken[at]))
        lengths = sorted((len(word), len(known)))
        near = _Near(name, slips, lengths[0], lengths[1], same_start=heard[0] == spoken[at][0])
        before = found.get(name.target)
        if before is None or (slips, not near.same_start) < (before.slips, not before.same_start):
            found[name.target] = near
    return sorted(found.values(), key=lambda near: (near.slips, not near.same_start, near.name.written))


def _disputes(rival: _Near, best: _Near) -> bool:
    """Whether a second reading is too near for the first to be taken."""
    distance = rival.slips - best.slips
    if distance <= 0.5:
        return True
    if best.slips == SOUNDS_ALIKE or distance > 1:
        return False
    is_risky = _may_be_paused(best.name) and _guarded(rival.name) and rival.same_start
    return best.slips > 1 or is_risky


def _guarded(name: Name) -> bool:
    """A name beyond the list, or of a drug that only its prescriber may stop."""
    return name.how is How.NOT_LISTED or any(library().drugs[drug].prescriber_only for drug in name.drugs)


def _may_be_paused(name: Name) -> bool:
    drugs = [library().drugs[drug] for drug in name.drugs]
    return bool(drugs) and all(drug.may_be_paused for drug in drugs)
