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
    """Return the 300 evaluations of a sample of `SAMPLES`.

    By the order of a hash the first rows of every board are the first sample, and so on.
    """
    strata = ", ".join(f"('{snapshot}', {n})" for snapshot, n in STRATA.items())
    rows = warehouse.execute(
        f"""
        select evaluation_id
        from marts.fct_evaluations
        inner join (values {strata}) as strata (snapshot_id, n) using (snapshot_id)
        qualify (row_number() over (
            partition by snapshot_id order by md5($seed || '|' || evaluation_id)
        ) - 1) // n = $block
        """,
        {"seed": SEED, "block": SAMPLES.index(sample)},
    ).fetchall()
    return [row[0] for row in rows]
