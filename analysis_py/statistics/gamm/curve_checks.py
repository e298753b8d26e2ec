"""The size curve of the paper's model by pyGAM, beside the one of this engine.

pyGAM is another library with another basis (penalised B-splines) and another criterion (GCV), so
the two curves do not meet; where both are right they are close over the rows. No verdict rests on
pyGAM's.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from pygam import LinearGAM, f, s

from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.keys import BENCHMARK_KEY, BenchmarkKey, by_benchmark
from analysis_py.statistics.rows import to_frame

#: Basis functions of a curve, as many as the engine's.
_BASIS_DIMENSION = 10
#: Penalties among which GCV chooses.
_PENALTIES = np.logspace(-2, 4, 7)
#: pyGAM's time grows with the rows and with the square of the architectures. Of more rows every
#: second, third and so on is taken, and the rarest architectures share a mean.
_MOST_ROWS, _MOST_ARCHITECTURES = 10_000, 100


@dataclass(frozen=True, kw_only=True)
class CurveCheckRow:
    """How far the curves of two libraries are apart."""

    cohort_id: str
    benchmark_id: str
    n_rows_pygam: int
    gap_pct: float | None
    deviance_explained_pygam: float | None
    edf_pygam: float


def check_curves(rows: pl.DataFrame, curves: pl.DataFrame) -> pl.DataFrame:
    """Compare the curves of size of every cohort and benchmark.

    Parameters
    ----------
    rows : polars.DataFrame
        ``cohort_id, benchmark_id, log_score, log_parameters_b, architecture`` of the rows of a fit,
        in a fixed order.
    curves : polars.DataFrame
        ``cohort_id, benchmark_id, x, estimate``: the fitted curve at rising sizes.

    Returns
    -------
    polars.DataFrame
        One row of :class:`CurveCheckRow` per cohort and benchmark with a curve.
    """
    fitted = curves.partition_by(BENCHMARK_KEY, as_dict=True)
    checks = []
    for key, of_fit in by_benchmark(rows):
        if (curve := fitted.get((key["cohort_id"], key["benchmark_id"]))) is not None:
            thinned = of_fit.gather_every(-(-of_fit.height // _MOST_ROWS))
            checks.append(_check_curve(key, thinned, curve))
    return to_frame(CurveCheckRow, checks)


def _check_curve(key: BenchmarkKey, rows: pl.DataFrame, curve: pl.DataFrame) -> CurveCheckRow:
    size = rows["log_parameters_b"].to_numpy()
    other = _fit_pygam(rows)
    ours = np.interp(size, curve["x"].to_numpy(), curve["estimate"].to_numpy())
    theirs = other.partial_dependence(term=0, X=np.column_stack([size, 0 * size]))
    gap_pct = gap_in_percent(ours, theirs)
    # of a score that does not vary nothing is explained
    has_range = gap_pct is not None
    explained = other.statistics_["pseudo_r2"]["explained_deviance"] if has_range else None
    return CurveCheckRow(
        **key,
        n_rows_pygam=rows.height,
        gap_pct=gap_pct,
        deviance_explained_pygam=explained,
        edf_pygam=float(other.statistics_["edof"]),
    )


def gap_in_percent(ours: FloatArray, theirs: FloatArray) -> float | None:
    """Return the root mean square gap of two centred curves, in percent of the first one's range.

    A curve without a range has none.
    """
    reach = float(np.ptp(ours))
    gap = (ours - ours.mean()) - (theirs - theirs.mean())
    return 100 * float(np.sqrt(np.mean(gap**2))) / reach if reach > 0 else None


def _fit_pygam(rows: pl.DataFrame) -> LinearGAM:
    """Fit a spline of size and penalised means of architectures; one penalty is for both."""
    counts = rows["architecture"].value_counts().sort("count", "architecture", descending=True)
    place = {name: n for n, name in enumerate(counts["architecture"][: _MOST_ARCHITECTURES - 1])}
    architecture = [place.get(name, len(place)) for name in rows["architecture"]]
    X = np.column_stack([rows["log_parameters_b"].to_numpy(), architecture])
    # of a linear model the first step is the solution, which no second one has to confirm
    model = LinearGAM(s(0, n_splines=_BASIS_DIMENSION) + f(1), tol=np.inf)
    return model.gridsearch(X, rows["log_score"].to_numpy(), lam=_PENALTIES, progress=False)
