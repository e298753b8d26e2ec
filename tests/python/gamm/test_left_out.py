"""Curves of size without a base family, against equations without its rows."""

import numpy as np
import polars as pl
import pytest
from simulated_cohort import BENCHMARKS, cohort

from analysis_py.statistics.gamm.engine.curves import smooth_of
from analysis_py.statistics.gamm.growth import TERM
from analysis_py.statistics.gamm.left_out import curves_without_families
from analysis_py.statistics.gamm.model_spec import BASE
from analysis_py.statistics.gamm.plans import plan_model
from analysis_py.statistics.gamm.type1_error import FamilyNull


def solved(fit, rows):
    """Return the coefficients of the curve by all columns and the chosen cells."""
    null = FamilyNull(fit, 1, 0, 0.95)
    codes = fit.data.factors[BASE].codes
    families = np.eye(codes.max() + 1)[codes]
    Z = np.hstack([null.X.toarray(), families])[rows]
    penalty = np.append(null.known, np.full(families.shape[1], fit.smoothing[f"s({BASE})"]))
    weighted = null.w[rows, None] * Z
    beta = np.linalg.solve(Z.T @ weighted + np.diag(penalty), weighted.T @ null.y[rows])
    return beta[null.columns[TERM]]


@pytest.mark.parametrize("has_uploaders", [False, True])
def test_a_family_left_out_is_one_whose_rows_are_not_there(has_uploaders):
    rows = cohort()
    if has_uploaders:
        # some publish of one family alone, others of several
        number = pl.int_range(pl.len())
        shared = pl.format("shared {}", number % 7)
        alone = pl.format("{} {}", pl.col(BASE), number % 3)
        rows = rows.with_columns(uploader=pl.when(number % 2 == 0).then(shared).otherwise(alone))
    fit = plan_model(rows, "size_clustered", "arc", BENCHMARKS).fit()
    x = np.log([1.0, 7.0, 30.0])
    families, curves = curves_without_families(fit, x)
    B = smooth_of(fit, TERM)[1].evaluate(x)
    codes = fit.data.factors[BASE].codes
    assert len(families) == codes.max() + 1
    np.testing.assert_allclose(
        B @ solved(fit, codes >= 0), B @ fit.coefficients[fit.block(TERM).columns], atol=1e-6
    )
    for code, curve in enumerate(curves):
        np.testing.assert_allclose(curve, B @ solved(fit, codes != code), atol=1e-7)
