"""Which rows of the table are a comparison of people with people that can be pooled, and why the others are not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from enthesis.evidence.comparable import people_only, scale_of
from enthesis.evidence.distributions import normal_quantile
from enthesis.evidence.sound import largest_sd, sound
from enthesis.evidence.study import Counts, Effect, Means, NotPoolable, Study
from enthesis.pathway.trials import Condition, Row, Table

READY = ("continuous", "binary", "continuous (n randomised)", "contrast with CI")
OWN = "added by the clinic itself: it is not in the table that ships"
_WHY = {
    "continuous (arm n missing)": "means and spread were read, but not how many people were in each arm",
    "binary (no control)": "counts without a comparison that was drawn by lot",
    "": "no figures that can be pooled were readable",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One comparison of one trial that can be pooled."""

    trial: str
    comparator: str
    outcome: str
    horizon: str
    weeks: Decimal
    origin: str  # from when the weeks count
    what: str  # instrument and time
    scale: str  # as printed, such as 0-100; "" where it is not stated
    study: Study  # arm 1 is prolotherapy, more is better
    citation: str
    addresses: tuple[str, ...]
    remarks: tuple[str, ...]
    bias: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.comparator, self.outcome, self.horizon

    @property
    def people(self) -> int:
        return int(self.study.n1 + self.study.n2) if isinstance(self.study, Counts | Means) else 0


@dataclass(frozen=True, slots=True)
class Unused:
    """Something of a trial that is not in any pooled figure, and why."""

    trial: str
    what: str
    why: str
    comparator: str = ""
    outcome: str = ""
    horizon: str = ""


def candidates(table: Table, condition: Condition) -> tuple[list[Candidate], list[Unused]]:
    """Everything of a condition's trials, sorted into what can be pooled and what cannot."""
    used: list[Candidate] = []
    unused: list[Unused] = []
    rows = table.rows_of(condition)
    for trial in dict.fromkeys(row["trial_id"] for row in rows):
        own = [row for row in rows if row["trial_id"] == trial]
        for found in _of_trial(table, own):
            (used if isinstance(found, Candidate) else unused).append(found)  # type: ignore[arg-type]  # sorted by kind
    return used, unused


def _of_trial(table: Table, rows: Sequence[Row]) -> Iterator[Candidate | Unused]:
    for row in rows:
        place = _place(table, row)
        why = _why_not(table, row)
        if not why and row["row_type"] == "arm" and row["arm_role"] == "active":
            if row["arm_id"] != next(_active(rows, row))["arm_id"]:
                why = "a second arm with prolotherapy; its comparison arm would count twice"
            else:
                yield from _against_controls(table, rows, row)
                continue
        if why and row["measure"] != "baseline mean" and row["arm_role"] != "factorial exercise factor":
            yield Unused(row["trial_id"], _what(row), why, *place)
        elif not why and row["row_type"] == "contrast":
            yield _contrast(table, row, place)


def _against_controls(table: Table, rows: Sequence[Row], active: Row) -> Iterator[Candidate | Unused]:
    others = [
        row
        for row in rows
        if row["row_type"] == "arm"
        and row["arm_role"] in ("control", "active comparator")
        and _same_measurement(row) == _same_measurement(active)
    ]
    if not others:
        yield Unused(active["trial_id"], _what(active), "no figure of the comparison arm", *_place(table, active))
    for control in others:
        why = _why_not(table, control)
        place = _place(table, control)
        if why:
            yield Unused(control["trial_id"], _what(control), why, *place)
            continue
        try:
            study = _study(active, control)
            sound([study])
            yield _candidate(table, study, active, control, place)
        except NotPoolable as problem:
            yield Unused(active["trial_id"], _what(active), problem.says, *place)


def _contrast(table: Table, row: Row, place: tuple[str, str, str]) -> Candidate | Unused:
    """A difference with its 95 % interval; the standard error is a quarter of its width, nearly."""
    turned = _turn(row)
    if turned == 0:
        return Unused(row["trial_id"], _what(row), "which direction is better is not stated", *place)
    se = (float(row["ci_high"]) - float(row["ci_low"])) / (2 * normal_quantile(0.975))
    study = Effect(row["trial_id"], turned * float(row["mean"]), se * se)
    return _candidate(table, study, row, row, place)


def _candidate(
    table: Table, study: Study, active: Row, control: Row, place: tuple[str, str, str]
) -> Candidate | Unused:
    trial = active["trial_id"]
    if not all(place):
        return Unused(trial, _what(active), "its time or its comparison belongs to none of the groups", *place)
    remarks = []
    if trial in table.own:
        remarks.append(OWN)
    if active["ma_ready"] == "continuous (n randomised)":
        remarks.append("how many were analysed was not seen; how many were randomised stands in")
    if trial in table.confirmed:
        told = table.confirmed[trial]
        remarks.append(f"flag looked at by {told['by']} on {told['on']}: {told['because']}")
    if active["row_type"] == "contrast":
        remarks.append("only the difference and its interval were printed")
    return Candidate(
        trial=trial,
        comparator=place[0],
        outcome=place[1],
        horizon=place[2],
        weeks=Decimal(active["timepoint_weeks"]),
        origin=active["time_origin"],
        what=_what(active),
        scale=(active["scale"] or control["scale"]).removesuffix(" normalised"),
        study=study,
        citation=table.trials[trial]["citation"],
        addresses=tuple(dict.fromkeys((active["address"], control["address"]))),
        remarks=tuple(remarks),
        bias=active["rob"],
    )


def _why_not(table: Table, row: Row) -> str:
    """Why a row is not pooled as it stands; "" where it is."""
    if row["row_type"] == "info":
        return "a figure for the whole trial, not for an arm"
    if row["measure"] == "baseline mean":
        return "a figure from before the treatment"
    if row["flag"] and row["trial_id"] not in table.confirmed:
        return f"flagged: {row['flag']}. It waits for a person to confirm it"
    problem = people_only(row["unit"])
    if problem:
        return problem
    if row["ma_ready"] not in READY:
        return _WHY.get(row["ma_ready"], row["ma_ready"])
    return ""


def _place(table: Table, row: Row) -> tuple[str, str, str]:
    """The ids of comparator, outcome and span of weeks that a row belongs to; "" where it belongs to none."""
    named = row["comparator_class"] or row["arm_label"].partition(" vs ")[2]
    against = next((one for each in named.split(";") if (one := table.comparator_of(each.strip()))), None)
    weeks = Decimal(row["timepoint_weeks"]) if row["timepoint_weeks"] else None
    span = next((one for one in table.horizons if weeks is not None and one.holds(weeks)), None)
    if row["measure"] == "responder":
        outcome = "responder"
    else:
        outcome = next((one.id for one in table.outcomes if row["domain"] in one.domains), "")
    return against.id if against else "", outcome, span.id if span else ""


def _study(active: Row, control: Row) -> Study:
    label = active["trial_id"]
    if active["measure"] == "responder":
        r1, n1, r2, n2 = (_number(row, name) for row in (active, control) for name in ("responders_r", "responders_n"))
        return Counts(label, r1, n1, r2, n2)
    turned = _turn(active)
    if turned == 0:
        raise NotPoolable("direction-unknown", "Which direction is better is not stated.")
    arms = []
    for row in (active, control):
        n, mean, sd = _people(row), _number(row, "mean"), _number(row, "sd")
        ends = scale_of(row["scale"].removesuffix(" normalised"))
        if ends and row["measure"] == "mean final" and sd > largest_sd(mean, *ends, n) * 1.01:
            raise NotPoolable("impossible-sd", f"The standard deviation {sd:g} at a mean of {mean:g} cannot be.")
        arms.append((n, turned * mean, sd))
    (n1, mean1, sd1), (n2, mean2, sd2) = arms
    return Means(label, n1, mean1, sd1, n2, mean2, sd2)


def _people(row: Row) -> float:
    given = row["n_analysed"] or row["n_randomised"]
    if not given.isdigit():
        raise NotPoolable("no-denominator", "How many people were in the arm is not stated as a number.")
    return float(given)


def _turn(row: Row) -> int:
    """1 where more is better for prolotherapy, -1 where less is, 0 where nothing says so."""
    if "improvement" in row["measure"] or "favouring dextrose" in row["measure"]:
        return 1
    return {"lower": -1, "higher": 1}.get(row["better"], 0)


def _active(rows: Sequence[Row], like: Row) -> Iterator[Row]:
    return (row for row in rows if row["arm_role"] == "active" and _same_measurement(row) == _same_measurement(like))


def _same_measurement(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("domain", "instrument", "timepoint_weeks", "measure", "responder_definition"))


def _number(row: Row, name: str) -> float:
    if not row[name]:
        raise NotPoolable("missing-figure", f"{name} was not seen.")
    return float(row[name])


def _what(row: Row) -> str:
    when = f", week {row['timepoint_weeks']}" if row["timepoint_weeks"] else ""
    return f"{row['instrument'] or row['domain'] or row['measure']}{when}"
