"""Recovery of many printed tables, from a frame of pairs to a frame of nested results."""

from __future__ import annotations

import polars as pl

from analysis_py.printed_tables.printed import PAIR_COLUMNS, PrintedTable, printed_table
from analysis_py.printed_tables.result import RecoveredTable
from analysis_py.printed_tables.table import recover_table

#: Columns that identify one published table.
KEY = ("factor", "benchmark_id")

_FIGURES = {
    "n_obs": pl.Int64,
    "n_groups": pl.Int64,
    "df_low": pl.Float64,
    "df_high": pl.Float64,
    "df_den": pl.Float64,
    "mean_square_error": pl.Float64,
    "statistic": pl.Float64,
    "p_value": pl.Float64,
    "log10_p_value": pl.Float64,
    "eta_squared": pl.Float64,
    "max_abs_p_difference": pl.Float64,
    "n_hidden_low": pl.Int64,
    "n_hidden_high": pl.Int64,
    "n_solutions": pl.Int64,
    "status": pl.String,
}
_GROUP = {
    "level": pl.String,
    "n_obs": pl.Int64,
    "n_low": pl.Int64,
    "n_high": pl.Int64,
    "mean_centred": pl.Float64,
}
_PAIR = {
    "group_a": pl.String,
    "group_b": pl.String,
    "p_adjusted_published": pl.Float64,
    "p_adjusted": pl.Float64,
}
_FLAG = {
    "flag_order": pl.Int64,
    "flag": pl.String,
    "group_a": pl.String,
    "group_b": pl.String,
    "printed": pl.Float64,
    "expected": pl.Float64,
    "detail": pl.String,
}
_SCHEMA = {
    **dict.fromkeys(KEY, pl.String),
    "n_groups_printed": pl.Int64,
    "n_pairs": pl.Int64,
    **_FIGURES,
    "groups": pl.List(pl.Struct(_GROUP)),
    "pairs": pl.List(pl.Struct(_PAIR)),
    "flags": pl.List(pl.Struct(_FLAG)),
}


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
        row = dict(zip(KEY, key, strict=True)) | {"n_pairs": frame.height}
        try:
            printed = printed_table(
                *(frame[name].to_list() for name in PAIR_COLUMNS), confidence_level
            )
        except ValueError as problem:
            row |= {"status": f"not readable: {problem}", "groups": [], "pairs": [], "flags": []}
        else:
            row |= _nested(printed, recover_table(printed))
        rows.append(row)
    return pl.DataFrame(rows, schema=_SCHEMA)


def _nested(printed: PrintedTable, recovered: RecoveredTable) -> dict[str, object]:
    nothing = (None,) * len(recovered.groups)
    columns = (
        recovered.groups,
        recovered.n or nothing,
        recovered.n_low or nothing,
        recovered.n_high or nothing,
        recovered.mean.tolist(),
    )
    groups = [dict(zip(_GROUP, row, strict=True)) for row in zip(*columns, strict=True)]
    pairs = [
        {
            "group_a": printed.groups[a],
            "group_b": printed.groups[b],
            "p_adjusted_published": published,
            "p_adjusted": p if p == p else None,
        }
        for a, b, published, p in zip(
            printed.a,
            printed.b,
            printed.p_adjusted.value.tolist(),
            recovered.p_recovered.tolist(),
            strict=True,
        )
    ]
    flags = [
        {
            "flag_order": order,
            "flag": flag.kind,
            "group_a": flag.group_a,
            "group_b": flag.group_b,
            "printed": flag.printed,
            "expected": flag.expected,
            "detail": flag.detail,
        }
        for order, flag in enumerate(recovered.flags, start=1)
    ]
    return {
        **{name: getattr(recovered, name) for name in _FIGURES},
        "n_groups_printed": len(recovered.groups),
        "groups": groups,
        "pairs": pairs,
        "flags": flags,
    }
