"""Reads the words of a questionnaire from a file, our YAML or FHIR R4 JSON, and holds them against the definition.

examined = read_text(path.read_bytes(), "koos.yaml", load())
examined.text          # the words, or None where something speaks against them
examined.findings      # everything that was found, each with its place and the way on; nothing is half-loaded
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from enthesis.pathway.finding import Finding
from enthesis.pathway.instruments.definition import Instrument
from enthesis.pathway.instruments.text import InstrumentText, Said
from enthesis.pathway.instruments.text_checks import settled
from enthesis.pathway.instruments.text_draft import Complaints, Place, RawText, shortened
from enthesis.pathway.instruments.text_fhir import instrument_of, read_fhir, read_json
from enthesis.pathway.instruments.text_yaml import read_yaml
from enthesis.pathway.protocol.complaint import did_you_mean

LARGEST = 300_000  # bytes; the longest questionnaire here has 42 items


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """What reading a file came to. Levels of the findings: `refuse` (it cannot be used) and `warn` (look at it)."""

    text: InstrumentText | None
    findings: tuple[Finding, ...]
    instrument: str = ""  # whose words they are, as far as that is known

    @property
    def is_usable(self) -> bool:
        return self.text is not None


def read_text(
    data: bytes | str,
    name: str,
    known: Mapping[str, Instrument],
    said: Said = Said(),  # noqa: B008 - frozen: nobody can change it between two calls
    *,
    instrument: str = "",
    today: date | None = None,
) -> Examined:
    """Read and check a file; `instrument` is which one it has to be, where the caller knows. Never raises for a file.

    `today` is the day on which a stated end of the licence is looked at.
    """
    complaints = Complaints()
    words = _decoded(data, name, complaints)
    if words is None:
        return Examined(text=None, findings=tuple(complaints.findings), instrument=instrument)
    is_json = words.lstrip()[:1] in ("{", "[")
    if is_json:
        resource = read_json(words, name, complaints)
        named = instrument_of(resource, known) if resource is not None else ""
        definition = _definition(named, instrument, known, name, complaints) if resource is not None else None
        raw = read_fhir(resource, name, definition, complaints) if resource is not None and definition else None
    else:
        raw = read_yaml(words, name, complaints)
        definition = _definition(raw.instrument, instrument, known, name, complaints) if raw is not None else None
    text = _settled(raw, definition, said, complaints, today)
    return Examined(
        text=text, findings=tuple(complaints.findings), instrument=definition.id if definition else instrument
    )


def _settled(
    raw: RawText | None, definition: Instrument | None, said: Said, complaints: Complaints, today: date | None
) -> InstrumentText | None:
    return settled(raw, definition, said, complaints, today) if raw is not None and definition is not None else None


def _decoded(data: bytes | str, name: str, complaints: Complaints) -> str | None:
    place = Place(name)
    if len(data) > LARGEST:
        says = f"The file has {len(data):,} bytes; {LARGEST:,} are the most."
        complaints.tell("too-large", says, "Check that it is the right file.", place)
        return None
    try:
        words = data if isinstance(data, str) else data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        says = f"Not UTF-8 text (byte {problem.start})."
        complaints.tell("not-utf8", says, "Save it as UTF-8 and try again.", place)
        return None
    if "\0" in words:
        complaints.tell("not-text", "The file is not text.", "Give a YAML or JSON file.", place)
        return None
    return words.removeprefix("\ufeff")


def _definition(
    named: str, wanted: str, known: Mapping[str, Instrument], name: str, complaints: Complaints
) -> Instrument | None:
    """Whose words the file holds. The file and the caller have to mean the same, and words of ours are not replaced."""
    place = Place(name)
    chosen = named or wanted
    if not chosen:
        remedy = f"Name one of: {', '.join(each.id for each in known.values() if not each.words)}."
        complaints.tell("no-instrument", "The file does not say whose words it holds.", remedy, place)
        return None
    if chosen not in known:
        says = f'"{shortened(chosen)}" is no instrument that Enthesis can score.'
        complaints.tell("unknown-instrument", says, did_you_mean(chosen, known), place)
        return None
    if named and wanted and named != wanted:
        says = f"The file holds {known[named].name}, not {known[wanted].name if wanted in known else wanted}."
        complaints.tell("another-instrument", says, "Load it under its own name.", place)
        return None
    if known[chosen].words:
        says = f"{known[chosen].name} ships with plain words of our own."
        complaints.tell("own-words", says, "There is nothing to load: patients can answer it now.", place)
        return None
    return known[chosen]
