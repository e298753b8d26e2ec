"""The order of rows, columns and files decides nothing of what an import stores and publishes."""

import csv
import io
import random
from pathlib import Path

import polars as pl
import pytest
from bringing import DAY, Project, new_run

pytestmark = [pytest.mark.chain, pytest.mark.long]

HERE = Path(__file__).parent
#: Repeated, contradictory, missing, of two metrics, of two days, of an average, of a blank unit.
LONG, WIDE = (
    list(csv.reader((HERE / f"order_{form}.csv").read_text(encoding="utf-8").splitlines()))
    for form in ("long", "wide")
)
RUNS = [
    ("me__one/results_2025-06-01T12-00-00.json", "me/one", {"acc,none": 0.6, "foo,none": 0.5}),
    ("me__one/results_2025-05-01T12-00-00.json", "me/one", {"acc,none": 0.7, "foo,none": 0.5}),
    ("me__two/results_2025-05-01T12-00-00.json", "me/two", {"foo,b": 0.5, "foo,a": 0.4}),
]


def shuffled(rows: list[list[str]], draw: random.Random) -> list[list[str]]:
    header, *records = rows
    places = draw.sample(range(len(header)), len(header))
    return [[row[i] for i in places] for row in (header, *draw.sample(records, len(records)))]


def mixed(content: object, draw: random.Random) -> object:
    """Return JSON with the names of its objects in another order."""
    if isinstance(content, dict):
        return {name: mixed(content[name], draw) for name in draw.sample([*content], len(content))}
    return content


def as_csv(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def names(draw: random.Random, n: int) -> list[str]:
    """Return names of files in any order."""
    return draw.sample([f"f{i}" for i in range(n)], n)


def lm_eval(project: Project, draw: random.Random) -> None:
    for folder, (path, model, metrics) in zip(names(draw, len(RUNS)), RUNS, strict=True):
        tasks = {"piqa": metrics, "unheard": metrics, "arc_challenge": metrics}
        project.write(f"{folder}/{path}", mixed(new_run(model, tasks), draw))


FORMATS = {
    "long": lambda project, draw: project.write("t.csv", as_csv(shuffled(LONG, draw))),
    "wide": lambda project, draw: project.write("t.csv", as_csv(shuffled(WIDE, draw))),
    "lm_eval": lm_eval,
}


@pytest.mark.fault("same")
@pytest.mark.parametrize("name", FORMATS)
def test_no_order_decides_what_is_stored_and_published(tmp_path, monkeypatch, name):
    outcomes = []
    for seed in range(2):
        folder = tmp_path / str(seed)
        folder.mkdir()
        monkeypatch.chdir(folder)
        project = Project(folder)
        FORMATS[name](project, random.Random(seed))
        project.bring()
        stored = pl.read_csv(f"imports/mine/{DAY}.csv", infer_schema_length=0)
        if "problem" in stored.columns:  # which names the place
            stored = stored.with_columns(pl.col("problem").str.split(": ").list.first())
        stored = stored.drop("file_name", "row_number")
        published = [
            project.chain.table(table).drop("row_number", strict=False)
            for table in ("fct_scores", "fct_task_scores", "fct_evaluations", "dim_benchmarks")
        ]
        outcomes.append(
            [
                sorted(map(repr, table.select(sorted(table.columns)).rows()))
                for table in [stored, *published]
            ]
        )
    assert len(outcomes[0][1]) > 1
    assert outcomes[0] == outcomes[1]
