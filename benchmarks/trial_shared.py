"""Answers that are not independent, for tools_on_trial.py: documents, sources, repeats, looks.

Every rule here is a formula of the package that is named, which `check_clusters` calls beside it.
"""

from collections.abc import Callable, Iterator
from importlib.metadata import version
from itertools import combinations
from typing import Any

import duckdb
import numpy as np
from answer_worlds import ROOT, Documents, draw_sources, read_subjects
from numpy.typing import NDArray
from scipy import special
from trial_laws import Counts, Floats, by_tango, p_exact, p_of, standard_error

from analysis_py.runs.paired.clusters import weigh_clusters
from analysis_py.runs.paired.holm import holm
from analysis_py.runs.paired.score_interval import binary_interval, score_interval
from analysis_py.runs.paired.sequence import sequence_interval

LEVEL, DRAWS, RESAMPLES = 0.95, 2000, 500
_REPEATS = """
    select benchmark_id, evaluation_id, item_key, n_runs, round(score / 10000 * n_runs) as n_right
    from read_parquet('{root}/data/items/repeats/results/*/*.parquet') as results
    where n_runs >= 4 order by all
"""
#: Tools with clusters: the distribution, whether it corrects for their number, and whether by t.
SANDWICHES = {
    "errorbars, clusters": ("errorbars", True, True),
    "deltagate, clusters": ("deltagate", True, False),
    "Miller, clustered z": ("", False, False),
}
Interval = tuple[Floats, Floats, Floats]
Rows = Iterator[dict[str, Any]]


def order_subjects() -> tuple[Floats, np.ndarray]:
    """Return the right answers to MMLU-Pro, questions by models in their order, and subjects."""
    wide = read_subjects().sort("part", "item_key")
    return wide.drop("item_key", "part").to_numpy(), wide["part"].to_numpy()


def draw_documents(
    rng: np.random.Generator, groups: int, least: float, most: float
) -> tuple[Documents, Floats]:
    """Return documents of five neighbours of real pairs so far apart, and the true differences."""
    right, _ = order_subjects()
    right = right[: len(right) // 5 * 5]
    mean = right.mean(0)
    pairs = [
        p
        for p in combinations(range(len(mean)), 2)
        if least <= abs(mean[p[0]] - mean[p[1]]) <= most
    ]
    which = np.array(pairs)[rng.integers(len(pairs), size=DRAWS)]
    documents = rng.integers(len(right) // 5, size=(DRAWS, groups))
    folded = right.reshape(-1, 5, right.shape[1])
    sides = [folded[documents, :, which[:, [side]]] for side in (0, 1)]
    only_b, only_a = ((sides[i] > sides[1 - i]).sum(2).astype(float) for i in (1, 0))
    truth = mean[which[:, 1]] - mean[which[:, 0]]
    return Documents(np.full((DRAWS, groups), 5.0), only_b, only_a), truth


def swap_clusters(documents: Documents, rng: np.random.Generator) -> Documents:
    """Return the documents with the sides of whole clusters swapped at random."""
    turn = rng.random(documents.sizes.shape) < 0.5
    b, a = documents.only_b, documents.only_a
    return Documents(documents.sizes, np.where(turn, a, b), np.where(turn, b, a))


def sandwich(documents: Documents, is_corrected: bool, by_t: bool) -> Interval:
    """Return limits and p by the sums of residuals of clusters: CR1, or CR0 without correction."""
    b, c, n = documents.tables()
    groups = documents.sizes.shape[1]
    mean = (b - c) / n
    residuals = documents.only_b - documents.only_a - documents.sizes * mean[:, None]
    error = np.sqrt((residuals**2).sum(1) * (groups / (groups - 1) if is_corrected else 1)) / n
    df = groups - 1 if by_t else np.inf
    half = error * (special.stdtrit(df, 0.975) if by_t else special.ndtri(0.975))
    return mean - half, mean + half, p_of(mean, error, df)


def bootstrap_clusters(documents: Documents, rng: np.random.Generator) -> Interval:
    """Return percentile limits of whole clusters drawn anew, and twice the smaller tail."""
    groups, found = documents.sizes.shape[1], []
    for sums, sizes in zip(documents.only_b - documents.only_a, documents.sizes, strict=True):
        times = rng.multinomial(groups, np.full(groups, 1 / groups), RESAMPLES)
        means = (times @ sums) / (times @ sizes)
        tail = min((means <= 0).mean(), (means >= 0).mean())
        found.append([*np.quantile(means, (0.025, 0.975)), min(1.0, 2 * tail)])
    low, high, p = np.transpose(found)
    return low, high, p


def judge_clusters(documents: Documents, rng: np.random.Generator) -> dict[str, Interval]:
    """Return limits and p-values by tool."""
    b, c, n = documents.tables()
    tables = np.stack([n - b - c, b, c, 0 * n], 1).astype(int)
    d, error = (b - c) / n, standard_error(tables, 1)
    t = special.stdtrit(n - 1, 0.975) * error
    found = {name: sandwich(documents, *how[1:]) for name, how in SANDWICHES.items()}
    worth = weigh_clusters(documents.sums(), LEVEL)
    return found | {
        "truescore, clusters": bootstrap_clusters(documents, rng),
        "compare --cluster": binary_interval(b, c, n, LEVEL, *worth),
        "compare": by_tango(tables)[:3],
        "scipy ttest_rel": (d - t, d + t, p_of(d, error, n - 1)),
    }


def share(row: dict[str, Any], what: str, values: np.ndarray) -> dict[str, Any]:
    """Return a row with a rate and its standard error."""
    rate = float(np.mean(values))
    return row | {what: rate, "standard_error": float(np.sqrt(rate * (1 - rate) / len(values)))}


def rate_documents(seed_of: Callable[..., np.random.Generator]) -> Rows:
    """Rate rules on questions that share documents or sources."""
    worlds = [("documents of five", "0-5 points apart", g, 0.0, 0.05) for g in (10, 30, 100)]
    worlds += [("documents of five", "10-30 points apart", g, 0.1, 0.3) for g in (10, 30, 100)]
    worlds += [("sources", "17-1,003 questions", g, 0.0, 1.0) for g in (6, 14, 30)]
    for regime, pairs, groups, least, most in worlds:
        rng = seed_of(regime, pairs, groups)
        if regime == "sources":
            sample, truth = draw_sources(rng, groups, DRAWS)
        else:
            sample, truth = draw_documents(rng, groups, least, most)
        swapped = judge_clusters(swap_clusters(sample, rng), rng)
        for tool, (low, high, _) in judge_clusters(sample, rng).items():
            row = {"tool": tool, "regime": regime, "pairs": pairs, "n": groups}
            row |= {"covers": float(((low <= truth + 1e-12) & (truth - 1e-12 <= high)).mean())}
            row |= {"width": float(np.median(high - low))}
            yield share(row, "false_alarms", swapped[tool][2] < 0.05)


def rate_repeats(seed_of: Callable[..., np.random.Generator]) -> Rows:
    """Rate four answers to a question, taken as questions and as their mean."""
    pairs = read_repeats()
    for n in (30, 100):
        rng = seed_of("four repeats", n)
        drawn = [judge_repeats(draw_repeats(pairs, n, rng)) for _ in range(DRAWS)]
        for tool in drawn[0]:
            row = {"tool": tool, "regime": "four repeats", "pairs": f"{len(pairs)} pairs", "n": n}
            yield share(row, "false_alarms", np.array([each[tool] < 0.05 for each in drawn]))


def read_repeats() -> list[tuple[Counts, Counts]]:
    """Return the right answers and all answers of each question, of pairs on a benchmark."""
    rows = duckdb.sql(_REPEATS.format(root=ROOT)).pl()
    keys = ["benchmark_id", "evaluation_id"]
    models = [(key[0], x) for key, x in rows.group_by(keys, maintain_order=True)]
    return [
        tuple(side.select("n_right", "n_runs").to_numpy().astype(int) for side in (x, y))
        for (one, x), (other, y) in combinations(models, 2)
        if one == other and x["item_key"].equals(y["item_key"])
    ]


def draw_repeats(
    pairs: list[tuple[Counts, Counts]], n: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return differences of four answers to each of n questions, sides swapped by question."""
    pair = pairs[rng.integers(len(pairs))]
    items, right = rng.integers(len(pair[0]), size=n), []
    for side in pair:
        n_right, n_runs = side[items].T
        drawn = rng.hypergeometric(n_right, n_runs - n_right, 4)
        right.append(rng.permuted(np.arange(4)[None, :] < drawn[:, None], axis=1).astype(int))
    return (right[1] - right[0]) * rng.choice([-1, 1], n)[:, None]


def judge_repeats(differences: NDArray[np.int64]) -> dict[str, float]:
    """Return p-values of all answers as questions, and of the questions' means."""
    n, means = len(differences), differences.mean(1)
    table = _tables_of(differences.ravel(), np.zeros(differences.size, int))
    error = means.std(ddof=1) / np.sqrt(n)
    names = "compare", "scipy ttest_rel", "exact McNemar"
    every = p_values(table)
    return {f"{name}, answers as questions": float(every[name][0]) for name in names} | {
        "compare, means": score_interval(means, LEVEL).p_value,
        "scipy ttest_rel, means": float(p_of(means.mean(), error, n - 1)),
    }


def p_values(tables: np.ndarray) -> dict[str, Floats]:
    """Return the p-values of the paired tests, whose rows are any number of tables."""
    d = (tables[:, 1] - tables[:, 2]) / tables.sum(1)
    error = standard_error(tables, 1)
    return {
        "compare": by_tango(tables).p,
        "exact McNemar": p_exact(tables),
        "mid-p McNemar": p_exact(tables, mid=True),
        "scipy ttest_rel": p_of(d, error, tables.sum(1) - 1),
        "Miller, paired z": p_of(d, error),
    }


def p_anytime(table: NDArray[np.int64], planned: int) -> float:
    """Return our p-value at a look, which holds at all looks together."""
    n, b, c = table.sum(), table[1], table[2]
    differences = np.repeat([1.0, -1.0, 0.0], [b, c, n - b - c])
    return sequence_interval(differences, planned, LEVEL).p_value


def rate_many(seed_of: Callable[..., np.random.Generator]) -> Rows:
    """Rate one test taken 20, 14 and 10 times: at looks, over subjects, over candidates."""
    right, subject = order_subjects()
    draws = 1000
    for regime, n, times in (
        ("20 looks", 2000, 20),
        ("14 subjects", 12_032, 14),
        ("10 candidates", 200, 10),
    ):
        rng = seed_of(regime, n)
        tables = np.concatenate([_DRAW[regime](rng, right, subject, n) for _ in range(draws)])
        shape = (draws, times)
        ahead = (tables[:, 1] > tables[:, 2]).reshape(shape) | (regime != "10 candidates")
        found = p_values(tables)
        if regime == "20 looks":
            found["compare --anytime"] = np.array([p_anytime(table, n) for table in tables])
        for tool, p in found.items():
            row = {"tool": tool, "regime": regime, "pairs": "MMLU-Pro, swapped", "n": n}
            yield share(
                row | {"draws": draws}, "false_alarms", ((p.reshape(shape) < 0.05) & ahead).any(1)
            )
            if tool == "compare":
                adjusted = np.array([holm(each) for each in p.reshape(shape)])
                yield share(
                    row | {"draws": draws, "tool": "compare, Holm"},
                    "false_alarms",
                    ((adjusted < 0.05) & ahead).any(1),
                )


def _tables_of(d: np.ndarray, groups: np.ndarray) -> np.ndarray:
    n, b, c = (np.bincount(groups, weights).astype(int) for weights in (None, d > 0, d < 0))
    return np.stack([n - b - c, b, c, 0 * n], 1)


def _look(rng: np.random.Generator, right: Floats, _subject: np.ndarray, n: int) -> np.ndarray:
    pair, rows = rng.choice(right.shape[1], 2, replace=False), rng.integers(len(right), size=n)
    d = (right[rows, pair[1]] - right[rows, pair[0]]) * rng.choice([-1, 1], n)
    return _tables_of(d, np.repeat(np.arange(20), n // 20)).cumsum(0)


def _split(rng: np.random.Generator, right: Floats, subject: np.ndarray, n: int) -> np.ndarray:
    pair = rng.choice(right.shape[1], 2, replace=False)
    d = (right[:, pair[1]] - right[:, pair[0]]) * rng.choice([-1, 1], len(right))
    return _tables_of(d, np.unique(subject, return_inverse=True)[1])


def _choose(rng: np.random.Generator, right: Floats, _subject: np.ndarray, n: int) -> np.ndarray:
    top = np.argsort(right.mean(0))[-18:]
    mine = right[np.ix_(rng.integers(len(right), size=n), rng.permutation(top)[:11])]
    d = rng.permuted(mine, axis=1)
    d = d[:, 1:] - d[:, :1]
    return np.concatenate([_tables_of(each, np.zeros(n, int)) for each in d.T])


_DRAW = {"20 looks": _look, "14 subjects": _split, "10 candidates": _choose}


def check_clusters(seed_of: Callable[..., np.random.Generator]) -> Rows:
    """Call packages on real documents beside the formulas, 80 times."""
    from deltagate import paired_delta
    from errorbars.compare import paired_compare

    sample, _ = draw_documents(seed_of("law", "clusters"), 30, 0.0, 1.0)
    few = Documents(*(each[:80] for each in sample))
    scores = [
        np.concatenate(
            [
                np.repeat([1, -1, 0], [int(b), int(a), int(n - a - b)])
                for n, b, a in zip(*each, strict=True)
            ]
        )
        for each in zip(*few, strict=True)
    ]
    cluster, zero = np.repeat(np.arange(30), 5), np.zeros(150)
    own = {"errorbars, clusters": [], "deltagate, clusters": []}
    for d in scores:
        first = paired_compare(np.maximum(d, 0), np.maximum(-d, 0) + zero, clusters=cluster)
        own["errorbars, clusters"].append(
            [first.ci_low_clustered, first.ci_high_clustered, first.p_value_clustered]
        )
        second = paired_delta(np.maximum(d, 0), np.maximum(-d, 0), clusters=cluster)
        own["deltagate, clusters"].append([second["lower"], second["upper"], second["p_value"]])
    for tool, values in own.items():
        law = np.transpose(sandwich(few, *SANDWICHES[tool][1:]))
        said = [np.array(each)[:, 2] < 0.05 for each in (values, law)]
        row = {
            "tool": tool,
            "regime": "law against package",
            "n": 30,
            "draws": len(scores),
            "called": 1.0,
        }
        row |= {"pairs": "verdicts that differ; limits apart, in questions"}
        yield row | {
            "disagree": float((said[0] != said[1]).mean()),
            "width": 150 * float(np.abs(np.array(values) - law)[:, :2].max()),
        }


def every_row(seed: int, seed_of: Callable[..., np.random.Generator]) -> Rows:
    """Return the rows of all regimes here, with the versions of their packages."""
    packages = {name: how[0] for name, how in SANDWICHES.items()}
    packages |= {"truescore, clusters": "truescore"}
    for section in (check_clusters, rate_documents, rate_repeats, rate_many):
        for row in section(seed_of):
            package = packages.get(row["tool"], "scipy" if "scipy" in row["tool"] else "")
            package = "llm-reassessment" if row["tool"].startswith("compare") else package
            yield {
                "draws": DRAWS,
                "seed": seed,
                "version": version(package) if package else "",
            } | row
