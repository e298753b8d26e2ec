"""A project whose largest snapshot is so many times as long, to measure what a build of it costs.

python benchmarks/growth.py FOLDER TIMES
cd FOLDER && DBT_PROFILES_DIR=. /usr/bin/time -v PROJECT/.venv/bin/llm-reassess build

A copy of an evaluation is of another uploader, and its scores are off by about a point each; base
families, sizes and architectures stay. ``build.py --target FOLDER/target`` then shows the steps.
"""

import re
import sys
from pathlib import Path

import numpy as np
import polars as pl

from analysis_py.runtime.project_files import copy, source
from analysis_py.sources.provenance import provenance_path, sha256_of

#: The snapshot that is grown, and the standard deviation of a copy's scores, in percent.
GROWN, NOISE = "data/openllm_v1/2024-07-07.csv", 1.0

project, times = Path(sys.argv[1]), int(sys.argv[2])
project.mkdir(parents=True)
copy(source(), project)
path = project / GROWN
original = pl.read_csv(path, infer_schema=False)
scores = [name for name in original.columns if re.fullmatch(r"(?!average).*_pct", name)]
rng = np.random.default_rng(1)
with path.open("ab") as file:
    for number in range(1, times):
        noisy = [
            (pl.col(name).cast(float, strict=False) + rng.normal(0, NOISE, original.height))
            .clip(0, 100)
            .round(2)
            for name in scores
        ]
        changed = original.with_columns(
            pl.mean_horizontal(noisy).round(2).alias("average_pct"),
            pl.col("model_name").str.replace("/", f"_{number}/"),
            *noisy,
        )
        changed.write_csv(file, include_header=False)
record = provenance_path(path)
text = record.read_text(encoding="utf-8")
text = re.sub(r"row_count: .*", f"row_count: {original.height * times}", text)
record.write_text(re.sub(r"sha256: .*", f"sha256: '{sha256_of(path)}'", text), encoding="utf-8")
