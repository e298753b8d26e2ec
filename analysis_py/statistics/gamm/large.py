"""Cohorts whose rows are too many to be taken into memory for each fit.

Their rows lie in a Parquet file, a column per benchmark. Models of size are fitted from cells that
SQL has summed, interplay from two-way counts, for which the rows pass by once; only the sample on
which bases are checked is read as rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from analysis_py.statistics.gamm.carried import (
    ARCHITECTURE,
    BASE,
    BASIS_DIMENSION,
    SIZE,
    TYPE,
    fitted_formula,
)
from analysis_py.statistics.gamm.counting import UNIT, count_rows
from analysis_py.statistics.gamm.engine import TwoWayCounts, parse_formula
from analysis_py.statistics.gamm.plans import (
    CLUSTERED,
    FAMILY,
    MIN_COVARIATE_ROWS,
    SCALE_FACTOR,
    SCALED,
    ModelPlan,
    cell_frame,
    plan_model,
)

#: Rows on which the bases of a fit are checked.
CHECKED_ROWS = 5_000
#: What fits know of an evaluation beside its scores; the last only gives the factor.
_CODED = (SIZE, TYPE, ARCHITECTURE, BASE)
_COVARIATES = (*_CODED, FAMILY)


@dataclass(frozen=True)
class LargeCohort:
    """A cohort by what its fits read of it.

    Attributes
    ----------
    path : str
        Parquet file of one row per evaluation: ``evaluation_id``, the covariates, and
        ``log_<benchmark>`` for each benchmark, null where there is no score above 0.
    cells : polars.DataFrame
        As of :func:`~analysis_py.statistics.gamm.plans.cell_frame`, of every benchmark.
    factors : polars.DataFrame
        The ``log_scale_factor`` of each ``architecture_family``.
    n_members : int
        Evaluations, with those of unknown size.
    """

    path: str
    cells: pl.DataFrame
    factors: pl.DataFrame
    n_members: int


def large_apart(
    members: duckdb.DuckDBPyRelation, cohort_benchmarks: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the benchmarks of cohorts that are fitted from rows, and of those from sums.

    Parameters
    ----------
    members : duckdb.DuckDBPyRelation
        One row per cohort and evaluation: ``cohort_id, is_large``.
    cohort_benchmarks : polars.DataFrame
        Of all cohorts: ``cohort_id, benchmark_id``, whose order is kept.
    """
    large = members.filter("is_large").project("cohort_id").distinct().pl()
    is_large = pl.col("cohort_id").is_in(large["cohort_id"].implode())
    return cohort_benchmarks.filter(~is_large), cohort_benchmarks.filter(is_large)


@contextmanager
def large_cohorts(
    members: duckdb.DuckDBPyRelation,
    scores: duckdb.DuckDBPyRelation,
    cells: duckdb.DuckDBPyRelation,
    cohort_benchmarks: pl.DataFrame,
) -> Iterator[dict[str, LargeCohort]]:
    """Lay the rows of large cohorts down in files, which last as long as the context.

    Parameters
    ----------
    members : duckdb.DuckDBPyRelation
        One row per cohort and evaluation: ``cohort_id, architecture_family, is_large``.
    scores : duckdb.DuckDBPyRelation
        Of large cohorts one row per evaluation and benchmark: ``cohort_id, evaluation_id,
        benchmark_id``, the covariates, and ``log_score`` in millionths.
    cells : duckdb.DuckDBPyRelation
        As of :class:`LargeCohort`, with ``cohort_id``.
    cohort_benchmarks : polars.DataFrame
        ``cohort_id, benchmark_id``: the scores that are wanted.

    Yields
    ------
    dict of str to LargeCohort
    """
    families = members.filter("is_large").aggregate(f"cohort_id, {FAMILY}, count(*) as n").pl()
    summed = cells.order("all").pl()
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for place, cohort in enumerate(summed["cohort_id"].unique().sort()):
            of_cohort = pl.col("cohort_id") == cohort
            path = str(Path(folder) / f"{place}.parquet")
            benchmarks = cohort_benchmarks.filter(of_cohort)["benchmark_id"].to_list()
            own = scores.filter(f"cohort_id = {_quoted(cohort)}")
            _wide(own, benchmarks).write_parquet(path)
            sizes = families.filter(of_cohort)
            n = int(sizes["n"].sum())
            # in whole units, as the scores are that it is added to
            factor = (n / (sizes.height * pl.col("n"))).log() / UNIT
            factors = sizes.select(FAMILY, (factor.round() * UNIT).alias(SCALE_FACTOR))
            found[cohort] = LargeCohort(path, summed.filter(of_cohort), factors, n)
        yield found


def _wide(scores: duckdb.DuckDBPyRelation, benchmarks: Sequence[str]) -> duckdb.DuckDBPyRelation:
    keys = ", ".join(("evaluation_id", *_COVARIATES))
    columns = ", ".join(
        f"max(log_score) filter (where benchmark_id = {_quoted(name)}) * {UNIT} as "
        + _named(f"log_{name}")
        for name in benchmarks
    )
    return scores.aggregate(f"{keys}, {columns}", keys)


@dataclass(frozen=True)
class _CountedRows:
    """Rows by their counts, as a plan asks of them."""

    counts: TwoWayCounts

    @property
    def n_obs(self) -> int:
        return self.counts.n_obs

    def n_unique(self, *columns: str) -> int:
        if len(columns) == 1:
            return len(self.counts.columns[columns[0]].values)
        return int(np.count_nonzero(self.counts.table(*columns)))

    def first(self, factor: str) -> str:
        return str(self.counts.columns[factor].values[0])


def plan_large(
    cohort: LargeCohort,
    gamm: str,
    benchmark: str,
    benchmarks: Sequence[str],
    basis_dimension: int = BASIS_DIMENSION,
) -> ModelPlan:
    """Plan a fit of a large cohort: of cells, or of counts where it is one of interplay.

    Parameters
    ----------
    cohort : LargeCohort
    gamm, benchmark, benchmarks, basis_dimension
        As for :func:`~analysis_py.statistics.gamm.plans.plan_model`.
    """
    if gamm.startswith("interplay"):
        return _plan_interplay(cohort, gamm, benchmark, benchmarks, basis_dimension)
    cells = cell_frame(cohort.cells, cohort.factors, benchmark)
    return plan_model(cells, gamm, benchmark, benchmarks, basis_dimension)


def _plan_interplay(
    cohort: LargeCohort,
    gamm: str,
    benchmark: str,
    benchmarks: Sequence[str],
    basis_dimension: int,
) -> ModelPlan:
    response = f"log_{benchmark}"
    factors = [ARCHITECTURE, BASE] if gamm.endswith(CLUSTERED) else [ARCHITECTURE]
    others = [f"log_{name}" for name in benchmarks if name != benchmark]
    with _opened(cohort, is_scaled=SCALED in gamm) as connection:
        counted = ", ".join(["count(*)", *(f"count({_named(name)})" for name in others)])
        _, *filled = connection.sql(f"select {counted} from rows").fetchall()[0]
        rare = {name: n for name, n in zip(others, filled, strict=True) if n < MIN_COVARIATE_ROWS}
        others = [name for name in others if name not in rare]
        covariates = [*others, SIZE]
        counts = count_rows(connection, "rows", response, [*covariates, *factors])
    notes = [f"{name} left out: {n} rows." for name, n in rare.items()]
    formula, smaller, problem = fitted_formula(
        _CountedRows(counts), "interplay", response, covariates, factors, basis_dimension
    )
    if not others:
        problem = "No other benchmark with scores."
    return ModelPlan(formula, pl.DataFrame(), (*notes, *smaller), problem, counts)


def sampled_rows(cohort: LargeCohort, gamm: str, plan: ModelPlan, seed: int) -> pl.DataFrame:
    """Return at most :data:`CHECKED_ROWS` of the rows of a plan, the same in any order of the file.

    Parameters
    ----------
    cohort : LargeCohort
    gamm : str
        The model.
    plan : ModelPlan
        Without a problem.
    seed : int
    """
    columns = parse_formula(plan.formula).columns
    named = ", ".join(map(_named, columns))
    complete = " and ".join(f"{_named(name)} is not null" for name in columns)
    if TYPE in plan.rows.columns:  # a type without a curve is in no row of the fit
        kept = ", ".join(map(_quoted, plan.rows[TYPE].unique().sort()))
        complete += f" and {TYPE} in ({kept})"
    with _opened(cohort, is_scaled=SCALED in gamm) as connection:
        return connection.sql(
            f"select {named} from rows where {complete} "
            f"order by md5(evaluation_id || {_quoted(str(seed))}), evaluation_id "
            f"limit {CHECKED_ROWS}"
        ).pl()


@contextmanager
def _opened(cohort: LargeCohort, *, is_scaled: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the file as ``rows``, its scores times the factor of the family where that is asked."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("factors", cohort.factors.to_arrow())
        file = connection.read_parquet(cohort.path)
        shift = f" + {SCALE_FACTOR}" if is_scaled else ""
        shown = [
            f"{_named(name)}{shift} as {_named(name)}"
            for name in file.columns
            if name not in ("evaluation_id", *_COVARIATES)
        ]
        connection.execute(
            f"create view rows as select evaluation_id, {', '.join((*_CODED, *shown))} "
            f"from read_parquet({_quoted(cohort.path)}) as file "
            f"left join factors on file.{FAMILY} is not distinct from factors.{FAMILY}"
        )
        yield connection


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
