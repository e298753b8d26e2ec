"""Total and active parameters as rival predictors of a score (Vuong's test, J tests)."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.clustered.null_model import Noise
from analysis_py.statistics.clustered.regression import clustered_regression
from analysis_py.statistics.field.regression import (
    cannot_fit,
    complete_rows,
    design,
    estimate_contrasts,
    noise_for,
    r_squared,
    residual_nulls,
)
from analysis_py.statistics.keys import by_benchmark
from analysis_py.statistics.numerics.contrast_tests import significance_level
from analysis_py.statistics.numerics.tolerances import ROUNDING
from analysis_py.statistics.rows import to_frame, with_nulls

#: Only mixtures tell the two apart: of a dense model they are the same.
MINIMUM_MIXTURES = 5
_BOTH = ("log2_total", "log2_active")
#: A line that leaves a smaller share of the squares goes through all points.
_LEAST = 1e-14
_NO_VARIANCE = 1e-20


@dataclass(frozen=True, kw_only=True)
class SizeMeasureRow:
    """Two rival regressions on the same rows, and the one that holds both."""

    cohort_id: str
    benchmark_id: str
    r_squared_total: float | None
    r_squared_active: float | None
    r_squared_both: float | None
    aic_difference: float | None
    vuong_t: float | None
    vuong_p_value: float | None
    type1_error: float | None
    type1_error_null: str | None
    p_total_given_active: float | None
    p_active_given_total: float | None
    total_given_active: float | None
    active_given_total: float | None
    n_obs: int
    n_mixtures: int
    n_developers: int
    n_models: int
    n_sized: int
    status: str


def compare_size_measures(
    weights: pl.DataFrame,
    minimum: int = 20,
    confidence_level: float = 0.95,
    n_simulations: int = 0,
    seed: int = 0,
) -> pl.DataFrame:
    r"""Compare regressions on total and on active parameters for every cohort and benchmark.

    Parameters
    ----------
    weights : polars.DataFrame
        As for :func:`analysis_py.statistics.field.slopes.fit_slopes`.
    minimum : int
        Of rows with both sizes.
    n_simulations, seed : int, optional
        Samples in which both sizes are equally good: scores follow the sum of the two, each in
        units of its spread, with residuals of the worst of
        :func:`analysis_py.statistics.clustered.null_model.stated_nulls`. Developers are the
        clusters, and may differ between mixtures and other models. ``type1_error`` is the share in
        which one fits significantly better. Without samples there is none.

    Returns
    -------
    polars.DataFrame
        The columns of :class:`SizeMeasureRow`.

    Notes
    -----
    The rivals are not nested: neither is a case of the other. Vuong (1989, Econometrica 57,
    307-333) divides the log-likelihood ratio of the two by its standard error, and compares it
    with the normal distribution; both have as many coefficients, so nothing is corrected for
    them. His standard error takes rows as independent. Here it is the jackknife's over developers
    (Efron and Stein 1981, Annals of Statistics 9, 586-596), and the quotient is compared with
    Student's t of one degree of freedom fewer than developers. Above 0 the total fits better. A
    sandwich of the ratios' sums over developers says too often that one is better where developers
    are few: 7 to 10 times in 100 instead of 5, the jackknife 3 to 5 times.

    The regression on both nests either; its two slopes are the J tests of Davidson and MacKinnon
    (1981, Econometrica 49, 781-793), with CR2 standard errors.
    """
    rows = []
    for key, of_benchmark in by_benchmark(weights):
        sized = complete_rows(of_benchmark, _BOTH)
        n_mixtures = int(sized["is_moe"].sum())
        problem = cannot_fit(sized, _BOTH, minimum)
        if n_mixtures < MINIMUM_MIXTURES:
            problem = f"{n_mixtures} mixtures of experts, fewer than {MINIMUM_MIXTURES}"
        row = with_nulls(
            SizeMeasureRow,
            **key,
            n_obs=sized.height,
            n_mixtures=n_mixtures,
            n_developers=sized["developer"].n_unique(),
            n_models=of_benchmark.height,
            n_sized=of_benchmark["log2_total"].count(),
            status=problem or "ok",
        )
        simulated = n_simulations, seed
        rows.append(row if problem else _compare_on(sized, row, confidence_level, *simulated))
    return to_frame(SizeMeasureRow, rows)


def _compare_on(
    rows: pl.DataFrame,
    row: SizeMeasureRow,
    confidence_level: float,
    n_simulations: int,
    seed: int,
) -> SizeMeasureRow:
    y, developers = rows["score_pct"].to_numpy(), rows["developer"].to_numpy()
    total, active, both = (
        design(rows, columns) for columns in (("log2_total",), ("log2_active",), _BOTH)
    )
    (ratio,), (statistic,) = jackknifed_ratio(both[:, 1:], y[:, None], developers)
    rate: tuple[float | None, str | None] = None, None
    if n_simulations:
        is_mixture = rows["is_moe"].fill_null(False).to_numpy()
        noise = noise_for(rows.height, n_simulations, seed)
        rate = _type1_error(both[:, 1:], y, developers, is_mixture, noise, confidence_level)
    given_active, given_total = estimate_contrasts(
        both, y, developers, np.eye(3)[1:], confidence_level
    )
    return replace(
        row,
        r_squared_total=r_squared(total, y),
        r_squared_active=r_squared(active, y),
        r_squared_both=r_squared(both, y),
        aic_difference=-2 * rows.height * float(ratio),
        vuong_t=float(statistic),
        vuong_p_value=float(2 * special.stdtr(row.n_developers - 1, -abs(statistic))),
        type1_error=rate[0],
        type1_error_null=rate[1],
        total_given_active=given_active.estimate,
        p_total_given_active=given_active.p_value,
        active_given_total=given_total.estimate,
        p_active_given_total=given_total.p_value,
    )


def jackknifed_ratio(
    sizes: FloatArray, scores: FloatArray, developers: NDArray[Any]
) -> tuple[FloatArray, FloatArray]:
    """Compare two lines through each of s samples of scores.

    Parameters
    ----------
    sizes : ndarray, shape (n, 2)
        Logarithms of the total and of the active parameters.
    scores : ndarray, shape (n, s)
    developers : ndarray, shape (n,)

    Returns
    -------
    ratio, statistic : ndarray, shape (s,)
        The normal log-likelihood at the maximum by the total minus that by active, per row, and
        that over its standard error between developers: above 0 where the total fits better, 0
        where leaving out developers changes nothing.
    """
    codes = np.unique(developers, return_inverse=True)[1]
    n_developers = int(codes.max()) + 1
    # all rows, and then those without each developer
    kept = np.vstack([np.ones(len(codes)), codes != np.arange(n_developers)[:, None]])
    n = kept.sum(axis=1)[:, None]
    y = scores - scores.mean(axis=0)
    sum_y, total = kept @ y, (y**2).sum(axis=0)
    squares = kept @ y**2 - sum_y**2 / n
    # scores that are all the same, as without the one developer whose differ, prefer neither
    is_told = squares > ROUNDING * total
    ratio = np.zeros_like(squares)
    for x, sign in zip((sizes - sizes.mean(axis=0)).T, (-0.5, 0.5), strict=True):
        spread = (kept @ x**2)[:, None] - (kept @ x)[:, None] ** 2 / n
        crossed = kept @ (x[:, None] * y) - (kept @ x)[:, None] * sum_y / n
        explained = np.zeros_like(squares)
        np.divide(crossed**2, spread, out=explained, where=spread > ROUNDING * (x @ x))
        left = np.maximum(squares - explained, _LEAST * squares)
        ratio += sign * np.log(left, out=np.zeros_like(left), where=is_told)
    variance = (n_developers - 1) * ratio[1:].var(axis=0)
    statistic = np.zeros_like(variance)
    np.divide(ratio[0], np.sqrt(variance), out=statistic, where=variance > _NO_VARIANCE)
    return ratio[0], statistic


def _type1_error(
    sizes: FloatArray,
    y: FloatArray,
    developers: NDArray[Any],
    is_mixture: NDArray[np.bool_],
    noise: Noise,
    confidence_level: float,
) -> tuple[float | None, str | None]:
    """Return the type I error rate of Vuong's test under the worst null, and that null's name."""
    both = ((sizes - sizes.mean(axis=0)) / sizes.std(axis=0)).sum(axis=1)
    x = np.column_stack([np.ones(len(y)), both])
    regression = clustered_regression(x, np.ones(len(y)), developers, [[0.0, 1.0]])
    residual = regression.fit(y[:, None]).residual[:, 0]
    if not (unit := residual.std()) > ROUNDING * y.std():
        return None, None
    level = significance_level(confidence_level)
    limit = special.stdtrit(int(regression.n_clusters) - 1, 1 - level / 2)
    rates = {}
    side = np.unique(is_mixture, return_inverse=True)[1]
    for name, null in residual_nulls(regression, y / unit, side).items():
        drawn = (y - residual)[:, None] / unit + null.loading @ noise.of(null)
        statistic = jackknifed_ratio(sizes, drawn, developers)[1]
        rates[name] = float((np.abs(statistic) > limit).mean())
    worst = max(rates, key=lambda name: rates[name])
    return rates[worst], worst
