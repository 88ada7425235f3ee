"""A forecast in the patient's words: the only way to show one to a patient, and never without how many it rests on."""

from collections.abc import Iterator

from enthesis.outcomes.growth.shapes import Forecast
from enthesis.pathway.outlook import Outlook
from enthesis.pathway.outlook import shipped as outlook_shipped
from enthesis.pathway.outlook_words import OutlookWords, shipped, tenth

_NAMES = {13: "thirteen-weeks", 26: "twenty-six-weeks", 52: "fifty-two-weeks"}
_YEAR = 52


def for_patient(
    forecast: Forecast, words: OutlookWords | None = None, outlook: Outlook | None = None
) -> tuple[str, ...]:
    """The sentences in order, in English; each has its translation (`enthesis.pathway.languages.say`)."""
    return tuple(_sentences(forecast, words or shipped(), outlook or outlook_shipped()))


def _sentences(forecast: Forecast, words: OutlookWords, outlook: Outlook) -> Iterator[str]:
    yield words.say("what")
    if forecast.n < outlook.least_shown:
        yield words.say("learned-from-few", n=outlook.least_shown)
    else:
        yield words.say("learned-from", n=forecast.n, of=forecast.n_all)
    for horizon in forecast.horizons:
        low, high = pain(horizon.range80.low), pain(horizon.range80.high)
        yield words.say(_NAMES[horizon.week], low=low, high=high)
        if horizon.goal is not None and forecast.goal is not None:
            name = f"goal-{_NAMES[horizon.week]}"
            yield words.say(name, goal=tenth(forecast.goal), chance=of_hundred(horizon.goal))
    if forecast.goal is None:
        yield words.say("no-goal")
    else:
        yield from words.about_goal(forecast.goal, forecast.baseline, forecast.last)
    yield words.say("not-you")
    yield words.say("not-an-effect")
    yield _further(forecast, words)
    yield words.say("missing")
    yield words.say("changes")


def _further(forecast: Forecast, words: OutlookWords) -> str:
    year = next((each.further for each in forecast.horizons if each.week == _YEAR), None)
    if year is None or not year.can_tell or year.with_more is None or year.without is None:
        return words.say("cannot-tell")
    difference = year.difference
    if difference is not None and difference.low <= 0 <= difference.high:
        return words.say("cannot-tell")
    return words.say("compared", chance=of_hundred(year.with_more), without=of_hundred(year.without))


def pain(value: float) -> str:
    """A pain to the nearest half: 3, 3.5. Nothing finer can be felt, or is known.

    >>> pain(3.26), pain(2.9)
    ('3.5', '3')
    """
    half = round(value * 2) / 2
    return f"{half:g}"


def of_hundred(chance: float) -> int:
    """People of a hundred; never none and never all, for neither is known.

    >>> of_hundred(0.347), of_hundred(0.999)
    (35, 99)
    """
    return min(99, max(1, round(chance * 100)))
