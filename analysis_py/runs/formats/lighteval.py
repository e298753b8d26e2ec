"""lighteval's details: a Parquet file per task with a row per question."""

import re

import polars as pl

from analysis_py.runs.formats.contract import Results, Sample, UnreadableFile, text_of
from analysis_py.runs.formats.digests import digest
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import read_grade

FORMAT = "lighteval: details_*.parquet, as --save-details writes them"

_NAME = re.compile(r"details_(?P<task>.+?)_(?P<time>\d{4}-\d{2}-\d{2}T[\d.:-]+)")
#: The columns of the metrics and of the question, in newer and in older versions.
_METRICS, _DOCUMENTS = ("__metric__", "metrics"), ("__doc__", "example")


def recognise(file: File) -> re.Match[str] | None:
    """Return the task and the time of a file of details, by its name."""
    return _NAME.match(file.path.stem) if file.suffix == ".parquet" else None


def read(file: File, name: re.Match[str]) -> Results:
    """Return a sample per question and metric."""
    try:
        rows = pl.read_parquet(file.path, glob=False).to_dicts()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableFile(f"not readable as Parquet: {error}".splitlines()[0]) from error
    task, time = name["task"], name["time"]
    folders = [part for part in file.path.absolute().parent.parts if part != time]
    model = (
        "/".join(folders[folders.index("details") + 1 :]) if "details" in folders else folders[-1]
    )
    results = Results()
    for n, row in enumerate(rows, start=1):
        metrics: dict[str, object] = next(
            (row[name] for name in _METRICS if isinstance(row.get(name), dict)), {}
        )
        asked = next((row[name] for name in _DOCUMENTS if row.get(name) is not None), None)
        facts = asked if isinstance(asked, dict) else {"query": asked}
        for metric, given in (metrics or {"": None}).items():
            score, problem = read_grade(given)
            results.samples.append(
                Sample(
                    model_name=model,
                    benchmark=task,
                    item_id=text_of(facts.get("id")) or str(n),
                    metric=metric or None,
                    score=score,
                    file_name=file.shown,
                    row_number=n,
                    run=time or None,
                    harness="lighteval",
                    document=digest(facts.get("query")),
                    key=digest([facts.get("choices"), facts.get("gold_index", row.get("gold"))]),
                    problem=problem,
                )
            )
    return results
