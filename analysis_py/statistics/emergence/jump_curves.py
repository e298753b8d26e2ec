"""Gradual curves and jumps over size, fitted to thousands of samples at once.

Each curve is a combination of fixed columns, its place and width taken from a grid, so that a fit
is a product of matrices. The shapes are those of :mod:`analysis_py.statistics.emergence.shapes`;
natural cubic splines stand for the smooth curve.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.emergence.shapes import inner_sizes
from analysis_py.statistics.numerics.natural_spline import natural_spline
from analysis_py.statistics.numerics.tolerances import COLLINEAR, ROUNDING

#: Widths of logistics, from 10 % to 90 %, as factors of size: up to 2 is a jump, more is gradual.
SHARP_WIDTHS = (1.25, 1.5, 2.0)
GRADUAL_WIDTHS = (2.5, 4.0, 8.0, 16.0, 64.0, 1024.0)
_MIDDLES = 15
#: Number of sizes tried for a break or a step; neighbouring sizes fit equally well.
_PLACES = 50
#: Parameters of the natural cubic splines that stand for the smooth curve.
_SPLINES = (4, 5, 6)


@dataclass(frozen=True)
class Shape:
    """A family of curves: a constant, perhaps a slope, and the best of some blocks of columns.

    ``n_parameters`` are of the mean, a place that is searched for counted as one; ``blocks`` are
    the columns of the design that each candidate adds, shape (candidates, columns).
    """

    name: str
    n_parameters: int
    is_sharp: bool
    has_slope: bool
    blocks: IntArray


@dataclass(frozen=True)
class Design:
    """All candidate curves on m distinct log sizes ``x``, as v unit columns (m, v).

    ``root`` are square roots of how many models have each size. Columns are orthogonal to the
    constant, and where a shape has a slope, to that; the first is the slope. Blocks of several
    columns are orthonormal.
    """

    x: FloatArray
    root: FloatArray
    columns: FloatArray
    shapes: tuple[Shape, ...]

    @cached_property
    def is_sharp(self) -> BoolArray:
        """True for each shape that is a jump."""
        return np.array([shape.is_sharp for shape in self.shapes])

    @cached_property
    def n_parameters(self) -> IntArray:
        """Parameters of the mean of each shape."""
        return np.array([shape.n_parameters for shape in self.shapes])

    @property
    def n(self) -> int:
        """Number of models."""
        return round(float(np.sum(self.root**2)))


@dataclass(frozen=True)
class Samples:
    """Scores of b samples: scaled means at each size, shape (m, b), and what is left, (b,)."""

    means: NDArray[np.floating]
    squares: NDArray[np.floating]


@dataclass(frozen=True)
class Fits:
    """Fits of all shapes to b samples: ``bic`` and ``rss`` (shapes, b), ``projections`` (v, b)."""

    bic: FloatArray
    projections: FloatArray
    rss: FloatArray


def make_design(x: FloatArray) -> Design:
    """Return the candidate curves on ascending log sizes, of at least ten distinct values."""
    sizes, count = np.unique(x, return_counts=True)
    root = np.sqrt(count)
    constant = root / np.linalg.norm(root)
    slope = _unit(root[:, None] * sizes[:, None], constant[:, None])
    places = inner_sizes(x)
    places = places[np.unique(np.linspace(0, len(places) - 1, _PLACES).round().astype(int))]
    breaks = places[(places > sizes[0]) & (places < sizes[-1])]
    middles = np.quantile(x, np.linspace(0.02, 0.98, _MIDDLES))
    # columns of which one is chosen, or for a spline all
    columns_of: list[tuple[str, int, bool, bool, FloatArray]] = [
        ("flat", 1, False, False, np.empty((len(sizes), 0))),
        ("line", 2, False, True, np.empty((len(sizes), 0))),
        ("broken_line", 4, False, True, np.maximum(sizes[:, None] - breaks, 0)),
        *(("smooth", p, False, True, _bends(sizes, x, p)) for p in _SPLINES),
        ("sigmoid", 4, False, False, _logistics(sizes, middles, GRADUAL_WIDTHS)),
        ("step", 3, True, False, (sizes[:, None] > places[:-1]).astype(float)),
        ("sigmoid", 4, True, False, _logistics(sizes, middles, SHARP_WIDTHS)),
    ]
    line = np.column_stack([constant, slope])
    columns, shapes, at = [slope], [], 1
    for name, p, is_sharp, has_slope, candidates in columns_of:
        base = line if has_slope else constant[:, None]
        scaled = root[:, None] * candidates
        columns.append(_block(scaled, base) if name == "smooth" else _unit(scaled, base))
        block = at + np.arange(scaled.shape[1])
        blocks = block[None, :] if name == "smooth" else block[:, None]
        shapes.append(Shape(name, p, is_sharp, has_slope, blocks))
        at += len(block)
    return Design(sizes, root, np.column_stack(columns), tuple(shapes))


def _logistics(sizes: FloatArray, middles: FloatArray, widths: tuple[float, ...]) -> FloatArray:
    scales = np.log(widths) / (2 * np.log(9))
    at = (sizes[:, None, None] - middles[:, None]) / scales
    return np.asarray(0.5 * (1 + np.tanh(at / 2))).reshape(len(sizes), -1)


def _bends(sizes: FloatArray, x: FloatArray, n_parameters: int) -> FloatArray:
    """Return the nonlinear columns of a natural cubic spline."""
    knots = np.quantile(x, np.linspace(0.05, 0.95, n_parameters))
    return natural_spline(sizes, knots)[:, 2:]


def _unit(columns: FloatArray, base: FloatArray) -> FloatArray:
    """Return what lies outside the base, each column at length 1; 0 where nothing does."""
    outside = _outside(columns, base)
    length = np.linalg.norm(outside, axis=0)
    length[length <= COLLINEAR * np.linalg.norm(columns, axis=0)] = np.inf
    return np.asarray(outside / length)


def _block(columns: FloatArray, base: FloatArray) -> FloatArray:
    """Return orthonormal columns of what lies outside the base; 0 where nothing does."""
    u, singular, _ = np.linalg.svd(_outside(columns, base), full_matrices=False)
    return np.asarray(u * (singular > COLLINEAR * np.linalg.norm(columns)))


def _outside(columns: FloatArray, base: FloatArray) -> FloatArray:
    outside = columns - base @ (base.T @ columns)
    # twice, for the digits that the first time loses
    return np.asarray(outside - base @ (base.T @ outside))


def sum_by_size(design: Design, x: FloatArray, y: FloatArray) -> Samples:
    """Sum scores by size."""
    index = np.searchsorted(design.x, x)
    mean = np.bincount(index, weights=y) / design.root**2
    squares = float(np.sum((y - mean[index]) ** 2))
    return Samples((design.root * mean)[:, None], np.array([squares]))


def fit_shapes(design: Design, samples: Samples) -> Fits:
    """Fit every shape to every sample by least squares."""
    n = design.n
    projections = design.columns.T @ samples.means
    squares = projections**2
    constant = design.root / n**0.5
    total = np.sum(samples.means**2, axis=0) - (constant @ samples.means) ** 2 + samples.squares
    rss = []
    for shape in design.shapes:
        left = total - squares[0] if shape.has_slope else total
        if len(shape.blocks):
            left = left - _explained(shape, squares).max(axis=0)
        rss.append(np.maximum(left, ROUNDING * total))
    bic = n * np.log(np.array(rss) / n) + (design.n_parameters[:, None] + 1) * np.log(n)
    return Fits(bic, projections, np.array(rss))


def _explained(shape: Shape, squares: FloatArray) -> FloatArray:
    """Return the sum of squares that each candidate explains, shape (candidates, b)."""
    if shape.blocks.shape[1] == 1:
        # neighbours among the columns, which need not be copied
        return squares[shape.blocks[0, 0] : shape.blocks[-1, 0] + 1]
    return np.asarray(squares[shape.blocks].sum(axis=1))


def gain_of_jump(design: Design, fits: Fits) -> FloatArray:
    """Return by how much the best jump beats the best gradual curve in BIC, shape (b,)."""
    sharp = design.is_sharp
    return np.asarray(fits.bic[~sharp].min(axis=0) - fits.bic[sharp].min(axis=0))


def best_gradual(design: Design, fits: Fits) -> IntArray:
    """Return the position of the gradual shape of smallest BIC, shape (b,)."""
    return np.where(design.is_sharp[:, None], np.inf, fits.bic).argmin(axis=0)


def residual_sd(design: Design, fits: Fits, which: IntArray) -> FloatArray:
    """Return the residual standard deviation of one shape per sample, shape (b,)."""
    rss = np.take_along_axis(fits.rss, which[None], axis=0)[0]
    return np.asarray(np.sqrt(rss / (design.n - design.n_parameters[which])))


def fitted_means(design: Design, fits: Fits, which: IntArray) -> FloatArray:
    """Return the scaled fitted means of one shape per sample, less their constant, (m, b)."""
    b = np.arange(fits.projections.shape[1])
    coefficients = np.zeros_like(fits.projections)
    for i, shape in enumerate(design.shapes):
        of = b[which == i]
        if shape.has_slope:
            coefficients[0, of] = fits.projections[0, of]
        if len(shape.blocks):
            # only here the place of the best candidate matters, and only of these samples
            chosen = _explained(shape, fits.projections[:, of] ** 2).argmax(axis=0)
            rows = shape.blocks[chosen]
            coefficients[rows, of[:, None]] = fits.projections[rows, of[:, None]]
    return np.asarray(design.columns @ coefficients)
