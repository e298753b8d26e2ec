"""Parity with mgcv of the other bases and of random slopes, on the frames of the clustered models.

Values and formulas are in ``tests/reference/gamm/smoothers``, made by ``clustered/clustered.R``.
Tolerances are those of ``test_parity_mgcv.py``.
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
FOLDER = ROOT / "tests/reference/gamm"
COMPARE = runpy.run_path(str(ROOT / "benchmarks/gamm_parity.py"))
VALUES = {
    (fit["cohort_id"], fit["gamm"], fit["benchmark_id"]): fit
    for fit in json.loads((FOLDER / "smoothers/values.json").read_text())["fits"]
}

EDF = 1e-2
CURVE = 1e-3
STD_ERROR = 1e-2
P_VALUE = 2e-2
R_SQUARED = 1e-4

every_fit = pytest.mark.parametrize("key", VALUES, ids="-".join)


@functools.cache
def fitted(key: tuple[str, str, str], *, is_thorough: bool = True) -> GammFit:
    frame = pl.read_csv(FOLDER / "clustered/frames" / f"{key[0]}.csv.gz")
    return fit_gamm(frame, VALUES[key]["formula"], is_thorough=is_thorough)


def test_every_basis_is_there():
    assert {key[1] for key in VALUES} == {
        "size_cr_10",
        "size_cr_20",
        "size_gp_10",
        "size_gp_20",
        "size_slopes",
    }


@every_fit
def test_terms_curves_and_bands(key):
    fit, mgcv = fitted(key), VALUES[key]
    assert fit.n_obs == mgcv["n_obs"]
    if mgcv["engine"] == "gam":
        # bam() gives the criterion of "cr" in other coordinates, which adds a constant
        assert fit.reml <= mgcv["reml"] + 1e-4
    found = COMPARE["deviations"](fit, mgcv)
    assert found.edf < EDF
    assert found.curve < CURVE
    assert found.std_error < STD_ERROR
    assert found.fit < R_SQUARED
    if not key[1].endswith("slopes"):
        assert found.p_value < P_VALUE


@every_fit
def test_intercepts_of_families(key):
    mgcv = VALUES[key]["random"]
    own = random_effects_table(fitted(key)).filter(term="s(base_family)")
    own = own.filter(pl.col("level").is_in(mgcv["level"]))
    assert own["level"].to_list() == mgcv["level"]
    gap = np.abs(own["estimate"].to_numpy() - mgcv["estimate"]).max()
    # beside slopes there may be no intercepts left, and then nothing to take a share of
    assert gap < CURVE * max(np.ptp(mgcv["estimate"]), 1e-3)


@every_fit
def test_one_start_finds_the_same_optimum(key):
    one, every = fitted(key, is_thorough=False), fitted(key)
    assert one.reml == pytest.approx(every.reml, abs=1e-6)
    np.testing.assert_allclose(one.edf_total, every.edf_total, atol=1e-3)
