"""Every threshold of every instrument, from both sides.

One line for each: instrument.threshold, scale, score at the beginning, a later score that just reaches it, and the next
one that does not. For a threshold in words: the label that reaches it, and the next one below.
"""

from typing import Any

import pytest

from enthesis.pathway.instruments import Change, Score, change, load, reached_by_label, read_form, score

TABLE = """
nrs_pain.minimal_10_percent             | pain      | 10   | 9     | 9.01
nrs_pain.minimal_1_point                | pain      | 4    | 3     | 3.01
nrs_pain.moderate_30_percent            | pain      | 10   | 7     | 7.01
nrs_pain.moderate_2_points              | pain      | 9    | 7     | 7.01
nrs_pain.substantial_50_percent         | pain      | 6    | 3     | 3.01
nrs_pain.substantial_4_points           | pain      | 9    | 5     | 5.01
vas_pain.mic_back_15_mm                 | pain      | 60   | 45    | 45.1
vas_pain.mic_back_30_percent            | pain      | 60   | 42    | 42.1
vas_pain.mcid_osteoarthritis_17_5_mm    | pain      | 60   | 42.5  | 42.6
odi.mic_10_points                       | total     | 46   | 36    | 36.01
odi.mic_30_percent                      | total     | 50   | 35    | 35.01
odi.anchor_12_points                    | total     | 46   | 34    | 34.01
odi.predictor_15_points                 | total     | 46   | 31    | 31.01
rmdq.mic_5_points                       | total     | 14   | 9     | 10
rmdq.mic_30_percent                     | total     | 10   | 7     | 8
peg.mid_distribution_low_0_6_points     | total     | 6    | 5.4   | 5.41
peg.mid_anchor_low_1_point              | total     | 6    | 5     | 5.01
peg.mid_distribution_high_1_22_points   | total     | 6    | 4.78  | 4.79
peg.mid_anchor_high_1_75_points         | total     | 6    | 4.25  | 4.26
peg.responder_30_percent                | total     | 6    | 4.2   | 4.21
psfs.small_1_3_points                   | average   | 3    | 4.3   | 4.29
psfs.medium_2_3_points                  | average   | 3    | 5.3   | 5.29
psfs.large_2_7_points                   | average   | 3    | 5.7   | 5.69
koos.usual_low_8_points                 | pain      | 40   | 48    | 47.99
koos.usual_high_10_points               | adl       | 40   | 50    | 49.99
koos.qol_8_points                       | qol       | 40   | 48    | 47.99
womac_likert.mcid_12_percent            | function  | 50   | 44    | 44.01
promis_pi_4a.mid_low_2_t                | t_score   | 60   | 58    | 58.1
promis_pi_4a.mid_high_3_t               | t_score   | 60   | 57    | 57.1
promis_pf_4a.mid_low_2_t                | t_score   | 40   | 42    | 41.9
promis_pf_4a.mid_high_3_t               | t_score   | 40   | 43    | 42.9
eq5d5l.index_0_08                       | index     | 0.5  | 0.58  | 0.579
"""
IN_WORDS = """
pgic.minimal_benefit        | minimally improved | no change
pgic.moderate_benefit       | much improved      | minimally improved
pgic.substantial_benefit    | very much improved | much improved
"""


def rows(table: str) -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in table.strip().splitlines()]


def reached(instrument: str, scale: str, before: str, after: str) -> dict[str, bool]:
    def form(given: str) -> dict[str, Any]:
        named = {"value_set": "some country's"} if instrument == "eq5d5l" else {}
        return {"score": given, "subscale": scale, **named}

    known = load()[instrument]
    found = change(known, read_form(form(before))[0], read_form(form(after))[0])
    assert isinstance(found, Change), found
    return {each.threshold.id: each.reached for each in found.reached}


@pytest.mark.parametrize(("name", "scale", "before", "reaches", "falls_short"), rows(TABLE))
def test_a_threshold_is_reached_exactly_at_its_value(
    name: str, scale: str, before: str, reaches: str, falls_short: str
) -> None:
    instrument, threshold = name.split(".")
    assert reached(instrument, scale, before, reaches)[threshold] is True
    assert reached(instrument, scale, before, falls_short)[threshold] is False


@pytest.mark.parametrize(("name", "reaches", "falls_short"), rows(IN_WORDS))
def test_a_step_in_words_is_reached_by_its_own_label(name: str, reaches: str, falls_short: str) -> None:
    instrument, threshold = name.split(".")
    for label, is_reached in ((reaches, True), (falls_short, False)):
        found = score(load()[instrument], read_form({"label": label})[0])
        assert isinstance(found, Score)
        steps = {each.threshold.id: each.reached for each in reached_by_label(load()[instrument], found)}
        assert steps[threshold] is is_reached


def test_every_threshold_has_its_line() -> None:
    named = {line[0] for line in (*rows(TABLE), *rows(IN_WORDS))}
    assert named == {f"{one.id}.{each.id}" for one in load().values() for each in one.thresholds}
