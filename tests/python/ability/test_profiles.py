"""Developers' profiles that agree between benchmarks are seen, and intervals grow for them."""

import numpy as np
import polars as pl
import pytest
from made_up_scores import made_up_cells
from scipy.special import expit

from analysis_py.statistics.ability.bootstrap import calibrate_cohort
from analysis_py.statistics.ability.calibration import calibrate
from analysis_py.statistics.ability.cells import index_cells
from analysis_py.statistics.ability.profiles import (
    correlated_profiles,
    profile_correlations,
    profile_fit_p,
)
from analysis_py.statistics.ability.scale import fit_scale
from analysis_py.statistics.ability.simulation import Z90, simulate

N_MODELS, N_BENCHMARKS, N_DEVELOPERS = 96, 15, 24


def scores(rng, agreement):
    """Return scores of developers whose profiles agree within five domains, and abilities.

    Nothing but profiles and items makes noise.
    """
    ability = rng.standard_normal(N_MODELS)
    ability = (ability - ability.mean()) / ability.std()
    developer = np.arange(N_MODELS) % N_DEVELOPERS
    common = rng.standard_normal((N_DEVELOPERS, 5))[:, np.arange(N_BENCHMARKS) % 5]
    own = rng.standard_normal(common.shape)
    profile = 0.6 * (np.sqrt(agreement) * common + np.sqrt(1 - agreement) * own)
    logit = rng.normal(0, 0.5, N_BENCHMARKS) + ability[:, None] + profile[developer]
    model, benchmark = (x.ravel() for x in np.indices(logit.shape))
    frame = pl.DataFrame(
        {
            "weights": np.char.mod("model %03d", model),
            "benchmark_id": np.char.mod("b%02d", benchmark),
            "developer": np.char.mod("d%02d", developer[model]),
            "share": rng.binomial(1000, expit(logit.ravel())) / 1000,
        }
    ).with_columns(chance=pl.lit(0.0), n_items=pl.lit(1000.0))
    return index_cells(frame), ability


def test_correlations_are_numpys_where_developers_are_enough():
    cells, _ = made_up_cells(n_models=60, n_benchmarks=9, missing=0.3)
    scale = fit_scale(index_cells(cells))
    cells, z = (
        scale.cells,
        scale.residual / np.sqrt(scale.parameters.extra[scale.cells.benchmark] + scale.noise),
    )
    frame = pl.DataFrame({"d": cells.developer[cells.model], "b": cells.benchmark, "z": z})
    table = frame.pivot("b", index="d", values="z", aggregate_function="mean")
    found, n_known = profile_correlations(scale), 0
    for i in range(9):
        for j in range(i):
            both = table.select(str(i), str(j)).drop_nulls().to_numpy()
            if len(both) < 8:
                assert np.isnan(found[i, j])
            else:
                n_known += 1
                assert found[i, j] == pytest.approx(np.corrcoef(both.T)[0, 1])
    assert n_known > 10


def test_profiles_that_agree_refute_the_model_and_others_do_not():
    found = []
    for agreement in (0.0, 0.9):
        rng = np.random.default_rng(5)
        scale = fit_scale(scores(rng, agreement)[0])
        made = simulate(scale.cells, [scale.parameters] * 30, rng.spawn(30))
        drawn = [profile_correlations(one.scale) for one in made]
        observed = profile_correlations(scale)
        found.append(profile_fit_p(observed, drawn))
        root = correlated_profiles(scale, observed, drawn)
        np.testing.assert_allclose(np.diag(root @ root), 1)
    assert found[0] > 0.1
    assert found[1] == pytest.approx(1 / 31)
    # of the last: benchmarks of one domain correlate, those of two do not
    correlations = root @ root
    is_same = np.equal.outer(*[np.arange(N_BENCHMARKS) % 5] * 2)
    off = ~np.eye(N_BENCHMARKS, dtype=bool)
    assert correlations[is_same & off].mean() > 0.4 > 0.2 > correlations[~is_same].mean()


def test_without_developers_enough_nothing_is_said_of_profiles():
    assert profile_fit_p(np.full((3, 3), np.nan), []) is None


@pytest.mark.simulation
def test_intervals_cover_where_profiles_agree_within_domains():
    # errors measured with independent profiles cover 75 to 80 %
    covered, factors = [], []
    for seed in range(4):
        rng = np.random.default_rng((9, seed))
        cells, ability = scores(rng, 0.9)
        calibrated = calibrate_cohort(fit_scale(cells), rng)
        assert calibrated.profile_fit_p < 0.05
        found = calibrate(fit_scale(cells), calibrated.calibration)
        covered.append((np.abs(found.value - ability) <= Z90 * found.std_error).mean())
        factors.append(calibrated.error_factor)
    assert np.mean(covered) >= 0.85
    assert min(factors) > 1.3
