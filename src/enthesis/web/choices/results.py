"""How this clinic's own patients fared, in sentences: of everyone who began, or that nobody has counted."""

from collections.abc import Sequence

from enthesis.clinic.models import Clinic
from enthesis.clinic.own_results import INDICATOR, OwnResults, has_counted, own_results, results_of
from enthesis.clinic.results.public import published
from enthesis.pathway.decision_aid import Aid


def results_for(aid: Aid, clinic: Clinic | None, *, is_public: bool) -> Sequence[str]:
    """English sentences of the knowledge. The figures are for the clinic's own people, unless it publishes them.

    What is public is of all parts of the body together: it is told as it was published. That there are too few to show
    any is told to everybody, as it is told to the clinic's own people.
    """
    if not is_public:
        return results_told(aid, own_results(clinic, aid.regions))
    labels = aid.shared.labels
    found = published(clinic) if clinic is not None else None
    if found is not None:
        told = (labels["own-public"], *results_told(aid, results_of(found.results.of(INDICATOR))))
        return (*told, labels["own-public-old"]) if found.is_old else told
    if not has_counted():
        return (labels["not-counted"],)
    own = own_results(clinic, aid.regions, is_kept=True)
    return results_told(aid, own) if own is not None and own.is_too_few else (labels["own-not-public"],)


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
