"""Scores that somebody brings, placed on the curves of a cohort at once: no build is needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.statistics.positions.near import FACTOR
from analysis_py.statistics.rows import to_frame

#: The columns of a file of scores; a size may be missing, column or value.
NEEDED = ("model", "benchmark", "score")
SIZE = "parameters_b"

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class DroppedRow:
    """The position of one uploaded score in a cohort."""

    model: str
    benchmark_name: str | None
    score_pct: float | None
    parameters_b: float | None
    rank: int | None
    n_models: int | None
    expected_pct: float | None
    predicted_low: float | None
    predicted_high: float | None
    difference_pct: float | None
    percentile_near_size: float | None
    n_near_size: int | None
    status: str


class DroppedFileError(ValueError):
    """A file is not one of scores; the message says what it lacks."""


def read_dropped(content: bytes) -> pl.DataFrame:
    """Read a CSV file of scores.

    Parameters
    ----------
    content : bytes
        With a header: ``model``, ``benchmark`` and ``score`` in percent, and ``parameters_b``, the
        size in billions, where it is known.

    Returns
    -------
    polars.DataFrame
        Those four columns, the numbers as numbers; what is no number is null.

    Raises
    ------
    DroppedFileError
        If it is no CSV, or lacks a column.
    """
    try:
        frame = pl.read_csv(content, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise DroppedFileError(f"The file cannot be read as CSV: {error}") from error
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    missing = [name for name in NEEDED if name not in frame.columns]
    if missing:
        raise DroppedFileError(
            f"The file has no column {', '.join(missing)}; it needs {', '.join(NEEDED)}, and "
            f"{SIZE} (billions) for a place at its size."
        )
    if SIZE not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.String).alias(SIZE))
    numbers = pl.col("score", SIZE).str.strip_chars().cast(pl.Float64, strict=False)
    return frame.select(*NEEDED, SIZE).with_columns(numbers)


def place_dropped(rows: pl.DataFrame, peers: pl.DataFrame) -> pl.DataFrame:
    """Place scores among those of a cohort.

    Parameters
    ----------
    rows : polars.DataFrame
        As :func:`read_dropped` gives it.
    peers : polars.DataFrame
        One row per benchmark and evaluation of the cohort, as ``reporting.rpt_model_positions``
        has them: ``benchmark_id``, ``benchmark_name``, ``parameters_b``, ``score_pct``,
        ``expected_pct``, ``predicted_low`` and ``predicted_high``.

    Returns
    -------
    polars.DataFrame
        Of :class:`DroppedRow`, in the order of the file. What a size leads one to expect is read
        between the sizes of the cohort, on the logarithm. ``rank`` is the place that the score
        would take; ``percentile_near_size`` is the share of evaluations of like size that it is
        above, ties counted half.
    """
    by_name = {
        name.lower(): part
        for part in peers.partition_by("benchmark_id", maintain_order=True)
        for name in (part["benchmark_id"][0], part["benchmark_name"][0])
    }
    return to_frame(DroppedRow, [_placed(row, by_name) for row in rows.to_dicts()])


def _placed(row: dict[str, object], by_name: dict[str, pl.DataFrame]) -> DroppedRow:
    score, size = row["score"], row[SIZE]
    peers = by_name.get(str(row["benchmark"] or "").strip().lower())
    number = float(score) if isinstance(score, float) else None
    billions = float(size) if isinstance(size, float) and size > 0 else None
    rank = at_size = near = None
    name = None if peers is None else str(peers["benchmark_name"][0])
    if peers is None:
        status = f"the cohort has no benchmark {row['benchmark']}"
    elif number is None or not 0 <= number <= 100:
        status = "the score is no percentage"
    else:
        rank = int((peers["score_pct"] > number).sum()) + 1
        near = None if billions is None else _near(peers, billions, number)
        at_size = None if billions is None else _at_size(peers, billions)
        if billions is None:
            status = "size not known"
        else:
            status = "ok" if at_size else "the cohort has no curve at that size"
    return DroppedRow(
        model=str(row["model"]),
        benchmark_name=name,
        score_pct=number,
        parameters_b=billions,
        rank=rank,
        n_models=None if peers is None else peers.height,
        expected_pct=at_size and at_size[0],
        predicted_low=at_size and at_size[1],
        predicted_high=at_size and at_size[2],
        difference_pct=number - at_size[0] if at_size and number is not None else None,
        percentile_near_size=near and near[0],
        n_near_size=near and near[1],
        status=status,
    )


def _at_size(peers: pl.DataFrame, billions: float) -> tuple[float, float, float] | None:
    ends = ["expected_pct", "predicted_low", "predicted_high"]
    curve = peers.drop_nulls(["parameters_b", "expected_pct"]).unique("parameters_b")
    curve = curve.sort("parameters_b")
    if curve.is_empty() or not curve["parameters_b"][0] <= billions <= curve["parameters_b"][-1]:
        return None
    log_size = np.log(curve["parameters_b"].to_numpy())
    expected, low, high = (
        float(np.interp(np.log(billions), log_size, curve[end].to_numpy())) for end in ends
    )
    return expected, low, high


def _near(peers: pl.DataFrame, billions: float, score: float) -> tuple[float | None, int]:
    size = pl.col("parameters_b")
    slack = 1 + 1e-9
    scores = peers.filter(size.is_between(billions / FACTOR / slack, billions * FACTOR * slack))
    others = scores["score_pct"].to_numpy()
    if not len(others):
        return None, 0
    return float(100 * np.mean((others < score) + (others == score) / 2)), len(others)
