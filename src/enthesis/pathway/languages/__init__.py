"""What patients read of the knowledge, in other languages.

say("Call the clinic today.", "es")    # "Llame hoy a la clínica."
say("Something else", "de")            # None: nobody has translated it; it is shown in English, marked as English

A language is a file beside each file that it translates (`home/aftercare.es.yaml`), with the same ids and nothing but
words. Leaflets, consent texts, questionnaires and messages have folders and columns of their own for it.
"""

from enthesis.pathway.languages.reading import Translation, check_translations, read_translation
from enthesis.pathway.languages.table import Table, languages, say, table
from enthesis.pathway.languages.words import digest, is_translation, translatable, words_of

__all__ = [
    "Table",
    "Translation",
    "check_translations",
    "digest",
    "is_translation",
    "languages",
    "read_translation",
    "say",
    "table",
    "translatable",
    "words_of",
]
