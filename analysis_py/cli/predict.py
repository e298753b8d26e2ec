"""``llm-reassess predict``: what a model of a size is expected to score."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis_py.cli import printing
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.published import published

_DESCRIPTION = """\
Say what a model of a new base family is expected to score at a size, with intervals that were
calibrated by leaving base families out. They are wide: size alone says little.
"""
_EPILOG = """\
The confidence level is that with which the published file was built.

exit codes: 0 predicted, 1 the cohort cannot tell, 2 no such cohort or type, or called wrongly

examples:
  llm-reassess predict --size 30
  llm-reassess predict --size 7 70 --type instruction-tuned --cohort openllm_v2
"""
_COLUMNS = [
    "benchmark_id",
    "training_type",
    "parameters_b",
    "expected_pct",
    "predicted_low",
    "predicted_high",
    "predicted_low_90",
    "predicted_high_90",
    "n_base_families",
]
# The newest board that many models are on, in its largest population; else the largest there is.
_COHORTS = """
select cohort_id
from marts.dim_cohorts
join marts.dim_snapshots using (snapshot_id)
where n_evaluations > 0
order by n_evaluations >= 1000 desc, taken_on desc, n_evaluations desc, cohort_id
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.description, parser.epilog = _DESCRIPTION, _EPILOG
    parser.add_argument(
        "--size", type=float, nargs="+", required=True, metavar="B", help="sizes, in billions"
    )
    parser.add_argument("--type", metavar="TYPE", help="training type (all of them together)")
    parser.add_argument(
        "--cohort", metavar="ID", help="population to learn from (the largest of the newest board)"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--csv", action="store_true", help="write CSV")
    form.add_argument("--json", action="store_true", help="write JSON, an object a row")
    parser.add_argument(
        "--warehouse", type=Path, metavar="DIR", help="folder of the published file (the project's)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the predictions on standard output."""
    if any(not size > 0 for size in arguments.size):
        raise CommandError("a size is a positive number of billions of parameters", MISUSED)
    import polars as pl

    from analysis_py.statistics.positions.model_queries import predict_scores, read_settings
    from analysis_py.statistics.positions.predictions import ALL_TYPES

    with published(arguments.warehouse) as connection:
        names = [str(row[0]) for row in connection.sql(_COHORTS).fetchall()]
        cohort = arguments.cohort or (names[0] if names else "")
        if cohort not in names:
            raise CommandError(f"no cohort {cohort!r}; there are: {', '.join(names)}", MISUSED)
        settings = read_settings(connection)
        level = settings.confidence_level
        rows = predict_scores(connection, cohort, arguments.size, level, settings.seed)
    wanted = arguments.type or ALL_TYPES
    types = rows["training_type"].drop_nulls().unique().sort().to_list()
    if rows["expected_pct"].drop_nulls().is_empty():
        reason = "; ".join(sorted(set(rows["status"].to_list()) - {"ok"}))
        raise CommandError(f"{cohort} cannot tell: {reason or 'no model is of that size'}")
    if wanted not in types:
        raise CommandError(
            f"{cohort} has no curve of {wanted!r}; it has: {', '.join(types)}", MISUSED
        )
    kept = rows.filter(pl.col("training_type") == wanted).select(_COLUMNS)
    if arguments.csv:
        printing.write_csv(kept.columns, kept.iter_rows(), sys.stdout)
    elif arguments.json:
        printing.write_json(kept.columns, kept.iter_rows(), sys.stdout)
    else:
        print(f"Learned from {cohort}. In percent; intervals of {100 * level:g} and 90 %.\n")
        rounded = kept.with_columns(pl.selectors.float().round(1))
        printing.write_table(rounded.columns, rounded.iter_rows(), sys.stdout)
    return GOOD
