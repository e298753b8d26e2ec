"""Recovery of many printed tables, from a frame of pairs to a frame of nested results."""

from dataclasses import dataclass, fields

import polars as pl

from analysis_py.statistics.printed_tables.printed import PAIR_COLUMNS, PrintedTable, printed_table
from analysis_py.statistics.printed_tables.result import RecoveredTable
from analysis_py.statistics.printed_tables.table import recover_table
from analysis_py.statistics.rows import to_frame, with_nulls

#: Columns that identify one published table.
KEY = ("factor", "benchmark_id")


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """A printed group with its recovered size."""

    level: str
    n_obs: int | None
    n_low: int | None
    n_high: int | None
    mean_centred: float


@dataclass(frozen=True, kw_only=True)
class PrintedPairRow:
    """A printed pair with its p-value, and the one that follows from the table."""

    group_a: str
    group_b: str
    p_adjusted_published: float
    p_adjusted: float | None


@dataclass(frozen=True, kw_only=True)
class FlagRow:
    """A contradiction within a table, in the order in which they were found."""

    flag_order: int
    flag: str
    group_a: str | None
    group_b: str | None
    printed: float | None
    expected: float | None
    detail: str


@dataclass(frozen=True, kw_only=True)
class RecoveredRow:
    """The analysis behind a printed table; null where the table does not determine a figure."""

    factor: str
    benchmark_id: str
    n_groups_printed: int | None
    n_pairs: int
    n_obs: int | None
    n_groups: int | None
    df_low: float | None
    df_high: float | None
    df_den: float | None
    mean_square_error: float | None
    statistic: float | None
    p_value: float | None
    log10_p_value: float | None
    eta_squared: float | None
    max_abs_p_difference: float | None
    n_hidden_low: int | None
    n_hidden_high: int | None
    n_solutions: int | None
    status: str
    groups: list[GroupRow]
    pairs: list[PrintedPairRow]
    flags: list[FlagRow]


def fit_recovered_tables(pairs: pl.DataFrame, confidence_level: float = 0.95) -> pl.DataFrame:
    """Recover every printed table.

    Parameters
    ----------
    pairs : polars.DataFrame
        One row per pair: ``factor``, ``benchmark_id`` and the columns of ``PAIR_COLUMNS``. Figures
        that were read as floats have lost trailing zeros; the decimals are those of the longest
        figure of the table's column.
    confidence_level : float
        Of the printed intervals.

    Returns
    -------
    polars.DataFrame
        One row per table: the figures of :class:`RecoveredTable`, ``n_groups_printed``,
        ``n_pairs``, and the lists ``groups``, ``pairs`` and ``flags``. A table that cannot be read
        is a row whose ``status`` says why.
    """
    rows = []
    for key, frame in pairs.sort(*KEY, "group_a", "group_b").group_by(KEY, maintain_order=True):
        factor, benchmark_id = map(str, key)
        columns = {name: frame[name].to_list() for name in PAIR_COLUMNS}
        try:
            printed = printed_table(**columns, confidence_level=confidence_level, rounding="auto")
        except ValueError as problem:
            rows.append(
                with_nulls(
                    RecoveredRow,
                    factor=factor,
                    benchmark_id=benchmark_id,
                    n_pairs=frame.height,
                    status=f"not readable: {problem}",
                    groups=[],
                    pairs=[],
                    flags=[],
                )
            )
            continue
        rows.append(_row(factor, benchmark_id, printed, recover_table(printed)))
    return to_frame(RecoveredRow, rows)


def _row(
    factor: str, benchmark_id: str, printed: PrintedTable, recovered: RecoveredTable
) -> RecoveredRow:
    return with_nulls(
        RecoveredRow,
        **{
            field.name: getattr(recovered, field.name)
            for field in fields(RecoveredRow)
            if hasattr(recovered, field.name)
        }
        | {
            "factor": factor,
            "benchmark_id": benchmark_id,
            "n_groups_printed": len(recovered.groups),
            "n_pairs": printed.n_pairs,
            "groups": _groups(recovered),
            "pairs": _pairs(printed, recovered),
            "flags": _flags(recovered),
        },
    )


def _groups(recovered: RecoveredTable) -> list[GroupRow]:
    nothing = (None,) * len(recovered.groups)
    return [
        GroupRow(level=level, n_obs=n, n_low=low, n_high=high, mean_centred=mean)
        for level, n, low, high, mean in zip(
            recovered.groups,
            recovered.n or nothing,
            recovered.n_low or nothing,
            recovered.n_high or nothing,
            recovered.mean.tolist(),
            strict=True,
        )
    ]


def _pairs(printed: PrintedTable, recovered: RecoveredTable) -> list[PrintedPairRow]:
    return [
        PrintedPairRow(
            group_a=printed.groups[a],
            group_b=printed.groups[b],
            p_adjusted_published=published,
            p_adjusted=p if p == p else None,
        )
        for a, b, published, p in zip(
            printed.a,
            printed.b,
            printed.p_adjusted.value.tolist(),
            recovered.p_recovered.tolist(),
            strict=True,
        )
    ]


def _flags(recovered: RecoveredTable) -> list[FlagRow]:
    return [
        FlagRow(
            flag_order=order,
            flag=flag.kind,
            group_a=flag.group_a,
            group_b=flag.group_b,
            printed=flag.printed,
            expected=flag.expected,
            detail=flag.detail,
        )
        for order, flag in enumerate(recovered.flags, start=1)
    ]
