"""What each way costs at this clinic: the whole path by the clinic's own estimate; nothing where it states no price."""

from collections.abc import Iterator
from datetime import date

from enthesis.clinic.models import Clinic, CourseRecord
from enthesis.clinic.opening import Seen
from enthesis.clinic.prices import prices_of
from enthesis.clinic.protocols import protocol_of
from enthesis.pathway.decision_aid import Aid, Price, Priced, Prices
from enthesis.pathway.estimate import Estimate, UnreadableEstimate
from enthesis.pathway.estimate.words import words as estimate_words
from enthesis.pathway.prices import PriceList, Terms, estimate_under
from enthesis.pathway.protocol.model import Protocol
from enthesis.web.estimates.telling import given_to

THERAPY = "therapy"


def prices_for(aid: Aid, clinic: Clinic | None, on: date, seen: Seen | None = None) -> Prices:
    """The price of each way that has one; of a course its own protocol, else those that the clinic uses here."""
    found = {"none": Price("price-none")}
    listed = prices_of(clinic.pk) if clinic else None
    given = given_to(seen) if seen else None
    if given is not None:
        found["prolotherapy"] = Price("price-given", (_priced(given.estimate),))
    elif clinic is not None and listed is not None:
        protocols = [seen.protocol] if seen and seen.protocol else _in_use(clinic, aid)
        paths = tuple(path for protocol in protocols for path in _path(listed, protocol, on))
        if paths:
            found["prolotherapy"] = Price("price-list", paths)
    if listed is not None and (each := _each(listed, THERAPY)):
        found["therapy"] = Price("price-list", (Priced("", each=f"{each} {listed.currency}"),))
    return found


def _in_use(clinic: Clinic, aid: Aid) -> list[Protocol]:
    """The protocols for this part of the body that courses of the clinic follow, in the order of their titles."""
    rows = CourseRecord.objects.filter(clinic=clinic).values_list("protocol", "version").distinct()
    known = (protocol_of(clinic.pk, name, version) for name, version in rows)
    fitting = {each.title: each for each in known if each is not None and aid.regions & set(each.regions)}
    return [fitting[title] for title in sorted(fitting)]


def _path(listed: PriceList, protocol: Protocol, on: date) -> Iterator[Priced]:
    try:
        path = _priced(estimate_under(listed, protocol, Terms(on=on)))
    except UnreadableEstimate:
        return
    if path.each or path.total:
        yield path


def _priced(estimate: Estimate) -> Priced:
    """One path: what the estimate says of it, and nothing where it does not say."""
    number, total = estimate.sessions.typical, estimate.totals.by_plan["typical"]
    return Priced(
        estimate.case.protocol.title,
        sessions="" if number is None else str(number),
        each=str(estimate.per_session or ""),
        total="" if total is None else str(total),
    )


def _each(listed: PriceList, kind: str) -> str:
    """The price of one of a kind, where the list names it by a word for it; "" where it does not."""
    known = estimate_words().price_words
    for one in listed.prices:
        if known.get(one.name.strip().casefold().replace(" ", "-")) == kind and one.price[:1].isdigit():
            return one.price
    return ""
