"""Several candidates against one baseline: whatever is said of any of them holds together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis_py.runs.comparing import Choices, Comparison, compare_pairs
from analysis_py.runs.documents import NothingInCommonError
from analysis_py.runs.paired.decisions import CANNOT_TELL
from analysis_py.runs.paired.several import simultaneous_level
from analysis_py.runs.pairing import pair_runs
from analysis_py.runs.reading import Run


@dataclass(frozen=True, kw_only=True)
class Several:
    """The comparisons of candidates with a baseline.

    Attributes
    ----------
    level : float
        With which all intervals hold together.
    comparisons : list of Comparison
        Each at the level that this takes.
    may_be_best : list of Run
        Those of which no interval says that another is better.
    """

    level: float
    comparisons: list[Comparison]
    may_be_best: list[Run]

    @property
    def gate(self) -> str | None:
        """Whether every gate holds; fails if one fails."""
        gates = [each.gate for each in self.comparisons if each.gate is not None]
        return next((word for word in ("fails", CANNOT_TELL, "holds") if word in gates), None)


def compare_several(runs: Sequence[Run], choices: Choices) -> Several:
    """Compare each run with the first.

    Parameters
    ----------
    runs : sequence of Run
        The baseline, and the candidates.
    choices : Choices
        The level is that of all intervals together.

    Raises
    ------
    NothingInCommonError
        If a run is named twice, or has no question in common with the first.
    """
    paths = [run.path for run in runs]
    if twice := next((path for path in paths if paths.count(path) > 1), None):
        raise NothingInCommonError(f"{twice} is named twice")
    base, *candidates = _name_all(runs)
    pairings = [pair_runs(base, run, choices) for run in candidates]
    level = 1 - (1 - choices.level) / len(candidates)
    first = [
        compare_pairs(base, *each, replace(choices, level=level))
        for each in zip(candidates, pairings, strict=True)
    ]
    shared = _join(first)
    if not choices.planned and len(shared) > 1:
        differences = shared.select(pl.selectors.starts_with("d")).to_numpy()
        clusters = shared["cluster"].to_numpy() if shared["cluster"].n_unique() > 1 else None
        level = simultaneous_level(differences, choices.level, clusters)
    each = replace(choices, level=level)
    comparisons = [
        compare_pairs(base, *one, each) for one in zip(candidates, pairings, strict=True)
    ]
    return Several(
        level=choices.level, comparisons=comparisons, may_be_best=_find_best(base, comparisons)
    )


def _name_all(runs: Sequence[Run]) -> list[Run]:
    """Return runs with names that differ: their paths if two are called alike."""
    are_alike = len({run.name for run in runs}) < len(runs)
    return [replace(run, name=run.path) for run in runs] if are_alike else list(runs)


def _join(comparisons: Sequence[Comparison]) -> pl.DataFrame:
    """Return the differences on the questions that all have, and their clusters."""
    joined = pl.DataFrame()
    for i, each in enumerate(comparisons):
        frames = [
            pl.DataFrame(
                {
                    "task": [pairs.task] * len(pairs.differences),
                    "item": pairs.items.filter(pairs.is_complete),
                    f"d{i}": pairs.differences,
                    "cluster": pairs.items.filter(pairs.is_complete)
                    if pairs.cluster is None
                    else pairs.cluster[pairs.is_complete],
                }
            )
            for pairs in each.pairs
        ]
        frame = pl.concat(frames).with_columns(
            pl.concat_str("task", "cluster", separator="\n").alias("cluster")
        )
        joined = frame if i == 0 else joined.join(frame.drop("cluster"), on=["task", "item"])
    return joined


def _find_best(base: Run, comparisons: Sequence[Comparison]) -> list[Run]:
    """Return the runs that no interval puts below another one."""
    ends = [c.overall.bounds or (c.overall.low, c.overall.high) for c in comparisons]
    lows, highs = np.array([(0.0, 0.0), *ends]).T
    runs = [base, *(c.b for c in comparisons)]
    return [run for run, high in zip(runs, highs, strict=True) if high >= lows.max()]
