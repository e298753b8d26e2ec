"""The project's benchmarks by the names that sources use."""

from dataclasses import dataclass
from pathlib import Path

from analysis_py.runs.formats.names import slug
from analysis_py.sources.csv_files import read_csv


@dataclass(frozen=True)
class Benchmark:
    """A described benchmark, with the metric and worked examples that results must share."""

    benchmark_id: str
    metric: str
    n_shots: int | None


def benchmarks_by_name(seeds: Path) -> dict[str, Benchmark]:
    """Return the described benchmarks by every name that a user's file may use."""
    by_name: dict[str, Benchmark] = {}
    described: dict[str, Benchmark] = {}
    for row in rows_of_seed(seeds / "benchmarks.csv"):
        shots = int(row["n_shots"]) if row["n_shots"] else None
        benchmark = Benchmark(row["benchmark_id"], row["metric"], shots)
        described[row["benchmark_id"]] = benchmark
        by_name |= dict.fromkeys((row["benchmark_id"], slug(row["benchmark_name"])), benchmark)
    for row in rows_of_seed(seeds / "benchmark_names.csv"):
        if not row["board"] and row["benchmark_id"] in described:
            by_name[slug(row["name"])] = described[row["benchmark_id"]]
    return by_name


def types_by_label(seeds: Path) -> dict[str, str]:
    """Return the training type of every known label, in lower case."""
    rows = rows_of_seed(seeds / "training_types.csv")
    return {row["training_type_label"].lower(): row["training_type"] for row in rows}


def rows_of_seed(path: Path) -> list[dict[str, str]]:
    """Return the rows of a seed as text; none outside a project."""
    if not path.is_file():
        return []
    header, records = read_csv(path)
    return [dict(zip(header, record, strict=True)) for record in records]
