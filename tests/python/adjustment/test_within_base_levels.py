"""Simulated sizes of comparisons within bases: as often as the methods themselves err."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analysis_py.statistics.adjustment.base_contrasts import FACTOR, base_contrasts
from analysis_py.statistics.adjustment.within_base import (
    BaseSums,
    MixedFit,
    fixed_effects,
    mixed_model,
)
from analysis_py.statistics.adjustment.within_base_simulation import WithinBaseSimulation

N_SAMPLES = 600
LEVEL = 0.05
#: Standard errors that two rates may be apart, of which one is by N_SAMPLES.
APART = 3.5


def drawn(rng, n, effect_sd, base_sd):
    """Return the sums of a sample without a difference; residuals have a deviation of 1."""
    base, effect = rng.normal(0, base_sd, (2, len(n)))[0], rng.normal(0, effect_sd, len(n))
    mean = np.stack([base + effect / 2, base - effect / 2], axis=1)
    mean += rng.normal(size=n.shape) / np.sqrt(np.maximum(n, 1))
    df = int(n.sum()) - int(np.count_nonzero(n))
    return BaseSums(n, mean, float(rng.chisquare(df)))


@pytest.mark.simulation
@pytest.mark.parametrize("effect_sd", [0.0, 0.4, 1.5])
def test_rates_are_those_of_the_methods(effect_sd):
    rng = np.random.default_rng(20240112)
    n = rng.geometric(0.25, (14, 2)).astype(float)
    n[0] = 60, 40  # one base that weighs most: fixed effects are then far from the nominal level
    rejected = np.zeros(2)
    for _ in range(N_SAMPLES):
        sums = drawn(rng, n, effect_sd, 1.0)
        mixed = mixed_model(sums)
        fixed = fixed_effects(sums, mixed.effect_sd**2, mixed.residual_sd**2)
        for i, found in enumerate((fixed, mixed.within)):
            p = 2 * stats.t.sf(abs(found.estimate) / found.std_error, found.df)
            rejected[i] += p < LEVEL
    truth = MixedFit(mixed.within, None, effect_sd, 1.0, 1.0)
    sizes = WithinBaseSimulation(len(n), 4000, 1, LEVEL).type1_errors(sums, truth)
    for found, size in zip(rejected / N_SAMPLES, sizes, strict=True):
        error = np.sqrt(max(size * (1 - size), 1e-3) * (1 / N_SAMPLES + 1 / 4000))
        assert abs(found - size) < APART * error, (found, size)


def test_the_table_has_sizes_where_it_has_tests():
    rng = np.random.default_rng(3)
    bases = pl.DataFrame(
        {
            "cohort_id": "c",
            "benchmark_id": "b",
            "factor": FACTOR,
            "level": ["tuned", "plain"] * 9,
            "base_family": [f"f{i // 2}" for i in range(18)],
            "n_obs": [3] * 18,
            "total_units": (rng.normal(40, 5, 18) * 3e6).round().astype(int).tolist(),
            "sum_squares": rng.chisquare(2, 18).tolist(),
        }
    )
    rows = {row.method: row for row in base_contrasts(bases, 0.95, 500, 1)}
    assert rows["mixed, between"].type1_error is None
    for method in ("fixed effects", "mixed, within"):
        assert 0.01 < rows[method].type1_error < 0.12
        assert rows[method].n_simulations == 500
