"""Who may be one and the same patient: the same birth date or telephone, and a similar name."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from enthesis.clinic.access import By
from enthesis.clinic.people import Someone, people_of
from enthesis.clinic.profiles import Profile
from enthesis.clinic.search_words import SHORTEST_NUMBER, words_of

ALIKE = 0.75  # of the letters, in order; a choice of this house, to point out and not to decide


def possible_duplicates(profile: Profile, *, clinic: int, by: By, but: Sequence[int] = ()) -> list[Someone]:
    """The patients of a clinic who may be the one of this profile; a person decides. The look is written down."""
    found: dict[int, Someone] = {}
    if profile.born:
        found |= {one.pk: one for one in people_of(by, clinic=clinic, born=profile.born)}
    if sum(sign.isdigit() for sign in profile.telephone) >= SHORTEST_NUMBER:
        found |= {one.pk: one for one in people_of(by, clinic=clinic, telephone=profile.telephone)}
    return [
        one for one in found.values() if one.pk not in but and one.profile is not None and alike(profile, one.profile)
    ]


def alike(one: Profile, other: Profile) -> bool:
    """Whether two profiles have similar names: nearly the same letters, or two words that are the same."""
    return any(_similar(name, also) for name in _names(one) for also in _names(other))


def _similar(one: Sequence[str], other: Sequence[str]) -> bool:
    if len(set(one) & set(other)) >= 2:
        return True
    return SequenceMatcher(None, " ".join(one), " ".join(other)).ratio() >= ALIKE


def _names(profile: Profile) -> list[list[str]]:
    return [sorted(words_of(name)) for name in (profile.name, *profile.known_as)]
