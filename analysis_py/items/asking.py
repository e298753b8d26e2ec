"""What item results say of two models, asked of the published file."""

from __future__ import annotations

import duckdb


def paired_sentences(connection: duckdb.DuckDBPyConnection, a: str, b: str) -> list[str]:
    """Say of every benchmark how two models differ on the items that both answered.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the published file.
    a, b : str
        Names of models.

    Returns
    -------
    list of str
        A sentence per benchmark and pair of evaluations, by benchmark; none where the two are not
        compared item by item.
    """
    found = connection.execute(_PAIRS, {"a": a, "b": b}).fetchall()
    return [_sentence(*row, a=a, b=b) for row in found]


_PAIRS = """
    select
        benchmark_id, n_items,
        case when model_a = $a then estimate else -estimate end as difference,
        case when model_a = $a then ci_low else -ci_high end as low,
        case when model_a = $a then ci_high else -ci_low end as high,
        detectable_pct, status
    from statistics.stat_item_pairs
    where (model_a, model_b) in (($a, $b), ($b, $a))
    order by benchmark_id, evaluation_a, evaluation_b
"""


def _sentence(
    benchmark: str,
    n_items: int,
    difference: float,
    low: float | None,
    high: float | None,
    detectable: float | None,
    status: str,
    *,
    a: str,
    b: str,
) -> str:
    size = f"{abs(difference):.1f} points"
    if low is None or high is None:
        said = f"{a} and {b} are {size} apart; how surely is not known ({status})"
    elif low * high > 0:
        ahead, behind = (a, b) if difference > 0 else (b, a)
        near, far = sorted((abs(low), abs(high)))
        said = f"{ahead} is ahead of {behind}, by {size} ({near:.1f} to {far:.1f})"
    else:
        said = f"no difference shown between {a} and {b} ({size})"
        said += f"; one of {detectable:.1f} would mostly have been"
    return f"{benchmark}, {n_items:,} items: {said}."
