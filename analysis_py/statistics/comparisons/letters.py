"""Compact letter displays: levels that share a letter are not significantly different."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

import polars as pl

from analysis_py.statistics.keys import FACTOR_KEY, FactorKey, by_factor
from analysis_py.statistics.numerics.contrast_tests import significance_level
from analysis_py.statistics.rows import to_frame

_ALPHABET = ascii_lowercase + ascii_uppercase
METHODS = ("tukey_kramer", "games_howell")


@dataclass(frozen=True, kw_only=True)
class LettersRow:
    """The letters of a level by one method; null with the reason in ``status``."""

    cohort_id: str
    benchmark_id: str
    factor: str
    method: str
    level: str
    n_obs: int
    mean: float | None
    letters: str | None
    significance_level: float
    status: str


def letter_display(levels: Sequence[str], different: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give every level the letters of the sets of levels that it belongs to.

    Piepho (2004), Journal of Computational and Graphical Statistics 13, 456-466: insert and absorb.
    Every letter then stands for a maximal set of levels that do not differ, which makes the display
    unique. His last step, sweeping, would save a few letters but depends on an order.
    """
    order = {level: position for position, level in enumerate(levels)}
    apart = sorted(
        {tuple(sorted((_find_level(order, a), _find_level(order, b)))) for a, b in different}
    )
    columns = [frozenset(order.values())] if order else []
    for a, b in apart:
        parted = [column for column in columns if a not in column or b not in column]
        for column in columns:
            if a in column and b in column:
                parted += [column - {a}, column - {b}]
        columns = _drop_contained(parted)
    columns = sorted(columns, key=sorted)
    if len(columns) > len(_ALPHABET):
        raise ValueError(f"{len(columns)} letters needed, there are {len(_ALPHABET)}")
    return {
        level: "".join(
            letter for letter, column in zip(_ALPHABET, columns, strict=False) if place in column
        )
        for level, place in order.items()
    }


def fit_letters(
    pairs: pl.DataFrame, summaries: pl.DataFrame, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Return the letters of every level, by every method.

    Parameters
    ----------
    pairs : polars.DataFrame
        One row per cohort, benchmark, factor, ``method`` and pair: ``group_a, group_b,
        p_adjusted, status``.
    summaries : polars.DataFrame
        One row per cohort, benchmark, factor and ``level``, with ``is_tested, n_obs, mean``.
    confidence_level : float
        Pairs with an adjusted p-value below one minus this are different.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark, factor, method and tested level: ``letters``, by falling
        mean, and ``status``, the reason why a level has none.
    """
    compared = dict(pairs.filter(pl.col("status") == "ok").group_by(*FACTOR_KEY, "method"))
    rows = []
    ordered = summaries.filter("is_tested").sort(
        *FACTOR_KEY, "mean", "level", descending=[False, False, False, True, False], nulls_last=True
    )
    for key, group in by_factor(ordered):
        for method in METHODS:
            tests = compared.get((*key.values(), method))
            rows += _assign_letters(key, method, group, tests, significance_level(confidence_level))
    return to_frame(LettersRow, rows)


def _assign_letters(
    key: FactorKey, method: str, group: pl.DataFrame, tests: pl.DataFrame | None, alpha: float
) -> list[LettersRow]:
    letters: dict[str, str] = {}
    if tests is not None:
        present = set(tests["group_a"]) | set(tests["group_b"])
        different = tests.filter(pl.col("p_adjusted") < alpha)
        letters = letter_display(
            [name for name in group["level"] if name in present],
            different.select("group_a", "group_b").iter_rows(),
        )
    rows = []
    for row in group.select("level", "n_obs", "mean").to_dicts():
        assigned = letters.get(row["level"])
        if assigned is not None:
            status = "ok"
        elif row["n_obs"] == 0:
            status = "no observations"
        else:
            status = "not compared with any level"
        rows.append(
            LettersRow(
                **key,
                method=method,
                **row,
                letters=assigned,
                significance_level=alpha,
                status=status,
            )
        )
    return rows


def _find_level(order: dict[str, int], level: str) -> int:
    """Return the position of a level, or raise if it is unknown."""
    if level not in order:
        raise ValueError(f"unknown level {level!r}")
    return order[level]


def _drop_contained(columns: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """Drop columns that lie within another."""
    distinct = sorted(set(columns), key=sorted)
    return [column for column in distinct if not any(column < other for other in distinct)]
