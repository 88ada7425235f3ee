"""What is missing for a language, beyond the files that stand beside others: pages, leaflets, consent, messages."""

from collections.abc import Iterator

from enthesis.clinic.catalogue import read_catalogue
from enthesis.clinic.languages import folder
from enthesis.knowledge import path
from enthesis.pathway.finding import WARN, Finding
from enthesis.pathway.languages import languages
from enthesis.pathway.languages.table import ENGLISH
from enthesis.pathway.messages import shipped

_PAGES = "web/locale/{}/LC_MESSAGES/django.po"


def check_languages() -> Iterator[Finding]:
    """For every language that is begun anywhere: what of it is not there, or not whole."""
    pages = folder()
    catalogues = {file.parts[-3]: file for file in pages.glob("*/LC_MESSAGES/django.po")} if pages else {}
    here = {name: _folders(name) for name in ("patient", "consent")}
    begun = {*catalogues, *languages(), *here["consent"], *here["patient"]} - {ENGLISH}
    for language in sorted(begun):
        name = _PAGES.format(language)
        if language not in catalogues:
            yield _missing(name, "is not there: the pages are not offered in this language.")
        else:
            entries = read_catalogue(catalogues[language].read_text(encoding="utf-8"), name)[1:]
            open_ones = [entry.msgid for entry in entries if not entry.is_whole]
            if open_ones:
                yield _missing(
                    name, f'{len(open_ones)} of {len(entries)} messages have no words, "{open_ones[0]}" first.'
                )
        if language not in languages():
            yield _missing(f"*.{language}.yaml", "no file of the knowledge is translated.")
        for kind, found in here.items():
            if language not in found:
                yield _missing(f"{kind}/{language}/", "is not there: patients read the English one.")
        if language not in shipped().languages:
            yield _missing("messages.yaml", f"has no words in {language}: messages go out in English.")


def _folders(name: str) -> set[str]:
    """The languages that have a folder of their own; leaflets in English stand in none."""
    there = {entry.name for entry in path(name).iterdir() if entry.is_dir()}
    return {code for code in there if len(code) in (2, 3)}


def _missing(name: str, says: str) -> Finding:
    remedy = "Translate it, as docs/languages.md says."
    return Finding(code="language", level=WARN, says=f"{name}: {says}", remedy=remedy, field=name)
