"""A made-up board, sent through the models that resolve lineages and sizes."""

from datetime import date

import polars as pl
from sql_models import ROOT, run_model

SEEDS = (
    "lineages",
    "lineage_patterns",
    "lineage_checkpoints",
    "merge_patterns",
    "checkpoint_sizes",
    "training_types",
    "stored_size_exceptions",
    "curated_models",
    "size_limits",
)


#: What a record of a board has where a test does not say otherwise.
RECORD = {
    "architecture": "Unknown",
    "parameters_b_published": None,
    "parameters_rule": None,
    "is_published_size_truncated": False,
    "base_model_name": None,
    "training_type_label": None,
    "is_merge": False,
    "is_moe": False,
    "is_quantised": False,
    "weight_type": "Original",
}

TYPES = {
    "parameters_b_published": pl.Float64,
    "base_model_name": pl.String,
    "training_type_label": pl.String,
}


def resolve(records, unresolved="architecture", scores=()):
    """Send records through the models that resolve lineages; return families and sizes.

    Scores are tuples of evaluation, benchmark and percent.
    """
    tables = {
        name: pl.read_csv(ROOT / f"seeds/models/{name}.csv", try_parse_dates=True) for name in SEEDS
    }
    gathered = pl.DataFrame(
        [
            RECORD
            | {
                "evaluation_id": name,
                "snapshot_id": "board_2025-03-01",
                "model_name": name,
                "local_name": name.rsplit("/")[-1],
                "row_number": number,
            }
            | record
            for number, (name, record) in enumerate(records.items(), start=1)
        ],
        schema_overrides=TYPES,
        infer_schema_length=None,
    )
    tables |= {
        "int_evaluations_unioned": gathered,
        "dim_architectures": gathered.select("architecture")
        .unique()
        .with_columns(
            pl.col("architecture")
            .str.extract("^(Llama|Mistral)")
            .fill_null("Other")
            .alias("architecture_family")
        ),
        "int_scores_deduplicated": pl.DataFrame(
            list(scores),
            schema={
                "evaluation_id": pl.String,
                "benchmark_id": pl.String,
                "score_pct": pl.Float64,
            },
            orient="row",
        ),
        "dim_snapshots": pl.DataFrame(
            {"snapshot_id": ["board_2025-03-01"], "taken_on": [date(2025, 3, 1)]}
        ),
        "stg_provenance__snapshots": pl.DataFrame(
            {"snapshot_id": ["board_2025-03-01"], "is_import": [False]}
        ),
        "stg_boards__reports": pl.DataFrame(
            schema={"snapshot_id": pl.String, "row_number": pl.Int64, "organisation": pl.String}
        ),
    }
    for model in (
        "int_evaluations_sized",
        "int_lineage_declared",
        "int_lineage_names",
        "int_lineage_families",
        "int_lineage_evaluations",
        "int_lineage_sizes",
        "int_lineage_mixtures",
        "int_lineage_roots_named",
        "int_lineage_parsed",
        "int_lineage_roots",
        "int_evaluations_clustered",
        "int_evaluations_parameters_resolved",
    ):
        tables[model] = run_model(model, {"unresolved_lineage": unresolved}, **tables)
    by_name = {
        row["evaluation_id"]: row
        for row in tables["int_evaluations_clustered"]
        .join(tables["int_evaluations_parameters_resolved"], on="evaluation_id", validate="1:1")
        .to_dicts()
    }
    assert len(by_name) == len(records)
    return {name: by_name[name] for name in records}
