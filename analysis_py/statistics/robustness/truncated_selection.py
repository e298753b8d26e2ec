"""The headline comparisons with a model of what the ceiling left out."""

from typing import Any

import numpy as np
import polars as pl

from analysis_py.statistics.numerics.contrast_tests import t_test
from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.robustness.selection import COMPARISON, KEY, SelectionRow
from analysis_py.statistics.robustness.truncation import differences, truncated_means
from analysis_py.statistics.rows import to_frame, with_nulls

METHOD = "truncated_normal"
_MIN_CLUSTERS = 2


def fit_truncated_selection(
    rows: pl.DataFrame, comparisons: pl.DataFrame, confidence_level: float = 0.95
) -> pl.DataFrame:
    """Compare groups as they would be without the ceiling.

    Parameters
    ----------
    rows : polars.DataFrame
        One row per population (``population, cohort_id, cutoff_pct``), ``benchmark_id``,
        ``factor`` and evaluation, with ``ceiling_pct`` (null for none), ``level``,
        ``evaluation_id``, ``base_family``, ``average_pct`` and ``score_pct``.
    comparisons : polars.DataFrame
        ``comparison, factor, group_a, group_b``; those without groups are left out.

    Returns
    -------
    polars.DataFrame
        A row per population, benchmark and comparison, as
        :func:`~analysis_py.statistics.robustness.selection.fit_selection` has them. Degrees of
        freedom are the base families of the smaller group less one.
    """
    found = []
    pairs = comparisons.filter(pl.col("group_a").is_not_null())
    order = [*KEY, "factor", "evaluation_id"]
    for key, part in rows.sort(order).group_by(*KEY, "factor", maintain_order=True):
        population: dict[str, Any] = dict(zip(KEY, key, strict=False))
        chosen = pairs.filter(pl.col("factor") == key[-1])
        found += _compare(part, population, chosen.to_dicts(), confidence_level)
    return to_frame(SelectionRow, found)


def _compare(
    rows: pl.DataFrame,
    population: dict[str, Any],
    chosen: list[dict[str, Any]],
    confidence_level: float,
) -> list[SelectionRow]:
    levels, group = numbered(rows["level"])
    _, cluster = numbered(rows["base_family"])
    average, score = rows["average_pct"].to_numpy(), rows["score_pct"].to_numpy()
    places = {level: i for i, level in enumerate(levels)}
    n = np.bincount(group, minlength=len(levels))
    n_clusters = [len(np.unique(cluster[group == i])) for i in range(len(levels))]
    known = [
        {
            **population,
            **{name: pair[name] for name in COMPARISON},
            "method": METHOD,
            "n_a": int(n[places[pair["group_a"]]]) if pair["group_a"] in places else 0,
            "n_b": int(n[places[pair["group_b"]]]) if pair["group_b"] in places else 0,
        }
        for pair in chosen
    ]
    averages = truncated_means(average, group, rows["ceiling_pct"][0])
    testable = [
        i
        for i, pair in enumerate(chosen)
        if pair["group_a"] in places
        and pair["group_b"] in places
        and min(n_clusters[places[pair[side]]] for side in ("group_a", "group_b")) >= _MIN_CLUSTERS
    ]
    if averages is None or not testable:
        status = "a group lies in one base family" if averages else "no maximum of the likelihood"
        return [with_nulls(SelectionRow, **row, status=status) for row in known]
    ends = np.array(
        [[places[chosen[i][side]] for side in ("group_a", "group_b")] for i in testable]
    )
    compared = differences(averages, average, group, score, cluster, ends)
    result = []
    for i, row in enumerate(known):
        if i not in testable:
            status = "a group lies in one base family"
            result.append(with_nulls(SelectionRow, **row, status=status))
            continue
        j = testable.index(i)
        estimate, std_error = float(compared.estimate[j]), float(compared.std_error[j])
        if not std_error > 0:
            result.append(with_nulls(SelectionRow, **row, status="no variance within groups"))
            continue
        df = float(min(n_clusters[k] for k in ends[j]) - 1)
        test = t_test(estimate, std_error, df, confidence_level)
        result.append(
            with_nulls(
                SelectionRow,
                **row,
                estimate=estimate,
                std_error=std_error,
                df_den=df,
                ci_low=test["ci_low"],
                ci_high=test["ci_high"],
                p_value=test["p_value"],
                log10_p_value=test["log10_p_value"],
                status="ok",
            )
        )
    return result
