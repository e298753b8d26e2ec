"""Fit a Gaussian additive mixed model by restricted maximum likelihood."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine.crossproducts import CrossProducts, cross_products
from analysis_py.statistics.gamm.engine.design import Block, Design, build_design
from analysis_py.statistics.gamm.engine.errors import GammError
from analysis_py.statistics.gamm.engine.formula import ModelFormula, parse_formula
from analysis_py.statistics.gamm.engine.frame import ModelData, read_frame
from analysis_py.statistics.gamm.engine.identifiability import check_identifiable
from analysis_py.statistics.gamm.engine.influence import influence_of, residual_sum_of_squares
from analysis_py.statistics.gamm.engine.newton import Optimum, search_optima
from analysis_py.statistics.gamm.engine.reml import RemlCriterion

# Up to this many rows covariates keep all their values: near-duplicate rows (two fine-tunes of
# one base model) make a fit sensitive to differences that any bin would blur.
EXACT_ROWS = 50_000
BINS = 1000
# With fewer levels than this a random intercept costs no less absorbed than with its own columns.
ABSORB_FROM = 100


@dataclass(frozen=True)
class GammFit:
    """A fitted model."""

    formula: ModelFormula
    design: Design
    data: ModelData
    products: CrossProducts
    #: (p + L,): In natural coordinates; the intercept first, the L of an absorbed random intercept
    #: last.
    coefficients: np.ndarray
    #: (p, p): Bayesian posterior covariance ``Vp = phi A^-1``, without an absorbed random
    #: intercept.
    covariance: np.ndarray
    variance: np.ndarray  # (p + L,): Posterior variance of every coefficient.
    edf: np.ndarray  # (p + L,): Diagonal of ``F = A^-1 X'WX``.
    ref_edf: np.ndarray  # (p + L,): Diagonal of ``2 F - F F``.
    smoothing: dict[str, float]  # Smoothing parameter of each penalised block.
    reml: float  # Minimised negative log restricted likelihood.
    scale: float  # Residual variance.
    residual_sum_of_squares: float
    null_deviance: float
    rivals: tuple[Optimum, ...]  # Other optima within the window that was searched, best first.

    @property
    def n_obs(self) -> int:
        """Number of observations, frequencies counted."""
        return int(self.products.n_obs)

    @property
    def n_dropped(self) -> int:
        """Rows of the frame left out because of a null."""
        return self.data.n_dropped

    @property
    def edf_total(self) -> float:
        """Trace of the influence matrix."""
        return float(self.edf.sum())

    @property
    def residual_df(self) -> float:
        """Observations less effective degrees of freedom."""
        return self.products.n_obs - self.edf_total

    @property
    def intercept(self) -> float:
        """Mean of the response where every other term is zero."""
        return float(self.coefficients[0])

    @property
    def r_squared_adjusted(self) -> float:
        """``1 - (RSS / (n - edf)) / (TSS / (n - 1))``."""
        total = self.null_deviance / (self.products.n_obs - 1.0)
        return 1.0 - (self.residual_sum_of_squares / self.residual_df) / total

    @property
    def deviance_explained(self) -> float:
        """``1 - RSS / TSS``."""
        return 1.0 - self.residual_sum_of_squares / self.null_deviance

    def block(self, label: str) -> Block:
        """Find the block of a term by its label."""
        for block in self.design.blocks:
            if block.label == label:
                return block
        known = ", ".join(block.label for block in self.design.blocks)
        raise GammError(f"No term {label!r}; the model has {known}")

    def residuals(self) -> np.ndarray:
        """Response minus fitted value, of each row of the frame (a cell is one); shape (n,)."""
        return self.data.response - self.design.fitted(self.coefficients)


def fit_gamm(
    frame: pl.DataFrame,
    formula: str,
    *,
    weights: str | None = None,
    frequencies: str | None = None,
    within: str | None = None,
    max_distinct: int | Literal["auto"] | None = "auto",
    absorb_from: int | None = ABSORB_FROM,
    is_thorough: bool = True,
) -> GammFit:
    """Fit a Gaussian additive mixed model by REML.

    Parameters
    ----------
    frame : polars.DataFrame
        One row per observation.  Rows with a null in a column of the model are dropped.
    formula : str
        For example ``'y ~ s(x, by=g) + g + s(h, bs="re")'``; see
        :mod:`analysis_py.statistics.gamm.engine.formula`.
    weights : str, optional
        Column of prior weights: the variance of row i is ``scale / weights[i]``.
    frequencies : str, optional
        Column of counts: row i stands for that many identical rows.
    within : str, optional
        Row i is a cell: `frequencies` rows with the same covariates, the mean of their response,
        and in this column their sum of squares about it.  The fit is that of the rows.
    max_distinct : int, None or 'auto'
        A covariate with more distinct values is put into this many bins, each represented by
        the mean of its rows.  None never bins.  'auto' is None up to 50,000 rows and 1000 above.
    absorb_from : int or None
        The largest random intercept is eliminated before anything is factored if it has at least
        so many levels; None never does. The fit is the same.
    is_thorough : bool
        If false, smoothing parameters are searched from one start, and other optima not at all.

    Raises
    ------
    GammError
        One of the subclasses in :mod:`analysis_py.statistics.gamm.engine.errors`.

    References
    ----------
    Wood (2011) JRSS B 73(1); Wood (2003) JRSS B 65(1); Li & Wood (2020) Stat Comput 30.

    Examples
    --------
    >>> import numpy as np, polars as pl
    >>> x = np.linspace(0, 1, 200)
    >>> frame = pl.DataFrame({"x": x, "y": np.sin(6 * x)})
    >>> fit = fit_gamm(frame.with_columns(pl.col("y").round(1)), "y ~ s(x)")
    >>> fit.deviance_explained > 0.99
    True
    """
    parsed = parse_formula(formula)
    data = read_frame(frame, parsed, weights, frequencies, within)
    if max_distinct == "auto":
        max_distinct = BINS if data.response.size > EXACT_ROWS else None
    design = build_design(parsed, data, max_distinct, absorb_from)
    products = cross_products(
        design.margins,
        data.response,
        data.weights,
        data.frequencies,
        design.absorbed,
        data.within,
    )
    check_identifiable(products, design)
    criterion = RemlCriterion(products, design)
    search = search_optima(criterion, is_thorough=is_thorough)
    point = search.best.point

    smoothing = {
        block.label: float(np.exp(r)) for block, r in zip(design.penalised, point.rho, strict=True)
    }
    influence = influence_of(products, design, smoothing, point.A_inverse)
    coefficients = point.coefficients.copy()
    rss = residual_sum_of_squares(products, coefficients)
    # The response was centred for the arithmetic; the intercept takes its mean back.
    coefficients[0] += products.centre
    return GammFit(
        formula=parsed,
        design=design,
        data=data,
        products=products,
        coefficients=coefficients,
        covariance=point.scale * point.A_inverse,
        variance=point.scale * influence.variance,
        edf=influence.edf,
        ref_edf=influence.ref_edf,
        smoothing=smoothing,
        reml=point.value,
        scale=point.scale,
        residual_sum_of_squares=rss,
        null_deviance=products.yty,
        rivals=search.optima[1:],
    )
