"""Replace a covariate by its distinct values, or by bins where there are too many of them."""

from dataclasses import dataclass

import numpy as np

_SAMPLE = 20_000
_FINE_CELLS = 1 << 16


@dataclass(frozen=True)
class Discretised:
    """A covariate as codes into a short sorted list of values."""

    values: np.ndarray  # (m,): Distinct values, or the mean of the rows in each bin.
    codes: np.ndarray  # (n,)
    binned: bool  # Whether values were merged into bins.
    low: float  # Range of the covariate itself.
    high: float


def discretise(x: np.ndarray, max_distinct: int | None) -> Discretised:
    """Code a covariate by its distinct values, or by bins where there are more than a limit.

    A bin is represented by the mean of its rows (Li & Wood 2020); without a limit there is none.
    """
    low, high = float(x.min()), float(x.max())
    values, codes = np.unique(x, return_inverse=True)
    if max_distinct is None or values.size <= max_distinct:
        return Discretised(values, codes.reshape(-1).astype(np.int64), False, low, high)
    return _bins(x, max_distinct, low, high)


def _bins(x: np.ndarray, bins: int, low: float, high: float) -> Discretised:
    """Bins that are narrow both where the covariate is dense and where it is far-flung.

    Bin edges are equally spaced in the mean of the empirical distribution function and of the
    position in the range: equal widths alone would put most rows of a skewed covariate into a
    few bins, equal counts alone would leave wide gaps in the tails.
    """
    sample = np.sort(x[:: max(1, x.size // _SAMPLE)])
    fine = np.linspace(low, high, _FINE_CELLS + 1)
    share = np.searchsorted(sample, fine, side="right") / sample.size
    position = 0.5 * (share + np.arange(_FINE_CELLS + 1) / _FINE_CELLS)
    # Looking up one of many equal cells costs a row a multiplication, not a search.
    cell_to_bin = np.minimum(
        (0.5 * (position[1:] + position[:-1]) * bins).astype(np.int64), bins - 1
    )
    cells = ((x - low) * (_FINE_CELLS / (high - low))).astype(np.int64)
    np.minimum(cells, _FINE_CELLS - 1, out=cells)
    codes = cell_to_bin[cells]
    counts = np.bincount(codes, minlength=bins)
    used = np.flatnonzero(counts)
    values = np.bincount(codes, weights=x, minlength=bins)[used] / counts[used]
    place = np.zeros(bins, dtype=np.int64)
    place[used] = np.arange(used.size)
    return Discretised(values, place[codes], True, low, high)
