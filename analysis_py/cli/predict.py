"""``llm-reassess predict``: expected scores of a model or of a size."""

from pathlib import Path

from click import argument, option

from analysis_py.cli.commands import command, form_options, warehouse_option
from analysis_py.cli.errors import GOOD, MISUSED, CommandError
from analysis_py.cli.published import open_published

_PREDICTED = [
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
join marts.dim_snapshots using (snapshot_id)
where n_evaluations > 0
order by n_evaluations >= 1000 desc, taken_on desc, n_evaluations desc, cohort_id
"""


@command("predict")
@argument("model", required=False)
@argument("benchmark", required=False)
@option(
    "--size",
    multiple=True,
    type=float,
    metavar="B",
    help="Size in billions of parameters; may be repeated.",
)
@option("--type", "training_type", metavar="TYPE", help="Training type (default: all together).")
@option(
    "--cohort",
    metavar="ID",
    help="Cohort to predict from (default: the largest of the newest leaderboard).",
)
@form_options
@warehouse_option
def predict(
    model: str | None,
    benchmark: str | None,
    size: tuple[float, ...],
    training_type: str | None,
    cohort: str | None,
    form: str | None,
    warehouse: Path | None,
) -> int:
    """Predict the score of a model, or of any model of a given size, on a benchmark.

    MODEL BENCHMARK: the model's score and the score expected from its ability; if it was not
    tested, a prediction with a 90 % interval.

    --size: the score expected at that size, with an interval for a new base family. coverage_90 is
    the share of held-out base families inside the 90 % interval. If interval_for is not the next
    base family, newer models fall outside more often. The intervals are wide: size alone says
    little. More: docs/positions.md.

    exit codes: 0 predicted, 1 too little data, 2 unknown model or cohort, or usage error

    for example:
      llm-reassess predict "Claude Opus 4.8" "GPQA Diamond"
      llm-reassess predict --size 30
      llm-reassess predict --size 7 --size 70 --type instruction-tuned --cohort openllm_v2
    """
    if model and not size:
        return _predict_model(model, benchmark, form, warehouse)
    if model or not size:
        raise CommandError("give a model and a benchmark, or --size", MISUSED)
    if any(not each > 0 for each in size):
        raise CommandError("a size is a positive number of billions of parameters", MISUSED)
    import polars as pl

    from analysis_py.cli import printing
    from analysis_py.statistics.positions.model_predictions import predict_scores
    from analysis_py.statistics.positions.model_queries import read_settings
    from analysis_py.statistics.positions.placement import ALL_TYPES

    with open_published(warehouse) as connection:
        names = [str(row[0]) for row in connection.sql(_COHORTS).fetchall()]
        cohort = cohort or (names[0] if names else "")
        if cohort not in names:
            raise CommandError(f"unknown cohort {cohort!r}; available: {', '.join(names)}", MISUSED)
        settings = read_settings(connection)
        level = settings.confidence_level
        rows = predict_scores(connection, cohort, list(size), level, settings.seed)
    wanted = training_type or ALL_TYPES
    types = rows["training_type"].drop_nulls().unique().sort().to_list()
    if rows["expected_pct"].drop_nulls().is_empty():
        reason = "; ".join(sorted(set(rows["status"].to_list()) - {"ok"}))
        raise CommandError(f"no prediction from {cohort}: {reason or 'no model of that size'}")
    if wanted not in types:
        raise CommandError(
            f"{cohort} has no curve for {wanted!r}; available: {', '.join(types)}", MISUSED
        )
    kept = rows.filter(pl.col("training_type") == wanted).select(_PREDICTED)
    if form:
        printing.write(form, kept.columns, kept.iter_rows())
        return GOOD
    print(f"Predicted from {cohort}. Scores in percent; {100 * level:g} % and 90 % intervals.\n")
    rounded = kept.with_columns(
        pl.selectors.float().exclude("coverage_90").round(1), pl.col("coverage_90").round(2)
    )
    printing.write(None, rounded.columns, rounded.iter_rows())
    return GOOD


def _predict_model(
    model: str, benchmark: str | None, form: str | None, warehouse: Path | None
) -> int:
    """Print the expected score of a model on a benchmark."""
    import polars as pl

    from analysis_py.cli import printing
    from analysis_py.statistics.ability.queries import predict_model
    from analysis_py.statistics.positions.model_names import ModelNameError

    if not benchmark:
        raise CommandError("give a benchmark too", MISUSED)
    with open_published(warehouse) as connection:
        try:
            rows = predict_model(connection, model, benchmark)
        except ModelNameError as error:
            raise CommandError(str(error).replace("no model is", "nothing is"), MISUSED) from error
    if rows.is_empty():
        raise CommandError(f"no ability scale has both {model} and {benchmark}")
    if form:
        printing.write(form, rows.columns, rows.iter_rows())
        return GOOD
    known = [name for name in rows.columns if not rows[name].is_null().all()]
    rounded = rows.select(known).with_columns(pl.selectors.float().round(1))
    printing.write(None, rounded.columns, rounded.iter_rows())
    print("\nAbility in points, scores in percent; 90 % intervals.")
    return GOOD
