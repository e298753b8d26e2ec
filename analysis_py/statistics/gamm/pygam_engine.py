"""The paper's models fitted with pyGAM, as a second opinion.

Formulas, term names and tables are those of the REML engine; the numbers are pyGAM's own and
differ for reasons that are not bugs of this module:

- the basis is a P-spline with a penalty on second differences, not a thin-plate spline;
- smoothing is chosen from a grid by generalised cross-validation (with pyGAM's fixed inflation of
  1.4), not by restricted likelihood, and a random intercept is a ridge penalty chosen alike;
- the covariance is the frequentist one, which leaves out smoothing bias, so bands are narrower
  than the Bayesian ones of the REML engine;
- the effective degrees of freedom are right in total, but pyGAM credits what terms share to the
  term written first;
- p-values ignore that smoothing was estimated and are known to be too small;
- p-values and effective degrees of freedom by term hold to two digits only, and not always: the
  bases of all terms share a constant, and the covariance of a term is inverted whole, directions
  that a large penalty has removed included. What is left there is rounding, which differs from
  processor to processor.
"""

import contextlib
import io
import warnings
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import stats
from scipy.sparse import csc_array

from analysis_py.statistics.gamm.engine.curves import CurvePoint
from analysis_py.statistics.gamm.engine.design import Block, build_design
from analysis_py.statistics.gamm.engine.errors import GammError, TooFewRowsError
from analysis_py.statistics.gamm.engine.formula import ModelFormula, SmoothTerm, parse_formula
from analysis_py.statistics.gamm.engine.frame import ModelData, read_frame
from analysis_py.statistics.gamm.engine.terms import TermRow
from analysis_py.statistics.gamm.penalty_search import (
    SHARED_PENALTIES,
    choose_penalties,
    penalty_problem,
)
from analysis_py.statistics.rows import schema_of, to_frame

with warnings.catch_warnings():
    # pyGAM's progress bar imports a module that newer Pythons deprecate; nothing to do here.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pygam import LinearGAM
    from pygam import f as factor_term
    from pygam import l as linear_term
    from pygam import s as spline_term
    from pygam.terms import Intercept, TermList
    from pygam.terms import Term as PygamTerm


@dataclass(frozen=True)
class PygamFit:
    """A model fitted with pyGAM.

    Attributes
    ----------
    formula : ModelFormula
    terms : tuple of Block
        The terms as the REML engine lays them out, in the order of pyGAM's list.
    model : pygam.LinearGAM
    features : ndarray, shape (n, m)
        The columns pyGAM was given: covariates, factor codes, and 0/1 columns for by-levels.
    columns : dict of str to int
        Position of each covariate and factor among the features.
    n_obs, n_dropped : int
        Rows fitted, and rows left out because a column of the model is null.
    edf_total : float
    scale : float
        Residual variance.
    r_squared_adjusted, deviance_explained : float
    gcv : float
        The criterion at the chosen penalties.
    """

    formula: ModelFormula
    terms: tuple[Block, ...]
    model: LinearGAM
    features: np.ndarray
    columns: dict[str, int]
    n_obs: int
    n_dropped: int
    edf_total: float
    scale: float
    r_squared_adjusted: float
    deviance_explained: float
    gcv: float


class _Features:
    """The columns of numbers that pyGAM is given, each once."""

    def __init__(self) -> None:
        self.values: list[np.ndarray] = []
        self.columns: dict[str, int] = {}

    def add(self, name: str, values: np.ndarray) -> int:
        if name not in self.columns:
            self.columns[name] = len(self.values)
            self.values.append(values.astype(float))
        return self.columns[name]


def fit_pygam(frame: pl.DataFrame, formula: str, *, sweeps: int = 1) -> PygamFit:
    """Fit a Gaussian additive mixed model with pyGAM.

    Parameters
    ----------
    frame : polars.DataFrame
        One row per observation. Rows with a null in a column of the model are dropped.
    formula : str
        As for :func:`analysis_py.statistics.gamm.engine.fit.fit_gamm`; ``k`` is the number of
        splines and every basis is pyGAM's P-spline.
    sweeps : int
        How often each term's penalty is searched in turn after the shared search (0: never).

    Raises
    ------
    GammError
        Where the model cannot be fitted to this frame.

    References
    ----------
    Servén & Brummitt (2018) pyGAM: Generalized Additive Models in Python,
    doi:10.5281/zenodo.1208723.

    Examples
    --------
    >>> import numpy as np, polars as pl
    >>> x = np.linspace(0, 1, 200)
    >>> fit = fit_pygam(pl.DataFrame({"x": x, "y": np.sin(6 * x)}), "y ~ s(x)")
    >>> fit.deviance_explained > 0.99
    True
    """
    parsed = parse_formula(formula)
    data = read_frame(frame, parsed)
    # The design names and checks the terms; its bases are not used, so coarse bins will do.
    terms = build_design(parsed, data, max_distinct=1000).blocks[1:]
    columns = _Features()
    sizes = {
        (term.variable, term.by): term.k for term in parsed.terms if isinstance(term, SmoothTerm)
    }
    term_list = TermList(
        *(_pygam_term(block, data, sizes, columns) for block in terms), Intercept()
    )
    features, response = np.column_stack(columns.values), data.response
    term_list.compile(features)
    n, n_coefficients = response.size, term_list.n_coefs
    if n_coefficients > n:
        raise TooFewRowsError(f"{parsed.text!r} has {n_coefficients} coefficients for {n} rows")
    penalised = [index for index, block in enumerate(terms) if block.penalised]
    if penalised:
        term_list.lam = _search_penalties(term_list, features, response, penalised, sweeps)
    # One iteration solves a Gaussian model exactly; pyGAM spends a second to notice, or says it
    # did not converge.
    model = LinearGAM(term_list, max_iter=1)
    with contextlib.redirect_stdout(io.StringIO()):
        model.fit(features, response)
    statistics = model.statistics_
    edf = float(statistics["edof"])
    if edf >= n:
        raise TooFewRowsError(f"{parsed.text!r} spends {edf:.1f} degrees of freedom on {n} rows")
    # pyGAM's `scale` is a standard deviation.
    scale = float(statistics["scale"]) ** 2
    return PygamFit(
        formula=parsed,
        terms=tuple(terms),
        model=model,
        features=features,
        columns=columns.columns,
        n_obs=n,
        n_dropped=data.n_dropped,
        edf_total=edf,
        scale=scale,
        r_squared_adjusted=1.0 - scale / float(np.var(response, ddof=1)),
        deviance_explained=float(statistics["pseudo_r2"]["explained_deviance"]),
        gcv=float(statistics["GCV"]),
    )


def _pygam_term(
    block: Block, data: ModelData, sizes: dict[tuple[str, str | None], int], columns: _Features
) -> PygamTerm:
    """Translate one term, adding the columns it reads."""
    if block.kind == "smooth":
        feature = columns.add(block.variable, data.numbers[block.variable])
        indicator = None
        if block.by is not None:
            by = data.factors[block.by]
            in_level = by.codes == by.levels.index(block.level)
            indicator = columns.add(f"{block.by}={block.level}", in_level)
        return spline_term(feature, n_splines=sizes[block.variable, block.by], by=indicator)
    if block.variable in data.numbers:
        return linear_term(
            columns.add(block.variable, data.numbers[block.variable]), penalties=None
        )
    feature = columns.add(block.variable, data.factors[block.variable].codes)
    if block.penalised:
        return factor_term(feature)
    return factor_term(feature, coding="dummy", penalties=None)


def _search_penalties(
    term_list: TermList,
    features: np.ndarray,
    response: np.ndarray,
    penalised: list[int],
    sweeps: int,
) -> list[float]:
    """Choose the penalties that pyGAM's own grid search would choose, without its fits."""
    term_list.lam = 1.0
    penalties = [term.build_penalties().toarray() for term in term_list if not term.isintercept]
    problem = penalty_problem(csc_array(term_list.build_columns(features)), response, penalties)
    best, score = choose_penalties(problem, penalised, sweeps)
    if not np.isfinite(score):
        raise GammError(f"pyGAM could fit none of {len(SHARED_PENALTIES)} penalties")
    return best


def pygam_terms(fit: PygamFit) -> pl.DataFrame:
    """One row per term: effective degrees of freedom and pyGAM's p-value.

    Returns
    -------
    polars.DataFrame
        The columns of :func:`analysis_py.statistics.gamm.engine.terms.terms_table`. ``ref_df`` and
        ``statistic`` are null because pyGAM does not report them; ``log10_p_value`` is null where
        pyGAM's p-value is 0 (it subtracts from 1, so nothing below 1e-16 exists).
    """
    statistics = fit.model.statistics_
    penalties = np.ravel(fit.model.lam).astype(float)
    rows = []
    for position, term in enumerate(fit.terms):
        coefficients = fit.model.terms.get_coef_indices(position)
        p_value = float(statistics["p_values"][position])
        rows.append(
            TermRow(
                term=term.label,
                term_type=term.kind,
                edf=float(statistics["edof_per_coef"][coefficients].sum()),
                ref_df=None,
                statistic=None,
                p_value=p_value,
                log10_p_value=float(np.log10(p_value)) if p_value > 0.0 else None,
                smoothing_parameter=float(penalties[position]) if term.penalised else None,
            )
        )
    return to_frame(TermRow, rows)


def pygam_curves(
    fit: PygamFit, n_points: int = 100, confidence_level: float = 0.95
) -> pl.DataFrame:
    """One row per smooth and grid point: the partial effect with pyGAM's pointwise band.

    Parameters
    ----------
    n_points : int
        Equally spaced points over the range of the covariate in the rows of the smooth.
    confidence_level : float
        Coverage of the band.

    Returns
    -------
    polars.DataFrame
        Columns ``term``, ``x``, ``estimate`` (sums to zero over the rows of the fit),
        ``std_error``, ``ci_low``, ``ci_high``. pyGAM leaves its smooths uncentred; centring both
        curve and band is what makes them comparable with the REML engine's.
    """
    tables = [
        _curve(fit, position, n_points, confidence_level)
        for position, term in enumerate(fit.terms)
        if term.kind == "smooth"
    ]
    return pl.concat(tables) if tables else pl.DataFrame(schema=schema_of(CurvePoint))


def _curve(fit: PygamFit, position: int, n_points: int, confidence_level: float) -> pl.DataFrame:
    term = fit.terms[position]
    grid = np.linspace(term.low, term.high, n_points)
    covariate, copies = np.unique(fit.features[:, fit.columns[term.variable]], return_counts=True)
    mean_basis = copies @ _basis(fit, position, covariate) / copies.sum()
    basis = _basis(fit, position, grid) - mean_basis
    index = fit.model.terms.get_coef_indices(position)
    covariance = fit.model.statistics_["cov"][np.ix_(index, index)]
    estimate = basis @ fit.model.coef_[index]
    variance = np.einsum("ij,jk,ik->i", basis, covariance, basis, optimize=True)
    std_error = np.sqrt(np.maximum(variance, 0.0))
    half = stats.norm.ppf(0.5 + 0.5 * confidence_level) * std_error
    return pl.DataFrame(
        {
            "term": [term.label] * n_points,
            "x": grid,
            "estimate": estimate,
            "std_error": std_error,
            "ci_low": estimate - half,
            "ci_high": estimate + half,
        },
        schema=schema_of(CurvePoint),
    )


def _basis(fit: PygamFit, position: int, x: np.ndarray) -> np.ndarray:
    """Evaluate the term's columns of the model matrix; shape (g, k)."""
    # Every by-indicator is 1, so that the columns are those of a row of the smooth's level.
    features = np.ones((x.size, fit.features.shape[1]))
    features[:, fit.columns[fit.terms[position].variable]] = x
    return fit.model.terms.build_columns(features, term=position).toarray()
