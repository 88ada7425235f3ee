"""The limits of local anaesthetics: both sides of each, the sum over drugs, missing facts, allergies."""

from decimal import Decimal

import pytest

from enthesis import knowledge
from enthesis.pathway.dosing import (
    EarlierDose,
    NotAnAmount,
    check_anaesthetic,
    limit_for,
    limit_mg,
    mix_of,
    read_part,
    read_solutions,
    shown_limit_mg,
)
from enthesis.pathway.finding import NOTE, STOP, Finding

D = Decimal
JUST_ABOVE = D("0.0000001")


def check(
    doses: dict[str, Decimal | None],
    kg: str | None = "80",
    where: str | None = "US",
    *,
    epinephrine: bool = False,
    earlier: tuple[EarlierDose, ...] = (),
    allergies: tuple[str, ...] = (),
) -> tuple[Finding, ...]:
    return check_anaesthetic(
        doses,
        weight_kg=None if kg is None else D(kg),
        jurisdiction=where,
        epinephrine=epinephrine,
        earlier=earlier,
        allergies=allergies,
    )


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in found if one.level != NOTE]


LIMITS = [  # drug, where, epinephrine, kg, limit in mg (unrounded)
    ("lidocaine", "US", False, "60", "270"),
    ("lidocaine", "US", False, "59.5", "267.75"),
    ("lidocaine", "US", False, "66.6", "299.7"),
    ("lidocaine", "US", False, "66.7", "300"),
    ("lidocaine", "US", False, "120", "300"),
    ("lidocaine", "US", True, "70", "490"),
    ("lidocaine", "US", True, "100", "500"),
    ("lidocaine", "UK", False, "44", "198"),
    ("lidocaine", "UK", False, "80", "200"),
    ("lidocaine", "UK", True, "50", "350"),
    ("lidocaine", "UK", True, "90", "500"),
    ("lidocaine", "GB", False, "80", "200"),
    ("Xylocaine", "us", False, "80", "300"),
    ("bupivacaine", "US", False, "60", "120"),
    ("bupivacaine", "US", False, "95", "175"),
    ("bupivacaine", "US", True, "120", "225"),
    ("bupivacaine", "UK", False, "95", "175"),
    ("ropivacaine", "US", False, "50", "150"),
    ("ropivacaine", "US", False, "70", "200"),
    ("ropivacaine", "US", True, "70", "200"),
]


@pytest.mark.parametrize(("drug", "where", "epinephrine", "kg", "most"), LIMITS)
def test_at_the_limit_it_warns_and_above_it_stops(drug: str, where: str, epinephrine: bool, kg: str, most: str) -> None:
    limit = D(most)
    confirm = ["CONFIRM_EPINEPHRINE"] if epinephrine else []
    below, at, above = (
        codes(check({drug: mg}, kg, where, epinephrine=epinephrine))
        for mg in (limit - JUST_ABOVE, limit, limit + JUST_ABOVE)
    )
    assert below == confirm
    assert at == ["LA_AT_LIMIT", *confirm]
    assert above == ["LA_OVER_LIMIT", *confirm]


def test_a_ceiling_is_shown_rounded_down_and_compared_unrounded() -> None:
    limit = limit_for("lidocaine", jurisdiction="US", epinephrine=False)
    assert limit is not None
    assert limit_mg(limit, D("59.5")) == D("267.75")
    assert shown_limit_mg(limit, D("59.5")) == D(267)
    (found,) = check({"lidocaine": D("267.5")}, "59.4")
    assert "267 mg limit for 59.4 kg" in found.says
    assert found.level == STOP


def test_an_earlier_dose_of_the_visit_is_added() -> None:
    earlier = (EarlierDose("lignocaine", D(100)),)
    assert codes(check({"lidocaine": D(199)}, earlier=earlier)) == []
    assert codes(check({"lidocaine": D(200)}, earlier=earlier)) == ["LA_AT_LIMIT"]
    (over,) = check({"lidocaine": D(225)}, earlier=earlier)
    assert over.code == "LA_OVER_LIMIT"
    assert "325 mg of lidocaine (100 earlier + 225 now)" in over.says
    assert "200 mg or less" in over.remedy


def test_fractions_of_different_drugs_are_summed() -> None:
    """Half of 300 mg lidocaine and half of 160 mg bupivacaine (2 mg/kg at 80 kg) are exactly the limit together."""
    assert codes(check({"lidocaine": D(150)}, earlier=(EarlierDose("bupivacaine", D(79)),))) == []
    assert codes(check({"lidocaine": D(150)}, earlier=(EarlierDose("bupivacaine", D(80)),))) == ["LA_AT_LIMIT"]
    (over,) = check({"lidocaine": D(150)}, earlier=(EarlierDose("bupivacaine", D(81)),))
    assert over.code == "LA_OVER_LIMIT"
    assert {"LIDO_US2", "BUPI_US"} <= set(over.sources)


def test_thirds_of_three_drugs_are_exactly_the_limit() -> None:
    earlier = (EarlierDose("bupivacaine", D(40)), EarlierDose("ropivacaine", D(60)))
    assert codes(check({"lidocaine": D(90)}, "60", earlier=earlier)) == ["LA_AT_LIMIT"]


def test_two_drugs_in_one_mix_stop_however_small() -> None:
    assert codes(check({"lidocaine": D(1), "bupivacaine": D(1)})) == ["TWO_LOCAL_ANAESTHETICS"]
    assert codes(check({"lidocaine": D(1), "Xylocaine": D(1)})) == []
    assert codes(check({"lidocaine": D(1), "bupivacaine": D(0)})) == []


def test_a_missing_weight_is_named_and_the_fixed_ceiling_still_holds() -> None:
    assert codes(check({"lidocaine": D(30)}, None)) == ["WEIGHT_MISSING"]
    assert codes(check({"lidocaine": D(310)}, None)) == ["WEIGHT_MISSING", "LA_OVER_LIMIT"]
    assert codes(check({}, None)) == []


def test_a_missing_country_is_named_where_it_matters() -> None:
    assert codes(check({"lidocaine": D(250)}, where=None)) == ["JURISDICTION_MISSING"]
    assert codes(check({"lidocaine": D(301)}, where=None)) == ["JURISDICTION_MISSING", "LA_OVER_LIMIT"]
    assert codes(check({"lidocaine": D(250)}, where="Atlantis")) == ["JURISDICTION_MISSING"]
    assert codes(check({"bupivacaine": D(100)}, where=None)) == []


@pytest.mark.parametrize("drug", ["procaine", "mepivacaine", "foocaine", "local anaesthetic"])
def test_a_drug_without_a_known_limit_stops(drug: str) -> None:
    assert codes(check({drug: D(1)})) == ["LA_LIMIT_UNKNOWN"]
    assert "LA_LIMIT_UNKNOWN" in codes(check({"lidocaine": D(1)}, earlier=(EarlierDose(drug, D(1)),)))


def test_an_unknown_amount_stops() -> None:
    doses = mix_of([read_part("dextrose 50%", 3), read_part("lidocaine 1%", None)]).anaesthetic_mg()
    assert codes(check(doses)) == ["LA_DOSE_UNKNOWN"]


def test_limits_read_for_another_country_say_so() -> None:
    (note,) = check({"bupivacaine": D(100)}, where="UK")
    assert (note.code, note.level) == ("LIMIT_OF_ANOTHER_COUNTRY", NOTE)


def test_a_limit_from_memory_is_marked_unverified() -> None:
    found = check({"lidocaine": D(501)}, "100", "UK", epinephrine=True)
    assert [(one.code, one.unverified) for one in found] == [("LA_OVER_LIMIT", True), ("CONFIRM_EPINEPHRINE", False)]
    assert not check({"lidocaine": D(501)}, "100", "US", epinephrine=True)[0].unverified


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ((EarlierDose("bupivacaine", D(50), D("2.9")),), ["LA_REPEATED_TOO_SOON"]),
        ((EarlierDose("bupivacaine", D(50), D(3)),), []),
        ((EarlierDose("bupivacaine", D(61), D("3.5")),), ["LA_OVER_LIMIT"]),  # 2 mg/kg in 4 hours: 160 mg at 80 kg
        ((EarlierDose("bupivacaine", D(61), D(4)),), []),
        ((EarlierDose("bupivacaine", D(150), D(5)), EarlierDose("bupivacaine", D(150), D(23))), []),  # 400 mg in all
        ((EarlierDose("bupivacaine", D(150), D(5)), EarlierDose("bupivacaine", D(151), D(23))), ["LA_OVER_LIMIT"]),
        ((EarlierDose("bupivacaine", D(150), D(5)), EarlierDose("bupivacaine", D(151), D(25))), []),
    ],
)
def test_bupivacaine_of_earlier_hours(earlier: tuple[EarlierDose, ...], expected: list[str]) -> None:
    assert codes(check({"bupivacaine": D(100)}, earlier=earlier)) == expected


def test_where_no_interval_is_stated_a_clinician_decides() -> None:
    assert codes(check({"lidocaine": D(200)}, earlier=(EarlierDose("lidocaine", D(200), D(2)),))) == [
        "LA_INTERVAL_NOT_STATED"
    ]


@pytest.mark.parametrize(
    ("allergy", "drug", "stops"),
    [
        ("lidocaine", "lidocaine", True),
        ("Xylocaine", "lidocaine", True),
        ("lidocaine", "bupivacaine", True),  # one amide speaks against every amide
        ("mepivacaine (rash)", "ropivacaine", True),
        ("amide anaesthetics", "bupivacaine", True),
        ("local anesthetics", "lidocaine", True),
        ("penicillin; some caine", "lidocaine", True),
        ("foocaine", "lidocaine", True),  # not known to be an ester
        ("lidocaine", "foocaine", True),  # not known to be none
        ("amides", "foocaine", True),
        ("amides", "lidocaine", True),
        ("an ester", "procaine", True),
        ("esters", "foocaine", True),
        ("penicillin", "foocaine", False),
        ("esters", "lidocaine", False),
        ("procaine", "chloroprocaine", True),
        ("procaine", "lidocaine", False),  # an ester
        ("penicillin", "lidocaine", False),
        ("none", "lidocaine", False),
        ("NKDA", "lidocaine", False),
        ("No known allergies.", "lidocaine", False),
        ("", "lidocaine", False),
    ],
)
def test_an_allergy_to_a_family_speaks_against_the_family(allergy: str, drug: str, stops: bool) -> None:
    assert ("ALLERGY_LOCAL_ANAESTHETIC" in codes(check({drug: D(1)}, allergies=(allergy,)))) is stops


def test_findings_are_whole_sentences_with_a_source_and_a_way_on() -> None:
    found = check(
        {"lidocaine": D(400), "procaine": None},
        None,
        None,
        epinephrine=True,
        earlier=(EarlierDose("bupivacaine", D(400)), EarlierDose("lidocaine", D(1), D(2))),
        allergies=("lidocaine",),
    )
    assert len(found) > 7
    for one in found:
        assert one.says.endswith(".")
        assert one.remedy.endswith(".")
        assert one.sources
        assert one.field
        assert one.version.startswith("solutions ")


@pytest.mark.parametrize(
    ("doses", "kg"), [({"lidocaine": D(-1)}, "80"), ({"lidocaine": D("NaN")}, "80"), ({"lidocaine": D(1)}, "0")]
)
def test_what_is_no_dose_or_weight_is_refused_in_a_sentence(doses: dict[str, Decimal | None], kg: str) -> None:
    with pytest.raises(NotAnAmount, match=r"\.$"):
        check(doses, kg)


def test_the_same_drug_under_two_names_is_one_dose() -> None:
    assert codes(check({"lidocaine": D(150), "Xylocaine": D(150)})) == ["LA_AT_LIMIT"]
    assert codes(check({"lidocaine": D(150), "Xylocaine": D(151)})) == ["LA_OVER_LIMIT"]


def test_an_unknown_amount_is_not_taken_for_any_amount() -> None:
    earlier = (EarlierDose("lidocaine", D(300)),)
    assert codes(check({"lidocaine": None}, earlier=earlier)) == ["LA_DOSE_UNKNOWN", "LA_AT_LIMIT"]


def test_a_drug_without_limits_does_not_hide_what_another_one_lacks() -> None:
    found = check({"procaine": D(1), "lidocaine": D(1)}, where=None)
    assert codes(found) == ["TWO_LOCAL_ANAESTHETICS", "LA_LIMIT_UNKNOWN", "JURISDICTION_MISSING"]
    assert "The country is not given; the limit of lidocaine depends on it." in [one.says for one in found]


@pytest.mark.parametrize(
    ("where", "says"),
    [
        (None, "The country is not given; the limit of lidocaine depends on it."),
        ("", "The country is not given; the limit of lidocaine depends on it."),
        ("  ", "The country is not given; the limit of lidocaine depends on it."),
        ("Atlantis", 'No limits are known for "Atlantis"; the limit of lidocaine depends on it.'),
    ],
)
def test_which_country_is_missing_is_said(where: str | None, says: str) -> None:
    assert [one.says for one in check({"lidocaine": D(1)}, where=where)] == [says]


def test_a_drug_that_nobody_knows_is_told_by_its_name() -> None:
    (found,) = check({" Foocaine ": D(1)})
    assert found.says == "No dose limit for foocaine is known here, so it cannot be checked."


def test_a_clinic_may_name_drugs_and_allergies_in_its_own_way() -> None:
    text = knowledge.path("solutions.yaml").read_text(encoding="utf-8")
    for old, new in {
        "called: [lidocaine,": "called: [lidocaine, numbocaine,",
        "called: [local anaesthetic,": "called: [local anaesthetic, number,",
    }.items():
        assert old in text
        text = text.replace(old, new)
    own = read_solutions(text)

    def told(drug: str, mg: int, allergy: str = "") -> list[str]:
        doses: dict[str, Decimal | None] = {drug: D(mg)}
        return codes(check_anaesthetic(doses, weight_kg=D(80), jurisdiction="US", allergies=[allergy], solutions=own))

    assert told("Numbocaine", 300) == ["LA_AT_LIMIT"]
    assert told("Numbocaine", 301) == ["LA_OVER_LIMIT"]
    assert told("bupivacaine", 1, "number") == ["ALLERGY_LOCAL_ANAESTHETIC"]
    assert told("bupivacaine", 1, "Numbocaine") == ["ALLERGY_LOCAL_ANAESTHETIC"]
    assert told("bupivacaine", 1, "numbers") == []
