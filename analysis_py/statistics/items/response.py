r"""The two-parameter logistic model of item response theory, by marginal maximum likelihood.

The log odds that an evaluation of ability :math:`\theta` answers item i are :math:`a_i \theta +
d_i`, and abilities are standard normal (Birnbaum 1968). Item parameters maximise the likelihood
with the abilities integrated out on a grid, by the EM algorithm of Bock and Aitkin (1981,
Psychometrika 46, 443-459), sped up by squared extrapolation (Varadhan and Roland 2008,
Scandinavian Journal of Statistics 35, 335-353, scheme S3).
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from analysis_py.statistics.arrays import FloatArray

#: Abilities at which the likelihood is taken, and their standard normal weights.
NODES = np.linspace(-6.0, 6.0, 61)
WEIGHTS = np.exp(-(NODES**2) / 2) / np.exp(-(NODES**2) / 2).sum()
_NEWTON_STEPS = 3
_LONGEST_STEP = 1.0
_LONGEST_EXTRAPOLATION = 64.0
#: Beyond this an extrapolated parameter is not tried.
_LARGEST = 60.0
_HYPER_ROUNDS = 6
_HYPER_TOLERANCE = 0.005
#: In each round; a slope on its way to zero takes for ever, and is all but flat by then.
_HYPER_ROUGH = 1e-3
#: Of few evaluations many cycles are needed, and cheap: rows of answers gone through in a round.
_MOST_ROWS = 10_000
_LEAST_CYCLES = 24


@dataclass(frozen=True)
class Prior:
    """Normal priors of the items' parameters; of infinite spread where there is none.

    With ``is_log`` the prior of slopes is on their logarithm, so that every slope is positive.
    """

    slope_mean: float = 0.0
    slope_sd: float = np.inf
    intercept_mean: float = 0.0
    intercept_sd: float = np.inf
    is_log: bool = False


#: Where the search for the items' own prior begins.
FIRST = Prior(0.0, 0.5, 1.0, 2.0, is_log=True)


@dataclass(frozen=True)
class Response:
    """A fitted model.

    Attributes
    ----------
    slope, intercept : ndarray, shape (m,)
    posterior : ndarray, shape (n, n_nodes)
        Weights of the abilities of each evaluation.
    counts : ndarray, shape (n_nodes,)
        Expected number of evaluations at each node.
    """

    answers: FloatArray
    slope: FloatArray
    intercept: FloatArray
    posterior: FloatArray
    counts: FloatArray
    log_likelihood: float
    has_converged: bool
    prior: Prior

    @property
    def ability(self) -> FloatArray:
        """Expected a posteriori abilities, shape (n,)."""
        return np.asarray(self.posterior @ NODES)

    def probability(self, ability: FloatArray) -> FloatArray:
        """Return the probability of a right answer at each ability, shape (len(ability), m)."""
        return np.asarray(expit(np.outer(ability, self.slope) + self.intercept))


def fit_response(
    answers: FloatArray,
    prior: Prior,
    tolerance: float = 1e-5,
    most_cycles: int = 1000,
    start: tuple[FloatArray, FloatArray] | None = None,
) -> Response:
    """Fit the two-parameter model to a complete table of right and wrong answers."""
    m = answers.shape[1]
    slope, intercept = start or _initial(answers, prior)
    at = np.concatenate([np.log(slope) if prior.is_log else slope, intercept])

    def cycle(at: FloatArray) -> tuple[FloatArray, float]:
        right, counts, log_likelihood, _ = _expect(answers, *_split(at, prior))
        return _maximise(at, right, counts, prior), log_likelihood + _log_prior(at, prior)

    n_cycles, has_converged = 0, False
    while n_cycles < most_cycles and not has_converged:
        first, _ = cycle(at)
        second, before = cycle(first)
        n_cycles += 2
        has_converged = bool(np.abs(second - first).max() < tolerance)
        change, bend = first - at, second - 2 * first + at
        at = second
        if not has_converged and (length := float(np.linalg.norm(bend))) > 0:
            reach = min(max(float(np.linalg.norm(change)) / length, 1.0), _LONGEST_EXTRAPOLATION)
            # from where the two cycles began
            tried = first - change + 2 * reach * change + reach**2 * bend
            if np.abs(tried).max() < _LARGEST:
                landed, value = cycle(tried)
                n_cycles += 1
                if value >= before - 1e-9:
                    at = landed
    slope, intercept = _split(at, prior)
    _, counts, log_likelihood, posterior = _expect(answers, slope, intercept)
    if not prior.is_log and slope[:m].sum() < 0:
        # the sign of ability is arbitrary: let most items rise with it
        slope, posterior, counts = -slope, posterior[:, ::-1], counts[::-1]
    return Response(
        answers, slope, intercept, posterior, counts, log_likelihood, has_converged, prior
    )


def fit_hierarchical(answers: FloatArray, prior: Prior = FIRST) -> Response:
    """Fit the model with a prior whose parameters the items themselves give.

    Slopes are log-normal and intercepts normal over items; mean and spread are those at which the
    items' likelihood is largest, by EM with normal approximations of each item's posterior. So
    items of few answers are drawn towards what the others are like.
    """
    start = None
    cycles = max(_LEAST_CYCLES, _MOST_ROWS // len(answers))
    for _ in range(_HYPER_ROUNDS):
        fitted = fit_response(answers, prior, _HYPER_ROUGH, cycles, start)
        start = fitted.slope, fitted.intercept
        former, prior = prior, _reestimate(fitted)
        moved = abs(prior.slope_mean - former.slope_mean) + abs(prior.slope_sd - former.slope_sd)
        if moved < _HYPER_TOLERANCE:
            break
    return replace(fitted, prior=prior)


def _reestimate(fitted: Response) -> Prior:
    probability = fitted.probability(NODES)
    weight = fitted.counts[:, None] * probability * (1 - probability)
    of_slope = (NODES**2 @ weight) * fitted.slope**2 + fitted.prior.slope_sd**-2
    of_intercept = weight.sum(0) + fitted.prior.intercept_sd**-2
    of_both = (NODES @ weight) * fitted.slope
    determinant = of_slope * of_intercept - of_both**2
    log_slope = np.log(fitted.slope)
    slope_sd = np.sqrt(log_slope.var() + (of_intercept / determinant).mean())
    return Prior(
        slope_mean=float(log_slope.mean()),
        slope_sd=float(np.clip(slope_sd, 0.1, 1.0)),
        intercept_mean=float(fitted.intercept.mean()),
        intercept_sd=float(np.sqrt(fitted.intercept.var() + (of_slope / determinant).mean())),
        is_log=True,
    )


def _initial(answers: FloatArray, prior: Prior) -> tuple[FloatArray, FloatArray]:
    """Return slopes from the correlations with the total, and intercepts from the shares."""
    n = len(answers)
    share = (answers.sum(0) + 0.5) / (n + 1)
    total = answers.mean(1)
    spread = total.std()
    place = (total - total.mean()) / spread if spread > 0 else np.zeros(n)
    correlation = (answers.T @ place / n) / np.sqrt(share * (1 - share))
    slope = 1.7 * correlation / np.sqrt(np.maximum(1 - correlation**2, 0.2))
    slope = np.clip(slope, 0.1 if prior.is_log else -0.5, 3.0)
    return slope, np.log(share / (1 - share)) * np.sqrt(1 + slope**2 / 3)


def _split(at: FloatArray, prior: Prior) -> tuple[FloatArray, FloatArray]:
    first, intercept = np.split(at, 2)
    return (np.exp(np.clip(first, -20, 5)) if prior.is_log else first), intercept


def _expect(
    answers: FloatArray, slope: FloatArray, intercept: FloatArray
) -> tuple[FloatArray, FloatArray, float, FloatArray]:
    """Return expected right answers (m, n_nodes), counts, the log-likelihood and the posterior."""
    log_odds = np.outer(slope, NODES) + intercept[:, None]
    # log P(answers) = sum of the log odds of the right ones - sum of log(1 + odds)
    of_node = np.log(WEIGHTS) - np.logaddexp(0, log_odds).sum(0)
    kind = answers.dtype
    logs = answers @ log_odds.astype(kind) + of_node.astype(kind)
    highest = logs.max(1, keepdims=True)
    posterior = np.exp(logs - highest)
    total = posterior.sum(1, keepdims=True)
    posterior /= total
    log_likelihood = float((np.log(total) + highest).sum(dtype=float))
    right, counts = answers.T @ posterior, posterior.sum(0, dtype=float)
    return right.astype(float), counts, log_likelihood, posterior


def _maximise(at: FloatArray, right: FloatArray, counts: FloatArray, prior: Prior) -> FloatArray:
    """Move every item's parameters by a few steps of Fisher scoring."""
    first, intercept = (part.copy() for part in np.split(at, 2))
    for _ in range(_NEWTON_STEPS):
        slope, _ = _split(np.concatenate([first, intercept]), prior)
        scale = slope if prior.is_log else 1.0
        probability = expit(np.outer(slope, NODES) + intercept[:, None])
        residual = right - counts * probability
        weight = counts * probability * (1 - probability)
        score_slope = scale * (residual @ NODES) - (first - prior.slope_mean) / prior.slope_sd**2
        score = residual.sum(1) - (intercept - prior.intercept_mean) / prior.intercept_sd**2
        a = scale**2 * (weight @ NODES**2) + prior.slope_sd**-2 + 1e-8
        b = scale * (weight @ NODES)
        c = weight.sum(1) + prior.intercept_sd**-2 + 1e-8
        determinant = a * c - b**2
        step = (c * score_slope - b * score) / determinant
        first += np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
        step = (a * score - b * score_slope) / determinant
        intercept += np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
    return np.concatenate([first, intercept])


def _log_prior(at: FloatArray, prior: Prior) -> float:
    first, intercept = np.split(at, 2)
    of_slope = ((first - prior.slope_mean) / prior.slope_sd) ** 2
    of_intercept = ((intercept - prior.intercept_mean) / prior.intercept_sd) ** 2
    return -float(of_slope.sum() + of_intercept.sum()) / 2
