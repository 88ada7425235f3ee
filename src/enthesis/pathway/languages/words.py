"""Which words of the knowledge files a patient reads, each by an id of its own within its file."""

import csv
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from hashlib import sha256
from importlib.resources.abc import Traversable
from typing import TypeAlias

from enthesis.knowledge.layers import file_names
from enthesis.pathway.plain_yaml import Plain, read_plain

Words: TypeAlias = Mapping[str, str]

# File, or a pattern of files -> the fields that are put before patients. Leaflets, consent texts, questionnaires and
# messages have translations of their own kind; everything else of a knowledge file is for clinicians.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "candidacy/questions.yaml": ("title", "text", "help", "never", "yes_text", "unit"),
    "candidacy/regions.yaml": ("for_patient",),
    "candidacy/verdicts.yaml": ("to_patient", "patient_does"),
    "candidacy/contradictions.yaml": ("to_patient",),
    "candidacy/red_flags.yaml": ("to_patient", "patient_does"),
    "candidacy/contraindications.yaml": ("to_patient", "patient_does"),
    "candidacy/prior_care.yaml": ("to_patient", "patient_does"),
    "candidacy/indications.yaml": ("to_patient", "patient_does"),
    "candidacy/alternatives.yaml": ("to_patient", "patient_does"),
    "candidacy/consent.yaml": ("to_patient", "patient_does"),
    "triage/questions.yaml": ("ask", "says", "unit"),
    "triage/rules/*.yaml": ("for_patient", "patient_action", "watch_for", "do_not"),
    "triage/escalation.yaml": ("for_patient",),
    "home/aftercare.yaml": ("says",),
    "home/preparation.yaml": ("says",),
    "programmes/*.yaml": ("title", "says", "name", "how"),
    "estimate.yaml": ("to_patient", "patient_does"),
    "medications/advice.yaml": ("to_patient", "remedy_for_patient", "for_patient"),
    "medications/classes.yaml": ("for_patient",),
    "medications/drugs.csv": ("name", "inn", "name_for_patient"),
    "structures/hazards.yaml": ("to_patient",),
    "structures/index.yaml": (),
    "structures/*.yaml": ("name",),
    "instruments/nrs_pain.yaml": ("name", "ask", "low", "high"),
    "instruments/pgic.yaml": ("name", "ask", "says"),
    "protocols/*.yaml": ("title", "says"),
    "good_faith.yaml": ("says",),
    "evidence/conditions.yaml": ("name", "says", "unknown", "harms", "everywhere"),
    "decision_aid/figures.about.yaml": (),
    "decision_aid/*.yaml": ("title", "short", "text", "often", "says", "label", "ask", "more"),
    "registry/forecast.yaml": ("says",),
    "phrases.yaml": ("says",),
    "fillings.yaml": ("says",),
}
FILLINGS = "fillings.yaml"  # what stands within a blank of a sentence, and nowhere else
TEMPLATES = ("phrases.yaml", FILLINGS)
_IDS = ("id", "variable", "page", "region", "verdict", "code", "side", "covers", "between", "value", "classes")
_MORE = ("urgency",)  # tells two entries of one id apart


def translatable(root: Traversable) -> Iterator[str]:
    """Every file of a knowledge folder that holds words for patients, by its name."""
    for name in file_names(root):
        if not is_translation(name) and fields_of(name):
            yield name


def fields_of(name: str) -> tuple[str, ...]:
    """The fields of a file that a patient reads; none where a patient reads nothing of it."""
    return next((fields for pattern, fields in FIELDS.items() if fnmatchcase(name, pattern)), ())


def is_translation(name: str) -> bool:
    """Whether a file holds another file's words in another language: `home/aftercare.es.yaml`."""
    return language_of(name) != ""


def language_of(name: str) -> str:
    """The language of a translation; "" of every other file."""
    stem = name.removesuffix(".yaml")
    code = stem.rpartition(".")[2] if stem != name and "." in stem else ""
    return code if len(code) in (2, 3) and code.isascii() and code.islower() else ""


def words_of(text: str, name: str) -> Words:
    """The words that a patient reads in the text of a file, by their ids. Raises `NotReadable`."""
    if name.endswith(".csv"):
        return _of_table(text, fields_of(name))
    found: dict[str, str] = {}
    block = read_plain(text, name)
    for key, said in _inside({field: block.plain(field) for field in block}, "", fields_of(name)):
        here, more = key, 1
        while here in found:
            here, more = f"{key}-{more + 1}", more + 1
        found[here] = said
    return found


def _of_table(text: str, fields: tuple[str, ...]) -> Words:
    """The same of a table, by the ids of its lines. What two fields of a line say alike is there once."""
    found: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        said: dict[str, str] = {row[field]: f"{row['id']}.{field}" for field in reversed(fields) if row[field]}
        found.update((key, words) for words, key in reversed(said.items()))
    return found


def digest(words: Words) -> str:
    """What tells whether the words of a file are still those that a translation was made from."""
    return sha256("\n".join(f"{key}\t{said}" for key, said in words.items()).encode()).hexdigest()[:16]


def _inside(value: Plain, at: str, fields: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for place, entry in enumerate(value, 1):
            yield from _inside(entry, f"{at}.{_id(entry, place)}".lstrip("."), fields)
    elif isinstance(value, dict):
        for name, entry in value.items():
            if name not in fields:
                below = at if _holds_entries(entry) and not at else f"{at}.{name}".lstrip(".")
                yield from _inside(entry, below, fields)
            elif isinstance(entry, list):
                yield from ((f"{at}.{name}.{n}", said) for n, said in enumerate(entry, 1) if isinstance(said, str))
            elif isinstance(entry, str) and entry:
                yield f"{at}.{name}".lstrip("."), entry
            else:
                yield from _inside(entry, f"{at}.{name}".lstrip("."), fields)


def _holds_entries(value: Plain) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _id(entry: Plain, place: int) -> str:
    if not isinstance(entry, dict):
        return str(place)
    for name in _IDS:
        said = entry.get(name)
        if said:
            own = "+".join(map(str, said)) if isinstance(said, list) else str(said)
            return "-".join([own, *(str(entry[more]) for more in _MORE if more in entry and name == "verdict")])
    return str(place)
