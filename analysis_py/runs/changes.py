"""The questions on which two runs differ, by name."""

import numpy as np
import polars as pl

from analysis_py.runs.comparing import Comparison
from analysis_py.runs.pairing import Pairs

_SCHEMA = {
    "task": pl.String,
    "metric": pl.String,
    "item": pl.String,
    "higher": pl.String,
    "score_a": pl.Float64,
    "score_b": pl.Float64,
}


def changed_questions(comparison: Comparison) -> pl.DataFrame:
    """Return the questions that one run answers better, by the metrics that decide.

    Returns
    -------
    polars.DataFrame
        One row per question: ``task``, ``metric``, ``item``, ``higher`` (A or B), and the grades
        ``score_a`` and ``score_b``, means over repeated answers. First what A alone gets right.
    """
    frames = [_changed(pairs) for pairs in comparison.pairs]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *frames]).sort("higher", maintain_order=True)


def _changed(pairs: Pairs) -> pl.DataFrame:
    differs = pairs.is_complete & (pairs.a != pairs.b)
    a, b = pairs.a[differs], pairs.b[differs]
    columns = {
        "task": [pairs.task] * len(a),
        "metric": [pairs.metric] * len(a),
        "item": pairs.items.filter(differs),
        "higher": np.where(a > b, "A", "B").tolist(),
        "score_a": a,
        "score_b": b,
    }
    return pl.DataFrame(columns, schema=_SCHEMA)
