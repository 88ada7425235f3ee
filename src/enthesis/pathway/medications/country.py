"""Which country's names are used. Two are known; everywhere else the international names are."""

from enthesis.pathway.medications.text import key

_NAMES = {
    "US": ("us", "usa", "unitedstates", "unitedstatesofamerica", "america"),
    "GB": ("gb", "uk", "unitedkingdom", "greatbritain", "britain", "england", "scotland", "wales", "northernireland"),
}


def country_code(typed: str) -> str:
    """ "US" or "GB", or empty for any other country, whose brands nobody has listed."""
    said = key(typed.replace(".", ""))
    return next((code for code, known in _NAMES.items() if said in known), "")
