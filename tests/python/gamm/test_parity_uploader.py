"""Parity with mgcv of two crossed random effects of many levels: base family and uploader.

Values and frame are in ``tests/reference/gamm/uploader``, made by the script of ``clustered/``.
This engine absorbs the uploader, which has the most levels; families have columns of their own.
"""

import functools
import json
import runpy
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.engine import GammFit, fit_gamm, random_effects_table

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests/reference/gamm/uploader"
COMPARE = runpy.run_path(str(ROOT / "benchmarks/gamm_parity.py"))
VALUES = {
    (fit["gamm"], fit["benchmark_id"]): fit
    for fit in json.loads((FOLDER / "values.json").read_text())["fits"]
}
#: Of the curve's range, of degrees of freedom, and relative of errors and smoothing parameters.
TOLERANCE = 1e-3


@functools.cache
def fitted(key: tuple[str, str]) -> GammFit:
    frame = pl.read_csv(FOLDER / "frames/january_2024.csv.gz", infer_schema_length=None)
    return fit_gamm(frame, VALUES[key]["formula"])


every_fit = pytest.mark.parametrize("key", VALUES, ids="-".join)


@every_fit
def test_the_uploader_is_absorbed_and_the_likelihood_no_worse(key):
    fit, mgcv = fitted(key), VALUES[key]
    assert fit.design.blocks[-1].label == "s(uploader)"
    assert fit.design.absorbed is not None
    assert fit.n_obs == mgcv["n_obs"]
    assert fit.reml <= mgcv["reml"] + 1e-5


@every_fit
def test_curves_bands_and_terms(key):
    found = COMPARE["deviations"](fitted(key), VALUES[key])
    assert found.curve < TOLERANCE
    assert found.std_error < TOLERANCE
    assert found.fit < TOLERANCE
    assert found.edf < TOLERANCE
    assert found.smoothing < TOLERANCE
    assert found.p_value < TOLERANCE


@every_fit
def test_effects_of_families_beside_those_of_uploaders(key):
    mgcv = VALUES[key]["random"]
    own = random_effects_table(fitted(key)).filter(term="s(base_family)")
    own = own.filter(pl.col("level").is_in(mgcv["level"]))
    assert own["level"].to_list() == mgcv["level"]
    gap = np.abs(own["estimate"].to_numpy() - mgcv["estimate"]).max()
    assert gap < TOLERANCE * np.ptp(mgcv["estimate"])
    np.testing.assert_allclose(own["std_error"], mgcv["std_error"], rtol=TOLERANCE)
