"""The rules that the published table has no row for, and the row below each of them.

One line for each case: rule, where the needle was, hours since the injection, answers, and the level of that rule; a
dash where it does not fire. T50 to T60 are decisions of this programme; their notes say why.
"""

from decimal import Decimal

import pytest

from enthesis.pathway.triage import load, triage

TABLE = """
T50 | neck        | 1   | electric_shock=several_limbs                        | emergency
T50 | neck        | 1   | electric_shock=none                                 | -
T51 | neck        | 1   | numb_area=half_body                                 | emergency
T51 | soft_tissue | 1   | numb_area=half_body                                 | emergency
T51 | neck        | 1   | numb_area=limb                                      | -
T50 | neck        | 1   | electric_shock=limb                                 | emergency
T52 | joint       | 24  | weakness=new; med_class=anticoagulant               | urgent_care
T52 | joint       | 24  | weakness=new; med_class=antiplatelet                | urgent_care
T52 | joint       | 24  | weakness=new; med_class=nsaid                       | -
T53 | joint       | 1   | electric_shock=limb                                 | call_clinic_same_day
T53 | joint       | 1   | electric_shock=several_limbs                        | -
T54 | joint       | 24  | adrenal_sign=yes                                    | urgent_care
T54 | joint       | 24  | adrenal_sign=yes; steroid=none                      | -
T55 | rib         | 24  | named_complication=emergency                        | emergency
T55 | rib         | 24  | named_complication=urgent                           | -
T56 | joint       | 200 | named_complication=urgent                           | urgent_care
T56 | joint       | 200 | named_complication=none                             | -
T57 | joint       | 96  | soreness_days=4; pain_trend=same                    | self_care
T57 | joint       | 264 | soreness_days=10; pain_trend=better                 | -
T57 | joint       | 250 | soreness_days=10; pain_trend=better                 | self_care
T57 | joint       | 250 | soreness_days=11; pain_trend=better                 | -
T58 | joint       | 48  | swelling=large; pain_much_stronger=yes              | urgent_care
T58 | soft_tissue | 48  | swelling=large; pain_much_stronger=yes              | -
T58 | joint       | 48  | swelling=mild; pain_much_stronger=yes               | -
T59 | neck        | 1   | numb_area=limb                                      | call_clinic_same_day
T59 | soft_tissue | 1   | numb_area=limb                                      | -
T60 | joint       | 1   | bleeding=stopped                                    | self_care
T60 | joint       | 25  | bleeding=stopped                                    | -
T99 | joint       | 24  | unclear=yes                                         | call_clinic_same_day
"""


def cases() -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("rule", "site", "hours", "answers", "level"), cases())
def test_a_rule_fires_at_its_level_or_not_at_all(rule: str, site: str, hours: str, answers: str, level: str) -> None:
    given = dict(pair.strip().split("=") for pair in answers.split(";"))
    found = triage([site], Decimal(hours), {**given, "warning": "no"} if rule == "T57" else given)
    assert (rule in found.fired) is (level != "-")
    if level != "-":
        assert found.levels[rule] == level


def test_every_rule_from_50_on_has_a_line() -> None:
    assert {line[0] for line in cases()} == {rule for rule in load().by_id if int(rule[1:3]) >= 50}
