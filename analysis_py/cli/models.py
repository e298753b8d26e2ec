"""``llm-reassess models``: models of the leaderboards, by name or by size."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis_py.cli.commands import ProjectCommand, form_options, warehouse_option
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError
from analysis_py.cli.published import open_published

if TYPE_CHECKING:
    import polars as pl

_OF_A_SIZE = [
    "benchmark_id",
    "training_type",
    "parameters_b",
    "expected_pct",
    "predicted_low",
    "predicted_high",
    "predicted_low_90",
    "predicted_high_90",
    "interval_for",
    "coverage_90",
    "n_base_families",
]
# The newest board with many models, in its largest population; else the largest population.
_COHORTS = """
select cohort_id
from marts.dim_cohorts
where n_evaluations > 0
order by n_evaluations >= 1000 desc, taken_on desc, n_evaluations desc, cohort_id
"""


class _Models(ProjectCommand):
    """An error says what else may be meant where the names are files."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; where it fails on names of files, point to ``compare``."""
        here, names = Path.cwd(), ctx.params["names"]
        try:
            return super().invoke(ctx)
        except CommandError as error:
            if not any(os.path.exists(here / name) for name in names):
                raise
            meant = f"to compare files of answers: llm-reassess compare {shlex.join(names)}"
            raise CommandError(f"{error}\n{meant}", error.exit_code) from error


@click.command("models", cls=_Models)
@click.argument("names", nargs=-1, metavar="[NAME] [NAME]")
@click.option("--benchmark", metavar="NAME", help="Only this benchmark, of one model.")
@click.option(
    "--size",
    multiple=True,
    type=float,
    metavar="B",
    help="A size in billions of parameters instead of a name; may be repeated.",
)
@click.option("--type", "training_type", metavar="TYPE", help="Training type for --size.")
@click.option(
    "--cohort",
    metavar="ID",
    help="Cohort for --size (default: the largest of the newest leaderboard).",
)
@form_options
@warehouse_option
def models(
    names: tuple[str, ...],
    benchmark: str | None,
    size: tuple[float, ...],
    training_type: str | None,
    cohort: str | None,
    form: str | None,
    warehouse: Path | None,
) -> int:
    """Compare models of the leaderboards by name.

    Two names: every benchmark that one leaderboard has for both. Case, hyphens and the organisation
    may be left out if only one model fits. NAME@RUN chooses an evaluation by its variant, precision
    or revision. For files of answers use llm-reassess compare.

    One name: its ability, its price and whether a cheaper model is as able, its scores with those
    expected from its ability, and for benchmarks that did not test it a prediction with a 90 %
    interval.

    --size: the score expected at that size, with an interval for a new base family. coverage_90 is
    the share of held-out base families inside the 90 % interval. If interval_for is not the next
    base family, newer models fall outside more often. The intervals are wide: size alone says
    little. More: docs/positions.md.

    exit codes: 0 answered; 1 nothing to compare or too little data, or the largest leaderboard is
    left out; 2 unknown model or cohort, or usage error

    for example:
      llm-reassess models meta-llama/Llama-2-7b-hf mistralai/Mistral-7B-v0.1
      llm-reassess models llama-2-7b-hf mistral-7b-v0.1 --csv > pair.csv
      llm-reassess models llama-2-7b-hf@float16 llama-2-7b-hf@4bit
      llm-reassess models "Claude Opus 4.8" --benchmark "GPQA Diamond"
      llm-reassess models --size 7 --size 70 --type instruction-tuned --cohort openllm_v2
    """
    if bool(names) == bool(size) or len(names) > 2:
        raise CommandError("give one name, two names, or --size", MISUSED)
    if (training_type or cohort) and not size:
        raise CommandError("--type and --cohort: only with --size", MISUSED)
    if benchmark and len(names) != 1:
        raise CommandError("--benchmark: only with one name", MISUSED)
    if size:
        return _predict_size(size, training_type, cohort, form, warehouse)
    if len(names) == 1:
        return _predict_model(names[0], benchmark, form, warehouse)
    return _compare_models(names[0], names[1], form, warehouse)


def _compare_models(a: str, b: str, form: str | None, warehouse: Path | None) -> int:
    """Print the comparison of two models."""
    from analysis_py.cli import printing
    from analysis_py.cli.model_tables import write_comparison
    from analysis_py.runtime.project import item_folders
    from analysis_py.statistics.positions.model_comparison import compare_by_name
    from analysis_py.statistics.positions.model_names import ModelNameError, NothingSharedError

    folders = item_folders()
    if warehouse:  # the answers of another project are beside its warehouse folder
        folders = [warehouse.parent / name / "items" for name in ("data", "imports")]
    with open_published(warehouse) as connection:
        try:
            compared = compare_by_name(connection, a, b, folders)
        except ModelNameError as error:
            raise CommandError(str(error), MISUSED) from error
        except NothingSharedError as error:
            raise CommandError(str(error)) from error
    if form:
        for line in compared.left_out:
            printing.say(f"Left out: {line}", sys.stderr)
        printing.write(form, compared.rows.columns, compared.rows.iter_rows())
    else:
        write_comparison(compared)
    return FAILED if compared.is_largest_left_out else GOOD


def _predict_model(
    model: str, benchmark: str | None, form: str | None, warehouse: Path | None
) -> int:
    """Print the scores of a model, and those expected from its ability."""
    from analysis_py.cli.model_tables import write_expected
    from analysis_py.statistics.positions.ability_queries import predict_model
    from analysis_py.statistics.positions.model_names import ModelNameError

    with open_published(warehouse) as connection:
        try:
            rows = predict_model(connection, model, benchmark)
        except ModelNameError as error:
            raise CommandError(str(error).replace("no model is", "nothing is"), MISUSED) from error
    if rows.is_empty():
        both = f"both {model} and {benchmark}" if benchmark else model
        raise CommandError(f"no ability scale has {both}")
    if form:
        _write_rows(form, rows)
    else:
        write_expected(rows)
    return GOOD


def _predict_size(
    size: tuple[float, ...],
    training_type: str | None,
    cohort: str | None,
    form: str | None,
    warehouse: Path | None,
) -> int:
    """Print the scores expected at one size or several."""
    if any(not each > 0 for each in size):
        raise CommandError("a size is a positive number of billions of parameters", MISUSED)
    import polars as pl

    from analysis_py.statistics.positions.model_predictions import predict_scores
    from analysis_py.statistics.positions.model_queries import read_settings

    with open_published(warehouse) as connection:
        cohorts = [str(row[0]) for row in connection.sql(_COHORTS).fetchall()]
        cohort = cohort or (cohorts[0] if cohorts else "")
        if cohort not in cohorts:
            listed = ", ".join(cohorts)
            raise CommandError(f"unknown cohort {cohort!r}; available: {listed}", MISUSED)
        settings = read_settings(connection)
        level = settings.confidence_level
        rows = predict_scores(connection, cohort, list(size), level, settings.seed)
    kept = _of_type(rows, cohort, training_type)
    if not form:
        print(f"Predicted from {cohort}. Scores in percent; {100 * level:g} % and 90 % intervals.")
        print()
        kept = kept.with_columns(
            pl.selectors.float().exclude("coverage_90").round(1), pl.col("coverage_90").round(2)
        )
    _write_rows(form, kept)
    return GOOD


def _of_type(rows: pl.DataFrame, cohort: str, training_type: str | None) -> pl.DataFrame:
    """Return the predictions for one training type, by default for all together."""
    from analysis_py.statistics.positions.placement import ALL_TYPES

    if rows["expected_pct"].drop_nulls().is_empty():
        reason = "; ".join(sorted(set(rows["status"].to_list()) - {"ok"}))
        raise CommandError(f"no prediction from {cohort}: {reason or 'no model of that size'}")
    wanted = training_type or ALL_TYPES
    types = rows["training_type"].drop_nulls().unique().sort().to_list()
    if wanted not in types:
        listed = ", ".join(types)
        raise CommandError(f"{cohort} has no curve for {wanted!r}; available: {listed}", MISUSED)
    return rows.filter(training_type=wanted).select(_OF_A_SIZE)


def _write_rows(form: str | None, rows: pl.DataFrame) -> None:
    from analysis_py.cli import printing

    printing.write(form, rows.columns, rows.iter_rows())
