"""A made-up clinic's protocol for these tests, every number of which can be changed."""

from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.protocol.read import read_protocol

TEXT = """
id: made-up
version: "1"
status: draft
title: Made-up course
document: LOCAL-1
for: Nobody.
not_for: Nobody.
regions: [back]
review: {written_by: A. Rahman, checked_by: not stated, reviewed_on: not stated, review_by: 2027-11-30}
sources:
  LOCAL-1: Made up.
  memory: Made up.
counts_diagnostic: {value: false, source: LOCAL-1}
minimum_gap_days: not stated
activities:
  - id: consultation
    kind: visit
    title: Consultation
    by: clinician
    mode: not stated
    minutes: not stated
    source: LOCAL-1
    after: candidacy
    days: {opens: not stated, ideal: not stated, closes: not stated}

  - id: imaging
    kind: order
    title: Imaging
    by: clinician
    optional: true
    source: LOCAL-1
    after: consultation
    days: {opens: not stated, ideal: not stated, closes: not stated}

  - id: reading
    kind: visit
    title: Reading of the images
    by: clinician
    mode: telehealth
    minutes: not stated
    source: LOCAL-1
    after: imaging
    days: {opens: not stated, ideal: not stated, closes: not stated}

  - id: test-injection
    kind: injection
    purpose: diagnostic
    title: Test injection
    by: clinician
    minutes: not stated
    source: LOCAL-1
    after: consultation
    days: {opens: not stated, ideal: not stated, closes: not stated}

  - id: response
    kind: review
    title: Response
    by: clinician
    mode: in person
    source: LOCAL-1
    after: test-injection
    days: {opens: 14, ideal: not stated, closes: 21}
    decide:
      options:
        - {id: go-on, title: Go on, sets: [responded]}
        - {id: do-not, title: Do not, ends: [course], releases: true}

  - id: plan
    kind: plan
    title: Plan
    by: clinician
    requires: [responded]
    source: LOCAL-1
    after: response
    days: {opens: not stated, ideal: not stated, closes: not stated}

  - id: treatment
    kind: injection
    purpose: treatment
    title: Treatment
    by: clinician
    minutes: not stated
    requires: [responded, plan_agreed]
    source: LOCAL-1
    sessions: {min: 2, typical: 3, max: 4}
    first:
      after: response
      weeks: {opens: not stated, ideal: not stated, closes: not stated}
    then:
      weeks: {opens: 4, ideal: not stated, closes: 6}

  - id: physical-therapy
    kind: physical-therapy
    title: Physical therapy
    by: therapist
    requires: [responded]
    lasts_weeks: 6
    per_week: 2
    source: LOCAL-1
    after: response
    days: {opens: not stated, ideal: not stated, closes: not stated}

  - id: control
    kind: visit
    title: Control after the session
    by: clinician
    mode: telehealth
    minutes: not stated
    source: LOCAL-1
    after_each: treatment
    days: {opens: 7, ideal: not stated, closes: not stated}

  - id: late-control
    kind: visit
    title: Late control
    by: clinician
    mode: in person
    minutes: not stated
    source: LOCAL-1
    at_months: {points: [3, 6], of: treatment, from: last}
    margin_days: {early: not stated, late: not stated}

facts:
  source: LOCAL-1
  price: not stated
"""

PRICES = {
    "currency": "USD",
    "consultation": "100",
    "test-injection": "200",
    "response": "50",
    "treatment": "300",
    "physical-therapy": "40",
    "control": "20",
    "late-control": "60",
}


def made_up(*changes: tuple[str, str]) -> Protocol:
    """The protocol with changes in its text; each replaces words that stand there exactly once."""
    return read_protocol(text(*changes), "made-up.yaml")


def text(*changes: tuple[str, str]) -> str:
    found = TEXT
    for words, put in changes:
        assert found.count(words) == 1, f"{words!r} stands {found.count(words)} times"
        found = found.replace(words, put)
    return found
