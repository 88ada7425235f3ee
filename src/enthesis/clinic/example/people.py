"""Who comes to the example clinic. Every name ends in "Example": nobody in here is a real person."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from enthesis.clinic.example.story import Story
from enthesis.clinic.profiles import EMAIL, NO_MESSAGES, SMS, Profile
from enthesis.pathway.protocol.model import Protocol

FIRST_NAMES = (
    "Ada", "Amir", "Anke", "Bela", "Bruna", "Carl", "Chidi", "Dana", "Dinesh", "Edda", "Emre", "Fatou", "Felix",
    "Gita", "Goran", "Hana", "Hugo", "Ines", "Ivo", "Jale", "Jonas", "Kaja", "Kofi", "Lena", "Luca", "Mara",
    "Milan", "Nadia", "Nils", "Olga", "Omar", "Petra", "Pablo", "Quinn", "Rana", "Rolf", "Sara", "Stefan", "Tala",
    "Tomas", "Uma", "Udo", "Vera", "Viktor", "Wanda", "Willem", "Xenia", "Yara", "Yusuf", "Zoe", "Zoran", "Alma",
    "Boris", "Clara", "Derek", "Elif", "Farid", "Greta", "Henri", "Iris", "Jan", "Kira", "Levi", "Mina",
    "Nora", "Otto", "Pia", "Ravi", "Selma", "Timo", "Ursel", "Vito", "Wim", "Xaver", "Yves", "Zita", "Anton", "Berta",
    "Cem", "Dora", "Egon", "Flora", "Gero", "Heidi", "Imre", "Jutta", "Kamil", "Lore", "Merle", "Niko", "Ole", "Paula",
    "Rafi", "Sina", "Theo", "Ute", "Vida", "Zeno",
)  # fmt: skip
# How many days ago the courses of one protocol began: every stage, from today's newcomer to the last follow-up.
AGES_IN_DAYS = (1, 9, 34, 66, 118, 215, 480)
# Earlier courses, so that outcomes can be counted: most of them are over.
EARLIER_IN_DAYS = (165, 290, 430)
EARLIER_SHOWN_IN_DAYS = (
    140,
    150,
    165,
    180,
    200,
    230,
    290,
    350,
    430,
)  # of the protocol that is shown, whose gate few reach otherwise
# How the course of that age goes, turn about over the protocols; "" goes its way.
ENDINGS = (
    ("waits", ""),
    ("",),
    ("", "concern", "", "withdrew"),
    ("", "paused", ""),
    ("", "lost", ""),
    ("", "not-suitable"),
    ("",),
)
SHOWN = "nutura-back"  # the protocol of the patient who signs in as the patient of the example
TARGETS = ("walk to the market and back", "carry my grandchild", "sit through a whole film", "climb the stairs at work")
REFERRERS = ("", "Dr R. Made-up Example\n2 Sample Street\nSampletown", "Sample Street Practice (made up)\nSampletown")
PROBLEMS = {"back": ("low back pain", ("",)), "knee": ("pain of the knee", ("left", "right"))}


@dataclass(frozen=True, slots=True)
class Patient:
    """A made-up person, and the courses they came with."""

    profile: Profile
    courses: tuple[tuple[Protocol, Story, int], ...]  # protocol, story, days ago


def patients(protocols: list[Protocol], seed: int, today: date) -> Iterator[Patient]:
    """About 90 people over all protocols and every stage, the same for the same seed and day."""
    rng = Random(seed)  # noqa: S311  made-up data, no secret
    names = iter(FIRST_NAMES)
    yield from _of_every_stage(protocols, seed, today, rng, names)
    yield from _earlier(protocols, seed, today, names)


def _of_every_stage(
    protocols: list[Protocol], seed: int, today: date, rng: Random, names: Iterator[str]
) -> Iterator[Patient]:
    for place, protocol in enumerate(protocols):
        for turn, ago in enumerate(AGES_IN_DAYS):
            ends = ENDINGS[turn][place % len(ENDINGS[turn])]
            born = date(today.year - rng.randint(28, 74), rng.randint(1, 12), rng.randint(1, 28))
            first = next(names, None)
            if first is None:
                return
            name, target = f"{first} Example", TARGETS[place % len(TARGETS)]
            story = replace(_story(protocol, rng, ends), name=name, target=target)
            profile = _profile(first, born, seed)
            courses = [(protocol, story, ago + rng.randint(0, 3))]
            if protocol.id == SHOWN and turn == 4:  # two problems: two courses, one agenda; and a well-kept diary
                knee = next((other for other in protocols if other.regions == ("knee",)), protocol)
                kept = replace(story, writes=0.93, responds=True, ends="", drugs=(), prescriber_only=())
                courses = [
                    (protocol, kept, ago),
                    (knee, replace(_story(knee, rng, ""), name=name, target=target), ago // 3),
                ]
                profile = replace(profile, language="en", messages=EMAIL)
            yield Patient(profile, tuple(courses))


def _earlier(protocols: list[Protocol], seed: int, today: date, names: Iterator[str]) -> Iterator[Patient]:
    """Those who were treated before most of the others. Luck of their own: they change nobody else's course."""
    rng = Random(f"{seed}/earlier")  # noqa: S311  made-up data, no secret
    for place, protocol in enumerate(protocols):
        for ago in EARLIER_SHOWN_IN_DAYS if protocol.id == SHOWN else EARLIER_IN_DAYS:
            first = next(names, None)
            if first is None:
                return
            born = date(today.year - rng.randint(28, 74), rng.randint(1, 12), rng.randint(1, 28))
            target = TARGETS[(place + 1) % len(TARGETS)]
            story = replace(_story(protocol, rng, ""), name=f"{first} Example", target=target)
            yield Patient(_profile(first, born, seed), ((protocol, story, ago + rng.randint(0, 3)),))


def _profile(first: str, born: date, seed: int) -> Profile:
    """How the clinic reaches somebody: numbers that nobody has, and addresses that lead nowhere."""
    rng = Random(f"{seed}/{first}")  # noqa: S311  made-up data, no secret
    return Profile(
        f"{first} Example",
        born,
        telephone=f"555 {100 + FIRST_NAMES.index(first):04}",
        email=address(first),
        language=rng.choice(("en", "en", "en", "", "es")),
        messages=rng.choice((EMAIL, EMAIL, EMAIL, SMS, NO_MESSAGES)),
        referrer=rng.choice(REFERRERS),
    )


def address(first: str) -> str:
    """The address of somebody of the example. Nothing can be sent to it: the name `test` belongs to nobody."""
    return f"{first.lower()}@example.test"


def _story(protocol: Protocol, rng: Random, ends: str) -> Story:
    region = protocol.regions[0] if protocol.regions[0] in PROBLEMS else "back"
    problem, sides = PROBLEMS[region]
    side = rng.choice(sides)
    on_clopidogrel = rng.random() < 0.12
    return Story(
        problem=f"pain of the {side} knee" if side else problem,
        region=region,
        side=side,
        pain=rng.randint(5, 8),
        responds=rng.random() < 0.7,
        writes=rng.choice((0.95, 0.85, 0.7, 0.4)),
        answers=rng.choice((0.95, 0.8, 0.6)),
        drugs=("clopidogrel 75 mg",) if on_clopidogrel else rng.choice(((), ("acetaminophen 500 mg",), ("ibuprofen",))),
        prescriber_only=("clopidogrel 75 mg",) if on_clopidogrel else (),
        ends=ends,
        weight_kg=rng.randint(52, 104),
    )
