"""A snapshot as long as is wished: the committed one, and copies of it with noise.

    python benchmarks/growing.py PROJECT COPIES

The file of PROJECT's data that is grown becomes COPIES times as long. A copy is of another
uploader, and each of its scores is off by about a point; everything else is as in the original, so
base families, sizes and architectures are no more than they were.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from analysis_py.sources.provenance import provenance_path, read_provenance, sha256_of

#: The snapshot that is grown, within the data folder.
GROWN = Path("openllm_v1/2024-07-07.csv")
#: Standard deviation of a copy's scores about the original's, in the file's own points.
NOISE = 1.0
SEED = 1


def grow(project: Path, copies: int) -> int:
    """Make a project's snapshot as many times as long, and return its number of records.

    Parameters
    ----------
    project : pathlib.Path
        Has ``data`` and ``seeds``, the latter saying what the columns hold.
    copies : int
        The original counts as one.
    """
    path = project / "data" / GROWN
    with (project / "seeds/boards/board_columns.csv").open(newline="", encoding="utf-8") as lines:
        roles = {
            row["file_column"]: row["role"]
            for row in csv.DictReader(lines)
            if row["board"] == GROWN.parent.name
        }
    scores = [name for name, role in roles.items() if role == "score"]
    (average,) = (name for name, role in roles.items() if role == "average_pct")
    (model,) = (name for name, role in roles.items() if role == "model_name")
    original = pl.read_csv(path, infer_schema=False)
    rng = np.random.default_rng(SEED)
    with path.open("ab") as file:
        for number in range(1, copies):
            copy = original.with_columns(_noisy(name, original, rng) for name in scores)
            mean = pl.mean_horizontal(pl.col(scores).cast(pl.Float64, strict=False)).round(2)
            copy = copy.with_columns(
                pl.when(pl.col(average).is_not_null()).then(mean.cast(pl.String)).alias(average),
                pl.col(model).str.replace("/", f"_{number}/"),
            )
            copy.write_csv(file, include_header=False)
    told = replace(
        read_provenance(path), row_count=original.height * copies, sha256=sha256_of(path)
    )
    fields = asdict(told) | {"taken_on": told.taken_on.isoformat()}
    provenance_path(path).write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")
    return told.row_count


def _noisy(name: str, original: pl.DataFrame, rng: np.random.Generator) -> pl.Expr:
    """Return a score with noise; what is no number stays as it is."""
    noise = pl.Series(rng.normal(0, NOISE, original.height))
    value = (pl.col(name).cast(pl.Float64, strict=False) + noise).clip(0, 100).round(2)
    return pl.coalesce(value.cast(pl.String), pl.col(name)).alias(name)


if __name__ == "__main__":
    print(grow(Path(sys.argv[1]), int(sys.argv[2])))
