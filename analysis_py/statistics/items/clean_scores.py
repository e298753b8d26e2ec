"""Scores without the broken items of a benchmark.

An audit says which items are broken. Where there is none, or beside it, items are weighted by how
probably they are sound, as the models of other makers show it: a list that is made from a model's
own failures flatters that model. All able models may fail alike, and an audit flag what they fail;
a second set of weights therefore holds the share right of able models fixed.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis_py.statistics.arrays import FloatArray, IntArray
from analysis_py.statistics.items.logistic import FULL_MARKS
from analysis_py.statistics.items.panel import sum_by
from analysis_py.statistics.rows import to_frame, with_nulls


@dataclass(frozen=True, kw_only=True)
class CleanScoreRow:
    """The score of an evaluation without the broken items of a benchmark."""

    benchmark_id: str
    evaluation_id: str
    n_items: int
    n_flagged: int | None
    score_pct: float
    audited_pct: float | None
    change: float | None
    std_error: float | None
    std_error_by_source: float | None
    own_weights_pct: float | None
    other_makers_pct: float | None
    fixed_share_pct: float | None


def fit_clean_scores(
    choices: pl.DataFrame, facts: pl.DataFrame, suspects: pl.DataFrame
) -> pl.DataFrame:
    """Return the scores of every evaluation with and without broken items.

    Parameters
    ----------
    choices, facts : polars.DataFrame
        As ``int_item_choices`` and ``int_item_facts`` have them.
    suspects : polars.DataFrame
        Per ``benchmark_id`` the lists ``p_flagged`` and ``p_without``, as ``fit_item_suspects`` has
        them: the probability that an audit flags each item, from the models of all makers and
        without those of one. Null where nothing calibrates it.

    Returns
    -------
    polars.DataFrame
        Of ``stat_item_clean_scores``: scores on the items that the audit judged, or on all where
        there is none. A benchmark with neither audit nor probabilities has no rows.
    """
    rows: list[Any] = []
    of_items = facts.join(suspects, on="benchmark_id", how="left").sort("benchmark_id")
    for benchmark in of_items.iter_rows(named=True):
        answers = choices.filter(benchmark_id=benchmark["benchmark_id"]).sort("evaluation_id")
        rows += _clean(answers, benchmark)
    # equal scores may differ in the last digit
    ranks = {
        "rank": pl.col("score_pct"),
        "rank_without": pl.coalesce("audited_pct", "other_makers_pct"),
    }
    return (
        to_frame(CleanScoreRow, rows)
        .fill_nan(None)
        .with_columns(
            score.round(9)
            .rank("min", descending=True)
            .over("benchmark_id")
            .cast(pl.Int64)
            .alias(name)
            for name, score in ranks.items()
        )
    )


def change_by_weights(
    answers: FloatArray, weights: FloatArray, groups: IntArray
) -> tuple[float, float]:
    r"""Return what weights change of a score, and the error of that for other items of the kind.

    The change is :math:`\sum w(y - \bar y) / \sum w`, and the influence of an item :math:`w (y -
    \bar y_w) / \bar w - (y - \bar y)`. ``groups`` numbers, from 0, what is drawn together, such as
    items of one source. All three have the shape (m,).
    """
    weighed = float(weights @ answers / weights.sum())
    influence = weights * (answers - weighed) / weights.mean() - (answers - answers.mean())
    sums = sum_by(influence[:, None], groups)
    n = len(sums)
    error = np.sqrt((sums**2).sum() * n / (n - 1)) / len(answers) if n > 1 else np.nan
    return weighed - float(answers.mean()), float(error)


def _clean(evaluations: pl.DataFrame, benchmark: dict[str, Any]) -> list[Any]:
    """Return the rows of one benchmark, without ranks."""
    flagged = np.array(benchmark["is_flagged"], dtype=float)
    is_audited = not np.isnan(flagged).all()
    p_flagged = benchmark["p_flagged"]
    if not (is_audited or p_flagged):
        return []
    sources = pl.Series(benchmark["sources"], dtype=pl.String)
    without = {each["base_family"]: each for each in benchmark["p_without"] or []}
    rows = []
    for row in evaluations.iter_rows(named=True):
        answers = np.array(row["scores"], dtype=float) / FULL_MARKS
        used = ~np.isnan(answers) & (~np.isnan(flagged) | (not is_audited))
        if not used.any():
            continue
        y = answers[used]
        figures: dict[str, float | int] = {"score_pct": 100 * float(y.mean())}
        if is_audited and not flagged[used].all():
            figures |= _audit(y, flagged[used], sources.filter(used))
        others = without.get(row["base_family"], {"p_flagged": p_flagged, "p_held": None})
        p_of = {
            "own_weights_pct": p_flagged,
            "other_makers_pct": others["p_flagged"],
            "fixed_share_pct": others["p_held"],
        }
        for name, p in p_of.items():
            if p:
                figures[name] = 100 * float(np.average(y, weights=1 - np.array(p)[used]))
        key = {name: row[name] for name in ("benchmark_id", "evaluation_id")}
        rows.append(with_nulls(CleanScoreRow, **key, n_items=len(y), **figures))
    return rows


def _audit(y: FloatArray, flagged: FloatArray, sources: pl.Series) -> dict[str, float | int]:
    """Return what the items that an audit flags change of a score."""
    change, error = change_by_weights(y, 1 - flagged, np.arange(len(y)))
    figures = {
        "n_flagged": int(flagged.sum()),
        "audited_pct": 100 * (float(y.mean()) + change),
        "change": 100 * change,
        "std_error": 100 * error,
    }
    if sources.is_not_null().any():
        # an item without a source has one of its own
        alone = pl.Series([f"\t{i}" for i in range(len(y))])
        groups = sources.fill_null(alone).rank("dense").to_numpy().astype(np.int64) - 1
        figures["std_error_by_source"] = 100 * change_by_weights(y, 1 - flagged, groups)[1]
    return figures
