"""What speaks against a patient's answers after a decision aid."""

from collections.abc import Iterator

from enthesis.pathway import events as e
from enthesis.pathway.checks.case import Case, refuse
from enthesis.pathway.decision_aid.model import NO, NOT_SURE, OPTIONS, STEPS, UNDECIDED, YES
from enthesis.pathway.finding import Finding

MOST_ANSWERS = 40


def check_values(case: Case, event: e.ValuesAnswered) -> Iterator[Finding]:
    """They name the aid and say something, in the words that the page offers."""
    if not event.aid.strip():
        yield refuse("aid-missing", "It is not said which decision aid was shown.", "Give its name and version.", "aid")
    if not (event.matters or event.leans or event.checks or event.words.strip()):
        yield refuse("nothing-said", "Nothing was answered.", "Answer at least one question.", "matters")
    if event.leans not in ("", UNDECIDED, *OPTIONS):
        says = f'"{event.leans:.40}" is no way of a decision aid.'
        yield refuse("out-of-range", says, f"Give {', '.join(OPTIONS)} or {UNDECIDED}.", "leans")
    for field, answers, known in (
        ("matters", event.matters or {}, STEPS),
        ("checks", event.checks or {}, (YES, NO, NOT_SURE)),
    ):
        if len(answers) > MOST_ANSWERS:
            yield refuse("out-of-range", f"{len(answers)} answers.", f"Give {MOST_ANSWERS} at most.", field)
        wrong = next((said for said in answers.values() if said not in known), None)
        if wrong is not None:
            yield refuse("out-of-range", f'"{wrong!s:.40}" is no answer.', f"Give {', '.join(known)}.", field)
