"""What speaks against a planned mix for one person, rule by rule."""

from enthesis.pathway.dosing.allergies import check_anaesthetic_allergy, check_other_allergies
from enthesis.pathway.dosing.anaesthetic import check_anaesthetic
from enthesis.pathway.dosing.case import MixCase
from enthesis.pathway.dosing.earlier import EarlierDose
from enthesis.pathway.dosing.numbers import ZERO, plain
from enthesis.pathway.dosing.plan import Plan
from enthesis.pathway.dosing.solutions import Solutions
from enthesis.pathway.finding import Finding


def check_plan(case: MixCase, plan: Plan, facts: Solutions) -> tuple[Finding, ...]:
    """Everything that there is to say, in the order of the solutions file; what the plan itself found included."""
    return facts.in_order(
        [
            *_about_the_person(case, facts),
            *_about_allergies(case, plan, facts),
            *_about_vials(case, facts),
            *plan.findings,
            *_about_the_anaesthetic(case, plan, facts),
            *_about_the_strength(plan, facts),
            *_about_the_volume(case, plan, facts),
            *_about_what_is_not_known(case, plan, facts),
        ]
    )


def weight_is_plausible(case: MixCase, facts: Solutions) -> bool:
    lowest, highest = facts.weight_kg
    return case.weight_kg is not None and lowest <= case.weight_kg <= highest


def _about_the_person(case: MixCase, facts: Solutions) -> list[Finding]:
    found = []
    if case.age_years is None:
        found.append(
            facts.finding(
                "AGE_MISSING", "The age is not given.", "Ask for it: the limits are for adults.", field="age_years"
            )
        )
    elif case.age_years < facts.adult_from_years:
        found.append(
            facts.finding(
                "AGE_BELOW_18",
                f"{plain(case.age_years)} years is below {plain(facts.adult_from_years)}; the limits are for adults.",
                "Do not use this mix for a child or adolescent.",
                field="age_years",
            )
        )
    if case.weight_kg is not None and not weight_is_plausible(case, facts):
        lowest, highest = facts.weight_kg
        found.append(
            facts.finding(
                "WEIGHT_IMPLAUSIBLE",
                f"A weight of {plain(case.weight_kg)} kg is outside {plain(lowest)} to {plain(highest)} kg.",
                "Weigh again; check that it is not in pounds.",
                field="weight_kg",
            )
        )
    return found


def _about_allergies(case: MixCase, plan: Plan, facts: Solutions) -> list[Finding]:
    named = check_anaesthetic_allergy(plan.drugs, case.allergy, facts)  # also where no dose could be calculated
    return named + check_other_allergies(
        has_dextrose=plan.dextrose_pct is None or plan.dextrose_pct > 0,
        has_anaesthetic=bool(plan.drug),
        is_preserved="bacteriostatic" in " ".join((case.diluent, *(part.text for part in case.parts))).lower(),
        allergies=case.allergy,
        solutions=facts,
    )


def _about_vials(case: MixCase, facts: Solutions) -> list[Finding]:
    if case.vial_shared is None:
        return [
            facts.finding(
                "VIAL_NOT_STATED",
                "Whether a vial was used for another patient is not said.",
                "Use each single-dose vial for one patient only.",
                field="vial_shared",
            )
        ]
    if case.vial_shared:
        return [
            facts.finding(
                "SINGLE_DOSE_VIAL_SHARED",
                "The vial was used for another patient; single-dose dextrose has no preservative.",
                "Throw it away and open a new one.",
                field="vial_shared",
            )
        ]
    return []


def _about_the_anaesthetic(case: MixCase, plan: Plan, facts: Solutions) -> list[Finding]:
    is_plausible = weight_is_plausible(case, facts)
    found = list(
        check_anaesthetic(
            plan.doses,
            weight_kg=case.weight_kg if is_plausible else None,
            jurisdiction=case.jurisdiction or None,
            epinephrine=plan.epinephrine,
            earlier=[EarlierDose(case.previous_la_drug or plan.drug, case.previous_la_mg or ZERO)],
            solutions=facts,
        )
    )
    if case.weight_kg is not None and not is_plausible:  # it has a finding of its own
        found = [one for one in found if one.code != "WEIGHT_MISSING"]
    if plan.drug and case.previous_la_mg is None:
        found.append(
            facts.finding(
                "EARLIER_DOSE_NOT_STATED",
                "Whether there was an earlier dose of anaesthetic in this visit is not said; none was added.",
                "Count skin numbing and the other side too.",
                field="previous_la_mg",
            )
        )
    if plan.drug and _is_in_joint(case.route):
        found.append(
            facts.finding(
                "LA_IN_JOINT",
                "Labels warn of cartilage damage after anaesthetic was infused into joints.",
                "Inside a joint use none or little.",
                field="route",
            )
        )
    return found


def _about_the_strength(plan: Plan, facts: Solutions) -> list[Finding]:
    found = []
    strength = plan.dextrose_pct
    if strength is not None and strength < facts.usual_lowest.value:
        found.append(
            facts.finding(
                "BELOW_10_PCT",
                f"{plain(strength)} % dextrose is below the usual {plain(facts.usual_lowest.value)} % of prolotherapy.",
                "Confirm that it is meant; 5 % is used for another treatment, numbing along nerves.",
                field="target_dextrose_pct",
                sources=facts.usual_lowest.sources,
            )
        )
    if strength is not None and strength > facts.usual_highest.value:
        found.append(
            facts.finding(
                "ABOVE_25_PCT",
                f"{plain(strength)} % dextrose is above the usual {plain(facts.usual_highest.value)} %.",
                "Confirm that it is meant.",
                field="target_dextrose_pct",
                sources=facts.usual_highest.sources,
            )
        )
    return found


def _about_the_volume(case: MixCase, plan: Plan, facts: Solutions) -> list[Finding]:
    found: list[Finding] = []
    volume = plan.total_ml
    if volume is None:
        return found
    if case.published_max_ml is not None:
        if volume > case.published_max_ml:
            found.append(
                facts.finding(
                    "VOLUME_ABOVE_PUBLISHED",
                    f"{plain(volume)} mL is more than the {plain(case.published_max_ml)} mL that was published.",
                    "Confirm that it is meant, or use less.",
                    field="total_ml",
                )
            )
        return found
    for published in facts.published_volumes:
        if all(word in case.route.lower() for word in published.route) and volume > published.highest:
            found.append(
                facts.finding(
                    "PUBLISHED_VOLUME",
                    f"Published volumes for {' '.join(published.route)} are {plain(published.lowest)} to "
                    f"{plain(published.highest)} mL.",
                    "Give published_max_ml to have it checked.",
                    field="published_max_ml",
                    sources=published.sources,
                )
            )
    return found


def _about_what_is_not_known(case: MixCase, plan: Plan, facts: Solutions) -> list[Finding]:
    found = []
    if plan.mix and plan.mix.osmolarity_total is None:
        found.append(
            facts.finding(
                "OSMOLARITY_NOT_COMPUTED",
                "The osmolarity is not computed: the kind of dextrose or a part is not known well enough.",
                "Say whether the dextrose is hydrous (USP) or anhydrous (BP), and name each part.",
                field="dextrose_stock_kind",
            )
        )
    for remark in plan.mix.remarks if plan.mix else ():
        found.append(
            facts.finding(
                "UNKNOWN_PART",
                f"Not understood, and in no sum: {remark}.",
                "Check it by hand; it is kept by its name.",
                field="parts" if case.parts else "diluent",
            )
        )
    return found


def _is_in_joint(route: str) -> bool:
    return "intra-articular" in route.lower() or "intraarticular" in route.lower()
