"""The paper's models on a cohort: every fit a row, with its terms, curves and bands."""

import numpy as np
import polars as pl
import pytest
from scipy import stats
from simulated_cohort import BENCHMARKS, cohort

from analysis_py.statistics.gamm.models import Settings, fit_cohort_gamms
from analysis_py.statistics.gamm.plans import log_scale_factor


def fit(frame, gamm, benchmarks=("arc",), level=0.95):
    return fit_cohort_gamms(frame, "c", benchmarks, Settings(level), [gamm]).row(0, named=True)


def test_the_factor_of_an_architecture_family():
    frame = pl.DataFrame({"architecture_family": ["a", "a", "a", "b"]})
    factor = frame.select(log_scale_factor()).to_series().exp()
    # Total rows over (number of families times rows of the family).
    assert factor.to_list() == pytest.approx([4 / (2 * 3)] * 3 + [4 / (2 * 1)])
    own = cohort().drop("log_scale_factor").with_columns(architecture_family="architecture")
    given, computed = (fit(f, "interplay_scaled", BENCHMARKS)["reml"] for f in (cohort(), own))
    assert given == pytest.approx(computed, rel=1e-9)


def test_bands_have_the_confidence_level_that_was_asked_for():
    """Every half-width is that of 95 % times the quotient of the normal quantiles."""
    usual, narrow = (fit(cohort(), "size", level=level) for level in (0.95, 0.5))
    ratio = stats.norm.ppf(0.75) / stats.norm.ppf(0.975)
    for table in ("curves", "random_effects", "derivatives"):
        for wide, slim in zip(usual[table], narrow[table], strict=True):
            assert slim["estimate"] == wide["estimate"]
            assert slim["std_error"] == wide["std_error"]
            half = (slim["ci_high"] - slim["ci_low"]) / (wide["ci_high"] - wide["ci_low"])
            assert half == pytest.approx(ratio, rel=1e-9), table


def test_copies_of_a_base_are_not_evidence_for_a_curve():
    """Twenty bases with an effect each and forty copies: the band widens, and the wave goes."""
    rng = np.random.default_rng(11)
    size = np.sort(rng.uniform(-2, 5, 20))
    effect = rng.normal(0, 0.3, 20)
    base = np.repeat(np.arange(20), 40)
    frame = pl.DataFrame(
        {
            "log_parameters_b": size[base],
            "log_arc": 3 + 0.1 * size[base] + effect[base] + rng.normal(0, 0.05, base.size),
            "architecture": [f"A{i % 4}" for i in base],
            "base_family": [f"B{i:02d}" for i in base],
        }
    ).with_columns(pl.col("log_parameters_b") + pl.Series(rng.normal(0, 0.3, base.size)))
    plain, clustered = (fit(frame, gamm) for gamm in ("size", "size_clustered"))
    falls = [
        [slope for slope in row["derivatives"] if slope["ci_high"] < 0]
        for row in (plain, clustered)
    ]
    assert falls[0]
    assert not falls[1]
    assert clustered["reml"] < plain["reml"] - 100
