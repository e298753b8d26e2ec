"""How far the GAMMs with a random effect of base family are from mgcv, cohort by cohort.

Every fit of ``size_clustered`` in a build is made again by R's mgcv on the same rows; what is
compared is what ``docs/gamm-engine.md`` shows, and where slopes differ from zero by mgcv's own
simulation of their simultaneous band. Wants ``Rscript`` with mgcv and jsonlite::

    python benchmarks/gamm_clustered_parity.py target/build.duckdb
    python benchmarks/gamm_clustered_parity.py tests/reference/gamm/clustered/values.json

The second form compares with values that are there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine import (
    GammFit,
    derivatives_table,
    fit_gamm,
    partial_effect,
    significant_intervals,
    terms_table,
)

FOLDER = Path(__file__).parents[1] / "tests" / "reference" / "gamm" / "clustered"
SEED = 20240112
#: Restricted likelihoods further apart than this are those of two optima.
OTHER_OPTIMUM = 1e-3
#: A p-value below this decides nothing by its exact size.
P_FLOOR = 1e-4


@dataclass(frozen=True)
class Deviations:
    """The largest deviations of one fit from mgcv's.

    Attributes
    ----------
    reml : float
        Restricted likelihood less mgcv's; below 0 is better.
    edf : float
        Of any term.
    smoothing : float
        Relative, of the random effects, whose penalty both engines scale alike.
    curve : float
        Share of the range of the curve.
    std_error : float
        Relative to the larger of the standard error and its median over the curve.
    slope : float
        Share of the range of the slope.
    p_value : float
        Relative, of smooths, where above 1e-4.
    fit : float
        Of adjusted R² and deviance explained.
    """

    reml: float
    edf: float
    smoothing: float
    curve: float
    std_error: float
    slope: float
    p_value: float
    fit: float


def deviations(fit: GammFit, expected: dict) -> Deviations:
    """Compare a fit with the values of mgcv."""
    terms = {row["term"]: row for row in terms_table(fit).iter_rows(named=True)}
    edf, smoothing, p_value = [0.0], [0.0], [0.0]
    for mgcv in expected["terms"]:
        own = terms[mgcv["term"]]
        edf.append(abs(own["edf"] - mgcv["edf"]))
        if mgcv["term_type"] == "random":
            # Without any edf the likelihood is flat in the smoothing parameter.
            if mgcv["edf"] > 0.1:
                smoothing.append(abs(own["smoothing_parameter"] / mgcv["sp"] - 1.0))
        elif mgcv["p_value"] > P_FLOOR:
            p_value.append(abs(own["p_value"] / mgcv["p_value"] - 1.0))
    curve, std_error, slope = [], [], []
    for term, mgcv in expected["curves"].items():
        own = partial_effect(fit, term, np.asarray(mgcv["x"]))
        estimate, error = np.asarray(mgcv["estimate"]), np.asarray(mgcv["std_error"])
        curve.append(np.abs(own["estimate"].to_numpy() - estimate).max() / np.ptp(estimate))
        size = np.maximum(error, np.median(error))
        std_error.append((np.abs(own["std_error"].to_numpy() - error) / size).max())
        block = fit.block(term)
        assert block.basis is not None
        slopes = block.basis.derivative(np.asarray(mgcv["x"])) @ fit.coefficients[block.columns]
        # Differences of mgcv's curve have an error of their own where the curve is straight.
        height = max(np.ptp(np.asarray(mgcv["slope"])), np.abs(mgcv["slope"]).max())
        slope.append(np.abs(slopes - np.asarray(mgcv["slope"])).max() / height)
    return Deviations(
        reml=fit.reml - expected["reml"],
        edf=max(edf),
        smoothing=max(smoothing),
        curve=float(max(curve)),
        std_error=float(max(std_error)),
        slope=float(max(slope)),
        p_value=max(p_value),
        fit=max(
            abs(fit.r_squared_adjusted - expected["r_squared_adjusted"]),
            abs(fit.deviance_explained - expected["deviance_explained"]),
        ),
    )


def interval_ends(fit: GammFit, expected: dict) -> tuple[int, int]:
    """Count ends of significant rise and fall, and those within one grid step of mgcv's.

    An interval of either side without a partner of its direction that overlaps it counts as two
    ends that do not agree.
    """
    own = significant_intervals(derivatives_table(fit, seed=SEED)).filter(band="simultaneous")
    total = agreeing = 0
    for term, mgcv in expected["curves"].items():
        step = mgcv["x"][1] - mgcv["x"][0]
        ours = [
            (row["direction"], row["x_low"], row["x_high"])
            for row in own.filter(term=term).iter_rows(named=True)
        ]
        theirs = [(i["direction"], i["low"], i["high"]) for i in mgcv["intervals"]]
        unmatched = list(theirs)
        for direction, low, high in ours:
            partner = next(
                (
                    other
                    for other in unmatched
                    if other[0] == direction and other[1] < high and low < other[2]
                ),
                None,
            )
            total += 2
            if partner is not None:
                unmatched.remove(partner)
                agreeing += (abs(partner[1] - low) <= step) + (abs(partner[2] - high) <= step)
        total += 2 * len(unmatched)
    return total, agreeing


def other_optimum(fit: GammFit, expected: dict) -> str:
    """Say that mgcv stopped at a worse optimum, and whether this engine met it too."""
    edf = {mgcv["term"]: mgcv["edf"] for mgcv in expected["terms"]}
    theirs = np.array([edf[block.label] for block in fit.design.penalised])
    nearest = min((np.abs(rival.edf - theirs).max() for rival in fit.rivals), default=np.inf)
    return (
        f"{expected['cohort_id']} {expected['gamm']} {expected['benchmark_id']}: mgcv stops at an"
        f" optimum that is {expected['reml'] - fit.reml:.2g} worse; an alternative optimum of this"
        f" engine is {nearest:.1g} from it in edf"
    )


def values_of_build(database: Path, folder: Path, cohorts: list[str]) -> tuple[Path, Path]:
    """Let mgcv make the fits of a build; return the values and the folder of frames."""
    values = folder / "values.json"
    chosen = ["--cohorts", *cohorts] if cohorts else []
    subprocess.run(
        [
            *(sys.executable, FOLDER / "export_fits.py", database, folder),
            *("--gamms", "size_clustered"),
            *chosen,
        ],
        check=True,
    )
    subprocess.run(
        ["Rscript", FOLDER / "clustered.R", folder / "fits.csv", folder / "frames", values],
        check=True,
    )
    return values, folder / "frames"


def compare(values: Path, frames: Path) -> None:
    """Print the largest deviation over benchmarks, per cohort and model."""
    largest: dict[tuple[str, str], np.ndarray] = {}
    elsewhere: list[str] = []
    ends: dict[tuple[str, str], np.ndarray] = {}
    for expected in json.loads(values.read_text())["fits"]:
        key = (expected["cohort_id"], expected["gamm"])
        fit = fit_gamm(pl.read_csv(frames / f"{key[0]}.csv.gz"), expected["formula"])
        if fit.reml < expected["reml"] - OTHER_OPTIMUM:
            elsewhere.append(other_optimum(fit, expected))
            continue
        found = np.abs(astuple(deviations(fit, expected)))
        largest[key] = np.maximum(found, largest.get(key, 0.0))
        ends[key] = np.add(interval_ends(fit, expected), ends.get(key, np.zeros(2, dtype=int)))
    names = [field.name for field in fields(Deviations)]
    print(f"| cohort and model | {' | '.join(names)} | interval ends within a step |")
    print(f"| --- |{' ---: |' * (len(names) + 1)}")
    for key, found in largest.items():
        total, agreeing = ends[key]
        numbers = " | ".join(f"{value:.0e}" for value in found)
        print(f"| {key[0]} {key[1]} | {numbers} | {agreeing} of {total} |")
    print("\n".join(["", *elsewhere]))


def main() -> None:
    """Compare a build, or values that are there, with this engine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="a build's database, or a values.json")
    parser.add_argument("--cohorts", nargs="+", default=[])
    options = parser.parse_args()
    if options.source.suffix == ".json":
        compare(options.source, options.source.parent / "frames")
        return
    with tempfile.TemporaryDirectory() as name:
        compare(*values_of_build(options.source, Path(name), options.cohorts))


if __name__ == "__main__":
    main()
