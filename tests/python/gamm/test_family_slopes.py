"""A term beside slopes of families: the algebra against dense matrices, the level by simulation."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.cells import N_OBS, WITHIN, sum_cells
from analysis_py.statistics.gamm.engine import fit_gamm
from analysis_py.statistics.gamm.family_slopes import Components, fit_term, reduce_to_term
from analysis_py.statistics.gamm.type1_error import FamilyNull

FORMULA = 'y ~ s(log_parameters_b) + s(architecture, bs="re") + s(base_family, bs="re")'
TERM = "s(log_parameters_b)"


def board(seed: int, slope_sd: float, n_families: int = 40, growth: float = 0.0) -> pl.DataFrame:
    """Rows of families that have several sizes each."""
    rng = np.random.default_rng(seed)
    family = np.repeat(np.arange(n_families), rng.integers(3, 12, n_families))
    sizes = np.log(np.array([0.5, 1, 1.4, 2.8, 3, 6.7, 7, 8, 13, 14, 30, 34, 65, 70]))
    own = rng.choice(sizes, (n_families, 3))
    x = own[family, rng.integers(0, 3, family.size)]
    intercept, slope = rng.normal(0, 0.2, n_families), rng.normal(0, slope_sd, n_families)
    y = growth * x + intercept[family] + slope[family] * (x - sizes.mean())
    return pl.DataFrame(
        {
            "y": y + rng.normal(0, 0.15, x.size),
            "log_parameters_b": x,
            "architecture": [f"A{i % 5}" for i in family],
            "base_family": [f"F{i}" for i in family],
        }
    )


def null_of(frame: pl.DataFrame, draws: int = 50) -> FamilyNull:
    fit = fit_gamm(sum_cells(frame, "y"), FORMULA, frequencies=N_OBS, within=WITHIN)
    return FamilyNull(fit, draws, 1, 0.95)


@pytest.mark.parametrize("slopes", [np.inf, 3.0])
def test_eliminating_families_is_dense_algebra(slopes):
    frame = board(1, 0.1)
    null = null_of(frame)
    (block,) = (block for block in null.blocks if block.label == TERM)
    fitted = null.fit_beside_slopes(block)
    columns = null._slope_columns(block)
    sums = null._sums(columns, null.y[:, None], null.WX.T @ null.y[:, None], np.ones(1))
    components = Components(2.0, slopes)
    reduced = reduce_to_term(sums, fitted.model, components)
    Z = null.families.T.toarray()
    all_Z = Z if np.isinf(slopes) else np.hstack([Z, Z * columns])
    X = np.hstack([null.X.toarray(), all_Z])
    penalty = np.concatenate([null.known, np.full(Z.shape[1], 2.0)])
    if np.isfinite(slopes):
        penalty = np.append(penalty, np.full(Z.shape[1], slopes))
    tested = fitted.model.rest[fitted.model.tested]
    penalty[tested] = 0.5 * block.penalty
    A = X.T @ (null.w[:, None] * X) + np.diag(penalty)
    dense = np.linalg.solve(A, X.T @ (null.w * null.y))[tested]
    G = reduced.information + np.diag(0.5 * block.penalty)
    np.testing.assert_allclose(np.linalg.solve(G, reduced.right[:, 0]), dense, rtol=1e-8)
    others = np.setdiff1d(np.arange(X.shape[1]), tested)
    _, whole = np.linalg.slogdet(A)
    _, own = np.linalg.slogdet(A[np.ix_(others, others)])
    assert np.linalg.slogdet(G)[1] == pytest.approx(whole - own, rel=1e-9)
    families = penalty[null.known.size :]
    assert reduced.log_determinant == pytest.approx(own - np.log(families).sum(), rel=1e-9)


def test_uploaders_of_one_family_are_eliminated_once_without_a_change():
    frame = board(1, 0.1)
    number = pl.int_range(pl.len())
    # a third of the rows share their uploader with other families
    own = pl.concat_str("base_family", pl.lit("/"), number % 2)
    frame = frame.with_columns(
        uploader=pl.when(number % 3 == 0).then(pl.format("U{}", number % 10)).otherwise(own)
    )
    cells = sum_cells(frame, "y")
    formula = FORMULA + ' + s(uploader, bs="re")'
    fit = fit_gamm(cells, formula, frequencies=N_OBS, within=WITHIN)
    once, never = FamilyNull(fit, 50, 1, 0.95), FamilyNull(fit, 50, 1, 0.95)
    assert 40 < once.alone.size < len(fit.block("s(uploader)").levels)
    never.alone, never.kept = np.empty(0, dtype=int), np.arange(never.X.shape[1])
    curves, rows = [], []
    for null in (once, never):
        fitted = null.fit_beside_slopes(fit.block(TERM))
        curves.append(null.curve(fitted, np.array([1.0, 2.0])))
        rows.append({**vars(null.simulate(fitted)), "term": 0})
    np.testing.assert_allclose(*curves, rtol=1e-8)
    assert rows[0] == pytest.approx(rows[1], rel=1e-8)


def test_the_grid_comes_near_the_fit_of_the_engine():
    """With all smoothing parameters free, and slopes as a term of the model."""
    frame = board(3, 0.12, growth=0.3)
    centred = pl.col("log_parameters_b") - pl.col("log_parameters_b").mean()
    engine = fit_gamm(frame.with_columns(x=centred), f'{FORMULA} + s(base_family, by=x, bs="re")')
    null = null_of(frame)
    fitted = null.fit_beside_slopes(null.blocks[1])
    slopes_sd = np.sqrt(fitted.own.scale[0] / fitted.own.components.slopes)
    expected = np.sqrt(engine.scale / engine.smoothing["s(base_family):x"])
    assert slopes_sd == pytest.approx(expected, rel=0.5)  # half a step of the grid
    assert fitted.edf == pytest.approx(engine.edf[engine.block(TERM).columns].sum(), abs=0.6)
    band = null.band(fitted)
    block = engine.block(TERM)
    curve = block.basis.evaluate(band.x) @ engine.coefficients[block.columns]
    assert np.abs(band.curve - curve).max() < 0.05 * np.ptp(curve)


@pytest.mark.simulation
def test_slopes_keep_the_level_and_intercepts_alone_do_not():
    """Draws of this file's own generator, each analysed as data."""
    beside, alone, n = 0, 0, 80
    for seed in range(n):
        null = null_of(board(100 + seed, 0.15), draws=2)
        fitted = null.fit_beside_slopes(null.blocks[1])
        band = null.band(fitted)
        beside += bool((np.abs(band.slope) > band.half_width).any())
        sums = null._sums(
            fitted.slopes,
            null.y[:, None],
            null.WX.T @ null.y[:, None],
            np.array([null.fit.products.yty]),
        )
        lone = Components(null.fit.smoothing["s(base_family)"], np.inf)
        (plain,) = fit_term(sums, fitted.model, [lone], {})
        alone += bool(null._rate_of_curves(fitted.block, [plain]) > 0)
    assert beside / n < 0.12
    assert alone / n > 0.2


def test_the_simulated_error_is_that_of_the_model():
    row = null_of(board(7, 0.15), draws=200)
    fitted = row.fit_beside_slopes(row.blocks[1])
    simulated = row.simulate(fitted)
    assert simulated.type1_error < 0.11
    assert simulated.type1_error_intercepts > 0.2
    assert simulated.contrast_critical_value >= 1.959
    assert simulated.n_families == 40


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("noise", [0.0, 1e-9])
def test_a_perfect_line_has_an_error_that_is_a_number(noise):
    frame = board(9, 0.0)
    ripple = noise * pl.int_range(frame.height).mod(3)
    null = null_of(frame.with_columns(y=1 + 0.3 * pl.col("log_parameters_b") + ripple))
    row = null.simulate(null.fit_beside_slopes(null.blocks[1]))
    assert 0.0 <= row.type1_error <= 1.0
    assert np.isfinite(row.residual_std_dev)
