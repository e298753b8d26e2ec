"""Refuse models in which some coefficients are not identifiable."""

import numpy as np
from scipy.linalg.lapack import dpotrf

from analysis_py.statistics.gamm.engine.crossproducts import CrossProducts
from analysis_py.statistics.gamm.engine.design import INTERCEPT, Design
from analysis_py.statistics.gamm.engine.errors import RankDeficiencyError, TooFewRowsError

# A direction whose information is below this share of a typical one is not identified.
_TOLERANCE = 1e-11


def check_identifiable(products: CrossProducts, design: Design) -> None:
    """Check that ``X'WX + sum_j S_j`` is positive definite with room to spare.

    The penalties make any wiggly coefficient estimable, so only the unpenalised directions
    (parametric terms and the straight parts of smooths) can be confounded.
    """
    dense = [block for block in design.penalised if block.columns.start < design.n_columns]
    unpenalised = design.n_columns - sum(int(np.count_nonzero(block.penalty)) for block in dense)
    if products.n_obs <= unpenalised:
        raise TooFewRowsError(
            f"{products.n_obs:g} rows cannot estimate {unpenalised} unpenalised coefficients"
            " and a scale"
        )
    A = products.xtx.copy()
    diagonal = np.diag(A).copy()
    if products.levels is not None:
        # An absorbed random intercept with the same weight as the data, eliminated.
        typical = float(products.levels.weights.max())
        A -= products.levels.squares(lambda n: 1.0 / (n + typical))[0]
    for block in dense:
        positive = block.penalty > 0.0
        typical = max(float(diagonal[block.columns].max()), 1e-300)
        # The same weight as the data: enough to be seen, too little to hide anything.
        added = np.where(positive, typical, 0.0)
        index = np.arange(block.columns.start, block.columns.stop)
        A[index, index] += added
    diagonal = np.diag(A)
    if np.any(diagonal <= 0.0):
        owner = _owner(design, int(np.argmin(diagonal)))
        raise RankDeficiencyError(f"Term {owner} has a column of zeros")
    scaling = 1.0 / np.sqrt(diagonal)
    A *= np.outer(scaling, scaling)
    # no eigenvalue is above the trace: most often this settles it for less
    if not dpotrf(A - _TOLERANCE * len(A) * np.eye(len(A)), lower=1)[1]:
        return
    values, vectors = np.linalg.eigh(A)
    if values[0] > _TOLERANCE * values[-1]:
        return
    share = vectors[:, 0] ** 2
    shares: dict[str, float] = {}
    for block in design.blocks:
        shares[block.label] = shares.get(block.label, 0.0) + float(share[block.columns].sum())
    # The intercept takes part in almost every such combination and explains none.
    shares.pop(INTERCEPT, None)
    named = sorted((label for label, s in shares.items() if s > 0.01), key=lambda x: -shares[x])
    raise RankDeficiencyError(
        f"The terms {', '.join(named)} cannot be estimated separately:"
        " a combination of their coefficients leaves the fit unchanged"
    )


def _owner(design: Design, column: int) -> str:
    for block in design.blocks:
        if block.columns.start <= column < block.columns.stop:
            return block.label
    raise IndexError(column)
