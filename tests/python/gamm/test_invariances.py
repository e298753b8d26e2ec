"""What must not change a fit: order, scale and sums of rows, and how a term is solved for."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_py.statistics.gamm.cells import N_OBS, WITHIN, sum_cells
from analysis_py.statistics.gamm.engine import (
    curves_table,
    derivatives_table,
    fit_gamm,
    random_effects_table,
    terms_table,
)
from analysis_py.statistics.gamm.engine.formula import parse_formula

FORMULA = 'y ~ s(x, by=kind) + kind + s(z) + s(group, bs="re")'
ABSORBED = (
    'y ~ s(x) + s(group, bs="re") + s(family, bs="re")',
    # The largest is not the last; the smooths come first, for their position seeds their bands.
    'y ~ s(x, by=kind) + kind + s(z) + s(family, bs="re") + s(group, bs="re")',
    'y ~ z + s(family, bs="re")',
    'y ~ s(family, bs="re")',
)
#: Both searches stop where no slope of the criterion exceeds 1e-7.
SEARCHED = 1e-7

seeds = st.integers(0, 10_000)
some = settings(max_examples=8, deadline=None)


def assert_same(a, b, rtol=1e-6, atol=1e-7, *, of_peak=False):
    """Compare two tables, whichever term comes first; ``atol`` may be of a column's largest."""
    keys = [name for name in ("term", "level") if name in a.columns and "x" not in a.columns]
    if keys:
        a, b = a.sort(keys), b.sort(keys)
    assert a.columns == b.columns
    for name in a.columns:
        one, other = a[name], b[name]
        if one.dtype == pl.Float64:
            peak = max(1.0, float(one.abs().max() or 0.0)) if of_peak else 1.0
            np.testing.assert_allclose(
                other.to_numpy(), one.to_numpy(), rtol=rtol, atol=atol * peak, err_msg=name
            )
        else:
            assert one.to_list() == other.to_list(), name


def terms_of(fit):
    return terms_table(fit).drop("smoothing_parameter")


@some
@given(seed=seeds)
def test_the_order_of_the_rows(simulate, seed):
    frame = simulate(200, seed)
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=seed)
    a, b = fit_gamm(frame, FORMULA), fit_gamm(shuffled, FORMULA)
    assert a.reml == pytest.approx(b.reml, rel=1e-9)
    assert_same(terms_of(a), terms_of(b), 1e-4)
    for table in (curves_table, random_effects_table):
        assert_same(table(a), table(b), 1e-4, 1e-5)


@some
@given(
    seed=seeds,
    shift=st.floats(-1e3, 1e3),
    scale=st.floats(1e-3, 1e3).flatmap(lambda s: st.sampled_from([s, -s])),
)
def test_shift_and_scale_of_a_covariate(simulate, seed, shift, scale):
    frame = simulate(200, seed)
    moved = frame.with_columns(x=shift + scale * pl.col("x"))
    a, b = fit_gamm(frame, "y ~ s(x) + s(z)"), fit_gamm(moved, "y ~ s(x) + s(z)")
    assert a.reml == pytest.approx(b.reml, rel=1e-7, abs=1e-6)
    assert_same(terms_of(a), terms_of(b), 1e-3)
    one, other = (derivatives_table(f, draws=100).filter(term="s(x)")["estimate"] for f in (a, b))
    slope = other.to_numpy()[:: 1 if scale > 0 else -1] * scale
    np.testing.assert_allclose(one.to_numpy(), slope, rtol=1e-3, atol=1e-3)


@some
@given(seed=seeds, shift=st.floats(-1e4, 1e4), scale=st.floats(1e-3, 1e3))
def test_shift_and_scale_of_the_response(simulate, seed, shift, scale):
    frame = simulate(200, seed)
    moved = frame.with_columns(y=shift + scale * pl.col("y"))
    a, b = fit_gamm(frame, FORMULA), fit_gamm(moved, FORMULA)
    assert a.edf_total == pytest.approx(b.edf_total, abs=1e-3)
    assert b.scale == pytest.approx(a.scale * scale**2, rel=1e-4)
    assert a.deviance_explained == pytest.approx(b.deviance_explained, abs=1e-6)
    a, b = (terms_table(fit).select("term", "edf") for fit in (a, b))
    assert_same(a, b, 1e-3, 1e-4)


@pytest.mark.parametrize("formula", ABSORBED)
def test_an_absorbed_intercept_is_one_with_a_column_per_level(simulate, formula):
    frame, rng = simulate(900), np.random.default_rng(1)
    # most families are small
    own = np.minimum(rng.geometric(0.25, 900) - 1, 11)
    family = frame["group"].str.slice(1).cast(int).to_numpy() * 12 + own
    frame = frame.with_columns(
        pl.col("y") + pl.Series(rng.normal(0, 0.4, 144)[family]),
        family=pl.Series([f"f{i:05d}" for i in family]),
    )
    dense, absorbed = (fit_gamm(frame, formula, absorb_from=n) for n in (None, 100))
    assert dense.design.absorbed is None
    assert absorbed.design.absorbed is not None
    assert absorbed.reml == pytest.approx(dense.reml, rel=1e-11)
    squares = float(np.sum(absorbed.residuals() ** 2))
    assert absorbed.residual_sum_of_squares == pytest.approx(squares, rel=1e-9)
    tables = terms_table, curves_table, derivatives_table, random_effects_table
    for table in tables:
        assert_same(table(dense), table(absorbed), SEARCHED, SEARCHED, of_peak=True)


@pytest.mark.parametrize(
    "formula",
    [
        'y ~ s(x) + s(kind, bs="re") + s(group, bs="re")',
        'y ~ s(x, by=kind) + kind + s(group, bs="re")',
        'y ~ s(x) + s(z) + s(group, bs="re")',
    ],
)
def test_cells_of_equal_rows(coarse, formula):
    cells = sum_cells(coarse.select(parse_formula(formula).columns), "y")
    a = fit_gamm(cells, formula, frequencies=N_OBS, within=WITHIN)
    b = fit_gamm(coarse, formula)
    assert a.n_obs == b.n_obs
    assert a.edf_total == pytest.approx(b.edf_total, abs=1e-8)
    assert a.reml == pytest.approx(b.reml, rel=1e-10)
    ours, theirs = (curves_table(fit) for fit in (a, b))
    height = np.ptp(theirs["estimate"].to_numpy())
    for column in ("estimate", "std_error"):
        np.testing.assert_allclose(ours[column], theirs[column], rtol=0, atol=1e-9 * height)
    slopes = [derivatives_table(fit, seed=1)["estimate"].to_numpy() for fit in (a, b)]
    np.testing.assert_allclose(*slopes, rtol=1e-6, atol=1e-8)
    for table in (terms_table, random_effects_table):
        assert_same(table(b), table(a), 1e-6, 1e-9)
