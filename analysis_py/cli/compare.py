"""``llm-reassess compare``: which of two runs, or of two models of the boards, is better."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis_py.cli.commands import COUNT, ProjectCommand, form_options, warehouse_option
from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError
from analysis_py.cli.published import open_published

if TYPE_CHECKING:
    import duckdb
    import polars as pl

#: A commit, of which eight digits suffice.
_SHORT = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{32}\b")
#: Columns of the table for people, and the fields of a row that they show.
_SHOWN = {
    "benchmark": "benchmark_name",
    "A": "score_a",
    "B": "score_b",
    "B - A": "difference",
    "ci_low": "ci_low",
    "ci_high": "ci_high",
    "p_value": "p_value",
    "p_adjusted": "p_adjusted",
    "detectable": "smallest_detectable",
    "by_size": "expected_difference",
    "items": "n_items",
}
_LEGEND = """\
B - A: {b} minus {a}, in percentage points; {level:g} % intervals, not adjusted for multiplicity.
Intervals assume independent errors. Both models answered the same questions, so most are too wide;
item-level intervals are paired."""
_BY_SIZE = """\
by_size: the difference expected from size alone, from the base families on this leaderboard. Not a
forecast."""


class _Compare(ProjectCommand):
    """Two paths are runs and need no project; two names are models of the project's boards."""

    def invoke(self, ctx: click.Context) -> Any:
        """Compare runs where the command was called, and models in the project's folder."""
        from analysis_py.cli.compare_runs import are_runs, compare_paths

        of_models = {"a", "b", "warehouse"}
        given = {
            name
            for name in ctx.params
            if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        }
        if are_runs(ctx.params["a"], ctx.params["b"]):
            return compare_paths(**{k: v for k, v in ctx.params.items() if k != "warehouse"})
        if wrong := given - of_models - {"form"}:
            listed = ", ".join(f"--{name}" for name in sorted(wrong))
            raise CommandError(f"{listed}: only for two runs; give two paths", MISUSED)
        if ctx.params["form"] == "markdown":
            raise CommandError("--markdown: only for two runs; give two paths", MISUSED)
        return super().invoke(ctx)


@click.command("compare", cls=_Compare)
@click.argument("a")
@click.argument("b")
@click.option("--gate", type=float, metavar="POINTS", help="Fail if B is worse by more than this.")
@click.option(
    "--margin", type=float, metavar="POINTS", help="Largest difference that does not matter."
)
@click.option("--metric", help="Metric to compare (default: the first in A's log).")
@click.option(
    "--weights",
    type=click.Choice(["items", "tasks"]),
    default="items",
    help="Count each question once, or each task.",
)
@click.option("--cluster", metavar="COLUMN", help="Column that groups related questions.")
@click.option("--anytime", is_flag=True, help="Interval valid at every look; needs --planned.")
@click.option("--planned", type=COUNT, metavar="N", help="Number of questions planned.")
@click.option(
    "--level",
    type=click.FloatRange(0.5, 0.999),
    default=0.95,
    show_default=True,
    help="Confidence level, for two runs.",
)
@click.option(
    "--markdown", "form", flag_value="markdown", help="Write Markdown for a pull request."
)
@form_options
@warehouse_option
def compare(a: str, b: str, form: str | None, warehouse: Path | None, **_of_runs: Any) -> int:
    """Say whether B is better than A: two runs, or two models of the leaderboards.

    Two runs: A and B are files or folders with logs of the same questions (PATH@MODEL chooses one
    model of several). The interval pairs the answers; --gate sets the exit code. No project is
    needed. More: docs/two-runs.md.

    Two models: A and B are names, compared on every benchmark that one leaderboard has for both.
    Case, hyphens and the organisation may be left out if only one model fits. NAME@RUN chooses an
    evaluation by its variant, precision or revision. More: docs/positions.md.

    exit codes: 0 compared, or the gate holds; 1 the gate fails, nothing to compare, or the largest
    leaderboard is left out; 2 unknown model or usage error; 3 too few answers to decide the gate

    for example:
      llm-reassess compare runs/main runs/branch --gate 1
      llm-reassess compare meta-llama/Llama-2-7b-hf mistralai/Mistral-7B-v0.1
      llm-reassess compare llama-2-7b-hf mistral-7b-v0.1 --csv > pair.csv
      llm-reassess compare llama-2-7b-hf@float16 llama-2-7b-hf@4bit
    """
    import polars as pl

    from analysis_py.cli import printing
    from analysis_py.runtime.project import item_folders
    from analysis_py.statistics.ability.queries import compare_abilities
    from analysis_py.statistics.items.paired_items import compare_items
    from analysis_py.statistics.positions.model_names import (
        ITEMS,
        ModelNameError,
        NothingSharedError,
        find_models,
        names_of_models,
        split_run,
    )
    from analysis_py.statistics.positions.model_queries import compare_models, read_settings

    with open_published(warehouse) as connection:
        known = names_of_models(connection)
        a, run_a = split_run(known, a)
        b, run_b = split_run(known, b)
        try:
            meant = find_models(connection, a, b)
        except ModelNameError as error:
            raise CommandError(str(error), MISUSED) from error
        except NothingSharedError as error:
            raise CommandError(str(error)) from error
        models = dict(meant.models)
        for named, run, side in ((a, run_a, 0), (b, run_b, 1)):
            _check_run(connection, named, run, {pair[side] for pair in models.values()})
        if run_a == run_b and (same := [pair[0] for pair in models.values() if len({*pair}) == 1]):
            raise CommandError(f"both names mean {same[0]}", MISUSED)
        settings = read_settings(connection)
        level, power = settings.confidence_level, settings.power
        of_items = models.pop((ITEMS, ITEMS), None)
        rows = compare_models(connection, models, level, power, (run_a, run_b))
        abilities = [
            _describe_abilities(row)
            for row in compare_abilities(connection, meant.models).to_dicts()
        ]
    boards = dict(meant.unclear)
    for one, other in models:
        if one == other and one not in rows["snapshot_id"]:
            boards[one] = f"{one}: no benchmark has both models" + " in these runs" * bool(
                run_a or run_b
            )
    left_out = list(boards.values())
    # a run belongs to a board
    if of_items and not (run_a or run_b):
        # the answers of another project are beside its warehouse folder
        folders = item_folders()
        if warehouse:
            folders = [warehouse.parent / name / "items" for name in ("data", "imports")]
        paired = compare_items(folders, *of_items, level, power)
        rows = pl.concat([rows, paired])
        if paired.is_empty():
            shown = " and ".join(map(str, folders))
            left_out.append(f"{ITEMS}: no item in {shown} was answered by both")
    for line in left_out:
        printing.say(f"Left out: {line}", sys.stderr if form else sys.stdout)
    if rows.is_empty():
        raise CommandError(f"no leaderboard has scores of {a} and {b} on the same benchmark")
    largest = max(meant.n_models, key=lambda board: meant.n_models[board])
    code = FAILED if largest in boards else GOOD
    if form:
        printing.write(form, rows.columns, rows.iter_rows())
        return code
    if left_out:
        print()
    for part in rows.partition_by(
        "snapshot_id", "model_a", "model_b", "run_a", "run_b", maintain_order=True
    ):
        _write(part)
    names = [f"{name}@{run}" if run else name for name, run in ((a, run_a), (b, run_b))]
    legend = _LEGEND.format(a=names[0], b=names[1], level=100 * level)
    by_size = [] if rows["expected_difference"].is_null().all() else [_BY_SIZE]
    for line in (legend, *by_size, *abilities):
        printing.say(line)
    return code


def _describe_abilities(scale: dict[str, Any]) -> str:
    """Return a sentence about two models on one scale."""
    a, b = (
        f"{scale[f'model_{side}']} {scale[f'points_{side}']:.0f} "
        f"[{scale[f'low_{side}']:.0f}, {scale[f'high_{side}']:.0f}]"
        for side in "ab"
    )
    text = f"Ability in {scale['cohort_id']} ({scale['points_name']}; 90 % intervals): {a}, {b}"
    if scale["difference"] is None:
        return f"{text}."
    error = 1.645 * scale["std_error"]
    return (
        f"{text}; difference {scale['difference']:+.1f} [{scale['difference'] - error:.1f}, "
        f"{scale['difference'] + error:.1f}], p {_p(scale['p_value']).strip()}."
    )


def _check_run(
    connection: duckdb.DuckDBPyConnection, named: str, run: str, models: set[str]
) -> None:
    """Raise if no evaluation of the models has the run."""
    from analysis_py.statistics.positions.model_queries import runs_of

    runs = sorted({known for model in models for known in runs_of(connection, model)})
    if run and not any(known.startswith(run) for known in runs):
        listed = "".join(f"\n  {one}" for one in runs)
        raise CommandError(f"{named} has no evaluation {run!r}; available:{listed}", MISUSED)


def _write(rows: pl.DataFrame) -> None:
    """Write the table of one snapshot and its two evaluations."""
    import polars as pl

    from analysis_py.cli import printing

    first = rows.row(0, named=True)
    printing.say(first["snapshot_id"])
    for side in "ab":
        n, run = first[f"n_evaluations_{side}"], _SHORT.sub(r"\1", first[f"run_{side}"])
        mode = first[f"mode_{side}"]
        # the mode already names the effort
        run = "" if mode == f"{run} effort" else run
        chosen = f"1 of {n} evaluations" if n and n > 1 else ""
        said = "; ".join(filter(None, [run, mode, chosen]))
        printing.say(f"  {side.upper()}: {first[f'model_{side}']}" + f" ({said})" * bool(said))
    if first["are_modes_alike"] is False:
        print("  The modes differ or are not stated.")
    print()
    significant = pl.col("is_significant")
    table = rows.select(
        **{name: pl.col(field) for name, field in _SHOWN.items()},
        significant=pl.when(significant & (pl.col("difference") > 0))
        .then(pl.lit("B higher"))
        .when(significant)
        .then(pl.lit("A higher"))
        .when(pl.col("p_adjusted").is_not_null())
        .then(pl.lit("no")),
    ).with_columns(
        pl.col("A", "B", "B - A", "ci_low", "ci_high", "detectable", "by_size").round(1),
        *(pl.col(name).map_elements(_p, pl.String) for name in ("p_value", "p_adjusted")),
    )
    known = [name for name in table.columns if not table[name].is_null().all()]
    printing.write(None, known, table.select(known).iter_rows())
    print()


def _p(p_value: float) -> str:
    return "< 0.001" if p_value < 0.001 else f"{p_value:7.3f}"
