"""The random effect test: where it agrees with mgcv, and why it does not with two effects.

With one random effect the p-values agree (``test_parity_mgcv.py``).  With several, the other
random effects are part of the error under the null hypothesis, and Wood (2013) whitens with
their covariance ``Sigma = I + Z Z' / lambda``: the likelihood ratio weighs the data by
``Sigma^-1``.  The numbers that mgcv 1.9 prints are reproduced to all digits by weighing with
``Sigma`` instead, which has the same distribution theory but is not the likelihood ratio and
loses power where the two factors overlap.
"""

import numpy as np
import polars as pl
import pytest
from dense_model import model_matrix
from scipy import stats

from analysis_py.statistics.gamm.engine import fit_gamm, terms_table
from analysis_py.statistics.gamm.engine.mixture import log_mixture_ratio_sf


@pytest.mark.parametrize("cohort", ["january_2024", "openllm_v1"])
@pytest.mark.parametrize("benchmark", ["arc", "mmlu", "winogrande", "gsm8k"])
def test_mgcv_weighs_with_the_covariance_not_its_inverse(fitted, cohort, benchmark):
    fit, expected = fitted(cohort, "size_with_type", benchmark)
    XX, phi, n = fit.products.xtx, fit.scale, fit.design.n_columns
    lam = np.zeros(n)
    for block in fit.design.penalised:
        lam[block.columns] = fit.smoothing[block.label] * block.penalty
    mgcv = {term["term"]: term for term in expected["engines"]["gam_reml"]["terms"]}
    for tested, other in (
        ("s(training_type)", "s(architecture)"),
        ("s(architecture)", "s(training_type)"),
    ):
        t, o = fit.block(tested).columns, fit.block(other).columns
        XZ = XX[:, o]
        X_Sigma_X = XX + XZ @ XZ.T / fit.smoothing[other]
        keep = np.r_[0 : o.start, o.stop : n]
        place = np.flatnonzero((keep >= t.start) & (keep < t.stop))
        V = np.linalg.inv(X_Sigma_X[np.ix_(keep, keep)] + np.diag(lam[keep]))
        K = np.linalg.inv(V[np.ix_(place, place)])
        b = fit.coefficients[t]
        T = float(b @ K @ b) / phi
        assert T / mgcv[tested]["ref_df"] == pytest.approx(mgcv[tested]["statistic"], rel=2e-3)

        A_inverse = fit.covariance / phi
        B = (A_inverse @ X_Sigma_X @ A_inverse)[t, t]
        L = np.linalg.cholesky(0.5 * (K + K.T))
        weights = np.linalg.eigvalsh(L.T @ B @ L)
        weights = weights[weights > 1e-9 * weights[-1]]
        p = np.exp(log_mixture_ratio_sf(T, weights, None, fit.residual_df))
        if mgcv[tested]["p_value"] > 1e-4:
            assert p == pytest.approx(mgcv[tested]["p_value"], rel=2e-2)


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
