"""How far the engine is from mgcv: the tables of docs/gamm-engine.md.

    python benchmarks/gamm_parity.py                                   committed values
    python benchmarks/gamm_parity.py --database target/build.duckdb    every cohort of a build

The second form lets R's mgcv fit ``size_clustered`` on the rows of a build; it wants ``Rscript``
with mgcv and jsonlite. The largest deviation over the benchmarks is shown per cohort and model, and
how many ends of significant rise and fall lie within a grid step of those from mgcv's simulation.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine import (
    GammFit,
    derivatives_table,
    fit_gamm,
    partial_effect,
    terms_table,
)
from analysis_py.statistics.gamm.engine.derivatives import positive_stretches

REFERENCE = Path(__file__).parents[1] / "tests" / "reference" / "gamm"
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
        Relative, of the random effects, whose penalty both engines scale in the same way.
    curve : float
        Share of the range of the curve.
    std_error : float
        Relative to the larger of the standard error and its median over the curve.
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
    p_value: float
    fit: float


def deviations(fit: GammFit, expected: dict) -> Deviations:
    """Compare a fit with the values of mgcv."""
    terms = {row["term"]: row for row in terms_table(fit).iter_rows(named=True)}
    edf, smoothing, p_value = [0.0], [0.0], [0.0]
    for mgcv in expected["terms"]:
        own = terms[mgcv["term"]]
        edf.append(abs(own["edf"] - mgcv["edf"]))
        # Without any edf the likelihood is flat in the smoothing parameter.
        if "sp" in mgcv and mgcv["term_type"] == "random" and mgcv["edf"] > 0.1:
            smoothing.append(abs(own["smoothing_parameter"] / mgcv["sp"] - 1.0))
        if mgcv["term_type"] == "smooth" and mgcv["p_value"] > P_FLOOR:
            p_value.append(abs(own["p_value"] / mgcv["p_value"] - 1.0))
    curve, std_error = [], []
    for term, mgcv in expected["curves"].items():
        own = partial_effect(fit, term, np.asarray(mgcv["x"]))
        estimate, error = np.asarray(mgcv["estimate"]), np.asarray(mgcv["std_error"])
        curve.append(np.abs(own["estimate"].to_numpy() - estimate).max() / np.ptp(estimate))
        size = np.maximum(error, np.median(error))
        std_error.append((np.abs(own["std_error"].to_numpy() - error) / size).max())
    return Deviations(
        reml=fit.reml - expected["reml"],
        edf=max(edf),
        smoothing=max(smoothing),
        curve=float(max(curve)),
        std_error=float(max(std_error)),
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
    slopes = derivatives_table(fit, seed=SEED)
    total = agreeing = 0
    for term, mgcv in expected["curves"].items():
        step = mgcv["x"][1] - mgcv["x"][0]
        unmatched = [(i["direction"], i["low"], i["high"]) for i in mgcv["intervals"]]
        own = slopes.filter(term=term)
        x, band = (
            own["x"].to_numpy(),
            own.select("simultaneous_low", "simultaneous_high").to_numpy(),
        )
        stretches = [("rise", *ends) for ends in positive_stretches(x, band[:, 0])]
        stretches += [("fall", *ends) for ends in positive_stretches(x, -band[:, 1])]
        for direction, low, high in stretches:
            overlapping = (i for i in unmatched if i[0] == direction and i[1] < high and low < i[2])
            partner = next(overlapping, None)
            total += 2
            if partner is not None:
                unmatched.remove(partner)
                agreeing += (abs(partner[1] - low) <= step) + (abs(partner[2] - high) <= step)
        total += 2 * len(unmatched)
    return total, agreeing


def other_optimum(fit: GammFit, expected: dict) -> str:
    """Say that mgcv stopped at a worse optimum, and how near this engine came to it."""
    edf = {mgcv["term"]: mgcv["edf"] for mgcv in expected["terms"]}
    theirs = np.array([edf.get(block.label, np.nan) for block in fit.design.penalised])
    nearest = min((np.abs(rival.edf - theirs).max() for rival in fit.rivals), default=np.inf)
    return (
        f"{expected['cohort_id']} {expected['gamm']} {expected['benchmark_id']}: mgcv stops at an"
        f" optimum that is {expected['reml'] - fit.reml:.2g} worse; an alternative optimum of this"
        f" engine is {nearest:.1g} from it in edf"
    )


def paper_values() -> Iterator[tuple[Path, dict]]:
    """Yield the frames and values of the paper's models on two cohorts."""
    for cohort in ("january_2024", "openllm_v1"):
        for fit in json.loads((REFERENCE / f"{cohort}.json").read_text())["fits"]:
            values = fit["engines"]["gam_reml"]
            curves = {
                term: curve | {"x": fit["grid"][term.removeprefix("s(").split(")")[0]]}
                for term, curve in values["curves"].items()
            }
            known = {name: fit[name] for name in ("gamm", "benchmark_id", "formula")}
            frame = REFERENCE / "frames" / f"{cohort}.csv.gz"
            yield frame, values | known | {"cohort_id": cohort, "curves": curves}


def clustered_values(folder: Path) -> Iterator[tuple[Path, dict]]:
    """Yield the frames and values of models with a random effect of the base family."""
    for fit in json.loads((folder / "values.json").read_text())["fits"]:
        yield folder / "frames" / f"{fit['cohort_id']}.csv.gz", fit


def fit_by_mgcv(database: Path, folder: Path) -> None:
    """Let mgcv make the fits of a build, and write frames and values into a folder."""
    scripts, values = REFERENCE / "clustered", folder / "values.json"
    exported = [sys.executable, scripts / "export_fits.py", database, folder]
    subprocess.run([*exported, "--gamms", "size_clustered"], check=True)
    frames = folder / "fits.csv", folder / "frames"
    subprocess.run(["Rscript", scripts / "clustered.R", *frames, values], check=True)


def compare(fits: Iterator[tuple[Path, dict]]) -> None:
    """Print the largest deviation over the benchmarks, per cohort and model."""
    largest: dict[str, np.ndarray] = {}
    ends: dict[str, np.ndarray] = {}
    elsewhere = []
    for frame, expected in fits:
        key = f"{expected['cohort_id']} {expected['gamm']}"
        fit = fit_gamm(pl.read_csv(frame), expected["formula"])
        if fit.reml < expected["reml"] - OTHER_OPTIMUM:
            elsewhere.append(other_optimum(fit, expected))
            continue
        found = np.abs(astuple(deviations(fit, expected)))
        largest[key] = np.maximum(found, largest.get(key, 0.0))
        if all("intervals" in curve for curve in expected["curves"].values()):
            ends[key] = np.add(interval_ends(fit, expected), ends.get(key, np.zeros(2, dtype=int)))
    names = [field.name for field in fields(Deviations)]
    print(f"| cohort and model | {' | '.join(names)} | interval ends within a step |")
    print(f"| --- |{' ---: |' * (len(names) + 1)}")
    for key, found in largest.items():
        numbers = " | ".join(f"{value:.0e}" for value in found)
        agreeing = f"{ends[key][1]} of {ends[key][0]}" if key in ends else "–"
        print(f"| {key} | {numbers} | {agreeing} |")
    print("\n".join(["", *elsewhere]))


def main() -> None:
    """Compare committed values, or a build, with this engine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", type=Path, help="a build's database")
    options = parser.parse_args()
    if options.database is None:
        compare(paper_values())
        compare(clustered_values(REFERENCE / "clustered"))
        return
    with tempfile.TemporaryDirectory() as name:
        fit_by_mgcv(options.database, Path(name))
        compare(clustered_values(Path(name)))


if __name__ == "__main__":
    main()
