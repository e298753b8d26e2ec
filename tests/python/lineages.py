"""A made-up board, sent through the models that resolve lineages and sizes."""

import re
from datetime import date

import polars as pl
from sql_models import ROOT, run_model, text_of

SEEDS = {path.stem: path for path in (ROOT / "seeds").rglob("*.csv")}

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


def make(name, tables, variables):
    """Make a model of tables, and before it what it reads and is not among them."""
    if name in SEEDS:
        tables[name] = pl.read_csv(SEEDS[name], try_parse_dates=True)
        return
    for read in re.findall(r"ref\('(\w+)'\)", text_of(name)):
        if read not in tables:
            make(read, tables, variables)
    tables[name] = run_model(name, variables, **tables)


def resolve(records, unresolved="architecture", scores=()):
    """Send records through the models that resolve lineages; return families and sizes.

    Scores are tuples of evaluation, benchmark and percent.
    """
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
    tables = {
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
        "int_records_pivoted": pl.DataFrame(
            schema={"snapshot_id": pl.String, "row_number": pl.Int64, "organisation": pl.String}
        ),
    }
    variables = {"unresolved_lineage": unresolved}
    for model in ("int_evaluations_clustered", "int_evaluations_parameters_resolved"):
        make(model, tables, variables)
    by_name = {
        row["evaluation_id"]: row
        for row in tables["int_evaluations_clustered"]
        .join(tables["int_evaluations_parameters_resolved"], on="evaluation_id", validate="1:1")
        .to_dicts()
    }
    assert len(by_name) == len(records)
    return {name: by_name[name] for name in records}
