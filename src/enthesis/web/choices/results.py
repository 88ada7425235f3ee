"""How this clinic's own patients fared, in sentences: of everyone who began, or that nobody has counted."""

from collections.abc import Sequence

from enthesis.clinic.models import Clinic
from enthesis.clinic.own_results import INDICATOR, OwnResults, has_counted, own_results, results_of
from enthesis.clinic.results.public import published
from enthesis.pathway.decision_aid import Aid


def results_for(aid: Aid, clinic: Clinic | None, *, is_public: bool) -> Sequence[str]:
    """English sentences of the knowledge. The figures are for the clinic's own people, unless it publishes them.

    What is public is of everybody who began, whatever part of the body was treated: it is told as it was published.
    """
    if is_public:
        found = published(clinic) if clinic is not None else None
        if found is not None:
            labels = aid.shared.labels
            return (labels["own-public"], *results_told(aid, results_of(found.results.of(INDICATOR))))
        return (aid.shared.labels["own-not-public" if has_counted() else "not-counted"],)
    return results_told(aid, own_results(clinic, aid.regions))


def results_told(aid: Aid, results: OwnResults | None) -> Sequence[str]:
    """The same of counts that are there already."""
    labels = aid.shared.labels
    if results is None:
        return (labels["not-counted"],)
    if results.is_too_few:
        return (labels["own-few"],)
    figures = {
        "began": results.began,
        "answered": results.answered,
        "better": results.better,
        "weeks": results.weeks,
        "best": results.best,
    }
    return (labels["own-began"].format_map(figures),)
