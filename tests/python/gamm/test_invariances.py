"""What must not change a fit, whatever the data."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_py.statistics.gamm.engine import (
    curves_table,
    derivatives_table,
    fit_gamm,
    random_effects_table,
    terms_table,
)

FORMULA = 'y ~ s(x, by=kind) + kind + s(z) + s(group, bs="re")'


def same(a: pl.DataFrame, b: pl.DataFrame, rel: float = 1e-6, abs_: float = 1e-7) -> None:
    assert a.columns == b.columns
    for name in a.columns:
        if a[name].dtype == pl.Float64:
            np.testing.assert_allclose(
                a[name].to_numpy(), b[name].to_numpy(), rtol=rel, atol=abs_, err_msg=name
            )
        else:
            assert a[name].to_list() == b[name].to_list()


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_rows(simulate, seed):
    frame = simulate(200, seed)
    shuffled = frame.sample(fraction=1.0, shuffle=True, seed=seed)
    a, b = fit_gamm(frame, FORMULA), fit_gamm(shuffled, FORMULA)
    assert a.reml == pytest.approx(b.reml, rel=1e-9)
    same(
        terms_table(a).drop("smoothing_parameter"), terms_table(b).drop("smoothing_parameter"), 1e-4
    )
    same(curves_table(a), curves_table(b), 1e-4, 1e-5)
    same(random_effects_table(a), random_effects_table(b), 1e-4, 1e-5)


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    shift=st.floats(-1e3, 1e3),
    scale=st.floats(1e-3, 1e3).flatmap(lambda s: st.sampled_from([s, -s])),
)
def test_shift_and_scale_of_a_covariate(simulate, seed, shift, scale):
    frame = simulate(200, seed)
    moved = frame.with_columns(x=shift + scale * pl.col("x"))
    a, b = fit_gamm(frame, "y ~ s(x) + s(z)"), fit_gamm(moved, "y ~ s(x) + s(z)")
    assert a.reml == pytest.approx(b.reml, rel=1e-7, abs=1e-6)
    same(
        terms_table(a).drop("smoothing_parameter"), terms_table(b).drop("smoothing_parameter"), 1e-3
    )
    one, other = (derivatives_table(f, draws=100).filter(pl.col("term") == "s(x)") for f in (a, b))
    slope = other["estimate"].to_numpy() * scale
    slope = slope if scale > 0 else slope[::-1]
    np.testing.assert_allclose(one["estimate"].to_numpy(), slope, rtol=1e-3, atol=1e-3)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.floats(-1e4, 1e4), scale=st.floats(1e-3, 1e3))
def test_shift_and_scale_of_the_response(simulate, seed, shift, scale):
    frame = simulate(200, seed)
    moved = frame.with_columns(y=shift + scale * pl.col("y"))
    a, b = fit_gamm(frame, FORMULA), fit_gamm(moved, FORMULA)
    assert a.edf_total == pytest.approx(b.edf_total, abs=1e-3)
    assert b.scale == pytest.approx(a.scale * scale**2, rel=1e-4)
    assert a.deviance_explained == pytest.approx(b.deviance_explained, abs=1e-6)
    same(terms_table(a).select("term", "edf"), terms_table(b).select("term", "edf"), 1e-3, 1e-4)
