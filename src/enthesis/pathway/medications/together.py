"""Mentions beside each other: products typed as "a/b", names said twice, a class beside its drug."""

from collections.abc import Sequence
from dataclasses import replace

from enthesis.pathway.medications.drug import Product
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.match import Mention, Remark, Status
from enthesis.pathway.medications.names import How
from enthesis.pathway.medications.spans import Reading, Span

_COMBINES = frozenset({"/", "+", "-", "with"})
_COLD_REMEDY = ("cold", "flu", "cough")


def guarded(mention: Mention) -> Mention:
    """A drug in one product with another that only its prescriber may stop is not the patient's to pause either."""
    if mention.drug is None or mention.product is None or mention.drug.prescriber_only:
        return mention
    partners = [library().drugs[drug] for drug in mention.product.drugs if drug != mention.drug.id]
    strict = next((partner for partner in partners if partner.prescriber_only), None)
    if strict is None or not mention.drug.may_be_paused:
        return mention
    return replace(mention, partner=strict.name, prescriber_only=True)


def combined(reading: Reading, found: Sequence[tuple[int, Mention]]) -> list[Mention]:
    """Two drugs typed as "a/b" or "a + b" are one product; a pause of one is a pause of the other."""
    group = _groups(reading)
    return [_in_product(number, mention, found, group) for number, mention in found]


def _in_product(number: int, mention: Mention, found: Sequence[tuple[int, Mention]], group: Sequence[int]) -> Mention:
    ids = tuple(
        dict.fromkeys(
            one.drug.id for other, one in found if one.drug and not one.product and group[other] == group[number]
        )
    )
    if mention.drug is None or mention.product or len(ids) < 2:
        return mention
    label = " / ".join(library().drugs[one].name for one in ids)
    return guarded(replace(mention, product=Product(name=label, drugs=ids)))


def _groups(reading: Reading) -> list[int]:
    """For each span the number of its group: spans with nothing but a joining sign between them."""
    groups: list[int] = []
    for number, span in enumerate(reading.spans):
        is_joined = number > 0 and _joins(reading, reading.spans[number - 1], span)
        groups.append(groups[-1] if is_joined else number)
    return groups


def _joins(reading: Reading, first: Span, second: Span) -> bool:
    between = [part.text for part in reading.parts[first.end : second.start]]
    return bool(between) and _COMBINES.issuperset(between)


def without_repeats(found: Sequence[Mention]) -> list[Mention]:
    """Each drug once; no class or "painkiller" beside the drug it describes; no second unknown of one name."""
    drugs = [mention for mention in found if mention.drug or mention.candidates]
    classes = {
        name for mention in drugs for name in (mention.classes or tuple(one.drug_class for one in mention.candidates))
    }
    shared = _shared_remarks(found)
    kept: dict[str, Mention] = {}
    for mention in found:
        is_description = mention.status is Status.UNNAMED or (
            mention.status is Status.CLASS and classes.intersection(mention.classes)
        )
        if drugs and is_description:
            continue
        one = mention.drug.id if mention.drug else f"{mention.status} {mention.typed}"
        seen = replace(mention, remarks=mention.remarks | shared) if mention.drug else mention
        kept[one] = _merged(kept[one], seen) if one in kept else seen
    return list(kept.values())


def _shared_remarks(found: Sequence[Mention]) -> frozenset[Remark]:
    """What the text as a whole says of every drug in it."""
    remarks = set()
    if any(one.status is Status.UNNAMED and one.typed.startswith(_COLD_REMEDY) for one in found):
        remarks.add(Remark.OTHER_INGREDIENTS)
    by_code = {one.drug.id for one in found if one.drug and one.how == How.CODE}
    by_name = {one.drug.id for one in found if one.drug and one.how != How.CODE}
    if by_code and by_name and not by_code & by_name:
        remarks.add(Remark.CODE_DISAGREES)
    return frozenset(remarks)


def _merged(first: Mention, second: Mention) -> Mention:
    generic = first if not first.is_memory else second
    return replace(
        first,
        how=generic.how,
        written=generic.written,
        is_memory=first.is_memory and second.is_memory,
        product=first.product or second.product,
        partner=first.partner or second.partner,
        prescriber_only=first.prescriber_only or second.prescriber_only,
        remarks=first.remarks | second.remarks,
        words=f"{first.words} {second.words}".strip(),
        unread=first.unread + second.unread,
    )
