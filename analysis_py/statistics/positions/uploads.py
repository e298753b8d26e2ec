"""Uploaded files of scores, placed among the models of a cohort without a build."""

from dataclasses import dataclass, replace

import polars as pl

from analysis_py.statistics.positions.peers import fit_peers, place
from analysis_py.statistics.rows import to_frame, with_nulls

#: The columns of a file of scores; a size may be missing, column or value.
NEEDED = ("model", "benchmark", "score")
SIZE = "parameters_b"


@dataclass(frozen=True, kw_only=True)
class UploadRow:
    """The place that one score of a file would take in a cohort."""

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


class UploadError(ValueError):
    """A file is not one of scores; the message says what it lacks."""


def read_upload(content: bytes) -> pl.DataFrame:
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
    UploadError
        If it is no CSV, or lacks a column.
    """
    try:
        frame = pl.read_csv(content, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise UploadError(f"The file cannot be read as CSV: {error}") from error
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    missing = [name for name in NEEDED if name not in frame.columns]
    if missing:
        raise UploadError(
            f"The file has no column {', '.join(missing)}; it needs {', '.join(NEEDED)}, and "
            f"{SIZE} (billions) for a place at its size."
        )
    if SIZE not in frame.columns:
        frame = frame.with_columns(pl.lit(None, pl.String).alias(SIZE))
    numbers = pl.col("score", SIZE).str.strip_chars().cast(pl.Float64, strict=False)
    return frame.select(*NEEDED, SIZE).with_columns(numbers)


def place_upload(
    upload: pl.DataFrame, scores: pl.DataFrame, confidence_level: float, seed: int
) -> pl.DataFrame:
    """Place uploaded scores among those of a cohort.

    Parameters
    ----------
    upload : polars.DataFrame
        As :func:`read_upload` gives it.
    scores : polars.DataFrame
        One row per benchmark and evaluation of one cohort: ``cohort_id``, ``benchmark_id``,
        ``benchmark_name`` and the columns of
        :func:`analysis_py.statistics.positions.peers.fit_peers`.
    confidence_level, seed
        With which the published places were computed.

    Returns
    -------
    polars.DataFrame
        One :class:`UploadRow` per score, in the order of the file. ``rank`` is the place that the
        score would take; the rest is as in ``stat_model_positions``.
    """
    size = pl.col(SIZE)
    upload = upload.with_row_index("place").with_columns(
        pl.when(size > 0).then(size),
        key=pl.col("benchmark").fill_null("").str.strip_chars().str.to_lowercase(),
    )
    found = {
        row["place"]: with_nulls(
            UploadRow,
            model=str(row["model"]),
            score_pct=row["score"],
            parameters_b=row[SIZE],
            status=f"the cohort has no benchmark {row['benchmark']}",
        )
        for row in upload.iter_rows(named=True)
    }
    for peers in scores.partition_by("benchmark_id", maintain_order=True):
        name = str(peers["benchmark_name"][0])
        named = upload.filter(pl.col("key").is_in([peers["benchmark_id"][0].lower(), name.lower()]))
        for i in named["place"]:
            status = "the score is no percentage"
            found[i] = replace(found[i], benchmark_name=name, n_models=peers.height, status=status)
        usable = named.filter(pl.col("score").is_between(0, 100))
        if not usable.is_empty():
            rows = [found[i] for i in usable["place"]]
            placed = _place_on(rows, peers.sort("evaluation_id"), confidence_level, seed)
            found |= dict(zip(usable["place"], placed, strict=True))
    return to_frame(UploadRow, found.values())


def _place_on(
    rows: list[UploadRow], scores: pl.DataFrame, confidence_level: float, seed: int
) -> list[UploadRow]:
    key = scores["cohort_id"][0], scores["benchmark_id"][0]
    peers = fit_peers(scores, *key, confidence_level, seed)
    uploaded = to_frame(UploadRow, rows).select(
        pl.col("model").alias("evaluation_id"),
        "score_pct",
        pl.col(SIZE).log().alias("log_parameters_b"),
        pl.lit(None, pl.String).alias("training_type"),
    )
    places = place(peers, uploaded).iter_rows(named=True)
    taken = ("expected_pct", "predicted_low", "predicted_high", "percentile_near_size")
    return [
        replace(
            row,
            **{name: at[name] for name in taken},
            rank=int((scores["score_pct"] > row.score_pct).sum()) + 1,
            n_near_size=None if row.parameters_b is None else at["n_near_size"],
            difference_pct=None
            if at["expected_pct"] is None
            else at["score_pct"] - at["expected_pct"],
            status=at["place_status"],
        )
        for row, at in zip(rows, places, strict=True)
    ]
