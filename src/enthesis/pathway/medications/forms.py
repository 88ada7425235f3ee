"""A cream is not a tablet: which line, and which rule, goes with the form in which a drug is used."""

from dataclasses import replace

from enthesis.pathway.medications import remarks
from enthesis.pathway.medications.drug import Action, Drug, Form
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.match import Mention, Remark, matched
from enthesis.pathway.medications.names import How, Name


def sorted_out(mention: Mention, name: Name) -> Mention:
    """A cream is not a tablet: the line of the right form, or a remark that the line is about another one."""
    drug = mention.drug
    if drug is None or drug.form is not Form.SYSTEMIC or drug.drug_class not in library().reading["forms_matter_for"]:
        return mention
    form, is_tablets = remarks.form(mention.words)
    sibling = _sibling(drug, Form.TOPICAL)
    if form is Form.SYSTEMIC or (form is Form.RECTAL and drug.drug_class in ("nsaid", "cox2", "aspirin")):
        is_open = sibling and not is_tablets and _may_mean_gel(name, sibling)
        return replace(mention, remarks=mention.remarks | {Remark.FORM_UNSTATED}) if is_open else mention
    if form is Form.TOPICAL and sibling and not is_tablets:
        return replace(matched(mention, sibling), form=form)
    other = mention if is_tablets else matched(mention, _in_other_form(drug, form))
    return replace(other, form=form, remarks=mention.remarks | {Remark.OTHER_FORM})


def _sibling(drug: Drug, form: Form) -> Drug | None:
    return next((one for one in library().drugs.values() if one.form is form and one.inn == drug.inn), None)


def _may_mean_gel(name: Name, sibling: Drug) -> bool:
    brands = [brand for brands in sibling.brands.values() for brand in brands]
    return name.how in (How.GENERIC, How.CODE) or any(brand.startswith(name.written) for brand in brands)


def _in_other_form(drug: Drug, form: Form) -> Drug:
    """An anti-inflammatory on the skin or in the eye follows the rule of that form, though it has no line for it."""
    if drug.drug_class not in ("nsaid", "cox2"):
        return drug
    if form is Form.TOPICAL:
        named = f"{drug.name} gel"
        return replace(
            drug,
            form=form,
            drug_class="nsaid_topical",
            published_hold="topical_anti_inflammatory",
            atc=(),
            name_for_patient=named,
        )
    return replace(
        drug,
        form=form,
        drug_class="nsaid_ophthalmic",
        published_hold="",
        atc=(),
        action=Action.CONTINUE,
        name_for_patient=f"{drug.name} {form.value} drops",
    )
