"""Data that a model cannot be fitted to are refused by name, column and value."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.engine import fit_gamm, partial_effect
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


def first(column, value, other):
    """Return a column whose first row has another value."""
    return pl.when(pl.col("row") == 0).then(pl.lit(value)).otherwise(other).alias(column)


NAN, INFINITE = (first("x", value, pl.col("x")) for value in (np.nan, -np.inf))
COARSE = (pl.col("x").round(1) // 0.2).alias("x")
ONE_LEVEL = pl.lit("g03").alias("group")
RARE = first("kind", "d", pl.col("kind"))
DOUBLED = (2 * pl.col("x")).alias("twice")
SAME = (pl.col("kind") + "!").alias("same")
CONSTANT = pl.lit(2.0).alias("y")
BY_KIND = "y ~ s(x, by=kind) + kind"
OF_GROUP = 'y ~ x + s(group, bs="re")'


@pytest.mark.parametrize(
    ("change", "formula", "error", "said"),
    [
        ([], "y ~ s(nope)", MissingColumnError, "'nope'"),
        (NAN, "y ~ s(x)", NonFiniteError, "'x' has nan in complete row 0"),
        (INFINITE, "y ~ s(x)", NonFiniteError, "'x' has -inf in complete row 0"),
        (COARSE, "y ~ s(x)", TooFewDistinctValuesError, r"s\(x\).*6 distinct values.*k = 10"),
        (ONE_LEVEL, OF_GROUP, TooFewDistinctValuesError, "'group' has one level, 'g03'"),
        (RARE, BY_KIND, TooFewDistinctValuesError, r"s\(x\):kind=d: .* one distinct value"),
        (CONSTANT, "y ~ s(x)", ConstantResponseError, "'y' is 2"),
        (DOUBLED, "y ~ s(x) + twice", RankDeficiencyError, r"twice, s\(x\)|s\(x\), twice"),
        (SAME, "y ~ kind + same", RankDeficiencyError, "kind"),
        ([], "y ~ s(group)", ColumnTypeError, "'group' holds text"),
        ([], 'y ~ s(x, bs="re")', ColumnTypeError, "'x' holds numbers"),
        ([], "group ~ s(x)", ColumnTypeError, "response 'group' is not numeric"),
        (pl.all().head(2), "y ~ x", TooFewRowsError, "2 complete rows"),
        (pl.all().head(4), "y ~ x + z + kind", TooFewRowsError, "cannot estimate"),
    ],
)
def test_what_cannot_be_fitted_is_named(frame, change, formula, error, said):
    is_short = error is TooFewRowsError
    with pytest.raises(error, match=said):
        fit_gamm(frame.select(change) if is_short else frame.with_columns(change), formula)


def test_weights_that_are_not_positive(frame):
    with pytest.raises(WeightError, match="'w' hold"):
        fit_gamm(frame.with_columns(first("w", 0.0, 1.0)), "y ~ s(x)", weights="w")


def test_values_too_clumped_for_their_basis():
    x = np.append(np.linspace(0, 1e-5, 40), 10.0)
    frame = pl.DataFrame({"x": x, "y": np.sin(np.arange(41.0))})
    with pytest.raises(TooFewDistinctValuesError, match=r"s\(x\): the 41 .* so clumped"):
        fit_gamm(frame, "y ~ s(x)")


def test_asking_a_fit_for_what_it_has_not(frame):
    fit = fit_gamm(frame, 'y ~ s(x) + kind + s(group, bs="re")')
    with pytest.raises(GammError, match=r"No term 's\(w\)'"):
        partial_effect(fit, "s(w)", np.zeros(1))
    with pytest.raises(GammError, match="random_effect, not a smooth"):
        partial_effect(fit, "s(group)", np.zeros(1))
