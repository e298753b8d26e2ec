"""Scores of a cohort on a benchmark, on the scale that is asked for.

Of a large cohort SQL has summed them on every scale; of another they are transformed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.carried import N_OBS

SCORE_SCALES = ("log", "logit", "chance_corrected", "raw", "raw_nonzero")


def chance_corrected(score_pct: np.ndarray, chance_pct: float) -> np.ndarray:
    """Return the share of the way from chance to a perfect score; below 0 for worse than chance.

    The macro of the same name says it in SQL. It is linear in the score, so no zero and no order
    is lost: what is below chance stays there, and ties are only those of the score.

    Parameters
    ----------
    score_pct : ndarray, shape (n,)
    chance_pct : float
        What guessing scores, below 100.
    """
    return (score_pct - chance_pct) / (100 - chance_pct)


def on_scale(
    score_pct: np.ndarray, score_scale: str, n_items: int, chance_pct: float
) -> np.ndarray:
    """Transform scores in percent.

    Parameters
    ----------
    score_pct : ndarray, shape (n,)
    score_scale : str
        ``log``: natural log of the percentage, NaN at 0. ``logit``: of ``(x m + 1/2) / (m + 1)``
        with x the share and m the number of items, which keeps 0 and 100 finite (Haldane 1956,
        Anscombe 1956). ``chance_corrected``: see
        :func:`chance_corrected`. ``raw``: percent.
        ``raw_nonzero``: percent, NaN at 0, so that it differs from ``log`` by the scale alone and
        from ``raw`` by the rows alone.
    n_items : int
    chance_pct : float

    Raises
    ------
    ValueError
        If the scale is none of these.
    """
    score_pct = np.asarray(score_pct, dtype=float)
    if score_scale == "log":
        return np.where(score_pct > 0, np.log(np.where(score_pct > 0, score_pct, 1.0)), np.nan)
    if score_scale == "logit":
        share = (score_pct / 100 * n_items + 0.5) / (n_items + 1)
        return np.log(share) - np.log1p(-share)
    if score_scale == "chance_corrected":
        return chance_corrected(score_pct, chance_pct)
    if score_scale == "raw":
        return score_pct
    if score_scale == "raw_nonzero":
        return np.where(score_pct > 0, score_pct, np.nan)
    raise ValueError(f"Unknown scale {score_scale!r}; the scales are {', '.join(SCORE_SCALES)}")


class Scores(Protocol):
    """Scores of one cohort and benchmark."""

    @property
    def n_rows(self) -> int:
        """Evaluations, with or without a value on a scale."""

    @property
    def chance_pct(self) -> float | None:
        """The chance level in percent; None where it is unknown."""

    @property
    def has_zeros(self) -> bool:
        """True if a score is 0, which has no logarithm."""

    def unknown(self, score_scale: str) -> str | None:
        """Return what nobody knows of the benchmark that the scale needs, or none."""

    def on(self, score_scale: str, name: str) -> pl.DataFrame:
        """Return rows or cells with the score on a scale in a column of that name."""

    def n_scored(self, frame: pl.DataFrame, name: str) -> int:
        """Return how many evaluations of such a frame have a value."""


@dataclass(frozen=True)
class ScoredRows:
    """One row per evaluation.

    Attributes
    ----------
    rows : polars.DataFrame
        ``log_parameters_b``, ``architecture``, ``score_pct``, ``n_items``, ``chance_pct``; the last
        two are constant, or null where nobody knows them.
    """

    rows: pl.DataFrame

    @property
    def n_rows(self) -> int:
        """Evaluations."""
        return self.rows.height

    @property
    def chance_pct(self) -> float | None:
        """The chance level in percent."""
        return _constant(self.rows, "chance_pct")

    @property
    def has_zeros(self) -> bool:
        """True if a score is 0."""
        return bool((self.rows["score_pct"] <= 0).any())

    def unknown(self, score_scale: str) -> str | None:
        """Return what nobody knows that the scale needs, or none."""
        return _unknown(self.rows, score_scale)

    def on(self, score_scale: str, name: str) -> pl.DataFrame:
        """Return the rows with the score on a scale, null where it has none."""
        if self.unknown(score_scale):
            values = np.full(self.rows.height, np.nan)
        else:
            n_items, chance_pct = self.rows["n_items"][0], self.rows["chance_pct"][0]
            values = on_scale(self.rows["score_pct"].to_numpy(), score_scale, n_items, chance_pct)
        return self.rows.with_columns(pl.Series(name, values, nan_to_null=True).fill_nan(None))

    def n_scored(self, frame: pl.DataFrame, name: str) -> int:
        """Return how many rows have a value."""
        return frame[name].count()


@dataclass(frozen=True)
class ScoredCells:
    """One row per scale and cell of evaluations of one size and architecture.

    Attributes
    ----------
    cells : polars.DataFrame
        ``score_scale`` (any but chance_corrected, which follows from raw), ``log_parameters_b``,
        ``architecture``, ``n_rows``, ``n_obs`` of them with a value on the scale, ``score`` (their
        mean), ``squares_within``, ``n_items``, ``chance_pct``.
    """

    cells: pl.DataFrame

    @property
    def n_rows(self) -> int:
        """Evaluations."""
        return int(self._of("raw")["n_rows"].sum())

    @property
    def chance_pct(self) -> float | None:
        """The chance level in percent."""
        return _constant(self.cells, "chance_pct")

    @property
    def has_zeros(self) -> bool:
        """True if a score is 0."""
        return int(self._of("raw_nonzero")[N_OBS].sum()) < self.n_rows

    def unknown(self, score_scale: str) -> str | None:
        """Return what nobody knows that the scale needs, or none."""
        return _unknown(self.cells, score_scale)

    def on(self, score_scale: str, name: str) -> pl.DataFrame:
        """Return the cells of a scale, null where no evaluation has a value."""
        return self._of(score_scale).rename({"score": name})

    def n_scored(self, frame: pl.DataFrame, name: str) -> int:
        """Return how many evaluations have a value."""
        return int(frame.filter(pl.col(name).is_not_null())[N_OBS].sum())

    def _of(self, score_scale: str) -> pl.DataFrame:
        return self.cells.filter(pl.col("score_scale") == score_scale)


def _constant(frame: pl.DataFrame, column: str) -> float | None:
    value = frame[column][0]
    return None if value is None else float(value)


def _unknown(frame: pl.DataFrame, score_scale: str) -> str | None:
    if score_scale == "logit" and frame["n_items"][0] is None:
        return "number of items unknown"
    if score_scale == "chance_corrected" and frame["chance_pct"][0] is None:
        return "no chance level"
    return None
