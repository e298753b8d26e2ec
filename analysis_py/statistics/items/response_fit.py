"""Standard errors of a fitted response model, weighted likelihood abilities, and its fit."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.panel import sum_by
from analysis_py.statistics.items.response import NODES, WEIGHTS, Response

#: Items up to which the information on all parameters is held as one matrix.
MOST_ITEMS = 2_000
#: Items up to which S-X2 is computed: beyond them, most sums of answers occur once.
MOST_ITEMS_SX2 = 300
#: A residual correlation so far above the mean one is local dependence (Christensen, Makransky and
#: Horton 2017, Applied Psychological Measurement 41, 178-194).
DEPENDENCE = 0.2
_LIMIT = 8.0
_STEPS = 641
_STEP = 2 * _LIMIT / (_STEPS - 1)
_REFINEMENTS = 8
_LEAST_EXPECTED = 1.0


@dataclass(frozen=True)
class ItemErrors:
    """Standard errors of slopes and intercepts, shape (m,) each.

    The first two take base families as the independent units, the others evaluations.
    """

    slope: FloatArray
    intercept: FloatArray
    slope_independent: FloatArray
    intercept_independent: FloatArray


def item_errors(fitted: Response, families: IntArray) -> ItemErrors:
    r"""Return the standard errors of the item parameters.

    The observed information is Louis's (1982, Journal of the Royal Statistical Society B 44,
    226-233): that of complete data less the variance of its score given the answers. With
    :math:`S_f` the score of a base family, the clustered variance is :math:`A^{-1} (\sum S_f S_f')
    A^{-1} F / (F - 1)` (Liang and Zeger 1986, Biometrika 73, 13-22). The errors are those of the
    posterior mode where there is a prior.
    """
    x, p, post = fitted.answers, fitted.probability(NODES), fitted.posterior
    m = len(fitted.slope)
    weight = fitted.counts[:, None] * p * (1 - p)
    information = np.zeros((2 * m, 2 * m))
    diagonal = np.arange(m)
    prior = fitted.prior
    information[diagonal, diagonal] = NODES**2 @ weight + prior.slope_sd**-2
    information[diagonal, m + diagonal] = information[m + diagonal, diagonal] = NODES @ weight
    information[m + diagonal, m + diagonal] = weight.sum(0) + prior.intercept_sd**-2
    # the score given ability t is t (x - P(t)) and x - P(t); its variance over the posterior
    ability = fitted.ability
    spread = np.diag(fitted.counts) - post.T @ post
    tp = NODES[:, None] * p
    pulled = x.T @ (post * (NODES - ability[:, None]))
    both = pulled @ tp
    variance = fitted.ability_error**2
    information[:m, :m] -= (x.T * variance) @ x - both - both.T + tp.T @ spread @ tp
    cross = -pulled @ p + tp.T @ spread @ p
    information[:m, m:] -= cross
    information[m:, :m] -= cross.T
    information[m:, m:] -= p.T @ spread @ p
    inverse = np.linalg.inv(information)
    scores = np.hstack([x * ability[:, None] - post @ tp, x - post @ p])
    by_family = sum_by(scores, families) @ inverse
    n = len(by_family)
    clustered = np.sqrt((by_family**2).sum(0) * n / max(n - 1, 1))
    independent = np.sqrt(np.maximum(np.diag(inverse), 0))
    return ItemErrors(clustered[:m], clustered[m:], independent[:m], independent[m:])


def test_information(fitted: Response, ability: FloatArray) -> FloatArray:
    """Return the information of all items at each ability (Birnbaum 1968)."""
    p = fitted.probability(ability)
    return np.asarray((p * (1 - p)) @ fitted.slope**2)


def weighted_likelihood(fitted: Response) -> tuple[FloatArray, FloatArray]:
    r"""Return abilities by weighted likelihood, and their errors (Warm 1989, Psychometrika 54).

    In this model they maximise the likelihood times the root of the information, whose score is
    :math:`\sum a (x - P) + \sum a^3 P Q (1 - 2 P) / 2 I`: found on a grid, then by Fisher scoring.
    """
    grid = np.linspace(-_LIMIT, _LIMIT, _STEPS)
    log_odds = np.outer(fitted.slope, grid) + fitted.intercept[:, None]
    half = np.log(np.maximum(test_information(fitted, grid), 1e-300)) / 2
    logs = fitted.answers @ log_odds - np.logaddexp(0, log_odds).sum(0) + half
    estimate = grid[logs.argmax(1)]
    is_inside = np.abs(estimate) < _LIMIT
    right = fitted.answers @ fitted.slope

    def score(ability: FloatArray) -> tuple[FloatArray, FloatArray]:
        p = fitted.probability(ability)
        weight = p * (1 - p)
        information = np.maximum(weight @ fitted.slope**2, 1e-300)
        bias = (weight * (1 - 2 * p)) @ fitted.slope**3 / (2 * information)
        return right - p @ fitted.slope + bias, information

    for _ in range(_REFINEMENTS):
        found, information = score(estimate)
        step = np.clip(found / information, -_STEP, _STEP)
        estimate = np.where(is_inside, estimate + step, estimate)
    # the information of the weighted likelihood: what its score falls by
    ahead, behind = score(estimate + _STEP / 50)[0], score(estimate - _STEP / 50)[0]
    observed = np.maximum((behind - ahead) / (2 * _STEP / 50), 1e-300)
    return estimate, 1 / np.sqrt(observed)


def infit(fitted: Response) -> FloatArray:
    """Return the information-weighted mean square of the residuals of each item, 1 if it fits."""
    p = fitted.probability(fitted.ability)
    return np.asarray(((fitted.answers - p) ** 2).sum(0) / (p * (1 - p)).sum(0))


def residual_correlations(fitted: Response) -> FloatArray:
    """Return Q3, the correlations of items' residuals (Yen 1984), shape (m, m).

    NaN where all answers to an item are alike.
    """
    residual = fitted.answers - fitted.probability(fitted.ability)
    residual -= residual.mean(0)
    length = np.sqrt((residual**2).sum(0))
    length[np.ptp(fitted.answers, axis=0) == 0] = np.nan
    residual /= length
    return np.asarray(residual.T @ residual)


def s_x2(fitted: Response) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return S-X2 of each item, its degrees of freedom and p-value.

    It compares observed with expected right answers among evaluations of one sum of right answers
    (Orlando and Thissen 2000, Applied Psychological Measurement 24, 50-64); the distribution of
    sums is by Lord and Wingersky's recursion. Neighbouring sums are taken together until at least
    one right and one wrong answer are expected. NaN where too few of them remain.
    """
    m = fitted.answers.shape[1]
    p = fitted.probability(NODES)
    total = fitted.answers.sum(1).astype(int)
    at_total = np.bincount(total, minlength=m + 1).astype(float)
    of_all = _sums(p) @ WEIGHTS
    found = np.full((3, m), np.nan)
    for item in range(m):
        others = _sums(np.delete(p, item, axis=1))
        joint = np.zeros(m + 1)
        joint[1:] = (others * p[:, item]) @ WEIGHTS
        expected = np.where(of_all > 0, joint / np.maximum(of_all, 1e-300), 0.0)
        right = np.bincount(total, fitted.answers[:, item], m + 1).astype(float)
        cells = _collapse(at_total, right, at_total * expected)
        df = len(cells) - 2
        if df > 0:
            size, observed, mean = np.array(cells).T
            statistic = ((observed - mean) ** 2 / (mean * (size - mean) / size)).sum()
            found[:, item] = statistic, df, stats.chi2.sf(statistic, df)
    return found[0], found[1], found[2]


def _sums(p: FloatArray) -> FloatArray:
    """Return the distribution of sums of right answers at each node, shape (m + 1, n_nodes)."""
    m = p.shape[1]
    sums = np.zeros((m + 1, len(p)))
    sums[0] = 1.0
    for item in range(m):
        right = p[:, item]
        sums[1 : item + 2] = sums[1 : item + 2] * (1 - right) + sums[: item + 1] * right
        sums[0] *= 1 - right
    return sums


def _collapse(size: FloatArray, right: FloatArray, mean: FloatArray) -> list[list[float]]:
    cells: list[list[float]] = []
    cell = [0.0, 0.0, 0.0]
    # all right and all wrong say nothing of one item
    for each in zip(size[1:-1], right[1:-1], mean[1:-1], strict=True):
        cell = [a + float(b) for a, b in zip(cell, each, strict=True)]
        if cell[2] >= _LEAST_EXPECTED and cell[0] - cell[2] >= _LEAST_EXPECTED:
            cells.append(cell)
            cell = [0.0, 0.0, 0.0]
    if cells:
        cells[-1] = [a + b for a, b in zip(cells[-1], cell, strict=True)]
    return cells
