"""What speaks against an amount of local anaesthetic for one adult in one visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.dosing.allergies import check_anaesthetic_allergy
from enthesis.pathway.dosing.earlier import EarlierDose, check_times, counted_together
from enthesis.pathway.dosing.limits import drug_named, jurisdiction_named, limit_for, limit_mg, standard_drug
from enthesis.pathway.dosing.numbers import NotAnAmount, amount, plain, rounded_down, shown
from enthesis.pathway.dosing.solutions import Limit, Solutions, shipped
from enthesis.pathway.finding import Finding


@dataclass(frozen=True, slots=True)
class _Share:
    """One drug's dose and the part of its own limit that it uses up."""

    drug: str
    now_mg: Fraction
    earlier_mg: Fraction
    limit: Limit
    limit_mg: Decimal  # unrounded

    @property
    def used(self) -> Fraction:
        return (self.now_mg + self.earlier_mg) / Fraction(self.limit_mg)


def check_anaesthetic(
    doses: Mapping[str, Decimal | None],
    *,
    weight_kg: Decimal | None,
    jurisdiction: str | None,
    epinephrine: bool = False,
    earlier: Sequence[EarlierDose] = (),
    allergies: Sequence[str] = (),
    solutions: Solutions | None = None,
) -> tuple[Finding, ...]:
    """What speaks against these doses of one visit, in the order of the solutions file; empty: nothing does.

    `doses` is mg by drug in the mix (`Mix.anaesthetic_mg()`); None: the amount is not known. A dose of 0 is no dose.
    `weight_kg` is the actual weight. A missing fact is a finding of its own and is never assumed: without a weight
    only the fixed ceiling is compared, without a jurisdiction only the most generous limit.

    Levels are those of a recorded check (`stop`: only with a named clinician's reason). Raises `NotAnAmount` for a
    dose below 0 or a weight of 0 or less.
    """
    facts = solutions or shipped()
    _must_be_amounts(doses, earlier, weight_kg)
    where = jurisdiction_named(jurisdiction, facts)
    present = {drug: mg for drug, mg in doses.items() if mg is None or mg > 0}
    found = check_anaesthetic_allergy(tuple(present), allergies, facts)
    if len({standard_drug(drug, facts) for drug in present}) > 1:
        found.append(_two(tuple(present), facts))
    if present:
        found += _missing(present, weight_kg, jurisdiction, where, facts)
        found += _amounts(present, weight_kg, where, epinephrine, earlier, facts)
    if epinephrine:
        found.append(
            facts.finding(
                "CONFIRM_EPINEPHRINE",
                "Epinephrine (adrenaline) is said to be in the mix.",
                "Read it on the vial and confirm it; without it the limit of the anaesthetic is lower.",
                field="epinephrine",
            )
        )
    return facts.in_order(found)


def _must_be_amounts(
    doses: Mapping[str, Decimal | None], earlier: Sequence[EarlierDose], weight_kg: Decimal | None
) -> None:
    for drug, mg in (*doses.items(), *((one.drug, one.mg) for one in earlier)):
        if mg is not None and amount(mg) < 0:
            raise NotAnAmount(f"{plain(mg)} mg of {shown(drug)} cannot be.")
    if weight_kg is not None and amount(weight_kg) <= 0:
        raise NotAnAmount(f"A weight of {plain(weight_kg)} kg cannot be.")


def _two(drugs: tuple[str, ...], facts: Solutions) -> Finding:
    return facts.finding(
        "TWO_LOCAL_ANAESTHETICS",
        f"Two local anaesthetics are in one mix: {_listed(drugs)}; the labels advise against it.",
        "Use one of them.",
        field="second_la_drug",
    )


def _missing(
    doses: Mapping[str, Decimal | None],
    weight_kg: Decimal | None,
    said: str | None,
    where: str | None,
    facts: Solutions,
) -> list[Finding]:
    """The facts without which the limit of a dose cannot be checked, or not wholly."""
    found = []
    for drug, mg in doses.items():
        known = drug_named(drug, facts)
        if mg is None:
            found.append(
                facts.finding(
                    "LA_DOSE_UNKNOWN",
                    f"How many mg of {shown(drug)} are in the mix is not known, so no limit can be checked.",
                    "Give its strength and its volume.",
                    field="la_target_pct",
                )
            )
        if known is None or not known.limits:
            continue
        if where is None and len({limit.where for limit in known.limits}) > 1:
            says = f'No limits are known for "{shown(said)}"' if said and said.strip() else "The country is not given"
            found.append(
                facts.finding(
                    "JURISDICTION_MISSING",
                    f"{says}; the limit of {known.name} depends on it.",
                    f"Say which: {_listed(tuple(dict.fromkeys(facts.jurisdictions.values())), 'or')}.",
                    field="jurisdiction",
                )
            )
        elif where is not None and known.seen_for and where not in known.seen_for:
            found.append(
                facts.finding(
                    "LIMIT_OF_ANOTHER_COUNTRY",
                    f"No {where} limit for {known.name} was seen; the {_listed(known.seen_for)} figure is used.",
                    "Confirm it, or give the clinic's own limit with its source.",
                    field="jurisdiction",
                )
            )
    if weight_kg is None:
        found.append(
            facts.finding(
                "WEIGHT_MISSING",
                f"The weight is not given, so the limit per kg of {_listed(tuple(doses))} cannot be checked.",
                "Ask for the weight in kg; it is never assumed.",
                field="weight_kg",
            )
        )
    return found


def _amounts(
    doses: Mapping[str, Decimal | None],
    weight_kg: Decimal | None,
    where: str | None,
    epinephrine: bool,
    earlier: Sequence[EarlierDose],
    facts: Solutions,
) -> list[Finding]:
    """The doses against the limits: fractions of each drug's own limit, summed over the drugs."""
    now: dict[str, Fraction] = {}
    for drug, mg in doses.items():
        name = standard_drug(drug, facts)
        now[name] = now.get(name, Fraction(0)) + Fraction(mg or 0)
    before = counted_together(earlier, facts)
    found = [finding for name, mg in now.items() for finding in check_times(name, mg, earlier, facts)]
    shares = []
    for name in dict.fromkeys((*now, *before)):
        limit = limit_for(name, jurisdiction=where, epinephrine=epinephrine, solutions=facts)
        if limit is None:
            found.append(_unlimited(name, facts))
        else:
            limited = limit_mg(limit, weight_kg)
            shares.append(_Share(name, now.get(name, Fraction(0)), before.get(name, Fraction(0)), limit, limited))
    used = sum(share.used for share in shares)
    if used > 1:
        found.append(_over(shares, weight_kg, facts))
    elif used == 1:
        found.append(
            facts.finding(
                "LA_AT_LIMIT",
                f"{_doses_in_words(shares)} is exactly the limit{_for(weight_kg)}.",
                "It passes; check the weight and every other dose of the visit once more.",
                because=_because(shares),
                field="la_target_pct",
                sources=_sources(shares),
            )
        )
    return found


def _unlimited(drug: str, facts: Solutions) -> Finding:
    return facts.finding(
        "LA_LIMIT_UNKNOWN",
        f"No dose limit for {shown(drug)} is known here, so it cannot be checked.",
        "Use an anaesthetic whose limit is known, or give the clinic's own limit with its source.",
        field="la_drug",
    )


def _over(shares: Sequence[_Share], weight_kg: Decimal | None, facts: Solutions) -> Finding:
    if len(shares) == 1:
        limit = f"the {plain(rounded_down(shares[0].limit_mg))} mg limit{_for(weight_kg)}"
        left = max(Fraction(shares[0].limit_mg) - shares[0].earlier_mg, Fraction(0))
        remedy = f"Use a weaker solution or less of it, to {plain(rounded_down(left))} mg or less in this mix."
    else:
        limit = f"what the limits of the drugs allow together{_for(weight_kg)}"
        remedy = "Use a weaker solution or less of it, so that the parts of the limits add up to 100 % or less."
    return facts.finding(
        "LA_OVER_LIMIT",
        f"{_doses_in_words(shares)} is above {limit}.",
        remedy,
        because=_because(shares),
        field="la_target_pct",
        sources=_sources(shares),
    )


def _doses_in_words(shares: Sequence[_Share]) -> str:
    words = []
    for share in shares:
        if share.earlier_mg and share.now_mg:
            total = plain(share.earlier_mg + share.now_mg)
            words.append(f"{total} mg of {share.drug} ({plain(share.earlier_mg)} earlier + {plain(share.now_mg)} now)")
        elif share.earlier_mg:
            words.append(f"{plain(share.earlier_mg)} mg of {share.drug} earlier")
        else:
            words.append(f"{plain(share.now_mg)} mg of {share.drug}")
    return " and ".join(words)


def _because(shares: Sequence[_Share]) -> tuple[str, ...]:
    return tuple(
        f"{share.drug}{' with epinephrine' if share.limit.epinephrine else ''}: {plain(share.limit.mg_per_kg)} mg/kg, "
        f"{plain(share.limit.ceiling_mg)} mg at most; {plain(share.used * 100, 1)} % of it used"
        for share in shares
    )


def _sources(shares: Sequence[_Share]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for share in shares for source in share.limit.sources))


def _for(weight_kg: Decimal | None) -> str:
    return " (fixed ceiling; the weight is not known)" if weight_kg is None else f" for {plain(weight_kg)} kg"


def _listed(names: Sequence[str], last: str = "and") -> str:
    clean = [shown(name) for name in names]
    return clean[0] if len(clean) == 1 else f"{', '.join(clean[:-1])} {last} {clean[-1]}"
