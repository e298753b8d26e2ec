"""Terms without effect: a covariate that is noise is one, and one that matters is not."""

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.flatness import flat_terms
from analysis_py.statistics.gamm.plans import plan_model
from analysis_py.statistics.gamm.smoothers import OF_OTHERS

BENCHMARKS = ["arc", "mmlu"]


def rows(slope, seed):
    """Return 40 families whose log score on ARC follows that on MMLU by a heavy-tailed line."""
    rng = np.random.default_rng(seed)
    family = rng.integers(0, 40, 1500)
    own, covariate = rng.laplace(scale=0.05, size=40), rng.uniform(3, 4, 1500)
    return pl.DataFrame(
        {
            "log_mmlu": covariate,
            "log_arc": 4 + slope * covariate + own[family] + 0.02 * rng.standard_t(4, 1500),
            "log_parameters_b": np.linspace(-2, 4, 40)[family] + 0.01 * rng.normal(size=1500),
            "architecture": pl.Series([f"a{each % 6}" for each in family]),
            "base_family": pl.Series([f"f{each}" for each in family]),
            "is_off_family_size": False,
        }
    )


def found(slope, seed, margin_pct=2.0):
    """Return the row of MMLU among the terms that may be without effect on ARC."""
    frame = rows(slope, seed)
    gamm = "interplay_clustered"
    plans = [plan_model(frame, gamm, "arc", BENCHMARKS, each.k, each.basis) for each in OF_OTHERS]
    published, *others = plans
    fits = [published.fit(), *(plan.fit(is_thorough=False) for plan in others)]
    terms = flat_terms(fits, published.rows, "log_arc", margin_pct, (100, 1, 0.95))
    return next((term for term in terms if term.term == "s(log_mmlu)"), None)


def test_noise_is_without_effect_and_a_slope_is_not():
    noise = found(0.0, 1)
    assert noise.change < noise.greatest_change < noise.margin
    assert noise.type1_error <= 0.08
    # over the middle 80 % it changes by 0.08, twice the margin
    assert found(0.1, 1) is None


def test_a_curve_at_the_margin_is_hardly_ever_called_flat():
    """The least slope that matters, with other noise than the simulation's: errs in at most 5 %."""
    mean = float(np.exp(rows(0.0, 1)["log_arc"].to_numpy()).mean())
    at_margin = np.log1p(2.0 / mean) / 0.8
    flat = 0
    for seed in range(20):
        # points of the score grow with its mean, and so does what does not matter
        grown = np.exp(3.5 * at_margin)
        term = found(at_margin, seed, 2.0 * grown)
        flat += term is not None and term.greatest_change < term.margin
    assert flat <= 3
