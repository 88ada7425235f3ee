"""How this clinic's own patients fared, in sentences: with everyone who began, or that nobody has counted."""

from collections.abc import Sequence

from enthesis.clinic.own_results import OwnResults
from enthesis.pathway.decision_aid import Aid


def results_told(aid: Aid, results: OwnResults | None) -> Sequence[str]:
    """English sentences of the knowledge, filled in."""
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
        "worst": results.better,
    }
    return (labels["own-began"].format_map(figures),)
