"""Curves of items over model size, tested with base families as the independent units."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray
from analysis_py.statistics.items.family_scores import (
    FamilySums,
    draw_with_random_signs,
    standardise,
)
from analysis_py.statistics.items.logistic import answer_matrices, logistic_slopes
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import (
    keep_promise,
    schema_of,
    to_frame,
    validate_frame,
    with_nulls,
)

#: Fewer base families than this are no sample.
FEWEST_FAMILIES = 5
DIRECTIONS = ("better", "worse", "unclear")


@dataclass(frozen=True, kw_only=True)
class SizeCurveRow:
    """The logistic regression of an item on size."""

    benchmark_id: str
    item_key: int
    n_evaluations: int
    n_families: int
    n_sizes: int
    share_right: float
    slope: float | None
    std_error: float | None
    benchmark_slope: float | None
    relative_slope: float | None
    statistic: float | None
    p_value: float | None
    p_adjusted: float | None
    direction: str | None
    status: str


@dataclass(frozen=True, kw_only=True)
class SizeShareRow:
    """The share of a benchmark's items that run one way."""

    benchmark_id: str
    direction: str
    n_items: int
    n_families: int
    n_sizes: int
    estimate: float | None
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    null_mean: float | None
    null_high: float | None
    p_value: float | None
    n_samples: int
    seed: int
    status: str


@dataclass(frozen=True)
class _Cells:
    """Answers to the items of one benchmark, by item and cell of base family and size."""

    items: IntArray
    counts: FloatArray
    totals: FloatArray
    #: log10 of the size of each cell
    x: FloatArray
    #: number of the base family of each cell
    family: IntArray
    n_sizes: int

    @property
    def n_families(self) -> int:
        return int(self.family.max()) + 1

    def by_family(self, values: FloatArray) -> FloatArray:
        """Return the sums of cells over base families, shape (n_items, n_families)."""
        return values @ (self.family[:, None] == np.arange(self.n_families)).astype(float)

    def of_items(self, chosen: BoolArray) -> "_Cells":
        """Return the answers to some of the items."""
        return replace(
            self,
            items=self.items[chosen],
            counts=self.counts[chosen],
            totals=self.totals[chosen],
        )


def fit_item_size_curves(
    sums: pl.DataFrame, n_samples: int, confidence_level: float, seed: int
) -> pl.DataFrame:
    """Return the curve of every item over size, and the shares of items that run either way.

    Parameters
    ----------
    sums : polars.DataFrame
        One row per benchmark, item, base family and size: ``benchmark_id``, ``item_key``,
        ``base_family``, ``parameters_b``, ``n_evaluations`` and ``total`` in ten-thousandths of
        full marks.
    n_samples : int
        Resamplings of the base families, and draws of what shares look like where size says
        nothing.
    confidence_level : float
        Of the tests and the intervals.

    Returns
    -------
    polars.DataFrame
        One row per benchmark: ``curves``, a list of :class:`SizeCurveRow`, one per item, and
        ``shares``, a list of :class:`SizeShareRow`, one per direction.
    """
    # draws must not depend on the order of rows, nor sums their last digit
    ordered = sums.sort("benchmark_id", "item_key", "base_family", "parameters_b")
    curves, shares = [], []
    for (benchmark,), rows in ordered.group_by("benchmark_id", maintain_order=True):
        found, of_benchmark = _fit_benchmark(
            str(benchmark), _cells(rows), n_samples, confidence_level, seed
        )
        curves.append(found.to_struct("curves"))
        shares.append(to_frame(SizeShareRow, of_benchmark).to_struct("shares"))
    types = {
        "curves": pl.List(pl.Struct(schema_of(SizeCurveRow))),
        "shares": pl.List(pl.Struct(schema_of(SizeShareRow))),
    }
    return pl.DataFrame({"curves": curves, "shares": shares}, schema=types)


def _cells(rows: pl.DataFrame) -> _Cells:
    items, cells, counts, totals = answer_matrices(rows, ["base_family", "parameters_b"])
    return _Cells(
        items=items["item_key"].to_numpy(),
        counts=counts,
        totals=totals,
        x=np.log10(cells["parameters_b"].to_numpy()),
        family=cells["base_family"].rank("dense").to_numpy().astype(np.int64) - 1,
        n_sizes=cells["parameters_b"].n_unique(),
    )


def _cannot_test(cells: _Cells) -> NDArray[np.str_]:
    """Return why an item cannot be tested, or nothing, by item: few answered it, or one size."""
    n_families = (cells.by_family(cells.counts) > 0).sum(1)
    spread = [np.ptp(cells.x[answers > 0]) for answers in cells.counts]
    return np.select(
        [n_families < FEWEST_FAMILIES, np.array(spread) == 0],
        [
            f"fewer than {FEWEST_FAMILIES} base families of known size",
            "all models have one size",
        ],
        "",
    )


def _fit_benchmark(
    benchmark: str, cells: _Cells, n_samples: int, confidence_level: float, seed: int
) -> tuple[pl.DataFrame, list[SizeShareRow]]:
    """Return the curves of a benchmark's items, and its shares among those that can be tested."""
    problems = _cannot_test(cells)
    tested = cells.of_items(problems == "")
    problem = None if len(tested.items) else str(problems[0])
    shares = [
        with_nulls(
            SizeShareRow,
            benchmark_id=benchmark,
            direction=direction,
            n_items=len(cells.items if problem else tested.items),
            n_families=cells.n_families,
            n_sizes=cells.n_sizes,
            n_samples=n_samples,
            seed=seed,
            status=problem or "ok",
        )
        for direction in DIRECTIONS
    ]
    answered = zip(cells.items, cells.counts.sum(1), cells.totals.sum(1), problems, strict=True)
    untested = to_frame(
        SizeCurveRow,
        [
            with_nulls(
                SizeCurveRow,
                benchmark_id=benchmark,
                item_key=int(item),
                n_evaluations=int(n),
                n_families=cells.n_families,
                n_sizes=cells.n_sizes,
                share_right=float(total / n),
                status=str(why),
            )
            for item, n, total, why in answered
            if why
        ],
    )
    if problem:
        return untested, shares
    cells = tested
    sums = FamilySums(
        totals=cells.by_family(cells.totals),
        counts=cells.by_family(cells.counts),
        size_totals=cells.by_family(cells.totals * cells.x),
        size_counts=cells.by_family(cells.counts * cells.x),
    )
    critical = float(stats.norm.ppf((1 + confidence_level) / 2))
    parts = sums.parts()
    z = standardise(parts)
    rng = np.random.default_rng(bootstrap_seed(seed, benchmark))
    draws = draw_with_random_signs(parts, n_samples, rng)
    n = cells.n_families
    resampled = sums.resampled(rng.multinomial(n, np.full(n, 1 / n), n_samples).T.astype(float))
    shares = [
        _estimate_share(row, z, resampled, draws, critical, confidence_level) for row in shares
    ]
    curves = pl.concat([_fit_curves(benchmark, cells, z, critical), untested])
    return curves.sort("item_key"), shares


def _estimate_share(
    row: SizeShareRow,
    z: FloatArray,
    resampled: FloatArray,
    draws: FloatArray,
    critical: float,
    level: float,
) -> SizeShareRow:
    """Return the share of items that run one way, its interval, and its like under no effect.

    The interval is the share and its standard deviation over resampled families (Efron and
    Tibshirani 1993, chapter 12). Percentiles would not do: draws of z scatter around z and not
    around the truth, so that more of them than of z itself lie beyond the critical value.
    """
    estimate = float(_share_of(z[:, None], row.direction, critical)[0])
    std_error = float(_share_of(resampled, row.direction, critical).std(ddof=1))
    reach = float(stats.norm.ppf((1 + level) / 2)) * std_error
    null = _share_of(draws, row.direction, critical)
    # without an effect of size nearly all items are unclear, which is no finding
    is_finding = row.direction != "unclear"
    return replace(
        row,
        estimate=estimate,
        std_error=std_error,
        ci_low=max(0.0, estimate - reach),
        ci_high=min(1.0, estimate + reach),
        null_mean=float(null.mean()),
        null_high=float(np.quantile(null, level, method="higher")) if is_finding else None,
        p_value=float((1 + (null >= estimate).sum()) / (1 + len(null))) if is_finding else None,
    )


def _share_of(z: FloatArray, direction: str, critical: float) -> FloatArray:
    """Return the share of items of a direction in every column."""
    is_better, is_worse = z > critical, z < -critical
    chosen = {"better": is_better, "worse": is_worse, "unclear": ~(is_better | is_worse)}
    return chosen[direction].mean(0)


def _fit_curves(benchmark: str, cells: _Cells, z: FloatArray, critical: float) -> pl.DataFrame:
    """Return a row per item; z is that of its score test."""
    share_right = cells.totals.sum(1) / cells.counts.sum(1)
    fitted = logistic_slopes(cells.counts, cells.totals, cells.x)
    pooled = logistic_slopes(
        cells.counts.sum(0, keepdims=True), cells.totals.sum(0, keepdims=True), cells.x
    )
    n = cells.n_families
    variance = n / (n - 1) * (cells.by_family(fitted.influence) ** 2).sum(1)
    p_value = 2 * stats.norm.sf(np.abs(z))
    adjusted = np.full_like(p_value, np.nan)
    tested = ~np.isnan(p_value)
    if tested.any():
        adjusted[tested] = stats.false_discovery_control(p_value[tested])
    direction = np.select([z > critical, z < -critical], ["better", "worse"], "unclear")
    status = np.select(
        [share_right == 0, share_right == 1, np.isnan(z)],
        ["nobody answers it", "everybody answers it", "all base families answer it alike"],
        "ok",
    )
    frame = pl.DataFrame(
        {
            "benchmark_id": [benchmark] * len(z),
            "item_key": cells.items,
            "n_families": [cells.n_families] * len(z),
            "n_sizes": [cells.n_sizes] * len(z),
            "n_evaluations": cells.counts.sum(1).astype(np.int64),
            "share_right": share_right,
            "slope": fitted.slope,
            "std_error": np.sqrt(variance),
            "benchmark_slope": np.full(len(z), pooled.slope[0]),
            "relative_slope": fitted.slope - pooled.slope[0],
            "statistic": z,
            "p_value": p_value,
            "p_adjusted": adjusted,
            "direction": direction.astype(str),
            "status": status.astype(str),
        }
    )
    frame = keep_promise(
        frame.fill_nan(None),
        "slope",
        "size separates right from wrong",
        also=("std_error", "relative_slope"),
    )
    return validate_frame(SizeCurveRow, frame)
