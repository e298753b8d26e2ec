"""How many answers the next run gets right, from earlier runs on the same questions."""

from typing import NamedTuple

import numpy as np

from analysis_py.runs.paired.quantiles import Floats

#: Ends of the logarithms of the shape of the probabilities.
_ENDS = (-7.0, 7.0)


class Shape(NamedTuple):
    """The beta distribution of the probability that a question is answered rightly."""

    a: float
    b: float

    def reliability(self, m: float) -> float:
        """Return which share of the variance of means over m answers is the questions' own."""
        return m / (self.a + self.b + m)

    def spread_after(self, m: float) -> float:
        r"""Return the variance of the next answer to a question with m known, on average.

        It is :math:`\mu (1 - \mu)` less the variance that m answers explain.
        """
        mean = self.a / (self.a + self.b)
        return mean * (1 - mean) * (1 - self.reliability(m) / (self.a + self.b + 1))


def fit_shape(right: Floats, m: int) -> Shape:
    """Return the likeliest beta distribution over questions.

    Parameters
    ----------
    right : numpy.ndarray
        How often each question was answered rightly.
    m : int
        Answers to each question.

    Notes
    -----
    Maximum likelihood of the beta-binomial (Skellam 1948, JRSS B 10, 257-261).
    """
    from scipy.optimize import minimize
    from scipy.special import betaln, psi

    values, counts = np.unique(right, return_counts=True)

    def loss(logs: Floats) -> tuple[float, Floats]:
        a, b = np.exp(logs)
        both = psi(a + b) - psi(a + b + m)
        slopes = (psi(a + values) - psi(a) + both, psi(b + m - values) - psi(b) + both)
        value = counts @ (betaln(a + values, b + m - values) - betaln(a, b))
        return -float(value), -np.array([a * (counts @ slopes[0]), b * (counts @ slopes[1])])

    grid = np.array(np.meshgrid(*[np.linspace(-4, 4, 9)] * 2)).reshape(2, -1).T
    start = min(grid, key=lambda logs: loss(logs)[0])
    fit = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[_ENDS] * 2)
    return Shape(*map(float, np.exp(fit.x)))


def predict_right(right: Floats, m: int, shape: Shape, answers: int = 1, drop: float = 0) -> Floats:
    r"""Return the probability of each number of right answers in new runs, from none to all.

    Parameters
    ----------
    right : numpy.ndarray
        How often each question was answered rightly.
    m : int
        Earlier answers to each question.
    shape : Shape
    answers : int
        New answers to each question, over all new runs.
    drop : float
        Probability that what would have been right is wrong.

    Notes
    -----
    A question's new answers are beta-binomial with :math:`a + x` and :math:`b + m - x`; of one
    answer, right with probability :math:`(a + x) / (a + b + m)`, the sum is Poisson-binomial. The
    distribution of the sum comes from its characteristic function (Hong 2013, Computational
    Statistics and Data Analysis 59, 41-51): questions that were right equally often are one power.
    """
    values, counts = np.unique(right, return_counts=True)
    size = len(right) * answers + 1
    turns = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    whole = np.ones_like(turns)
    for x, n in zip(values, counts, strict=True):
        each = _thin(beta_binomial(answers, shape.a + x, shape.b + m - x), drop)
        whole *= np.polynomial.polynomial.polyval(turns, each) ** int(n)
    chances = np.maximum(np.fft.irfft(whole, size), 0)
    return np.asarray(chances / chances.sum())


def beta_binomial(n: int, a: float, b: float) -> Floats:
    """Return the probability of each number of n right."""
    from scipy.special import betaln, gammaln

    k = np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return np.asarray(np.exp(ways + betaln(a + k, b + n - k) - betaln(a, b)))


def _thin(chances: Floats, drop: float) -> Floats:
    """Return the probabilities of numbers of which each unit stays with 1 - drop."""
    if not drop:
        return chances
    from scipy.special import comb

    before, after = np.meshgrid(np.arange(len(chances)), np.arange(len(chances)))
    stay = comb(before, after) * (1 - drop) ** after * drop ** np.maximum(before - after, 0)
    return np.asarray(np.where(after <= before, stay, 0) @ chances)


def mid_p(chances: Floats) -> Floats:
    """Return for each number right how likely fewer are, and half of as many."""
    return np.asarray(np.cumsum(chances) - chances / 2)
