"""Translation of harnesses' names of metrics and items into the project's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import polars as pl

from analysis_py.imports.benchmarks import benchmarks_by_name, rows_of_seed
from analysis_py.runs.formats.contract import Sample, Score

Record = TypeVar("Record", Score, Sample)


def with_board_metrics(records: Sequence[Record], seeds: Path) -> list[Record]:
    """Return scores or answers with the boards' names of metrics."""
    known: dict[tuple[str | None, ...], str] = {
        (row["harness"], row["task"], row["metric"], row["metric_filter"]): row["board_metric"]
        for row in rows_of_seed(seeds / "harness_metrics.csv")
    }
    return [
        replace(record, metric=metric) if (metric := known.get(_settings(record))) else record
        for record in records
    ]


def _settings(record: Score | Sample) -> tuple[str | None, ...]:
    extraction = record.metric_filter or "none"
    return record.harness, record.benchmark, record.metric, extraction


def with_item_names(samples: Sequence[Sample], seeds: Path) -> tuple[list[Sample], list[str]]:
    """Return answers with the project's names of their items, if known.

    Also return why the items of a file keep their own names although the project has others: the
    set has another number of items, or items that are not numbers below it.
    """
    known = {
        (row["harness"], row["task"]): (int(row["n_items"]), row["item_pattern"])
        for row in rows_of_seed(seeds / "item_names.csv")
    }
    named, notes = list(samples), []
    files: dict[tuple[str, tuple[str, str]], list[int]] = defaultdict(list)
    for i, sample in enumerate(samples):
        task = sample.harness or "", sample.benchmark or ""
        if task in known and sample.item_id is not None:
            files[sample.file_name, task].append(i)
    for (file_name, task), places in files.items():
        n_items, pattern = known[task]
        items = {samples[i].item_id or "" for i in places}
        n_logged = samples[places[0]].n_items
        strange = next(
            (item for item in sorted(items) if not item.isdecimal() or int(item) >= n_items), None
        )
        if n_logged not in (None, n_items) or strange is not None:
            why = (
                f"item {strange} is among them"
                if n_logged in (None, n_items)
                else f"it has {n_logged:,}"
            )
            notes.append(
                f"{file_name}: the items of {task[1]} keep their own names, so that no answer of "
                f"the project is to the same ones: its test set has {n_items:,} items, and {why}"
            )
            continue
        for i in places:
            named[i] = replace(samples[i], item_id=pattern.format(samples[i].item_id))
    return named, notes


def metric_places(seeds: Path) -> pl.DataFrame:
    """Rank the metrics of a benchmark: its own on the boards first, then others.

    The smallest ``place`` is best; a ``benchmark_id`` of null is of any.
    """
    of_boards = [
        (name, benchmark.metric, 0) for name, benchmark in benchmarks_by_name(seeds).items()
    ]
    ranked = [
        (None, row["metric"], int(row["metric_rank"]))
        for row in rows_of_seed(seeds / "metric_ranks.csv")
    ]
    schema = {"benchmark_id": pl.String, "metric": pl.String, "place": pl.Int64}
    return pl.DataFrame(of_boards + ranked, schema=schema, orient="row")
