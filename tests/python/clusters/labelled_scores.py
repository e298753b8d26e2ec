"""Scores and labels of a test's own, in the shape of the models' rows."""

import numpy as np
import polars as pl

#: The same sums in another order.
CLOSE = 1e-10


def codes(labels):
    """Number labels from 0 in their order; -1 where there is none."""
    names = sorted({label for label in labels if label is not None})
    return np.array([names.index(label) if label is not None else -1 for label in labels])


def long_scores(matrix, cohort="c"):
    """Return a matrix as rows of scores."""
    n, d = matrix.shape
    return pl.DataFrame(
        {
            "cohort_id": cohort,
            "evaluation_id": np.repeat([f"e{i:04}" for i in range(n)], d),
            "benchmark_id": [f"b{j}" for j in range(d)] * n,
            "score_pct": matrix.ravel(),
            "n_left_out": 0,
            "n_incomplete": 0,
        }
    )


def labelled(labels, tested=None, cohort="c", families=None):
    """Return labels as rows of levels."""
    return pl.DataFrame(
        {
            "cohort_id": cohort,
            "evaluation_id": [f"e{i:04}" for i in range(len(labels))],
            "factor": "f",
            "level": labels,
            "is_tested": [True] * len(labels) if tested is None else tested,
            "base_family": [None] * len(labels) if families is None else families,
        },
        schema_overrides={"base_family": pl.String},
    )


def indices_of(fit, factor="f"):
    (row,) = fit.filter(pl.col("factor") == factor).to_dicts()
    return {index["index_name"]: index for index in row["indices"]}
