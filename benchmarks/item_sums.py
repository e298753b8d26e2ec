"""What item results cost: seconds, CPU and memory from a million answers up.

    python benchmarks/item_sums.py [--rows 1e6 1e7]    # prints Markdown

Made-up answers are written as `llm-reassess items` would store them, and the models of
`models/items/` run on them one after the other in a process of their own, then the fits on what
they give. 1e8 rows take a few minutes, most of them to make the answers up.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import jinja2
import numpy as np
import polars as pl
import yaml

from analysis_py.statistics.items.difficulty import fit_item_discrimination
from analysis_py.statistics.items.logistic import FULL_MARKS
from analysis_py.statistics.items.pairs import fit_item_pairs
from analysis_py.statistics.items.reliability import fit_item_reliability

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests/python/items"))

import made_up_answers as demo  # noqa: E402

VARIABLES = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
#: In the order in which they need each other.
TABLES = (
    "evaluation_cluster_sums",
    "evaluation_scores",
    "item_sums",
    "item_ability_sums",
    "item_pairs",
    "pair_cluster_sums",
)
INPUTS = ("int_item_panels_summed",)
#: The scores are right or wrong.
NO_PARTS = pl.DataFrame(schema={"benchmark_id": pl.String})
#: Answers that are made up at once.
CHUNK = 5_000_000
MEMORY = "1500MB"


def main() -> None:
    """Measure each size in a process of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=float, nargs="+", default=[1e6, 1e7])
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--make-up", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.make_up:
        make_up(Path(options.make_up[1]), int(options.make_up[0]))
        return
    if options.measure:
        print(json.dumps(measured(options.measure)))
        return
    print(report([int(rows) for rows in options.rows]))
    load = os.getloadavg()[1]
    print(
        f"DuckDB {duckdb.__version__}, {os.cpu_count()} cores at a load of {load:.0f}, {MEMORY} of"
    )
    print("memory; rows out, CPU seconds and seconds")


def report(sizes: list[int]) -> str:
    """Return what each step costs at each size, as a table."""
    columns: list[dict] = []
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            # a process that is started later counts its parent's memory as its own
            made = [sys.executable, __file__, "--make-up", str(rows), folder]
            subprocess.run(made, check=True)
            command = [sys.executable, __file__, "--measure", folder]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            columns.append(json.loads(done.stdout))
    lines = [
        "| step |" + "".join(f" {rows:,} answers |" for rows in sizes),
        "| --- |" + " ---: |" * len(sizes),
    ]
    for step in columns[0]["steps"]:
        cells = [column["steps"][step] for column in columns]
        shown = [f"{n:,}; {cpu:.2f} CPU-s, {wall:.2f} s" for n, cpu, wall in cells]
        lines.append(f"| {step} | " + " | ".join(shown) + " |")
    for name, steps in (("all tables", TABLES), ("all", tuple(columns[0]["steps"]))):
        totals = [
            [sum(column["steps"][step][i] for step in steps) for i in (1, 2)] for column in columns
        ]
        shown = [f"{cpu:.2f} CPU-s, {wall:.2f} s" for cpu, wall in totals]
        lines.append(f"| **{name}** | " + " | ".join(shown) + " |")
    for name in ("peak MiB, tables", "peak MiB, all"):
        lines.append(f"| {name} | " + " | ".join(f"{c[name]:,.0f}" for c in columns) + " |")
    return "\n".join(lines)


def make_up(folder: Path, rows: int) -> None:
    """Write as many answers, ten times as many items as models, as they would be stored."""
    n_models = max(20, round((rows / 10) ** 0.5))
    rng = np.random.default_rng(1)
    models, items = demo.models_of(rng, n_models, 0.45), demo.items_of(rng, round(rows / n_models))
    models.rename({"model": "evaluation_id"}).write_parquet(folder / "models.parquet")
    stored = items.select(
        benchmark_id="benchmark",
        item_key=pl.col("item").cast(pl.Int64),
        cluster_id="cluster",
    )
    for benchmark in demo.BENCHMARKS:
        (folder / "results" / benchmark).mkdir(parents=True)
    for number, some in enumerate(models.iter_slices(max(1, CHUNK // len(items)))):
        score = FULL_MARKS * demo.answered(rng, some, items).astype(np.int64).ravel()
        answers = some.select(evaluation_id="model").join(stored, how="cross")
        answers = answers.with_columns(score=pl.Series(score))
        for (benchmark,), part in answers.group_by("benchmark_id"):
            part.write_parquet(folder / "results" / str(benchmark) / f"{number}.parquet")


def measured(folder: Path) -> dict[str, object]:
    """Return rows out, CPU seconds and seconds of each step, and the peaks of memory."""
    connection = duckdb.connect(
        str(folder / "sums.duckdb"),
        config={"memory_limit": MEMORY, "temp_directory": str(folder / "spilled")},
    )
    for view, files in (("stg_item_results", "results/*/*"), ("item_models", "models")):
        connection.execute(f"create view {view} as from read_parquet('{folder}/{files}.parquet')")
    steps: dict[str, tuple[int, float, float]] = {}

    def step(name: str, work: Callable[[], int]) -> None:
        start = time.process_time(), time.perf_counter()
        n = work()
        steps[name] = n, time.process_time() - start[0], time.perf_counter() - start[1]
        # the larger ones take minutes
        print(f"{name}: {n:,} rows, {steps[name][1]:.1f} CPU-s", file=sys.stderr, flush=True)

    for name in TABLES:
        step(name, lambda name=name: created(connection, name))
    peak = peak_mib()
    for name in INPUTS:
        step(name, lambda name=name: created(connection, name))
    level = VARIABLES["confidence_level"]
    for name, source, fit in (
        (
            "paired comparisons",
            "pair_cluster_sums",
            lambda rows: fit_item_pairs(rows, NO_PARTS, level, VARIABLES["power"]),
        ),
        (
            "reliability",
            "int_item_panels_summed",
            lambda rows: fit_item_reliability(rows, level, VARIABLES["reliability_target"]),
        ),
        ("discrimination", "item_ability_sums", fit_item_discrimination),
    ):
        step(name, lambda source=source, fit=fit: len(fit(connection.sql(f"from {source}").pl())))
    return {"steps": steps, "peak MiB, tables": peak, "peak MiB, all": peak_mib()}


def created(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """Create the table of a model, and return its rows."""
    (path,) = (ROOT / "models").rglob(f"{name}.sql")
    connection.execute(f"create table {name} as {rendered(path)}")
    return connection.execute(f"select count(*) from {name}").fetchall()[0][0]


def rendered(path: Path) -> str:
    """Return the SQL of a model as dbt would have it."""
    text = (ROOT / "macros" / "engines.sql").read_text() + path.read_text()
    template = jinja2.Environment(undefined=jinja2.StrictUndefined).from_string(text)
    return template.render(
        ref=str,
        var=VARIABLES.__getitem__,
        target={"type": "duckdb"},
        **{"return": lambda value: value},
    )


def peak_mib() -> float:
    """Return the most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
