"""Data that a model cannot be fitted to are refused by name, column and value."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.engine import fit_gamm, partial_effect, predict, terms_table
from analysis_py.statistics.gamm.engine.errors import (
    ColumnTypeError,
    ConstantResponseError,
    GammError,
    MissingColumnError,
    NonFiniteError,
    RankDeficiencyError,
    TooFewDistinctValuesError,
    TooFewRowsError,
    WeightError,
)


def test_a_missing_column(frame):
    with pytest.raises(MissingColumnError, match="'nope'"):
        fit_gamm(frame, "y ~ s(nope)")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_not_finite(frame, value):
    bad = frame.with_columns(
        x=pl.when(pl.col("row") == 7).then(pl.lit(value)).otherwise(pl.col("x"))
    )
    with pytest.raises(NonFiniteError, match=r"'x' has (nan|inf|-inf) in complete row 7"):
        fit_gamm(bad, "y ~ s(x)")


def test_too_few_distinct_values(frame):
    coarse = frame.with_columns(x=pl.col("x").round(1) // 0.2)
    with pytest.raises(TooFewDistinctValuesError, match=r"s\(x\).*6 distinct values.*k = 10"):
        fit_gamm(coarse, "y ~ s(x)")
    assert fit_gamm(coarse, "y ~ s(x, k=5)").n_obs == frame.height


def test_values_too_clumped_for_their_basis():
    x = np.append(np.linspace(0, 1e-5, 40), 10.0)
    frame = pl.DataFrame({"x": x, "y": np.sin(np.arange(41.0))})
    with pytest.raises(TooFewDistinctValuesError, match=r"s\(x\): the 41 .* so clumped"):
        fit_gamm(frame, "y ~ s(x)")


def test_a_factor_with_one_level(frame):
    with pytest.raises(TooFewDistinctValuesError, match="'group' has one level, 'g03'"):
        fit_gamm(frame.filter(pl.col("group") == "g03"), 'y ~ x + s(group, bs="re")')


def test_a_level_of_a_by_smooth_with_one_row(frame):
    lonely = frame.with_columns(
        kind=pl.when(pl.col("row") == 0).then(pl.lit("d")).otherwise(pl.col("kind"))
    )
    with pytest.raises(TooFewDistinctValuesError, match=r"s\(x\):kind=d: .* one distinct value"):
        fit_gamm(lonely, "y ~ s(x, by=kind) + kind")


def test_a_level_of_a_random_effect_with_one_row_is_fine(frame):
    lonely = frame.with_columns(
        group=pl.when(pl.col("row") == 0).then(pl.lit("new")).otherwise(pl.col("group"))
    )
    fit = fit_gamm(lonely, 'y ~ s(x) + s(group, bs="re")')
    assert "new" in fit.block("s(group)").levels


def test_a_constant_response(frame):
    with pytest.raises(ConstantResponseError, match="'y' is 2"):
        fit_gamm(frame.with_columns(y=pl.lit(2.0)), "y ~ s(x)")


def test_terms_that_cannot_be_distinguished(frame):
    doubled = frame.with_columns(twice=2 * pl.col("x"), same=pl.col("kind") + "!")
    with pytest.raises(RankDeficiencyError, match=r"twice, s\(x\)|s\(x\), twice"):
        fit_gamm(doubled, "y ~ s(x) + twice")
    with pytest.raises(RankDeficiencyError, match="kind"):
        fit_gamm(doubled, "y ~ kind + same")


def test_too_few_rows(frame):
    with pytest.raises(TooFewRowsError, match="2 complete rows"):
        fit_gamm(frame[:2], "y ~ x")
    with pytest.raises(TooFewRowsError, match="cannot estimate"):
        fit_gamm(frame[:4], "y ~ x + z + kind")


def test_text_where_numbers_are_needed(frame):
    with pytest.raises(ColumnTypeError, match="'group' holds text"):
        fit_gamm(frame, "y ~ s(group)")
    with pytest.raises(ColumnTypeError, match="'x' holds numbers"):
        fit_gamm(frame, 'y ~ s(x, bs="re")')
    with pytest.raises(ColumnTypeError, match="response 'group' is not numeric"):
        fit_gamm(frame, "group ~ s(x)")


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_weights_that_are_not_positive(frame, value):
    bad = frame.with_columns(w=pl.when(pl.col("row") == 3).then(pl.lit(value)).otherwise(1.0))
    with pytest.raises(WeightError, match="'w' hold"):
        fit_gamm(bad, "y ~ s(x)", weights="w")


def test_asking_a_fit_for_what_it_has_not(frame):
    fit = fit_gamm(frame, 'y ~ s(x) + kind + s(group, bs="re")')
    with pytest.raises(GammError, match=r"No term 's\(w\)'"):
        partial_effect(fit, "s(w)", np.zeros(1))
    with pytest.raises(GammError, match="random_effect, not a smooth"):
        partial_effect(fit, "s(group)", np.zeros(1))
    with pytest.raises(MissingColumnError, match="'kind'"):
        predict(fit, frame.drop("kind"))
    with pytest.raises(GammError, match="levels not in the fit"):
        predict(fit, frame.with_columns(kind=pl.lit("z")))


def test_every_error_is_one_family():
    assert issubclass(NonFiniteError, GammError)
    assert issubclass(GammError, ValueError)


def test_a_model_without_smooths_is_least_squares(frame):
    fit = fit_gamm(frame, "y ~ x + kind")
    X = np.column_stack(
        [np.ones(frame.height), frame["x"], frame["kind"] == "b", frame["kind"] == "c"]
    )
    beta, rss, *_ = np.linalg.lstsq(X, frame["y"].to_numpy(), rcond=None)
    np.testing.assert_allclose(fit.coefficients, beta, rtol=1e-8)
    assert fit.scale == pytest.approx(rss[0] / (frame.height - 4), rel=1e-9)
    assert terms_table(fit)["edf"].to_list() == pytest.approx([1.0, 2.0])
