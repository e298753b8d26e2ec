"""What mgcv gave on the frames of two cohorts, and the engine's fits beside it."""

import functools
import json
from pathlib import Path

import polars as pl

from analysis_py.statistics.gamm.engine import GammFit, fit_gamm

REFERENCE = Path(__file__).parents[2] / "reference" / "gamm"


@functools.cache
def reference(cohort: str) -> dict:
    return json.loads((REFERENCE / f"{cohort}.json").read_text())


@functools.cache
def reference_frame(cohort: str) -> pl.DataFrame:
    return pl.read_csv(REFERENCE / "frames" / f"{cohort}.csv.gz")


@functools.cache
def fitted(cohort: str, gamm: str, benchmark: str) -> tuple[GammFit, dict]:
    """Return the fit of a cohort, model and benchmark beside its reference values."""
    expected = next(
        fit
        for fit in reference(cohort)["fits"]
        if fit["gamm"] == gamm and fit["benchmark_id"] == benchmark
    )
    return fit_gamm(reference_frame(cohort), expected["formula"]), expected
