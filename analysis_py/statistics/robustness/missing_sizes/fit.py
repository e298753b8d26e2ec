"""Comparisons of sizes on evaluations of known size, imputed, and in the worst case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.clustered.calibration import (
    Calibration,
    calibrate,
    rounded_icc,
    sample_regression,
)
from analysis_py.statistics.clustered.null_model import Noise, clustered_null, draw_noise
from analysis_py.statistics.numerics.contrast_tests import (
    calibrated_test,
    decide,
    significance_level,
    t_test,
)
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.robustness.missing_sizes.estimators import (
    Array,
    SizeRegression,
    icc_within,
    size_regression,
)
from analysis_py.statistics.robustness.missing_sizes.imputation import (
    imputed_donors,
    pool,
    worst_cases,
)
from analysis_py.statistics.robustness.missing_sizes.rows import MissingSizesRow
from analysis_py.statistics.rows import to_frame, with_nulls

N_IMPUTATIONS = 20
#: Fewer evaluations of known size cannot say what those of unknown size are.
MIN_KNOWN = 20
#: A variance this small beside the scores is rounding.
_NOTHING = 1e-20
#: Columns of an evaluation, whatever the benchmark.
_EVALUATION = [
    "evaluation_id",
    "training_type",
    "architecture_family",
    "base_family",
    "parameters_b",
    "level",
]


@dataclass(frozen=True)
class _Settings:
    confidence_level: float
    seed: int
    n_simulations: int


@dataclass(frozen=True)
class _Cohort:
    """Evaluations of a cohort; -1 is the range of an unknown size."""

    cohort_id: str
    levels: list[str]
    level: NDArray[np.int64]
    size: Array
    cluster: NDArray[np.int64]
    scores: dict[str, Array]
    donors: NDArray[np.int64] | None
    noise: Noise | None


def fit_missing_sizes(
    rows: pl.DataFrame, confidence_level: float = 0.95, seed: int = 0, n_simulations: int = 2000
) -> pl.DataFrame:
    """Compare neighbouring ranges of size, and the slope over size, three times.

    Parameters
    ----------
    rows : polars.DataFrame
        One row per cohort, benchmark and evaluation, with ``evaluation_id``, ``training_type``,
        ``architecture_family``, ``base_family``, ``parameters_b`` (null where unknown), ``level``
        and ``level_order`` of the range of size, and ``score_pct``.
    confidence_level : float
        Its complement is the level of the decisions.
    n_simulations : int
        Simulated samples of each design: one half calibrates, the other certifies.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and comparison. Errors are CR2, clustered by base family.
    """
    settings = _Settings(confidence_level, seed, n_simulations)
    found: list[MissingSizesRow] = []
    for name in rows["cohort_id"].unique().sort():
        cohort = _cohort_of(name, rows.filter(pl.col("cohort_id") == name), settings)
        of_cohort = [row for ends in _comparisons(cohort) for row in _rows(cohort, ends, settings)]
        # by benchmark, and within it in the order of the comparisons
        found += sorted(of_cohort, key=lambda row: row.benchmark_id)
    return to_frame(MissingSizesRow, found)


def _cohort_of(name: str, rows: pl.DataFrame, settings: _Settings) -> _Cohort:
    levels = (
        rows.filter(pl.col("parameters_b").is_not_null())
        .select("level_order", "level")
        .unique()
        .sort("level_order", "level")["level"]
        .to_list()
    )
    wide = rows.pivot("benchmark_id", index=_EVALUATION, values="score_pct").sort("evaluation_id")
    benchmarks = sorted(rows["benchmark_id"].unique().to_list())
    scores = wide.select(pl.col(benchmarks).cast(pl.Float64)).to_numpy()
    size = np.log2(wide["parameters_b"].cast(pl.Float64).fill_null(np.nan).to_numpy())
    size[~np.isfinite(size)] = np.nan
    places = {level: i for i, level in enumerate(levels)}
    level = (
        wide["level"]
        .replace_strict(places, default=-1, return_dtype=pl.Int64)
        .to_numpy(writable=True)
    )
    level[np.isnan(size)] = -1
    # a family that is not known is one of its own
    _, cluster = numbered(wide["base_family"].fill_null(wide["evaluation_id"]))
    is_known = np.isfinite(size)
    donors = noise = None
    if is_known.sum() >= MIN_KNOWN and not is_known.all():
        generator = np.random.default_rng(bootstrap_seed(settings.seed, name, "sizes"))
        donors = imputed_donors(_predictors(wide, scores), size, N_IMPUTATIONS, generator)
        # a number of each cluster, and of each size in it
        n_cells = len(np.unique(np.stack([cluster[is_known], size[is_known]]), axis=1).T)
        n_rows = n_cells + len(np.unique(cluster[is_known]))
        noise = draw_noise(n_rows, settings.n_simulations, settings.seed)
    by_benchmark = dict(zip(benchmarks, scores.T, strict=True))
    return _Cohort(name, levels, level, size, cluster, by_benchmark, donors, noise)


def _predictors(wide: pl.DataFrame, scores: Array) -> Array:
    """Return the constant, the scores, and who trained which architecture how."""
    missing = np.isnan(scores)
    mean = np.nanmean(np.where(missing.all(axis=0), 0.0, scores), axis=0)
    filled = np.where(missing, mean, scores) - mean
    labels = wide.select("training_type", "architecture_family").to_dummies()
    return np.column_stack(
        [np.ones(len(wide)), filled, missing.astype(float), labels.to_numpy().astype(float)]
    )


def _comparisons(cohort: _Cohort) -> list[tuple[int, int] | None]:
    """Return neighbouring ranges, the larger first, and None for the slope."""
    return [*((i, i - 1) for i in range(1, len(cohort.levels))), None]


def _rows(
    cohort: _Cohort, ends: tuple[int, int] | None, settings: _Settings
) -> Iterator[MissingSizesRow]:
    """Compare on every benchmark; those that have the same evaluations share their designs."""
    alike: dict[bytes, list[str]] = {}
    for benchmark, score in cohort.scores.items():
        alike.setdefault(np.isfinite(score).tobytes(), []).append(benchmark)
    for benchmarks in alike.values():
        scores = np.stack([cohort.scores[benchmark] for benchmark in benchmarks], axis=1)
        scored = np.isfinite(scores[:, 0])
        unknown = scored & np.isnan(cohort.size)
        known = scored & ~unknown
        n = [int((scored & (cohort.level == i)).sum()) for i in range(len(cohort.levels))]
        if ends is None:
            names: dict[str, object] = {"comparison": "slope per doubling", "n_a": sum(n)}
        else:
            group_a, group_b = (cohort.levels[end] for end in ends)
            names = {
                "comparison": f"{group_a} − {group_b}",
                "group_a": group_a,
                "group_b": group_b,
                "n_a": n[ends[0]],
                "n_b": n[ends[1]],
            }
        shared = {
            **names,
            "cohort_id": cohort.cohort_id,
            "n_unknown": int(unknown.sum()),
            "share_unknown": float(unknown.sum() / max(scored.sum(), 1)),
            "n_imputations": N_IMPUTATIONS,
            "seed": settings.seed,
        }
        if status := _problem(cohort, known, ends):
            for benchmark in benchmarks:
                yield with_nulls(MissingSizesRow, **shared, benchmark_id=benchmark, status=status)
            continue
        design, estimates, variances = _fit(cohort, scores, cohort.size, cohort.level, ends)
        imputed: tuple[Array, Array] | None = None
        calibrations: dict[float, Calibration] = {}
        for j, benchmark in enumerate(benchmarks):
            score, row = scores[:, j], {**shared, "benchmark_id": benchmark}
            estimate, variance = float(estimates[j]), float(variances[j])
            if not variance > _NOTHING * float(np.nanmean(score**2)):
                yield with_nulls(MissingSizesRow, **row, status="no variance within groups")
                continue
            std_error, df = float(np.sqrt(variance)), float(design.regression.df[0])
            row |= _tested(estimate, std_error, df, "", settings)
            if not unknown.any():
                yield with_nulls(MissingSizesRow, **row, status="every size is known")
                continue
            if cohort.donors is None or cohort.noise is None:
                status = f"fewer than {MIN_KNOWN} evaluations of known size"
                yield with_nulls(MissingSizesRow, **row, status=status)
                continue
            if imputed is None:
                imputed = _imputed(cohort, scores, cohort.donors, ends)
            pooled = pool(imputed[0][:, j], imputed[1][:, j], df)
            row |= _tested(pooled.estimate, pooled.std_error, pooled.df, "_imputed", settings)
            row["missing_information"] = pooled.missing_information
            row |= _bounds(cohort, score, ends)
            icc = rounded_icc(icc_within(score[known], cohort.level[known], cohort.cluster[known]))
            if icc not in calibrations:
                calibrations[icc] = _calibration(design, icc, cohort.noise, settings)
            of_null = calibrations[icc]
            for name, value, error in (
                ("", estimate, std_error),
                ("_imputed", pooled.estimate, pooled.std_error),
            ):
                critical = float(of_null.critical_t[0])
                test = calibrated_test(value, error, df, critical, settings.confidence_level)
                p_value = test["p_value"]
                row[f"p_value{name}_calibrated"] = p_value
                row[f"decision{name}_calibrated"] = decide(
                    value, p_value, settings.confidence_level
                )
            yield with_nulls(
                MissingSizesRow,
                **row,
                is_decision_changed=row["decision_imputed"] != row["decision"],
                is_decision_changed_calibrated=row["decision_imputed_calibrated"]
                != row["decision_calibrated"],
                simulated_icc=icc,
                type1_error=float(of_null.type1_error[0]),
                type1_error_calibrated=float(of_null.type1_error_calibrated[0]),
                n_simulations=settings.n_simulations,
                status="ok",
            )


def _problem(cohort: _Cohort, known: NDArray[np.bool_], ends: tuple[int, int] | None) -> str | None:
    """Return why the base families of known size show no variance, or None."""
    if ends is None:
        is_short = len(np.unique(cohort.size[known])) < 2
        is_short = is_short or len(np.unique(cohort.cluster[known])) < 3
        return "fewer than two sizes" if is_short else None
    groups = (np.unique(cohort.cluster[known & (cohort.level == end)]) for end in ends)
    return "a group lies in one base family" if min(map(len, groups)) < 2 else None


def _fit(
    cohort: _Cohort,
    scores: Array,
    size: Array,
    level: NDArray[np.int64],
    ends: tuple[int, int] | None,
) -> tuple[SizeRegression, Array, Array]:
    """Return a design, and estimate and variance of each benchmark."""
    x = size if ends is None else np.where(np.isin(level, ends), level == ends[0], np.nan)
    used = np.isfinite(scores[:, 0]) & np.isfinite(x)
    design = size_regression(x[used], cohort.cluster[used])
    return design, *design.fit(scores[used])


def _imputed(
    cohort: _Cohort,
    scores: Array,
    donors: NDArray[np.int64],
    ends: tuple[int, int] | None,
) -> tuple[Array, Array]:
    """Return estimates and variances of each completed data set and benchmark."""
    unknown = np.flatnonzero(np.isnan(cohort.size))
    found = []
    for drawn in donors:
        size, level = cohort.size.copy(), cohort.level.copy()
        size[unknown], level[unknown] = cohort.size[drawn], cohort.level[drawn]
        found.append(_fit(cohort, scores, size, level, ends)[1:])
    estimates, variances = zip(*found, strict=True)
    return np.array(estimates), np.array(variances)


def _tested(
    estimate: float, std_error: float, df: float, name: str, settings: _Settings
) -> dict[str, object]:
    """Return a test and its decision, as fields of a row whose names end alike."""
    p_value = t_test(estimate, std_error, df, settings.confidence_level)["p_value"]
    return {
        f"estimate{name}": estimate,
        f"std_error{name}": std_error,
        f"df_den{name}": df,
        f"p_value{name}": p_value,
        f"decision{name}": decide(estimate, p_value, settings.confidence_level),
    }


def _calibration(
    design: SizeRegression, icc: float, noise: Noise, settings: _Settings
) -> Calibration:
    regression = design.regression
    null = clustered_null(regression.root_n**2, regression.clusters, icc)
    level = significance_level(settings.confidence_level)
    sample = sample_regression(regression)
    return calibrate({"intercept": sample(null, noise)}, level, regression.df)


def _bounds(cohort: _Cohort, score: Array, ends: tuple[int, int] | None) -> dict[str, object]:
    """Return the worst cases of a difference; those of a slope are not bounded by the scores."""
    if ends is None:
        return {}
    scored = np.isfinite(score)
    a, b = (score[scored & (cohort.level == end)] for end in ends)
    low, high = worst_cases(a, b, score[scored & np.isnan(cohort.size)])
    return {"bound_low": low, "bound_high": high, "sign_holds": low > 0 or high < 0}
