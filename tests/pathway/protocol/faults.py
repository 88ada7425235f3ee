"""Faults to plant in the sound protocol, one a line, with the complaint that each must raise."""

# ruff: noqa: E501 -- a row of the table is a line, so that it can be read as a table

A = "    after: candidacy\n    days: {opens: 0, ideal: 7, closes: 14}"
HOLD = "    before_each: treatment\n    days: {before: 7, after: not stated}"
GO = "- {id: go-on, title: Go on, sets: [responded], advised_when: responded}"
DO_NOT = "- {id: do-not, title: Do not go on, ends: [treatment, exercise], releases: true, advised_when: not_responded}"
AGAIN = "- {id: again, title: Review again, repeats: [response], advised_when: not_enough_data}"
THEN = "      days: {opens: 21, ideal: 28, closes: 49}\n      source: {opens: LOCAL-7, closes: LOCAL-7}"
POINTS = "at_weeks: {points: [12, 24, 52], of: treatment, from: first}"

# code, activity, the words that are replaced, the fault, words of what is said, words of the remedy
FAULTS = [
    # keys
    ("unknown-key", "", "minimum_gap_days:", "minimun_gap_days:", "minimun", 'Did you mean "minimum_gap_days"?'),
    ("unknown-key", "consultation", "  - id: consultation\n", "  - id: consultation\n    colour: red\n", "colour", "Keys"),
    ("unknown-key", "consultation", "ideal: 7, closes: 14}", "ideal: 7, closes: 14, shut: 3}", '"shut"', "opens"),
    ("unknown-key", "response", "title: Go on, sets", "title: Go on, colour: red, sets", "colour", "Keys here are"),
    ("duplicate-key", "consultation", "    mode: either\n", "    mode: either\n    mode: telehealth\n", "twice", "Keep one"),
    ("duplicate-key", "", 'version: "2026-03"\n', 'version: "2026-03"\nversion: "2026-04"\n', "line 3", "Keep one"),
    ("duplicate-activity", "consultation", "  - id: scores\n", "  - id: consultation\n", "second activity", "its own id"),
    ("missing-key", "", "title: Dextrose for knee osteoarthritis\n", "", '"title" is missing', "title: ..."),
    ("missing-key", "", "regions: [knee]\n", "", '"regions" is missing', "regions: [back]"),
    ("missing-key", "diary", "    title: Pain diary\n", "", '"title" is missing', "title: ..."),
    ("missing-figure", "consultation", "{opens: 0, ideal: 7, closes: 14}", "{opens: 0, ideal: 7}", '"closes"', "not stated"),
    ("not-an-id", "Big Diary", "- id: diary\n", "- id: Big Diary\n", '"Big Diary"', "small letters"),
    # words
    ("unknown-kind", "diary", "kind: diary", "kind: dairy", '"dairy"', 'Did you mean "diary"?'),
    ("unknown-role", "diary", "by: patient\n    measures: [nrs", "by: pacient\n    measures: [nrs", "pacient", '"patient"?'),
    ("unknown-purpose", "test-injection", "purpose: diagnostic", "purpose: diagnosis", "diagnosis", '"diagnostic"?'),
    ("unknown-condition", "treatment", "[responded, plan_agreed, hold_kept]", "[responded, plan_agred]", "plan_agred", "plan_agreed"),
    ("unknown-mode", "consultation", "mode: either", "mode: by phone", "by phone", "telehealth"),
    ("unknown-status", "", "status: reviewed", "status: finished", "finished", "draft"),
    ("unknown-region", "", "regions: [knee]", "regions: [kneee]", "kneee", '"knee"?'),
    ("unknown-advice", "response", "advised_when: responded}", "advised_when: respond}", "respond", '"responded"?'),
    ("unknown-change", "response", "change: percent", "change: percents", "percents", '"percent"?'),
    ("unknown-house-step", "", "facts:\n", "without: [consnt]\nfacts:\n", "consnt", '"consent"?'),
    ("not-a-flag", "exercise", "optional: true", "optional: perhaps", "perhaps", "true or false"),
    ("not-a-day", "", "reviewed_on: 2026-03-02", "reviewed_on: 2 March", "2 March", "2026-11-21"),
    # figures and sources
    ("missing-source", "consultation", "    source: LOCAL-7\n    after: candidacy", "    after: candidacy", "no source", "source"),
    ("missing-source", "", "{value: 14, source: LOCAL-7}", "14", "`minimum_gap_days` is 14", "not stated"),
    ("unknown-source", "scores", "late: 14, source: LOCAL-7", "late: 14, source: LOCAL-8", "LOCAL-8", '"LOCAL-7"?'),
    ("unknown-source", "", "document: RABAGO2013", "document: RABAGO2031", "RABAGO2031", '"RABAGO2013"?'),
    ("rests-on-memory", "exercise", "lasts_weeks: 6", "lasts_weeks: {value: 6, source: memory}", "memory", "not stated"),
    ("rests-on-memory", "treatment", "closes: LOCAL-7}", "closes: memory}", "`then.days.closes`", "Find the document"),
    ("not-a-figure", "exercise", "lasts_weeks: 6", "lasts_weeks: six", '"six"', "a whole number"),
    ("not-a-figure", "exercise", "lasts_weeks: 6", "lasts_weeks: -6", '"-6"', "a whole number"),
    ("not-a-figure", "exercise", "lasts_weeks: 6", "lasts_weeks: [6]", "a list", "a whole number"),
    ("not-a-figure", "exercise", "lasts_weeks: 6", "lasts_weeks: {source: LOCAL-7}", "no `value`", "{value: 4"),
    ("empty-value", "exercise", "lasts_weeks: 6", "lasts_weeks:", "no value", "not stated"),
    ("missing-key", "exercise", "lasts_weeks: 6", "lasts_weeks: {decided: 6, by: B. Olu, on: 2026-03-02}", '"why"', "why: ..."),
    ("empty-value", "exercise", "lasts_weeks: 6", 'lasts_weeks: {decided: 6, by: "", on: 2026-03-02, why: x}', '"by"', "Write"),
    ("out-of-range", "exercise", "lasts_weeks: 6", "lasts_weeks: 2000", "2000 weeks", "0 to 1040"),
    ("out-of-range", "response", "least: 30", "least: 130", "130 percent", "0 to 100"),
    ("minutes-order", "consultation", "{min: 15, typical: 30, max: 45}", "{min: 15, typical: 30, max: 20}", "not in order", "Put"),
    # counts
    ("count-order", "treatment", "{min: 3, typical: 3, max: 5}", "{min: 6, typical: 6, max: 5}", "at least 6", "`min`"),
    ("count-order", "treatment", "{min: 3, typical: 3, max: 5}", "{min: 3, typical: 2, max: 5}", "2 sessions", "between"),
    ("count-order", "treatment", "{min: 3, typical: 3, max: 5}", "{min: 0, typical: 0, max: 0}", "no sessions", "at least 1"),
    ("no-treatment", "", "purpose: treatment", "purpose: diagnostic", "no activity", "purpose: treatment"),
    ("two-treatments", "treatment", "purpose: diagnostic", "purpose: treatment", "second treatment", "one series"),
    ("purpose-elsewhere", "diary", "kind: diary\n", "kind: diary\n    purpose: treatment\n", "no purpose", "injection"),
    ("no-purpose", "test-injection", "    purpose: diagnostic\n", "", "without a purpose", "purpose: diagnostic"),
    ("no-measure", "scores", "    measures: [womac_likert]\n", "", "measures nothing", "measures"),
    ("no-drugs", "hold", "    holds: [nsaid]\n", "", "no drugs", "holds"),
    ("unknown-instrument", "scores", "[womac_likert]", "[womac_liker]", "womac_liker", '"womac_likert"?'),
    ("unknown-instrument", "response", "measure: diary", "measure: oswestry", "oswestry", "Known are"),
    ("unknown-drugs", "hold", "holds: [nsaid]", "holds: [nsaids]", "nsaids", '"nsaid"?'),
    ("prescriber-decides", "hold", "holds: [nsaid]", "holds: [nsaid, anticoagulant]", "anticoagulant", "prescriber_decides: true"),
    ("prescriber-decides", "hold", "holds: [nsaid]", "holds: [nsaid]\n    prescriber_decides: true", "not the patient's", "by: clinician"),
    ("gate-elsewhere", "diary", "kind: diary\n", "kind: diary\n    before_injections: [eligible]\n", "only a house step", "requires"),
    ("hold-without-session", "hold", HOLD, A, "not tied to a session", "before_each"),
    ("no-end", "diary", "    until: response\n", "", "nothing ends", "until"),
    # windows
    ("missing-window", "consultation", A, "", "nothing says when", "after"),
    ("missing-window", "consultation", A, "    after: candidacy", "no window", "days"),
    ("two-windows", "consultation", A, A + "\n    weeks: {opens: 0, ideal: 1, closes: 2}", "twice", "Keep one"),
    ("two-windows", "consultation", A, A + "\n    after_each: treatment", "more than one way", "Keep one"),
    ("opens-after-closes", "consultation", "{opens: 0, ideal: 7, closes: 14}", "{opens: 20, ideal: 7, closes: 14}", "opens after 20", "Put `opens`"),
    ("opens-after-closes", "treatment", "{opens: 21, ideal: 28, closes: 49}", "{opens: 50, ideal: 50, closes: 49}", "later sessions", "Put `opens`"),
    ("ideal-outside", "consultation", "{opens: 0, ideal: 7, closes: 14}", "{opens: 8, ideal: 7, closes: 14}", "ideal after 7", "between"),
    ("ideal-outside", "consultation", "{opens: 0, ideal: 7, closes: 14}", "{opens: 0, ideal: 15, closes: 14}", "ideal after 15", "between"),
    ("points-order", "scores", "[12, 24, 52]", "[12, 52, 24]", "12, 52, 24", "in order"),
    ("points-order", "scores", "[12, 24, 52]", "[12, 12, 24]", "12, 12, 24", "each once"),
    ("points-overlap", "scores", "early: 7, late: 14", "early: 70, late: 14", "overlap", "smaller"),
    ("first-point", "scores", "of: treatment, from", "first_point: 13, of: treatment, from", "week", "first_point: 12"),
    ("no-points", "scores", "[12, 24, 52]", "[]", "not whole numbers", "points"),
    ("no-points", "scores", "[12, 24, 52]", "[12, 2.5]", "not whole numbers", "points"),
    ("below-minimum-gap", "treatment", "{value: 14, source: LOCAL-7}", "{value: 50, source: LOCAL-7}", "49 days", "50"),
    ("below-minimum-gap", "treatment", "{value: 14, source: LOCAL-7}", "{value: 29, source: LOCAL-7}", "28 days", "29"),
    ("closes-too-early", "exercise", "    after: response\n    days: {opens: 0, ideal: not stated, closes: 14}",
     "    after: test-injection\n    days: {opens: 0, ideal: not stated, closes: 13}", "14 days after", "later"),
    ("ends-before-it-begins", "diary", "days: {opens: 0, ideal: 0, closes: 1}", "days: {opens: 22, ideal: 22, closes: 23}", "begins 22", "earlier"),
    ("then-anchor", "treatment", THEN, "      after: response\n" + THEN, "counted from \"response\"", "Leave `after` out"),
    # anchors
    ("no-anchor", "test-injection", "after: consultation", "after: consultaton", "consultaton", 'Did you mean "consultation"?'),
    ("no-anchor", "consultation", "after: candidacy", "after: previous", "happens once", "`then`"),
    ("no-anchor", "hold", "before_each: treatment", "before_each: treatmnt", "treatmnt", '"treatment"?'),
    ("no-anchor", "scores", "of: treatment, from", "of: treatmet, from", "treatmet", '"treatment"?'),
    ("no-until", "diary", "until: response", "until: respons", "respons", '"response"?'),
    ("circle", "consultation", "after: candidacy", "after: response", "in a circle", "before"),
    ("circle", "consultation", "after: candidacy", "after: consultation", "from itself", "before"),
    # decisions and conditions
    ("no-ends", "response", "ends: [treatment, exercise]", "ends: [treatment, exercis]", "exercis", '"exercise"?'),
    ("no-repeats", "response", "repeats: [response]", "repeats: [respons]", "respons", '"response"?'),
    ("nothing-sets", "exercise", "requires: [responded]", "requires: [diagnosis_made]", "`diagnosis_made`", "sets: [diagnosis_made]"),
    ("deadlock", "response", "    decide:\n", "    requires: [responded]\n    decide:\n", "only it brings about", "Leave the condition"),
    ("duplicate-option", "response", "id: again", "id: go-on", '"go-on"', "its own"),
    ("duplicate-option", "response", "advised_when: not_enough_data", "advised_when: responded", '"responded"', "its own"),
    # review
    ("author-is-checker", "", "checked_by: M. Okafor", "checked_by: a. rahman", "wrote it and checked it", "somebody else"),
    ("not-reviewed", "", "checked_by: M. Okafor", "checked_by: not stated", "who checked it", "status: draft"),
    ("review-order", "", "review_by: 2027-03-02", "review_by: 2026-03-02", "before it was reviewed", "later"),
]  # fmt: skip
