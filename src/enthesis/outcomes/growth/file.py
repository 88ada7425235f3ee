"""The model as a small JSON file: figures only, nothing of any one patient."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

import numpy as np

from enthesis.outcomes.growth.basis import COLUMNS, Array, Basis
from enthesis.outcomes.growth.model import Bin, Calibration, Decided, Growth
from enthesis.outcomes.growth.shapes import Scale

FORMAT = "growth-1"  # changes with the meaning of a field
_DIGITS = 10


class NotAModel(ValueError):
    """A file is no model, or one that this programme cannot read. The text is a sentence."""


def versioned(model: Growth) -> Growth:
    """The model with a version that its figures make: the same figures, the same version."""
    text = json.dumps({**_plain(model), "version": ""}, sort_keys=True)
    return replace(model, version=f"{FORMAT}:{sha256(text.encode()).hexdigest()[:12]}")


def as_json(model: Growth, registry: int | None = None) -> Mapping[str, Any]:
    """Plain values for a file. `registry`: the generation of the registry that it was learned from."""
    return {**_plain(model), "registry": registry}


def from_json(value: Any) -> Growth:
    """A model from a file. Raises `NotAModel`."""
    if not isinstance(value, Mapping) or value.get("format") != FORMAT:
        said = value.get("format") if isinstance(value, Mapping) else None
        raise NotAModel(f'not a growth model of the format "{FORMAT}"{f": it says {said}" if said else ""}.')
    try:
        found = _read(value)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise NotAModel(f"not a whole growth model: {problem!r} is missing or of another kind.") from None
    if versioned(found).version != value.get("version"):
        raise NotAModel("its figures are not those that its version was made from. Fit it anew.")
    return versioned(found)


def _plain(model: Growth) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": model.version,
        "prior": model.prior,
        "scale": {"low": model.scale.low, "high": model.scale.high},
        "onset_weeks": model.basis.onset,
        "columns": list(model.basis.columns),
        "late": {"from_week": model.basis.late_from, "over_weeks": model.basis.late_over},
        "courses": dict(zip(model.conditions, model.courses, strict=True)),
        "readings": model.readings,
        "curves": dict(zip(model.conditions, _rounded(model.curves), strict=True)),
        "curve_covariances": dict(zip(model.conditions, _rounded(model.curve_cov), strict=True)),
        "common_curve": _rounded(model.common),
        "common_covariance": _rounded(model.common_cov),
        "patients_covariance": _rounded(model.between),
        "noise_variance": _rounded(model.noise),
        "usual_further": _rounded(model.usual),
        "calibrations": {
            str(week): {"n": each.n, "reached": _rounded(np.array(each.reached))}
            for week, each in model.calibrations.items()
        },
        "raw_mean": {str(week): _rounded(mean) for week, mean in model.raw_mean.items()},
        "decided": [
            {name: _rounded(entry) if isinstance(entry, float) else entry for name, entry in asdict(each).items()}
            | {
                "seen": _rounded(np.array(each.seen)),
                "apart": _end(each.apart),
                "apart_before": _end(each.apart_before),
            }
            for each in model.decided
        ],
        "bins": [asdict(each) for each in model.bins],
    }


def _rounded(value: Array | float) -> Any:
    return np.round(value, _DIGITS).tolist()


def _end(value: float) -> float | None:
    """JSON has no infinity."""
    return None if np.isinf(value) else float(np.round(value, _DIGITS))


def _read(value: Mapping[str, Any]) -> Growth:
    columns = tuple(str(name) for name in value["columns"])
    if not columns or any(name not in COLUMNS for name in columns):
        raise ValueError("columns")
    conditions = tuple(value["courses"])
    size = len(columns)
    return Growth(
        version=str(value["version"]),
        scale=Scale(*(None if end is None else float(end) for end in (value["scale"]["low"], value["scale"]["high"]))),
        basis=Basis(
            float(value["onset_weeks"]), columns, float(value["late"]["from_week"]), float(value["late"]["over_weeks"])
        ),
        conditions=conditions,
        courses=tuple(int(n) for n in value["courses"].values()),
        readings=int(value["readings"]),
        curves=_array([value["curves"][name] for name in conditions], len(conditions), size),
        curve_cov=_array([value["curve_covariances"][name] for name in conditions], len(conditions), size, size),
        common=_array(value["common_curve"], size),
        common_cov=_array(value["common_covariance"], size, size),
        between=_array(value["patients_covariance"], size, size),
        noise=float(value["noise_variance"]),
        usual=np.array(value["usual_further"], dtype=float),
        calibrations={
            int(week): Calibration(int(each["n"]), tuple(float(share) for share in each["reached"]))
            for week, each in value["calibrations"].items()
        },
        raw_mean={int(week): float(mean) for week, mean in value["raw_mean"].items()},
        decided=tuple(_decided(each) for each in value["decided"]),
        bins=tuple(Bin(**{name: int(entry) for name, entry in each.items()}) for each in value["bins"]),
        prior=str(value["prior"]),
    )


def _array(value: Any, *shape: int) -> Array:
    return np.array(value, dtype=float).reshape(shape)


def _decided(each: Mapping[str, Any]) -> Decided:
    apart = {name: float("inf") if each[name] is None else float(each[name]) for name in ("apart", "apart_before")}
    return Decided(**{**each, **apart, "seen": (float(each["seen"][0]), float(each["seen"][1]))})
