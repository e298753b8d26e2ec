"""The test of a specification curve as a whole, by its median t.

The t of every estimate is over its cluster-robust standard error. Its distribution without an
effect is that of a wild cluster bootstrap with the null hypothesis imposed (Cameron, Gelbach and
Miller 2008, Review of Economics and Statistics 90, 414-427), which Simonsohn et al. recommend where
treatments were not assigned at random and so cannot be shuffled: residuals of the model without the
variable of interest get one random sign per base family, the same in every specification, and every
specification is fitted and studentised anew.

That test leans on many base families of like size, which there are not. So the whole of it is
simulated on the curve's own designs, where nothing differs: scores of a normal mixed model, each
bootstrap drawn once (Giacomini, Politis and White 2013, Econometric Theory 29, 567-589). The share
that it rejects is its size, and the simulated medians give a second, calibrated p-value.
"""

import zlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis_py.statistics.clustered.regression import ClusteredRegression

#: A variance below this share of what it is made of is rounding, of single precision.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Design:
    """The regression of a specification, on the rows of one population.

    Attributes
    ----------
    cells : ndarray of int, shape (m,)
        Numbers of the cells among those of the population.
    families : ndarray of int, shape (c,)
        Number of each of its clusters among the base families of all populations, ascending.
    regression : ClusteredRegression
        Of the variable of interest.
    """

    population: str
    cells: NDArray[np.int64]
    families: NDArray[np.int64]
    regression: ClusteredRegression

    @cached_property
    def loading(self) -> NDArray[np.float64]:
        """Loss of the score of each cluster per unit of each coordinate, shape (c, r)."""
        return self.regression.sum_by_cluster(self.regression.weight.T * self.regression.basis)

    @cached_property
    def digest(self) -> tuple[str, int]:
        """Tell the design apart from others."""
        of = self.regression
        parts = (self.cells, self.families, of.root_n, of.basis, of.weight, of.clusters)
        return self.population, zlib.crc32(b"".join(part.tobytes() for part in parts))


@dataclass(frozen=True)
class NullScores:
    """Scores of one estimate under the null, by cluster.

    Attributes
    ----------
    design : Design
    score : ndarray, shape (c,)
        What each cluster adds to the estimate, from residuals under the null hypothesis.
    projected : ndarray, shape (c, p)
        What it adds to the coordinates in the basis of the design.
    """

    design: Design
    score: NDArray[np.float64]
    projected: NDArray[np.float64]

    def drawn_t(self, signs: NDArray[np.floating]) -> NDArray[np.floating]:
        """Return the t of each draw; signs are of all families, shape (n_samples, families).

        The residuals of a refitted draw are those drawn less their projection on the design, so
        the variance is a quadratic form of the signs that a few products give.
        """
        score, loading = self.score, self.design.loading
        each = np.column_stack([score, self.projected, score[:, None] * loading])
        found = signs[:, self.design.families] @ each.astype(signs.dtype)
        _, moved, crossed = np.split(found, [1, 1 + loading.shape[1]], axis=1)
        inner = (loading.T @ loading).astype(signs.dtype)
        scale = float(score @ score)
        variance = scale + np.einsum("sr,sr->s", moved @ inner - 2 * crossed, moved)
        return _t(found[:, 0], variance, scale)

    @property
    def t(self) -> float:
        """Return the t of the sample."""
        return float(self.drawn_t(np.ones((1, int(self.design.families.max()) + 1)))[0])


def null_scores(design: Design, residual: NDArray[np.float64]) -> NullScores:
    """Sum what the bootstrap needs of one response.

    Parameters
    ----------
    residual : ndarray, shape (m,)
        From :func:`analysis_py.statistics.clustered.regression.null_residual`.
    """
    regression, (weight,) = design.regression, design.regression.weight
    return NullScores(
        design,
        regression.sum_by_cluster(weight * residual),
        regression.sum_by_cluster(regression.basis * residual[:, None]),
    )


def draw_signs(
    n_samples: int, n_clusters: int, seed: int | np.random.Generator
) -> NDArray[np.float64]:
    """Return Rademacher signs, one per sample and cluster; shape (n_samples, n_clusters)."""
    heads = np.random.default_rng(seed).integers(0, 2, (n_samples, n_clusters))
    return np.where(heads == 1, 1.0, -1.0)


def median_test(specified: list[NullScores], signs: NDArray[np.floating]) -> tuple[float, float]:
    """Return the median t of a curve and its p-value under the hypothesis of no effect.

    Parameters
    ----------
    specified : list of NullScores
        Of each specification; those of one estimate share the object.
    signs : ndarray, shape (n_samples, n_clusters)
        One sign per sample and cluster, shared by all specifications.

    Notes
    -----
    The observed sample counts as one of the draws.
    """
    estimates = {id(scores): scores for scores in specified}
    place = {key: k for k, key in enumerate(estimates)}
    expand = np.array([place[id(scores)] for scores in specified])
    observed = float(np.median(np.array([scores.t for scores in estimates.values()])[expand]))
    single = signs.astype("f4")
    drawn_t = np.column_stack([scores.drawn_t(single) for scores in estimates.values()])
    drawn = np.median(drawn_t[:, expand], axis=1)
    # a draw that repeats the sample must count, whatever order its sum was taken in
    as_far = np.abs(drawn) >= abs(observed) * (1 - 1e-5)
    return observed, float((1 + as_far.sum()) / (len(signs) + 1))


@dataclass(frozen=True)
class SimulatedCurves:
    """Curves of simulated samples without an effect.

    Attributes
    ----------
    medians, drawn : ndarray, shape (s,)
        Absolute median t of each sample, and of one bootstrap draw from it.
    """

    medians: NDArray[np.float64]
    drawn: NDArray[np.float64]

    def size(self, significance_level: float) -> float:
        """Return how often the bootstrap rejects at a level."""
        return float((self.medians > np.quantile(self.drawn, 1 - significance_level)).mean())

    def p_value(self, median: float) -> float:
        """Return how often a median is as far from 0 without an effect."""
        return float((1 + (self.medians >= abs(median)).sum()) / (len(self.medians) + 1))


def simulate_curves(
    designs: list[Design], icc: float, n_clusters: int, n_simulations: int, seed: int
) -> SimulatedCurves:
    """Simulate a curve where nothing differs.

    Parameters
    ----------
    designs : list of Design
        Of each specification; those of one design share the object.
    icc : float
        Share of the variance that lies between base families.
    n_clusters : int
        Base families of all populations. Their effects are the same in every population; errors of
        two populations are independent.
    """
    rng = np.random.default_rng([seed, 0])
    effect = rng.standard_normal((n_clusters, n_simulations)).astype("f4")
    signs = draw_signs(n_clusters, n_simulations, rng).astype("f4")
    noise = _noise(designs, n_simulations, seed)
    found: dict[int, list[NDArray[np.floating]]] = {}
    for design in designs:
        if id(design) not in found:
            own = effect[design.families], noise[design.population][design.cells]
            found[id(design)] = _simulated_t(design, *own, signs[design.families], icc)
    medians, drawn = (
        np.abs(np.median([found[id(design)][k] for design in designs], axis=0)) for k in (0, 1)
    )
    return SimulatedCurves(medians, drawn)


def _noise(designs: list[Design], n_simulations: int, seed: int) -> dict[str, NDArray[np.float32]]:
    """Draw standard normal errors of the cells of each population, shape (cells, s)."""
    n_cells: dict[str, int] = {}
    for design in designs:
        name = design.population
        n_cells[name] = max(n_cells.get(name, 0), int(design.cells.max()) + 1)
    return {
        name: np.random.default_rng([seed, zlib.crc32(name.encode())])
        .standard_normal((n, n_simulations))
        .astype("f4")
        for name, n in n_cells.items()
    }


def _simulated_t(
    design: Design,
    effect: NDArray[np.float32],
    noise: NDArray[np.float32],
    signs: NDArray[np.float32],
    icc: float,
) -> list[NDArray[np.floating]]:
    """Return the t of each sample of a random intercept of the cluster, and of its draw.

    Neither needs residuals: scores of clusters are sums of what is drawn, of clusters and of cells,
    and of its coordinates in the basis of the design.
    """
    of, (weight,) = design.regression, design.regression.weight
    basis, squares = of.basis.astype("f4"), weight @ weight
    products = of.basis[:, :, None] * of.basis[:, None, :]
    through, gram, of_cluster, share = (
        of.sum_by_cluster(part).astype("f4")
        for part in (
            of.basis * of.root_n[:, None],
            products,
            weight * of.root_n,
            weight**2 / squares,
        )
    )
    loading, line = design.loading.astype("f4"), of.loading[0].astype("f4")
    places = of.clusters, np.arange(len(weight))
    of_cell = csr_array((weight.astype("f4"), places), shape=(len(signs), len(weight)))
    effect, noise = effect * float(icc**0.5), noise * float((1 - icc) ** 0.5)

    def coordinates(a: NDArray[np.float32], e: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(through.T @ a + basis.T @ e)

    at = coordinates(effect, noise)
    estimate = line @ at
    score = of_cluster[:, None] * effect + of_cell @ noise - loading @ at
    # residuals without the effect, with the signs of their clusters, and what that moves
    null_score = score + share[:, None] * estimate
    moved = coordinates(signs * effect, signs[of.clusters] * noise)
    moved -= np.einsum("prs,rs->ps", np.tensordot(gram, signs, (0, 0)), at)
    moved += (loading.T @ signs) * (estimate / np.float32(squares))
    scale = (null_score**2).sum(axis=0)
    drawn = signs * null_score - loading @ moved
    return [
        _t(found, (scores**2).sum(axis=0), scale)
        for found, scores in ((estimate, score), (line @ moved, drawn))
    ]


def _t(
    estimate: NDArray[np.floating],
    variance: NDArray[np.floating],
    scale: NDArray[np.floating] | float,
) -> NDArray[np.floating]:
    """Return t, 0 where the variance is none but for rounding, whose size no machine promises.

    Clusters that the model fits exactly leave no variance. `scale` is what it is without refitting.
    """
    t = np.zeros_like(estimate)
    told = variance > _ROUNDING * scale
    np.divide(estimate, np.sqrt(np.maximum(variance, 0)), out=t, where=told)
    return t
