"""Draw the evaluations of a labelled sample by lot, so that anybody can draw them again."""

import duckdb

SEED = "llm_reassessment audit 2026-11"

#: How many evaluations of each board: 55 % of version 1, 35 % of version 2, 10 % of the rest.
STRATA = {
    "openllm_v1_2024-07-07": 165,
    "openllm_v2_2025-03-21": 105,
    "supplementary_2025-12-31": 16,
    "base_models_2024-10-01": 14,
}

#: In the order of their places. Rules were mended on all but the last, which judges them.
SAMPLES = ("development", "second", "third", "fourth", "fifth", "audit")


def draw(warehouse: duckdb.DuckDBPyConnection, sample: str = "audit") -> list[str]:
    """Return the evaluations of a sample: the first in the order of a hash are its lot.

    Parameters
    ----------
    warehouse : duckdb.DuckDBPyConnection
        The published file.
    sample : str
        One of `SAMPLES`: the first rows of every board are the first, the next as many the
        second, and so on.

    Returns
    -------
    list of str
        ``evaluation_id``, 300 of them.
    """
    strata = ", ".join(f"('{snapshot}', {n})" for snapshot, n in STRATA.items())
    rows = warehouse.execute(
        f"""
        with strata (snapshot_id, n) as (values {strata}),
        placed as (
            select
                evaluation_id,
                n,
                row_number() over (
                    partition by snapshot_id order by md5($seed || '|' || evaluation_id)
                ) as place
            from marts.fct_evaluations inner join strata using (snapshot_id)
        )
        select evaluation_id from placed where (place - 1) // n = $block
        """,
        {"seed": SEED, "block": SAMPLES.index(sample)},
    ).fetchall()
    return [row[0] for row in rows]
