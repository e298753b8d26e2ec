"""Components, limits of random eigenvalues, one factor and crossed variances against R."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.engine import fit_gamm
from analysis_py.statistics.numerics.fisher_z import fisher_interval
from analysis_py.statistics.structure import dimensions as dim
from analysis_py.statistics.structure.correlations import correlation_test
from analysis_py.statistics.structure.one_factor import factor_share
from analysis_py.statistics.structure.shares import fit_crossed

HERE = Path(__file__).parents[2] / "reference" / "structure"
VALUES = dict(pl.read_csv(HERE / "values.csv").iter_rows())
ROWS = pl.read_csv(HERE / "rows.csv")
SCORES = ROWS.drop("model_family").to_numpy()


def matrix(is_standardised):
    units = np.arange(len(SCORES))
    return dim.Moments.from_rows(SCORES, units).of_parts(
        np.ones((1, len(SCORES))), is_standardised
    )[0]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("share_first_raw", lambda: dim.shares(dim.eigen(matrix(False))[0], 1)),
        ("share_first_three_raw", lambda: dim.shares(dim.eigen(matrix(False))[0], 3)),
        ("share_first_scaled", lambda: dim.shares(dim.eigen(matrix(True))[0], 1)),
        ("n_kaiser", lambda: dim.n_above(dim.eigen(matrix(True))[0], np.ones(6), in_a_row=False)),
    ],
)
def test_components_are_those_of_prcomp(name, found):
    assert found() == pytest.approx(VALUES[name], abs=1e-10)


def test_loadings_are_those_of_prcomp():
    loadings = np.abs(dim.eigen(matrix(False))[1][:, 0])
    expected = [VALUES[f"loading_{name}"] for name in ROWS.columns[1:]]
    assert loadings == pytest.approx(expected, abs=1e-9)


def test_one_factor_is_that_of_psych():
    # psych ends where communalities change by less than 1e-10
    assert factor_share(matrix(True)) == pytest.approx(VALUES["factor_share"], abs=1e-6)


def test_limits_are_those_of_random_numbers():
    # both are quantiles of 5,000 draws, whose own error is up to 0.01
    rng = np.random.default_rng(1)
    limits = dim.random_eigenvalues(len(SCORES), 6, 5000, 0.95, rng)
    assert limits == pytest.approx([VALUES[f"limit_{i}"] for i in range(1, 7)], abs=0.015)
    assert dim.n_above(dim.eigen(matrix(True))[0], limits) == VALUES["n_factors"]


def test_fishers_interval_is_that_of_cor_test():
    r = np.corrcoef(SCORES[:, 0], SCORES[:, 4])[0, 1]
    low, high = fisher_interval(r, len(SCORES), 0.95)
    p, _ = correlation_test(r, len(SCORES))
    assert (r, low, high) == pytest.approx(
        (VALUES["r"], VALUES["r_low"], VALUES["r_high"]), abs=1e-9
    )
    assert np.log10(p) == pytest.approx(np.log10(VALUES["r_p"]), rel=1e-6)


def test_crossed_variances_are_those_of_lme4_and_of_the_engine():
    rows = pl.read_csv(HERE / "crossed.csv")
    names = ["contributor", "base", "architecture"]
    fixed = np.column_stack([np.ones(rows.height), rows["size"].to_numpy()])
    fit = fit_crossed(
        rows["y"].to_numpy(), fixed, [rows[name].to_numpy().astype(int) for name in names]
    )
    expected = [VALUES[f"variance_{name}"] for name in [*names, "Residual"]]
    # lme4's optimiser ends within 1e-5 of a variance
    assert fit.variance == pytest.approx(expected, rel=2e-4)
    # its log likelihood leaves out nothing either
    assert fit.log_likelihood == pytest.approx(VALUES["log_likelihood"], abs=1e-4)
    crossed = " + ".join(f's({name}, bs="re")' for name in names)
    gamm = fit_gamm(rows.with_columns(pl.col(names).cast(pl.String)), f"y ~ size + {crossed}")
    ours = [gamm.scale / gamm.smoothing[f"s({name})"] for name in names]
    assert [*ours, gamm.scale] == pytest.approx(fit.variance, rel=1e-4)
