"""Ratios of fitted scores at two sizes, by every smoother."""

from dataclasses import dataclass

import numpy as np

from analysis_py.statistics.gamm.engine import GammFit
from analysis_py.statistics.gamm.engine.curves import linear_functional, smooth_of
from analysis_py.statistics.gamm.model_spec import SIZE

TERM = f"s({SIZE})"
#: The two sizes, in billions of parameters.
SIZES_B = (7.0, 70.0)


@dataclass(frozen=True, kw_only=True)
class GrowthRow:
    """The rise of a curve of log score from one size to the other, by one smoother.

    Its interval is the multiple of the sum of both standard errors that no pair of sizes exceeds
    too often where size means nothing; null where that is not simulated.
    """

    is_published: bool
    log_ratio: float
    sum_of_errors: float
    critical_value: float | None


def growth_row(is_published: bool, estimate: np.ndarray, std_error: np.ndarray) -> GrowthRow:
    """Return the row of a curve, given at the two sizes, shape (2,)."""
    return GrowthRow(
        is_published=is_published,
        log_ratio=float(estimate[1] - estimate[0]),
        sum_of_errors=float(std_error.sum()),
        critical_value=None,
    )


def growth_of(fit: GammFit, is_published: bool, sizes_b: tuple[float, float]) -> list[GrowthRow]:
    """Return the row of a fit whose curve of size is one, else none."""
    if TERM not in {block.label for block in fit.design.blocks}:
        return []
    block, basis = smooth_of(fit, TERM)
    figures = linear_functional(fit, block, basis.evaluate(np.log(sizes_b)))
    return [growth_row(is_published, *figures)]
