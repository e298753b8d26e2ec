"""Shares of items on which larger models do better or worse, with base families as the units."""

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
from analysis_py.statistics.items.logistic import answer_matrices
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.rows import to_frame, with_nulls

#: Fewer base families than this are no sample.
FEWEST_FAMILIES = 5
DIRECTIONS = ("better", "worse", "unclear")


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

    def family_sums(self) -> FamilySums:
        """Return what the score tests of the items need."""
        return FamilySums(
            totals=self.by_family(self.totals),
            counts=self.by_family(self.counts),
            size_totals=self.by_family(self.totals * self.x),
            size_counts=self.by_family(self.counts * self.x),
        )

    def of_items(self, chosen: BoolArray) -> "_Cells":
        """Return the answers to some of the items."""
        return replace(
            self,
            items=self.items[chosen],
            counts=self.counts[chosen],
            totals=self.totals[chosen],
        )


def fit_item_size_shares(
    sums: pl.DataFrame, n_samples: int, confidence_level: float, seed: int
) -> pl.DataFrame:
    """Return the shares of items on which larger models do better, worse or neither.

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
        One :class:`SizeShareRow` per benchmark and direction.
    """
    # draws must not depend on the order of rows, nor sums their last digit
    ordered = sums.sort("benchmark_id", "item_key", "base_family", "parameters_b")
    shares: list[SizeShareRow] = []
    for (benchmark,), rows in ordered.group_by("benchmark_id", maintain_order=True):
        shares += _fit_benchmark(str(benchmark), _cells(rows), n_samples, confidence_level, seed)
    return to_frame(SizeShareRow, shares)


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
) -> list[SizeShareRow]:
    """Return the shares of a benchmark's items, among those that can be tested."""
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
    if problem:
        return shares
    sums = tested.family_sums()
    critical = float(stats.norm.ppf((1 + confidence_level) / 2))
    parts = sums.parts()
    z = standardise(parts)
    rng = np.random.default_rng(bootstrap_seed(seed, benchmark))
    draws = draw_with_random_signs(parts, n_samples, rng)
    n = tested.n_families
    resampled = sums.resampled(rng.multinomial(n, np.full(n, 1 / n), n_samples).T.astype(float))
    return [_estimate_share(row, z, resampled, draws, critical, confidence_level) for row in shares]


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
