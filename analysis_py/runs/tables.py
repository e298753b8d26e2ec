"""Tables of answers with few rows in memory."""

from collections.abc import Sequence

import polars as pl


def are_unique(table: pl.DataFrame, keys: Sequence[str]) -> bool:
    """Tell whether no two rows have the same keys.

    The last key is looked at alone first: whole keys of half a million rows fill 150 MB.
    """
    return bool(
        table[keys[-1]].n_unique() == len(table) or table.select(keys).n_unique() == len(table)
    )
