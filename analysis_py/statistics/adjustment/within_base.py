"""Differences between two training types within one base: fixed effects and a mixed model.

Evaluations of two types are summed by base. Fixed effects compare the types within each base that
has both. The mixed model of Mundlak (1978, Econometrica 46, 69-85) splits the type of an evaluation
into its base's share of that type (between bases) and the rest (within them), and lets the
difference vary between bases.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from analysis_py.statistics.clustered.regression import ClusteredRegression, clustered_regression

Array = NDArray[np.float64]

#: Step of derivatives and largest spread that counts as zero, relative to the residual deviation.
_STEP = 1e-4
_NO_SPREAD = 1e-4


@dataclass(frozen=True)
class BaseSums:
    """Scores of two training types, summed by base.

    Attributes
    ----------
    n, mean : ndarray, shape (j, 2)
        Number of evaluations of type a and b in each base, and their mean score; means of empty
        cells are ignored. Every base has an evaluation.
    sum_squares : float
        Of the deviations of the scores from the mean of their base and type.
    """

    n: Array
    mean: Array
    sum_squares: float

    @cached_property
    def holds_both(self) -> NDArray[np.bool_]:
        """Whether a base has evaluations of both types, shape (j,)."""
        return np.all(self.n > 0, axis=1)

    @cached_property
    def weight(self) -> Array:
        """Precision of each difference, n_a n_b / (n_a + n_b), shape (k,)."""
        n = self.n[self.holds_both]
        return n[:, 0] * n[:, 1] / n.sum(axis=1)

    @cached_property
    def difference(self) -> Array:
        """Mean of type a minus that of type b in each base that holds both, shape (k,)."""
        mean = self.mean[self.holds_both]
        return mean[:, 0] - mean[:, 1]

    @cached_property
    def total(self) -> Array:
        """Number of evaluations of each base, shape (j,)."""
        return self.n.sum(axis=1)

    @cached_property
    def base_mean(self) -> Array:
        """Mean score of each base, shape (j,)."""
        return np.sum(np.where(self.n > 0, self.n * self.mean, 0.0), axis=1) / self.total

    @cached_property
    def share(self) -> Array:
        """Share of each base's evaluations that are of type a, shape (j,)."""
        return self.n[:, 0] / self.total

    @property
    def df_residual(self) -> int:
        """Number of evaluations minus that of the cells of base and type."""
        return int(self.n.sum()) - int(np.count_nonzero(self.n))


@dataclass(frozen=True)
class Estimate:
    """A coefficient with its standard error and degrees of freedom."""

    estimate: float
    std_error: float
    df: float


@dataclass(frozen=True)
class _Part:
    """One part of the likelihood: a regression with known variances.

    ``coefficient`` is the slope, or the mean without one, and ``variance`` its variance;
    ``criterion`` is minus twice the restricted log likelihood up to a constant, and ``derivative``,
    shape (m,), its derivative by the variance of each observation.
    """

    coefficient: float
    variance: float
    criterion: float
    derivative: Array


@dataclass(frozen=True)
class MixedFit:
    """The mixed model.

    Attributes
    ----------
    within, between : Estimate or None
        Difference of the types within a base, and between bases of only one type; by generalised
        least squares with Satterthwaite degrees of freedom.
    effect_sd, base_sd, residual_sd : float
        Of the difference from base to base, of the bases' means, and of the evaluations.
    """

    within: Estimate
    between: Estimate | None
    effect_sd: float
    base_sd: float
    residual_sd: float


def fixed_effects(sums: BaseSums, effect_variance: float, residual_variance: float) -> Estimate:
    r"""Compare the types within bases, with a mean for every base.

    Parameters
    ----------
    sums : BaseSums
        At least two bases have both types.
    effect_variance, residual_variance : float
        Of the difference between bases and of an evaluation; used only for the degrees of freedom.
        Without the former these are those of independent evaluations.

    Notes
    -----
    The errors are CR2. The degrees of freedom are those of Imbens and Kolesár (2016), under a
    working model with differences of variance :math:`\tau^2 + \sigma^2 / w_c`.
    """
    regression = difference_regression(sums.weight)
    contrasts = regression.contrasts(sums.difference, 0.0)
    df = regression.df_correlated([effect_variance / residual_variance])
    return Estimate(float(contrasts.estimate[0]), float(contrasts.std_error[0]), float(df[0, 0]))


def difference_regression(weight: Array) -> ClusteredRegression:
    """Prepare the weighted mean of the bases' differences, with each base as a cluster.

    It is the regression on type and base after the means of the bases have been absorbed, which
    leaves CR2 as it is (Pustejovsky and Tipton 2018, theorem 2).
    """
    return clustered_regression(np.ones((len(weight), 1)), weight, np.arange(len(weight)), [[1.0]])


def mixed_model(sums: BaseSums) -> MixedFit:
    r"""Fit Mundlak's model with a random difference by REML.

    Parameters
    ----------
    sums : BaseSums
        At least two bases have both types, and some base has two different scores of one type.

    Notes
    -----
    In lme4's words ``score ~ within + share + (1 | base) + (0 + within | base)``, ``within`` being
    the type less the base's share. ``within`` sums to 0 in each base, so the likelihood falls into
    three parts that share the residual variance :math:`\sigma^2`: the base means, of variance
    :math:`\sigma_u^2 + \sigma^2 / n_j`; the differences, of variance
    :math:`\tau^2 + \sigma^2 / w_j`; and the deviations within base and type. Degrees of freedom
    are Satterthwaite's, from the Hessian of the REML criterion, as lmerTest has them
    (Kuznetsova, Brockhoff and Christensen 2017, Journal of Statistical Software 82); statsmodels'
    ``MixedLM`` has none.
    """
    start = _start(sums)
    scale = start[2]
    # in units of the residual deviation; its logarithm is optimised
    optimum = minimize(
        lambda p: _in_logs(_criterion(sums, _deviations(p) * scale), p, scale),
        [*(start[:2] / scale), 0.0],
        jac=True,
        method="BFGS",
        options={"gtol": 1e-6},
    )
    # the criterion is even in the first two
    sd = np.abs(_deviations(optimum.x))
    sd[:2][sd[:2] < _NO_SPREAD] = 0.0
    sd *= scale
    steps = np.diag(_STEP * np.maximum(sd, 0.1 * scale))
    hessian = np.array(
        [(_criterion(sums, sd + h)[1] - _criterion(sums, sd - h)[1]) / (2 * h.sum()) for h in steps]
    )
    covariance = 2 * np.linalg.pinv((hessian + hessian.T) / 2, rcond=1e-10, hermitian=True)

    def estimate(part: Callable[[BaseSums, Array], _Part]) -> Estimate:
        at = part(sums, sd)
        gradient = np.array(
            [
                (part(sums, sd + h).variance - part(sums, sd - h).variance) / (2 * h.sum())
                for h in steps
            ]
        )
        spread = float(gradient @ covariance @ gradient)
        df = 2 * at.variance**2 / spread if spread > 0 else float(sums.n.sum() - 3)
        return Estimate(at.coefficient, float(np.sqrt(at.variance)), df)

    return MixedFit(
        estimate(_within),
        estimate(_between) if _shares_differ(sums) else None,
        *(float(x) for x in sd),
    )


def _deviations(p: Array) -> Array:
    return np.array([p[0], p[1], np.exp(p[2])])


def _in_logs(at: tuple[float, Array], p: Array, scale: float) -> tuple[float, Array]:
    """Convert derivatives by the standard deviations to derivatives by the parameters."""
    return at[0], at[1] * scale * np.array([1.0, 1.0, np.exp(p[2])])


def _start(sums: BaseSums) -> Array:
    """Return moment estimates of the deviations of differences, base means and evaluations."""
    residual = sums.sum_squares / sums.df_residual
    effect = np.var(sums.difference, ddof=1) - residual * np.mean(1 / sums.weight)
    base = np.var(sums.base_mean, ddof=1) - residual * np.mean(1 / sums.total)
    # a start at 0 would not move
    return np.sqrt(np.maximum(np.array([effect, base, residual]), 0.01 * residual))


def _shares_differ(sums: BaseSums) -> bool:
    return len(sums.total) > 2 and float(np.ptp(sums.share)) > 1e-9


def _within(sums: BaseSums, sd: Array) -> _Part:
    return _regress(sums.difference, None, sd[0] ** 2 + sd[2] ** 2 / sums.weight)


def _between(sums: BaseSums, sd: Array) -> _Part:
    share = sums.share if _shares_differ(sums) else None
    return _regress(sums.base_mean, share, sd[1] ** 2 + sd[2] ** 2 / sums.total)


def _regress(y: Array, x: Array | None, variance: Array) -> _Part:
    """Regress y on a mean, and on x, by weighted least squares."""
    precision = 1 / variance
    total = precision.sum()
    mean = precision @ y / total
    residual = y - mean
    coefficient, squared_error = mean, 1 / total
    log_determinant = np.log(total)
    leverage = np.full(len(y), 1 / total)
    if x is not None:
        centred = x - precision @ x / total
        spread = precision @ centred**2
        coefficient, squared_error = precision @ (centred * y) / spread, 1 / spread
        residual = residual - coefficient * centred
        log_determinant += np.log(spread)
        leverage = leverage + centred**2 / spread
    criterion = precision @ residual**2 - np.log(precision).sum() + log_determinant
    derivative = precision - precision**2 * (residual**2 + leverage)
    return _Part(float(coefficient), float(squared_error), float(criterion), derivative)


def _criterion(sums: BaseSums, sd: Array) -> tuple[float, Array]:
    """Return minus twice the restricted log likelihood, up to a constant, and its gradient."""
    within, between, df = _within(sums, sd), _between(sums, sd), sums.df_residual
    value = within.criterion + between.criterion
    value += 2 * df * np.log(sd[2]) + sums.sum_squares / sd[2] ** 2
    residual = np.sum(within.derivative / sums.weight) + np.sum(between.derivative / sums.total)
    gradient = [
        2 * sd[0] * within.derivative.sum(),
        2 * sd[1] * between.derivative.sum(),
        2 * sd[2] * residual + 2 * df / sd[2] - 2 * sums.sum_squares / sd[2] ** 3,
    ]
    return float(value), np.array(gradient)
