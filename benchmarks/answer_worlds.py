"""Answers of runs, real and made up, for two_runs.py, several_runs.py and the trial of tools."""

from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis_py.runs.paired.clusters import ClusterSums

ROOT = Path(__file__).parents[1]
Floats = NDArray[np.float64]
_ANSWERS = """
    select benchmark_id, evaluation_id, item_key, score / 10000 as score
    from read_parquet('{root}/data/items/zeroeval/results/*/*.parquet')
    order by all
"""
_OF_MMLU_PRO = """
    select evaluation_id, item_key, {column}, score / 10000 as score
    from read_parquet('{root}/data/items/mmlu_pro/results/*/*.parquet') as results
    join read_parquet('{root}/data/items/mmlu_pro/items.parquet') as items
        using (benchmark_id, item_key)
    order by all
"""


class Documents(NamedTuple):
    """Samples of questions on documents: questions, and where only B or only A is right.

    All have the shape (samples, documents).
    """

    sizes: Floats
    only_b: Floats
    only_a: Floats

    def sums(self) -> ClusterSums:
        """Return the sums over the clusters of each sample."""
        n_samples, groups = self.sizes.shape
        differences, squares = self.only_b - self.only_a, self.only_b + self.only_a
        flat = (each.ravel() for each in (self.sizes, differences, squares))
        return ClusterSums(np.repeat(np.arange(n_samples), groups), np.ones(self.sizes.size), *flat)

    def tables(self) -> tuple[Floats, Floats, Floats]:
        """Return the questions where only B and only A is right, and all, of each sample."""
        return self.only_b.sum(1), self.only_a.sum(1), self.sizes.sum(1)


def read_pairs() -> list[Floats]:
    """Return the scores of every pair of models on a benchmark, questions by two."""
    answers = duckdb.sql(_ANSWERS.format(root=ROOT)).pl()
    pairs = []
    for _, rows in sorted(answers.group_by("benchmark_id")):
        wide = rows.pivot("evaluation_id", index="item_key", values="score").drop("item_key")
        scores = wide.drop_nulls().to_numpy()
        pairs += [scores[:, [i, j]] for i, j in combinations(range(scores.shape[1]), 2)]
    return [pair for pair in pairs if len(pair) > 100]


def read_subjects() -> pl.DataFrame:
    """Return the scores of all models on MMLU-Pro, a column each, with `item_key` and `part`."""
    rows = duckdb.sql(_OF_MMLU_PRO.format(root=ROOT, column="part")).pl()
    return rows.pivot("evaluation_id", index=["item_key", "part"], values="score").drop_nulls()


def read_sources() -> Documents:
    """Return every pair of models on the sources of MMLU-Pro, which have 17 to 1,003 questions."""
    answers = duckdb.sql(_OF_MMLU_PRO.format(root=ROOT, column="source")).pl().drop_nulls("source")
    index = ["source", "item_key"]
    wide = answers.pivot("evaluation_id", index=index, values="score").sort(index)
    complete = [name for name in wide.columns if name not in index and not wide[name].has_nulls()]
    scores, (_, source) = (
        wide.select(complete).to_numpy(),
        np.unique(wide["source"].to_numpy(), return_inverse=True),
    )
    tables = []
    for i, j in combinations(range(scores.shape[1]), 2):
        difference = scores[:, j] - scores[:, i]
        tables.append([np.bincount(source, sign * difference > 0) for sign in (1, -1)])
    only_b, only_a = np.moveaxis(np.array(tables, float), 1, 0)
    return Documents(np.broadcast_to(np.bincount(source), only_b.shape), only_b, only_a)


def draw_sources(rng: np.random.Generator, groups: int, draws: int) -> tuple[Documents, Floats]:
    """Return samples of sources with replacement, of any pair, and the pairs' true differences."""
    every = read_sources()
    pair = rng.integers(len(every.sizes), size=draws)
    chosen = rng.integers(every.sizes.shape[1], size=(draws, groups))
    only_b, only_a, n = every.tables()
    sample = Documents(*(each[pair[:, None], chosen] for each in every))
    return sample, ((only_b - only_a) / n)[pair]


def draw_documents(
    rng: np.random.Generator, groups: int, draws: int, differ: float, alike: float, spread: float
) -> Documents:
    """Return samples of documents that share what differs and which side wins, equal on average.

    Parameters
    ----------
    differ, alike : float
        Share of questions that differ, and the correlation of differing within a document.
    spread : float
        Standard deviation of the logarithm of sizes; 0 for documents of five questions each.
    """
    shape = (draws, groups)
    sizes = (
        np.ceil(5 * rng.lognormal(-(spread**2) / 2, spread, shape)) if spread else np.full(shape, 5)
    )
    share = rng.beta(differ * (1 / alike - 1), (1 - differ) * (1 / alike - 1), shape)
    up = np.where(rng.random(shape) < 0.5, 0.9, 0.1)
    n_differ = rng.binomial(sizes.astype(int), share)
    only_b = rng.binomial(n_differ, up)
    return Documents(sizes.astype(float), only_b.astype(float), (n_differ - only_b).astype(float))


def draw_losses(rng: np.random.Generator, n: int, losses: float) -> tuple[Floats, float]:
    """Return grades of B less A that gain a point, but for total losses; and the true mean."""
    d = np.where(rng.random(n) < losses, -1.0, rng.normal(0.01, 0.02, n).clip(-1, 1))
    return d, 0.01 * (1 - losses) - losses


def draw_judged(rng: np.random.Generator, n: int, garbage: float) -> tuple[Floats, float]:
    """Return a judge's grades of B less A, a tenth worse, some of them garbage; and the mean."""
    a, b = rng.beta(6, 2, n), rng.beta(5, 3, n)
    a, b = (np.where(rng.random(n) < garbage, rng.integers(0, 2, n), each) for each in (a, b))
    return b - a, (1 - garbage) * (5 / 8 - 6 / 8)
