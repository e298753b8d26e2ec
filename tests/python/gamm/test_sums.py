"""A fit from cells, and one from two-way counts, against the fit of the rows."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.engine import (
    CountedColumn,
    GammError,
    basis_check_table,
    coefficients_table,
    concurvity_table,
    count_two_ways,
    curves_table,
    derivatives_table,
    fit_counted,
    fit_gamm,
    fit_summary,
    random_effects_table,
    terms_table,
)

MODELS = {
    "size": 'y ~ s(x) + s(group, bs="re")',
    "size_with_type": 'y ~ s(x) + s(kind, bs="re") + s(group, bs="re")',
    "size_by_type": 'y ~ s(x, by=kind) + kind + s(group, bs="re")',
}
TWO_CURVES = 'y ~ s(x) + s(z) + s(group, bs="re")'


@pytest.fixture(scope="module")
def rows(simulate):
    """Scores of thousands of evaluations of few sizes."""
    frame = simulate(6000, seed=5)
    return frame.with_columns(x=pl.col("x").mul(20).round() / 20, y=pl.col("y") + 4)


def cells_of(rows, by=("x", "kind", "group")):
    mean = pl.col("y").mean()
    return rows.group_by(by).agg(
        pl.len().alias("n"), ((pl.col("y") - mean) ** 2).sum().alias("within"), mean.alias("y")
    )


def counted(rows, columns, batch=1000):
    """Count as a reader of batches does."""
    known, codes = {}, {}
    for name in columns:
        values = rows[name].unique().sort()
        place = pl.DataFrame({name: values, "code": np.arange(len(values))})
        codes[name] = rows.join(place, on=name, how="left", maintain_order="left")["code"]
        is_text = values.dtype == pl.String
        known[name] = CountedColumn(
            tuple(values) if is_text else values.to_numpy(), np.bincount(codes[name].to_numpy())
        )
    y = rows["y"].to_numpy()
    batches = (
        ([codes[name].to_numpy()[i : i + batch] for name in columns], y[i : i + batch])
        for i in range(0, len(y), batch)
    )
    return count_two_ways(known, batches, y.mean(), float(((y - y.mean()) ** 2).sum()))


def same_fit(a, b):
    assert a.n_obs == b.n_obs
    assert a.edf_total == pytest.approx(b.edf_total, abs=1e-8)
    assert a.reml == pytest.approx(b.reml, rel=1e-10)
    ours, theirs = curves_table(a), curves_table(b)
    height = np.ptp(theirs["estimate"].to_numpy())
    for column in ("estimate", "std_error"):
        np.testing.assert_allclose(
            ours[column].to_numpy(), theirs[column].to_numpy(), rtol=0, atol=1e-9 * height
        )
    for table in (terms_table, coefficients_table, random_effects_table, fit_summary):
        for name, column in table(b).to_dict().items():
            found = table(a)[name]
            if column.dtype == pl.Float64:
                np.testing.assert_allclose(
                    found.to_numpy(), column.to_numpy(), rtol=1e-6, atol=1e-9, err_msg=name
                )
            else:
                assert found.to_list() == column.to_list(), name


@pytest.mark.parametrize("gamm", MODELS)
def test_cells_give_the_fit_of_the_rows(rows, gamm):
    cells = cells_of(rows)
    assert cells.height < rows.height / 5
    same_fit(
        fit_gamm(cells, MODELS[gamm], frequencies="n", within="within"),
        fit_gamm(rows, MODELS[gamm]),
    )


def test_cells_that_all_have_one_mean_still_have_a_spread(rows):
    cells = cells_of(rows).with_columns(y=pl.lit(2.0))
    fit = fit_gamm(cells, MODELS["size"], frequencies="n", within="within")
    assert fit.null_deviance == pytest.approx(cells["within"].sum())
    with pytest.raises(GammError, match="Every value of the response"):
        fit_gamm(cells, MODELS["size"], frequencies="n")


def test_a_negative_sum_of_squares_is_refused(rows):
    cells = cells_of(rows).with_columns(within=pl.lit(-1.0))
    with pytest.raises(GammError, match="must be zero or more"):
        fit_gamm(cells, MODELS["size"], frequencies="n", within="within")


@pytest.mark.parametrize("absorb_from", [None, 5])
def test_two_way_counts_give_the_fit_of_the_rows(rows, absorb_from):
    sums = counted(rows, ["x", "z", "kind", "group"])
    for formula in (TWO_CURVES, MODELS["size_with_type"], 'y ~ s(z) + kind + s(group, bs="re")'):
        ours = fit_counted(sums, formula, absorb_from=absorb_from)
        theirs = fit_gamm(rows, formula, absorb_from=absorb_from)
        same_fit(ours, theirs)
        np.testing.assert_allclose(
            concurvity_table(ours)["worst"].to_numpy(),
            concurvity_table(theirs)["worst"].to_numpy(),
            atol=1e-8,
        )
        slopes = [derivatives_table(fit, seed=1)["estimate"].to_numpy() for fit in (ours, theirs)]
        np.testing.assert_allclose(*slopes, rtol=1e-6, atol=1e-8)


def test_whole_units_are_summed_to_the_bit_in_any_order(rows):
    rows = rows.with_columns(y=pl.col("y").mul(1e6).round())
    shuffled = rows.sample(fraction=1.0, shuffle=True, seed=1)
    a, b = (counted(some, ["x", "group"], batch) for some, batch in ((rows, 700), (shuffled, 999)))
    for name in a.sums:
        assert (a.sums[name] == b.sums[name]).all()
    assert (a.table("group", "x") == b.table("x", "group").T).all()


def test_what_counts_cannot_carry_is_said(rows):
    sums = counted(rows, ["x", "kind"])
    with pytest.raises(GammError, match="two-way counts do not hold it"):
        fit_counted(sums, "y ~ s(x, by=kind) + kind")
    with pytest.raises(GammError, match=r"'z' of .* was not counted \(x, kind were\)"):
        fit_counted(sums, "y ~ s(z)")


@pytest.mark.parametrize("gamm", ["size", "size_by_type"])
def test_a_basis_is_checked_on_a_sample_of_the_rows(rows, gamm):
    fit = fit_gamm(cells_of(rows), MODELS[gamm], frequencies="n", within="within")
    with pytest.raises(GammError, match="give rows to check its bases on"):
        basis_check_table(fit)
    of_rows = basis_check_table(fit_gamm(rows, MODELS[gamm]), seed=3, max_rows=10_000)
    of_cells = basis_check_table(fit, seed=3, max_rows=10_000, rows=rows)
    np.testing.assert_allclose(
        of_cells["k_index"].to_numpy(), of_rows["k_index"].to_numpy(), rtol=1e-9
    )
    assert of_cells["p_value"].to_list() == of_rows["p_value"].to_list()
