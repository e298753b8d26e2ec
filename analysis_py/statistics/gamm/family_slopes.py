"""A term of a clustered GAMM beside slopes of its covariate that differ between base families.

One term and two variance components are free: the intercepts and the slopes of families. All other
smoothing parameters stay as fitted. Families are eliminated one by one, so that many responses on
the same rows cost little more than one; that is what a simulation needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular
from scipy.sparse import csr_array, diags_array

from analysis_py.statistics.gamm.engine import GammError

#: Smoothing parameters of the term that are tried, as multiples of its mean information: for many
#: responses, and for the data.
COARSE = 10.0 ** np.arange(-6.0, 3.01, 0.75)
FINE = 10.0 ** np.arange(-7.0, 4.01, 0.1)
#: Variances of slopes that are tried, as multiples of the one that gives slopes, one standard
#: deviation of the covariate from its mean, the spread of intercepts; 0 is no slopes.
_SLOPE_GRID = (0.0, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
_INTERCEPT_GRID = (0.1, 0.3, 1.0, 3.0, 10.0)
# Values per one that is not 0 from which sparse products are less work.
_SPARSE = 4


@dataclass(frozen=True)
class FamilySums:
    """Cross-products of a model in which families have an intercept and slopes."""

    xtx: np.ndarray  # (p, p): Of all columns but those of families.
    gram: np.ndarray  # (L, r, r): Of the columns of each family: 1, and the slope columns.
    cross: csr_array  # (L * r, p): The columns of each family by the others.
    xty: np.ndarray  # (p, B): By B responses.
    family_y: np.ndarray  # (L, r, B)
    yty: np.ndarray  # (B,)

    def of_responses(self, xty: np.ndarray, family_y: np.ndarray, yty: np.ndarray) -> FamilySums:
        """Return the same columns by other responses."""
        return FamilySums(self.xtx, self.gram, self.cross, xty, family_y, yty)

    def with_effects(self, effects: np.ndarray) -> FamilySums:
        """Add effects of the columns, of shape (p, B), to the responses."""
        of_effects = self.xtx @ effects
        return self.of_responses(
            self.xty + of_effects,
            self.family_y + (self.cross @ effects).reshape(self.family_y.shape),
            self.yty + np.sum(effects * (of_effects + 2.0 * self.xty), axis=0),
        )

    def with_families(self, effects: np.ndarray) -> FamilySums:
        """Add effects of families, of shape (L, r, B), to the responses."""
        of_effects = self.gram @ effects
        return self.of_responses(
            self.xty + self.cross.T @ effects.reshape(self.cross.shape[0], -1),
            self.family_y + of_effects,
            self.yty + np.sum(effects * (of_effects + 2.0 * self.family_y), axis=(0, 1)),
        )

    def without(self, columns: np.ndarray, penalties: np.ndarray) -> FamilySums:
        """Eliminate columns that exclude one another, each of rows of one family."""
        kept = np.setdiff1d(np.arange(len(self.xtx)), columns)
        d = np.diag(self.xtx)[columns] + penalties
        others = csr_array(self.xtx[np.ix_(columns, kept)])
        families = self.cross[:, columns]
        shrunk = families @ diags_array(1.0 / d)
        of_families = families.toarray().reshape(*self.gram.shape[:2], -1)
        return FamilySums(
            self.xtx[np.ix_(kept, kept)] - others.T @ diags_array(1.0 / d) @ others,
            self.gram - of_families / d @ of_families.transpose(0, 2, 1),
            self.cross[:, kept] - shrunk @ others,
            self.xty[kept] - others.T @ (self.xty[columns] / d[:, None]),
            self.family_y - (shrunk @ self.xty[columns]).reshape(self.family_y.shape),
            self.yty - np.sum(self.xty[columns] ** 2 / d[:, None], axis=0),
        )


@dataclass(frozen=True)
class Components:
    """Penalties of the intercepts and of the slopes of families; no slopes if infinite."""

    intercepts: float
    slopes: float


@dataclass(frozen=True)
class TermModel:
    """The term that is tested, among columns whose penalties are known."""

    random: np.ndarray  # Columns of other random effects, and the rest.
    rest: np.ndarray
    tested: np.ndarray  # Which of the rest.
    others: np.ndarray
    penalty: np.ndarray  # (q,): Of the tested columns, for a smoothing parameter of 1.
    known: np.ndarray  # (p,): Diagonal penalties of all columns, where the term is not penalised.
    residual_dimension: float  # Rows less unpenalised columns.
    #: What terms of one covariate, and all responses, share.
    eliminated: dict[Components, Elimination]


@dataclass(frozen=True)
class Elimination:
    """Families, then m columns of random effects, eliminated from k columns that are left."""

    root: csr_array  # (L * r, L * r): Inverse of the Cholesky factors of the families.
    U: csr_array | np.ndarray  # (L * r, p): That, by the columns.
    factor: np.ndarray  # (m, m): Cholesky factor of the random effects.
    cross: np.ndarray  # (m, k): Its inverse, by the columns that are left.
    information: np.ndarray  # (k, k)
    log_determinant: float


@dataclass(frozen=True)
class Reduced:
    """Normal equations of the tested columns, all others eliminated, for B responses."""

    information: np.ndarray
    right: np.ndarray
    deviance: np.ndarray
    log_determinant: float


@dataclass(frozen=True)
class TermFit:
    """The fit of the term to the responses that chose one set of smoothing parameters."""

    components: Components
    smoothing: float
    responses: np.ndarray  # Which of the responses.
    coefficients: np.ndarray  # (q, b)
    scale: np.ndarray  # (b,)
    inverse: np.ndarray  # (q, q): Covariance of the coefficients for a scale of 1.
    information: np.ndarray  # (q, q): Of the tested columns, given all others.

    def std_errors(self, B: np.ndarray) -> np.ndarray:
        """Return the standard errors of ``B beta``; shape (g, b)."""
        variance = np.sum((B @ self.inverse) * B, axis=1)
        return np.sqrt(np.maximum(variance, 0.0)[:, None] * self.scale)

    def test_effects(self) -> tuple[np.ndarray, np.ndarray]:
        """Weights of the null distribution and statistic of a random effect (Wood 2013).

        Under the null the quadratic form ``b' G b / phi`` of the effects is a sum of chi-squares
        weighted by the eigenvalues of ``G^-1 K``, with K the information and G that and the
        penalty.
        """
        # in one order, since each is paired with draws of its own
        weights = np.sort(np.linalg.eigvals(self.inverse @ self.information).real)
        G = np.linalg.inv(self.inverse)
        T = np.einsum("qb,qr,rb->b", self.coefficients, G, self.coefficients) / self.scale
        return np.maximum(weights, 0.0), T


def _eliminate(sums: FamilySums, model: TermModel, components: Components) -> Elimination:
    """Eliminate the families, then the other random effects."""
    r = 1 if np.isinf(components.slopes) else sums.gram.shape[1]
    penalties = np.array([components.intercepts, *[components.slopes] * (r - 1)])
    factor = np.linalg.cholesky(sums.gram[:, :r, :r] + np.diag(penalties))
    size = len(factor) * r
    # one block of a diagonal for each family
    columns = np.repeat(np.arange(size).reshape(-1, r), r, axis=0).ravel()
    entries = np.linalg.inv(factor).ravel(), columns, np.arange(0, size * r + 1, r)
    root = csr_array(entries, shape=(size, size))
    U = root @ (sums.cross if r > 1 else sums.cross[:: sums.gram.shape[1]])
    if U.nnz * _SPARSE > size * U.shape[1]:
        U = U.toarray()
    A = sums.xtx - U.T @ U
    log_determinant = 2.0 * np.log(np.diagonal(factor, axis1=1, axis2=2)).sum()
    log_determinant -= len(factor) * float(np.log(penalties).sum())
    m, k = model.random, model.rest
    L = np.linalg.cholesky(A[np.ix_(m, m)] + np.diag(model.known[m]))
    H = solve_triangular(L, A[np.ix_(m, k)], lower=True)
    log_determinant += 2.0 * np.log(np.diag(L)).sum()
    return Elimination(root, U, L, H, A[np.ix_(k, k)] - H.T @ H, float(log_determinant))


def reduce_to_term(sums: FamilySums, model: TermModel, components: Components) -> Reduced | None:
    """Eliminate the families, then all columns but the tested ones; None if that is singular."""
    t, o = model.tested, model.others
    try:
        if components not in model.eliminated:
            model.eliminated[components] = _eliminate(sums, model, components)
        eliminated = model.eliminated[components]
        A = eliminated.information
        L = np.linalg.cholesky(A[np.ix_(o, o)] + np.diag(model.known[model.rest[o]]))
    except np.linalg.LinAlgError:
        return None
    size = eliminated.root.shape[0]
    V = eliminated.root @ sums.family_y[:, : size // len(sums.gram)].reshape(size, -1)
    right = sums.xty - eliminated.U.T @ V
    h = solve_triangular(eliminated.factor, right[model.random], lower=True)
    deviance = sums.yty - np.sum(V**2, axis=0) - np.sum(h**2, axis=0)
    right = right[model.rest] - eliminated.cross.T @ h
    both = solve_triangular(L, np.hstack([A[np.ix_(o, t)], right[o]]), lower=True)
    H, h = both[:, : t.size], both[:, t.size :]
    return Reduced(
        A[np.ix_(t, t)] - H.T @ H,
        right[t] - H.T @ h,
        deviance - np.sum(h**2, axis=0),
        float(eliminated.log_determinant + 2.0 * np.log(np.diag(L)).sum()),
    )


def fit_term(
    sums: FamilySums,
    model: TermModel,
    components: Sequence[Components],
    known: dict[Components, Reduced | None],
    multiples: np.ndarray = COARSE,
) -> list[TermFit]:
    """Fit the term to every response by restricted likelihood over a grid.

    What is reduced of the same sums and model is kept in `known`.
    """
    b = sums.yty.size
    best, choice = np.full(b, np.inf), np.full((b, 2), -1)
    for each in components:
        if each not in known:
            known[each] = reduce_to_term(sums, model, each)
    reduced = [known[each] for each in components]
    grids = []
    for i, one in enumerate(reduced):
        if one is None:
            grids.append(np.empty(0))
            continue
        grid = multiples * np.trace(one.information) / model.penalty.size
        grids.append(grid)
        values = _criterion(one, model, grid)
        least = values.argmin(axis=0)
        value = values[least, np.arange(b)]
        better = value < best
        best[better] = value[better]
        choice[better] = np.column_stack([np.full(b, i), least])[better]
    fits = []
    for i, j in np.unique(choice[choice[:, 0] >= 0], axis=0):
        chosen, chosen_parts = np.flatnonzero((choice == (i, j)).all(axis=1)), reduced[i]
        assert chosen_parts is not None
        smoothing = float(grids[i][j])
        inverse = np.linalg.inv(chosen_parts.information + np.diag(smoothing * model.penalty))
        right = chosen_parts.right[:, chosen]
        coefficients = inverse @ right
        deviance = chosen_parts.deviance[chosen] - np.sum(right * coefficients, axis=0)
        # rounding alone can make the deviance of a perfect fit negative
        deviance = np.maximum(deviance, 1e-14 * sums.yty[chosen])
        fits.append(
            TermFit(
                components[i],
                smoothing,
                chosen,
                coefficients,
                deviance / model.residual_dimension,
                inverse,
                chosen_parts.information,
            )
        )
    return fits


def _criterion(sums: Reduced, model: TermModel, grid: np.ndarray) -> np.ndarray:
    """Restricted likelihood, negative and but for constants; shape (g, B).

    The unpenalised columns of the term are eliminated and the others turned, so that the
    information is diagonal and each smoothing parameter costs one division.
    """
    free, bent = np.flatnonzero(model.penalty == 0.0), np.flatnonzero(model.penalty)
    K, right, deviance = sums.information, sums.right, sums.deviance
    log_determinant = sums.log_determinant
    information, right_bent = K[np.ix_(bent, bent)], right[bent]
    if free.size:
        L = np.linalg.cholesky(K[np.ix_(free, free)])
        H = solve_triangular(L, K[np.ix_(free, bent)], lower=True)
        h = solve_triangular(L, right[free], lower=True)
        information, right_bent = information - H.T @ H, right_bent - H.T @ h
        deviance = deviance - np.sum(h**2, axis=0)
        log_determinant += 2.0 * float(np.log(np.diag(L)).sum())
    values, vectors = np.linalg.eigh(information)
    d = np.maximum(values, 0.0) + grid[:, None]
    deviance = np.maximum(deviance - (1.0 / d) @ (vectors.T @ right_bent) ** 2, 1e-300)
    log_determinants = log_determinant + np.log(d).sum(axis=1) - bent.size * np.log(grid)
    criterion: np.ndarray = 0.5 * (
        model.residual_dimension * np.log(deviance) + log_determinants[:, None]
    )
    return criterion


def estimate_components(
    sums: FamilySums, model: TermModel, intercepts: float, spread: float
) -> TermFit:
    """Fit one response, and choose its variance components: slopes, then intercepts."""
    slopes = [
        Components(intercepts, intercepts * spread / share if share else np.inf)
        for share in (_SLOPE_GRID if spread > 0.0 else (0.0,))
    ]
    known: dict[Components, Reduced | None] = {}
    chosen = _only(fit_term(sums, model, slopes, known)).components
    near = [Components(chosen.intercepts * m, chosen.slopes) for m in _INTERCEPT_GRID]
    return _only(fit_term(sums, model, near, known, FINE))


def _only(fits: list[TermFit]) -> TermFit:
    if not fits:
        raise GammError("The term cannot be fitted beside slopes of families")
    return fits[0]
