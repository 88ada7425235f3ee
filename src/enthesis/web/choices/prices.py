"""What each way costs at this clinic: the whole path by the clinic's own estimate; nothing where it states no price."""

from collections.abc import Iterator, Sequence
from datetime import date

from enthesis.clinic.models import Clinic, CourseRecord
from enthesis.clinic.opening import Seen
from enthesis.clinic.prices import prices_of
from enthesis.clinic.protocols import protocol_of
from enthesis.pathway.decision_aid import Aid, Prices
from enthesis.pathway.estimate import Estimate, UnreadableEstimate
from enthesis.pathway.estimate.words import words as estimate_words
from enthesis.pathway.handout.words import sum_told
from enthesis.pathway.prices import PriceList, Terms, estimate_under
from enthesis.pathway.protocol.model import Protocol
from enthesis.web.estimates.telling import given_to

THERAPY = "therapy"


def prices_for(aid: Aid, clinic: Clinic | None, on: date, seen: Seen | None = None) -> Prices:
    """Sentences for each way that has a price; of a course its own protocol, else those that the clinic uses here."""
    labels = aid.shared.labels
    found: dict[str, Sequence[str]] = {"none": (labels["price-none"],)}
    listed = prices_of(clinic.pk) if clinic else None
    given = given_to(seen) if seen else None
    if given is not None:
        found["prolotherapy"] = (labels["price-given"], *_told(given.estimate))
    elif clinic is not None and listed is not None:
        protocols = [seen.protocol] if seen and seen.protocol else _in_use(clinic, aid)
        lines = [line for protocol in protocols for line in _path(listed, protocol, on)]
        if lines:
            found["prolotherapy"] = (labels["price-list"], *lines)
    if listed is not None and (each := _each(listed, THERAPY)):
        found["therapy"] = (labels["price-list"], labels["price-each"].format(amount=f"{each} {listed.currency}"))
    return found


def _in_use(clinic: Clinic, aid: Aid) -> list[Protocol]:
    """The protocols for this part of the body that courses of the clinic follow, in the order of their titles."""
    rows = CourseRecord.objects.filter(clinic=clinic).values_list("protocol", "version").distinct()
    known = (protocol_of(clinic.pk, name, version) for name, version in rows)
    fitting = {each.title: each for each in known if each is not None and aid.regions & set(each.regions)}
    return [fitting[title] for title in sorted(fitting)]


def _path(listed: PriceList, protocol: Protocol, on: date) -> Iterator[str]:
    try:
        estimate = estimate_under(listed, protocol, Terms(on=on))
    except UnreadableEstimate:
        return
    told = _told(estimate)
    if told:
        yield f"{protocol.title}."
        yield from told


def _told(estimate: Estimate) -> tuple[str, ...]:
    """The sum as the estimate says it, without a figure where it is not known."""
    told = sum_told(estimate)
    return (f"{told.says}: {told.figure}.", *told.more) if told.figure else ()


def _each(listed: PriceList, kind: str) -> str:
    """The price of one of a kind, where the list names it by a word for it; "" where it does not."""
    known = estimate_words().price_words
    for one in listed.prices:
        if known.get(one.name.strip().casefold().replace(" ", "-")) == kind and one.price[:1].isdigit():
            return one.price
    return ""
