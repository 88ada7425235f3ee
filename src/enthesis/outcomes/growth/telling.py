"""A forecast in the patient's words: the only way to show one to a patient, and never without how many it rests on."""

from collections.abc import Iterator
from datetime import date, timedelta

from enthesis.outcomes.growth.shapes import BEFORE_REGISTRY, DAYS, NOT_YET, Forecast
from enthesis.pathway.outlook import Outlook
from enthesis.pathway.outlook import shipped as outlook_shipped
from enthesis.pathway.outlook_words import OutlookWords, month_of, outwards, shipped, tenth

_NAMES = {13: "thirteen-weeks", 26: "twenty-six-weeks", 52: "fifty-two-weeks"}
_YEAR = 52


def for_patient(
    forecast: Forecast, first: date, words: OutlookWords | None = None, outlook: Outlook | None = None
) -> tuple[str, ...]:
    """The sentences in order, in English; each has its translation (`enthesis.pathway.languages.say`).

    `first`: the day of the first injection, from which all times count.
    """
    return tuple(_sentences(forecast, first, words or shipped(), outlook or outlook_shipped()))


def _sentences(forecast: Forecast, first: date, words: OutlookWords, outlook: Outlook) -> Iterator[str]:
    yield words.say("what")
    yield " ".join(_rests_on(forecast, words, outlook))
    for horizon in forecast.horizons:
        low, high = map(tenth, outwards(horizon.range80.low, horizon.range80.high))
        when = month_of(first + timedelta(days=DAYS * horizon.week))
        yield words.say(_NAMES[horizon.week], when=when, low=low, high=high)
        if horizon.goal is not None and forecast.goal is not None:
            name = f"goal-{_NAMES[horizon.week]}"
            yield words.say(name, goal=tenth(forecast.goal), when=when, chance=of_hundred(horizon.goal))
    if forecast.goal is None:
        yield words.say("no-goal")
    else:
        yield from words.about_goal(forecast.goal, forecast.baseline, forecast.last)
    yield words.say("not-you")
    yield words.say("not-an-effect")
    yield _further(forecast, words)
    yield words.say("missing")
    yield words.say("changes")


def _rests_on(forecast: Forecast, words: OutlookWords, outlook: Outlook) -> Iterator[str]:
    if forecast.learned == NOT_YET:
        yield words.say("not-learned-yet")
        return
    if forecast.n < outlook.least_shown:
        yield words.say("learned-from-few", n=outlook.least_shown)
    else:
        yield words.say("learned-from", n=forecast.n, of=forecast.n_all)
    if forecast.learned == BEFORE_REGISTRY:
        yield words.say("learned-before")


def _further(forecast: Forecast, words: OutlookWords) -> str:
    year = next((each.further for each in forecast.horizons if each.week == _YEAR), None)
    if year is None or not year.can_tell or year.with_more is None or year.without is None:
        return words.say("cannot-tell")
    difference = year.difference
    if difference is not None and difference.low <= 0 <= difference.high:
        return words.say("cannot-tell")
    return words.say("compared", chance=of_hundred(year.with_more), without=of_hundred(year.without))


def of_hundred(chance: float) -> int:
    """People of a hundred; never none and never all, for neither is known.

    >>> of_hundred(0.347), of_hundred(0.999)
    (35, 99)
    """
    return min(99, max(1, round(chance * 100)))
