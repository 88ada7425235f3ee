"""How those files are built whose reader takes what it needs and asks no questions about the rest."""

from collections.abc import Mapping

from enthesis.pathway.medications.advice import LEVELS
from enthesis.pathway.upkeep.shapes import (
    HEADER,
    Shape,
    any_text,
    block,
    code,
    codes,
    either,
    listed,
    named_number,
    number,
    of_two,
    one_of,
    table,
    text,
    texts,
    whole,
    yes_no,
)

_sources = listed(code)
_cited = either(code, _sources)
_figure = block({"value": number, "source": _sources})
_values = block({"values": listed(number), "source": _sources})

_ADVICE = block(
    {"code": code, "level": one_of(*LEVELS), "says": text},
    {"remedy": any_text, "to_patient": any_text, "remedy_for_patient": any_text, "sources": _sources},
)
_LIMIT = block(
    {
        "where": one_of("US", "UK", "any"),
        "epinephrine": yes_no,
        "mg_per_kg": number,
        "ceiling_mg": number,
        "source": _sources,
    }
)
_ANAESTHETIC = block(
    {"called": texts, "family": one_of("amide", "ester")},
    {
        "stocks_pct": _values,
        "limits": listed(_LIMIT),
        "seen_for": codes,
        "mg_in_24_hours": number,
        "hours_before_a_repeat": number,
        "hours_counted_together": number,
        "times_source": _sources,
    },
)
_DILUENT = block(
    {"called": texts},
    {
        "strength_when_not_said": number,
        "mosm_per_l": block({"value": number, "source": _sources}, {"strength": number}),
    },
)
_PLAUSIBLE = block(
    {
        "weight_kg": block({"lowest": number, "highest": number, "source": _sources}),
        "total_ml": block({"above": number, "highest": number, "source": _sources}),
        "adult_from_years": block({"value": named_number, "source": _sources}),
        "highest_age_years": _figure,
    }
)
_COLUMN = block(
    {"means": text},
    {"needed": yes_no, "unique": yes_no, "holds": one_of("list", "digits", "sources", "yes_no"), "source": code},
)
_CASE_LINE = {"words": texts}

SHAPES: Mapping[str, Shape] = {
    "medications/acetaminophen.yaml": block(
        {
            **HEADER,
            "drug": code,
            "limits": block(
                {
                    "adult": block({"mg": named_number, "source": _cited}),
                    "prudent": block({"mg": named_number, "source": _cited}),
                    "extended_release": block({"mg": named_number, "strength_mg": number, "source": _cited}),
                    "liver_disease": block({"from_mg": number, "to_mg": number, "source": _cited}),
                    "alcohol": block({"drinks_a_day": whole, "source": _cited}),
                    "light_adult": block({"below_kg": number, "source": _cited}),
                }
            ),
            "extended_release": texts,
        }
    ),
    "medications/advice.yaml": block(
        {
            **HEADER,
            **dict.fromkeys(("advice", "clock", "unsure", "remarks", "diary", "acetaminophen"), table(_ADVICE)),
            "clock_open": listed(block({"side": one_of("before", "after"), "to_patient": text})),
            "clock_classes": listed(block({"covers": codes, "for_patient": text})),
        },
    ),
    "medications/classes.yaml": block(
        {
            **HEADER,
            "typed_sources": _sources,
            "classes": table(
                block({"title": text, "for_patient": text}, {"task": one_of("agreement"), "typed": texts}),
            ),
            "either": listed(block({"typed": texts, "classes": codes, "for_patient": text})),
            "atc_groups": table(code),
        }
    ),
    "medications/holds.yaml": block(
        {
            **HEADER,
            "holds": table(
                block(
                    {
                        "title": text,
                        "classes": codes,
                        "published": listed(
                            block({"source": code, "before": of_two(whole), "after": of_two(whole)}, {"note": text})
                        ),
                        "evidence": text,
                        "evidence_sources": _sources,
                    },
                    {"drugs": codes},
                )
            ),
        }
    ),
    "medications/names.yaml": block(
        {
            **HEADER,
            "sources": _sources,
            "names": table(texts),
            "aspirin": texts,
            "older_atc": table(code),
            "ambiguous": table(codes),
        }
    ),
    "medications/not_listed.yaml": block(
        {
            **HEADER,
            "sources": _sources,
            "names": listed(texts),
            "caution": listed(block({"class": any_text}, {"endings": texts, "words": texts, "atc": codes})),
            "hints": listed(block({"endings": texts, "class": code})),
        }
    ),
    "medications/products.yaml": block(
        {
            **HEADER,
            "sources": _sources,
            "products": listed(
                block({"names": texts, "of": codes}, {"also": texts, "unsure": yes_no, "guarded": text})
            ),
            "unnamed": texts,
        }
    ),
    "medications/reading.yaml": block(
        {
            **HEADER,
            "sources": _sources,
            "forms": table(texts),
            "forms_matter_for": codes,
            "variants": texts,
            "remarks": table(texts),
            "turns": texts,
            "none_taken": texts,
            "aspirin": block({"preventive_up_to_mg": named_number, "preventive": texts, "pain": texts}),
            "noise": text,
        }
    ),
    "solutions.yaml": block(
        {
            **HEADER,
            "dextrose": block(
                {
                    "called": texts,
                    "stocks_pct": _values,
                    "usual_pct": block(
                        {"lowest": number, "highest": number, "source_lowest": _sources, "source_highest": _sources}
                    ),
                    "mosm_per_l_for_1_pct": block({"hydrous": _figure, "anhydrous": _figure}),
                }
            ),
            "anaesthetics": table(_ANAESTHETIC),
            "unnamed_anaesthetic": block({"called": texts}),
            "anaesthetic_mosm_per_l": _figure,
            "diluents": table(_DILUENT),
            "others": table(texts),
            "ignored_words": texts,
            "jurisdictions": table(texts),
            "plausible": _PLAUSIBLE,
            "published_volumes": listed(
                block({"route": texts, "lowest": number, "highest": number, "source": _sources})
            ),
            "draw": block({"up_to_ml": number, "small_ml": number, "usual_ml": number, "source": _sources}),
            "allergies": table(either(texts, block({"words": texts}))),
            "rules": table(block({"level": one_of("refuse", "stop", "warn", "note"), "source": _sources})),
        }
    ),
    "estimate.yaml": block(
        {
            **HEADER,
            "sentences": listed(
                block(
                    {
                        "code": code,
                        "says": text,
                        "remedy": text,
                        "to_patient": text,
                        "patient_does": text,
                        "sources": _sources,
                    }
                )
            ),
            "price_words": table(texts),
        }
    ),
    "cases/words.yaml": block(
        {
            **HEADER,
            "regions": listed(block({"region": code, **_CASE_LINE})),
            "conditions": listed(block({"condition": code, **_CASE_LINE})),
            "events": listed(block({"what": code, "words": texts})),
            "answers": listed(
                block({"variable": code, "value": text, "in": codes, **_CASE_LINE}, {"unless": texts, "at": code})
            ),
            "conditions_open": listed(block(_CASE_LINE)),
            "not_the_patient": listed(block(_CASE_LINE)),
            "ask": listed(block({"variables": codes, "because": text, **_CASE_LINE})),
            "higher_risk": listed(block({"site": code, **_CASE_LINE})),
            "injectates": listed(block({"injectate": text, **_CASE_LINE})),
            "instruments": listed(block({"instrument": code, **_CASE_LINE})),
            "labels": table(text),
            "numbers": table(whole),
        }
    ),
}
TABLE_PAGE = block({**HEADER, "title": text, "columns": table(_COLUMN)}, {"sources": _sources})
