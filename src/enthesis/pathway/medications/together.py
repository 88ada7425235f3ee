"""Mentions beside each other: products typed as "a/b", names said twice, a class beside its drug."""

from collections.abc import Sequence
from dataclasses import replace

from enthesis.pathway.medications.drug import Product
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.match import Mention, Remark, Status
from enthesis.pathway.medications.names import How
from enthesis.pathway.medications.spans import Reading, Span

_COMBINES = frozenset({"/", "+", "-", "with"})
_COMBINES_TIGHTLY = frozenset({"/", "-"})  # with a name that has no line only these make a product
_NO_LINE = (Status.NOT_LISTED, Status.UNKNOWN, Status.AMBIGUOUS)
_COLD_REMEDY = ("cold", "flu", "cough")


def guarded(mention: Mention) -> Mention:
    """A drug in one product with another that must not be stopped alone is not the patient's to pause either."""
    if mention.drug is None or mention.product is None or not mention.drug.may_be_paused:
        return mention
    partners = [library().drugs[drug] for drug in mention.product.drugs if drug != mention.drug.id]
    strict = next((partner.name for partner in partners if partner.prescriber_only), mention.product.guarded)
    return replace(mention, partner=strict, prescriber_only=True) if strict else mention


def combined(reading: Reading, found: Sequence[tuple[int, Mention]]) -> list[Mention]:
    """Two drugs typed as "a/b" or "a + b" are one product; a pause of one is a pause of the other."""
    group, tight = _groups(reading, _COMBINES), _groups(reading, _COMBINES_TIGHTLY)
    return [_in_product(number, mention, found, group, tight) for number, mention in found]


def _in_product(
    number: int,
    mention: Mention,
    found: Sequence[tuple[int, Mention]],
    group: Sequence[int],
    tight: Sequence[int],
) -> Mention:
    if mention.drug is None or mention.product:
        return mention
    together = [one for other, one in found if group[other] == group[number] and not one.product]
    ids = tuple(dict.fromkeys(one.drug.id for one in together if one.drug))
    strangers = [one.typed for other, one in found if tight[other] == tight[number] and one.status in _NO_LINE]
    if len(ids) + len(strangers) < 2:
        return mention
    label = " / ".join([*(library().drugs[one].name for one in ids), *strangers])
    product = Product(name=label, drugs=ids, also=tuple(strangers), guarded=strangers[0] if strangers else "")
    return guarded(replace(mention, product=product))


def _groups(reading: Reading, signs: frozenset[str]) -> list[int]:
    """For each span the number of its group: spans with nothing but one of these signs between them."""
    groups: list[int] = []
    for number, span in enumerate(reading.spans):
        is_joined = number > 0 and _joins(reading, reading.spans[number - 1], span, signs)
        groups.append(groups[-1] if is_joined else number)
    return groups


def _joins(reading: Reading, first: Span, second: Span, signs: frozenset[str]) -> bool:
    between = [part.text for part in reading.parts[first.end : second.start]]
    return bool(between) and signs.issuperset(between)


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
