"""Comparisons of sizes on evaluations of known size, imputed, and in the worst case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.dependence.simulated import rounded_icc
from analysis_py.statistics.numerics.contrast_tests import t_test
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.robustness.decisions import decide
from analysis_py.statistics.robustness.missing_size_levels import (
    NullOfSizes,
    draw_noise,
    icc_within,
    null_of_difference,
    null_of_slope,
)
from analysis_py.statistics.robustness.missing_size_results import ComparedSizes, MissingSizesRow
from analysis_py.statistics.robustness.missing_sizes import (
    Array,
    clustered_difference,
    clustered_slope,
    imputed_donors,
    pool,
    worst_cases,
)
from analysis_py.statistics.rows import to_frame, with_nulls

N_IMPUTATIONS = 20
#: Fewer evaluations of known size cannot say what those of unknown size are.
MIN_KNOWN = 20
#: A variance this small beside the scores is rounding.
_NOTHING = 1e-20


@dataclass(frozen=True)
class _Cohort:
    """Evaluations of a cohort; -1 is the range of an unknown size."""

    cohort_id: str
    level: NDArray[np.int64]
    size: Array
    cluster: NDArray[np.int64]
    scores: dict[str, Array]
    donors: NDArray[np.int64] | None
    noise: NDArray[np.float32]


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
    seed : int
    n_simulations : int
        Simulated samples of each design: one half calibrates, the other certifies.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and comparison.
    """
    found: list[MissingSizesRow] = []
    for name in rows["cohort_id"].unique().sort():
        part = rows.filter(pl.col("cohort_id") == name)
        levels = (
            part.filter(pl.col("parameters_b").is_not_null())
            .select("level_order", "level")
            .unique()
            .sort("level_order", "level")["level"]
            .to_list()
        )
        cohort = _cohort_of(name, part, levels, seed, n_simulations)
        for benchmark in sorted(cohort.scores):
            found += _compare(cohort, benchmark, levels, confidence_level, seed)
    return to_frame(MissingSizesRow, found)


def _cohort_of(
    name: str, rows: pl.DataFrame, levels: list[str], seed: int, n_simulations: int
) -> _Cohort:
    wide = rows.pivot(
        "benchmark_id",
        index=[
            "evaluation_id",
            "training_type",
            "architecture_family",
            "base_family",
            "parameters_b",
            "level",
        ],
        values="score_pct",
    ).sort("evaluation_id")
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
    donors = None
    if is_known.sum() >= MIN_KNOWN and not is_known.all():
        generator = np.random.default_rng(bootstrap_seed(seed, name, "sizes"))
        donors = imputed_donors(_predictors(wide, scores), size, N_IMPUTATIONS, generator)
    return _Cohort(
        name,
        level,
        size,
        cluster,
        dict(zip(benchmarks, scores.T, strict=True)),
        donors,
        draw_noise(size, cluster, n_simulations, seed),
    )


def _predictors(wide: pl.DataFrame, scores: Array) -> Array:
    """Return the constant, the scores, and who trained which architecture how."""
    missing = np.isnan(scores)
    mean = np.nanmean(np.where(missing.all(axis=0), 0.0, scores), axis=0)
    filled = np.where(missing, mean, scores) - mean
    labels = wide.select("training_type", "architecture_family").to_dummies()
    return np.column_stack(
        [np.ones(len(wide)), filled, missing.astype(float), labels.to_numpy().astype(float)]
    )


def _compare(
    cohort: _Cohort, benchmark: str, levels: list[str], confidence_level: float, seed: int
) -> Iterator[MissingSizesRow]:
    score = cohort.scores[benchmark]
    scored = np.isfinite(score)
    unknown = scored & np.isnan(cohort.size)
    n = [int((scored & (cohort.level == i)).sum()) for i in range(len(levels))]
    known, icc = scored & ~unknown, 0.0
    if cohort.donors is not None:
        icc = rounded_icc(icc_within(score[known], cohort.level[known], cohort.cluster[known]))
    shared = {
        "cohort_id": cohort.cohort_id,
        "benchmark_id": benchmark,
        "n_unknown": int(unknown.sum()),
        "share_unknown": float(unknown.sum() / max(scored.sum(), 1)),
        "n_imputations": N_IMPUTATIONS,
        "seed": seed,
    }
    for b, a in zip(range(len(levels)), range(1, len(levels)), strict=False):
        key = ComparedSizes(
            **shared,  # type: ignore[typeddict-item]
            comparison=f"{levels[a]} − {levels[b]}",
            group_a=levels[a],
            group_b=levels[b],
            n_a=n[a],
            n_b=n[b],
        )
        yield _row(cohort, score, key, (a, b), icc, confidence_level)
    key = ComparedSizes(
        **shared,  # type: ignore[typeddict-item]
        comparison="slope per doubling",
        group_a=None,
        group_b=None,
        n_a=sum(n),
        n_b=None,
    )
    yield _row(cohort, score, key, None, icc, confidence_level)


def _row(
    cohort: _Cohort,
    score: Array,
    key: ComparedSizes,
    ends: tuple[int, int] | None,
    icc: float,
    confidence_level: float,
) -> MissingSizesRow:
    df = _degrees(cohort, score, ends)
    if df < 1:
        status = "a group lies in one base family" if ends else "fewer than two sizes"
        return with_nulls(MissingSizesRow, **key, status=status)
    estimate, variance = _estimate(cohort, score, cohort.size, cohort.level, ends)
    if not variance > _NOTHING * float(np.nanmean(score**2)):
        return with_nulls(MissingSizesRow, **key, status="no variance within groups")
    std_error = float(np.sqrt(variance))
    test = t_test(estimate, std_error, df, confidence_level)
    decision = decide(estimate, test["p_value"], confidence_level)
    known = {
        **key,
        "estimate": estimate,
        "std_error": std_error,
        "df_den": df,
        "p_value": test["p_value"],
        "decision": decision,
    }
    if key["n_unknown"] == 0:
        return with_nulls(MissingSizesRow, **known, status="every size is known")
    if cohort.donors is None:
        status = f"fewer than {MIN_KNOWN} evaluations of known size"
        return with_nulls(MissingSizesRow, **known, status=status)
    pooled = pool(*_imputed(cohort, score, ends), df)
    imputed = t_test(pooled.estimate, pooled.std_error, pooled.df, confidence_level)
    decision_imputed = decide(pooled.estimate, imputed["p_value"], confidence_level)
    low, high = _bounds(cohort, score, ends)
    null = _null(cohort, score, ends, icc)
    p_calibrated = null.p_value(estimate / std_error)
    p_imputed = null.p_value(pooled.estimate / pooled.std_error)
    calibrated = decide(estimate, p_calibrated, confidence_level)
    calibrated_imputed = decide(pooled.estimate, p_imputed, confidence_level)
    return with_nulls(
        MissingSizesRow,
        **known,
        estimate_imputed=pooled.estimate,
        std_error_imputed=pooled.std_error,
        df_den_imputed=pooled.df,
        p_value_imputed=imputed["p_value"],
        decision_imputed=decision_imputed,
        missing_information=pooled.missing_information,
        bound_low=low,
        bound_high=high,
        sign_holds=None if low is None or high is None else low > 0 or high < 0,
        is_decision_changed=decision_imputed != decision,
        simulated_icc=icc,
        type1_error=null.size(df, 1 - confidence_level),
        type1_error_calibrated=null.type1_error_calibrated(1 - confidence_level),
        n_simulations=cohort.noise.shape[1],
        p_value_calibrated=p_calibrated,
        decision_calibrated=calibrated,
        p_value_imputed_calibrated=p_imputed,
        decision_imputed_calibrated=calibrated_imputed,
        is_decision_changed_calibrated=calibrated_imputed != calibrated,
        status="ok",
    )


def _null(cohort: _Cohort, score: Array, ends: tuple[int, int] | None, icc: float) -> NullOfSizes:
    """Return t on this design without a difference."""
    used = np.isfinite(score) & np.isfinite(cohort.size)
    level, cluster = cohort.level[used], cohort.cluster[used]
    if ends is None:
        return null_of_slope(cohort.size[used], cluster, icc, cohort.noise)
    is_a, is_b = (level == end for end in ends)
    return null_of_difference(is_a, is_b, cluster, icc, cohort.noise)


def _degrees(cohort: _Cohort, score: Array, ends: tuple[int, int] | None) -> float:
    """Return the base families of the smaller group less one, of those whose size is known."""
    known = np.isfinite(score) & np.isfinite(cohort.size)
    if ends is None:
        if len(np.unique(cohort.size[known])) < 2:
            return 0.0
        return float(len(np.unique(cohort.cluster[known])) - 2)
    groups = [np.unique(cohort.cluster[known & (cohort.level == end)]) for end in ends]
    return float(min(len(group) for group in groups) - 1)


def _estimate(
    cohort: _Cohort,
    score: Array,
    size: Array,
    level: NDArray[np.int64],
    ends: tuple[int, int] | None,
) -> tuple[float, float]:
    used = np.isfinite(score) & np.isfinite(size)
    if ends is None:
        return clustered_slope(score[used], size[used], cohort.cluster[used])
    is_a, is_b = (level[used] == end for end in ends)
    return clustered_difference(score[used], is_a, is_b, cohort.cluster[used])


def _imputed(cohort: _Cohort, score: Array, ends: tuple[int, int] | None) -> tuple[Array, Array]:
    """Return estimate and variance in each completed data set."""
    assert cohort.donors is not None
    unknown = np.flatnonzero(np.isnan(cohort.size))
    found = []
    for donors in cohort.donors:
        size, level = cohort.size.copy(), cohort.level.copy()
        size[unknown], level[unknown] = cohort.size[donors], cohort.level[donors]
        found.append(_estimate(cohort, score, size, level, ends))
    estimates, variances = np.array(found).T
    return estimates, variances


def _bounds(
    cohort: _Cohort, score: Array, ends: tuple[int, int] | None
) -> tuple[float | None, float | None]:
    """Return the worst cases of a difference; those of a slope are not bounded by the scores."""
    if ends is None:
        return None, None
    scored = np.isfinite(score)
    a, b = (score[scored & (cohort.level == end)] for end in ends)
    return worst_cases(a, b, score[scored & np.isnan(cohort.size)])
