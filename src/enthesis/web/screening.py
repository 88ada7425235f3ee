"""The screening of a course's answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from enthesis.pathway.candidacy import BadAnswer, RuleSet, Screening, Stage, next_page, screen, shipped, what_follows
from enthesis.pathway.candidacy.model import Question
from enthesis.pathway.candidacy.reading import read_regions
from enthesis.pathway.course import Course


def region_of(course: Course, rules: RuleSet | None = None) -> tuple[str, ...]:
    """The region that a course is about, as the rules call it; none where they do not know it."""
    try:
        return read_regions(rules or shipped(), [course.region] if course.region else [])
    except BadAnswer:
        return ()


def screened(answers: Mapping[str, Any], regions: Sequence[str], stage: Stage = Stage.EVALUATION) -> Screening:
    """What the rules say to some answers. Raises `BadAnswer`."""
    said = {**what_follows(answers), **answers}
    return screen(said, list(regions), stage=stage)


def page_to_ask(answers: Mapping[str, Any], regions: Sequence[str], stage: Stage = Stage.EVALUATION) -> list[Question]:
    """The next few questions; empty where nothing is left that matters."""
    return next_page(answers, list(regions), stage=stage)
