"""Cells of a scale: one share of items per model and benchmark, and which of them connect."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from analysis_py.statistics.arrays import BoolArray, FloatArray, IntArray

#: A model takes part with this many benchmarks, a benchmark with this many such models.
MINIMUM_BENCHMARKS_OF_MODEL = 4
MINIMUM_MODELS_OF_BENCHMARK = 3
#: A cohort carries a scale with this many connected models and benchmarks.
MINIMUM_MODELS = 30
MINIMUM_BENCHMARKS = 6
#: The information matrix of more models than these is too large to invert in a build;
#: ``int_ability_cells`` takes base families where there are more.
MAXIMUM_MODELS = 1000


@dataclass(frozen=True)
class Cells:
    """The cells of one scale, shape (n,), and whose they are.

    Shares and chances of items are from 0 to 1, ``n_items`` the independent items behind a share;
    ``model`` and ``benchmark`` say which of ``models`` and ``benchmarks`` a cell is of, and
    ``developer``, shape (number of models,), which of ``developers`` each model is.
    """

    share: FloatArray
    chance: FloatArray
    n_items: FloatArray
    model: IntArray
    benchmark: IntArray
    developer: IntArray
    models: NDArray[np.str_]
    benchmarks: NDArray[np.str_]
    developers: NDArray[np.str_]

    def part(self, is_kept: BoolArray) -> Cells:
        """Return some of the cells, of the same models and benchmarks."""
        return replace(
            self,
            share=self.share[is_kept],
            chance=self.chance[is_kept],
            n_items=self.n_items[is_kept],
            model=self.model[is_kept],
            benchmark=self.benchmark[is_kept],
        )


def index_cells(frame: pl.DataFrame) -> Cells:
    """Return the cells of the frame of a cohort, models and benchmarks in alphabetical order."""
    frame = frame.sort("weights", "benchmark_id")
    models, first, model = np.unique(
        frame["weights"].to_numpy().astype(str), return_index=True, return_inverse=True
    )
    benchmarks, benchmark = np.unique(
        frame["benchmark_id"].to_numpy().astype(str), return_inverse=True
    )
    developers, developer = np.unique(
        frame["developer"].to_numpy().astype(str)[first], return_inverse=True
    )
    return Cells(
        share=frame["share"].to_numpy().astype(float),
        chance=frame["chance"].to_numpy().astype(float),
        n_items=frame["n_items"].to_numpy().astype(float),
        model=model,
        benchmark=benchmark,
        developer=developer,
        models=models,
        benchmarks=benchmarks,
        developers=developers,
    )


def connected_cells(
    frame: pl.DataFrame, of_model: int = MINIMUM_BENCHMARKS_OF_MODEL
) -> pl.DataFrame:
    """Return the rows of the largest set of models and benchmarks that chains of scores connect.

    Models with fewer benchmarks than ``of_model``, and benchmarks of too few models, are left out,
    again and again until none is.
    """
    n_before = -1
    while frame.height != n_before:
        n_before = frame.height
        frame = frame.filter(pl.len().over("weights") >= of_model)
        frame = frame.filter(pl.len().over("benchmark_id") >= MINIMUM_MODELS_OF_BENCHMARK)
    if frame.is_empty():
        return frame
    models, model = np.unique(frame["weights"].to_numpy().astype(str), return_inverse=True)
    benchmark = np.unique(frame["benchmark_id"].to_numpy().astype(str), return_inverse=True)[1]
    size = len(models) + benchmark.max() + 1
    graph = coo_matrix((np.ones(len(model)), (model, len(models) + benchmark)), shape=(size, size))
    part = connected_components(graph, directed=False)[1][model]
    return frame.filter(part == np.bincount(part).argmax())


def cannot_scale(frame: pl.DataFrame) -> str | None:
    """Return why connected cells carry no scale, or None."""
    n_models, n_benchmarks = frame["weights"].n_unique(), frame["benchmark_id"].n_unique()
    if n_benchmarks < MINIMUM_BENCHMARKS:
        return f"{n_benchmarks} connected benchmarks, fewer than {MINIMUM_BENCHMARKS}"
    if n_models < MINIMUM_MODELS:
        return f"{n_models} connected models, fewer than {MINIMUM_MODELS}"
    if n_models > MAXIMUM_MODELS:
        return f"{n_models} connected models, more than {MAXIMUM_MODELS}"
    return None
