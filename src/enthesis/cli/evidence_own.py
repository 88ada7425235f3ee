"""The evidence table as one clinic shows it, with the trials that it has added on its page, for the command line."""

import argparse
from typing import Any


def add_clinic(parser: argparse.ArgumentParser) -> None:
    """The choice of a clinic. Without it no database is opened."""
    parser.add_argument(
        "--clinic", metavar="NAME", default="", help="with the trials that this clinic has added on its page"
    )


def table_for(name: str) -> tuple[Any, list[dict[str, Any]]]:
    """The table, and the clinic's own trials that count in it, the first first. Raises `BadInput`."""
    from enthesis.pathway.trials import shipped

    if not name:
        return shipped(), []
    from enthesis.clinic.start import opened

    opened()
    from enthesis.cli.common import BadInput
    from enthesis.clinic.importing import NotImported, the_clinic
    from enthesis.clinic.own_trials import own_trials, table_of

    try:
        clinic = the_clinic(name)
    except NotImported as problem:
        raise BadInput("no-such-clinic", problem.says, problem.remedy, "--clinic") from None
    counted = [each for each in reversed(own_trials(clinic.pk)) if each.gone is None]
    return table_of(clinic.pk), [_own(each, clinic.name) for each in counted]


def _own(trial: Any, clinic: str) -> dict[str, Any]:
    first = trial.rows[0]
    return {
        "trial": trial.trial,
        "clinic": clinic,
        "region": first["region"],
        "citation": first["citation"],
        "address": first["address"],
        "checked_by": trial.checked_by,
        "added_by": trial.added.by,
        "added_on": trial.added.at.date().isoformat(),
        "version": trial.added.version,
    }


def own_lines(own: list[dict[str, Any]]) -> list[str]:
    """Each of them in words: what it is, who compared its figures, who added it."""
    if not own:
        return []
    lines = [f"Trials of {own[0]['clinic']}'s own, marked (own) above:"]
    for one in own:
        lines.append(f"  {one['trial']} ({one['region']}): {one['citation']} {one['address']}")
        lines.append(
            f"    figures compared with the paper by {one['checked_by']}; "
            f"added by {one['added_by']} on {one['added_on']} ({one['version']})"
        )
    return lines
