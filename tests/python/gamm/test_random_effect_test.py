"""The random effect test, by matrices written out and by its p-values under the null hypothesis.

With one random effect the p-values agree with mgcv (``test_parity_mgcv.py``). With several, the
other ones are part of the error, whose covariance ``Sigma = I + Z Z' / lambda`` Wood (2013) whitens
with: the likelihood ratio weighs by its inverse, and mgcv 1.9 by itself, which loses power.
"""

import numpy as np
import polars as pl
import pytest
from dense_model import model_matrix
from scipy import stats

from analysis_py.statistics.gamm.engine import fit_gamm, terms_table


def test_the_statistic_is_the_likelihood_ratio(frame):
    """``b' Q b / phi`` is the drop of the generalised residual sum of squares, written out."""
    frame = frame.with_columns(other=pl.col("kind") + pl.col("group").str.slice(2, 1))
    fit = fit_gamm(frame, 'y ~ s(x) + s(group, bs="re") + s(other, bs="re")')
    X = model_matrix(fit, frame)
    y = frame["y"].to_numpy()
    test = terms_table(fit).filter(pl.col("term") == "s(group)").row(0, named=True)

    def rss(without: str | None) -> float:
        """y' (Sigma^-1 - Sigma^-1 1 (1' Sigma^-1 1)^-1 1' Sigma^-1) y, unpenalised part fixed."""
        Sigma = np.eye(y.size)
        fixed = [X[:, :1]]
        for block in fit.design.penalised:
            Z = X[:, block.columns]
            straight = block.penalty == 0
            fixed.append(Z[:, straight])
            if block.label != without:
                scaled = Z[:, ~straight] / np.sqrt(
                    fit.smoothing[block.label] * block.penalty[~straight]
                )
                Sigma += scaled @ scaled.T
        F = np.hstack(fixed)
        W = np.linalg.inv(Sigma)
        P = W - W @ F @ np.linalg.solve(F.T @ W @ F, F.T @ W)
        return float(y @ P @ y)

    ratio = (rss("s(group)") - rss(None)) / fit.scale
    assert test["statistic"] * test["ref_df"] == pytest.approx(ratio, rel=1e-6)


@pytest.mark.simulation
@pytest.mark.parametrize("second_effect", [False, True])
def test_p_values_are_uniform_without_an_effect(second_effect):
    rng = np.random.default_rng(21)
    n, p = 150, []
    group = rng.integers(0, 8, n)
    # Overlaps with the tested factor: the hard case.
    other = (group + rng.integers(0, 2, n)) % 6
    x = np.round(rng.uniform(size=n), 2)
    columns = {"x": x, "g": [f"g{i}" for i in group], "h": [f"h{i}" for i in other]}
    formula = 'y ~ s(x) + s(g, bs="re")' + (' + s(h, bs="re")' if second_effect else "")
    for _ in range(300):
        y = x + rng.normal(0, 0.3, n)
        if second_effect:
            y = y + rng.normal(0, 0.3, 6)[other]
        fit = fit_gamm(pl.DataFrame({"y": y, **columns}), formula)
        p.append(terms_table(fit).filter(pl.col("term") == "s(g)")["p_value"][0])
    assert stats.kstest(p, "uniform").statistic < 0.1
    assert np.mean(np.asarray(p) < 0.05) == pytest.approx(0.05, abs=0.03)
