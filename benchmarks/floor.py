"""How often the noise floor alarms, and which drops it sees.

python benchmarks/floor.py    # writes results/floor.md; two minutes

Each run of benchmarks/data, of one model on one suite, is left out once, and counts once, however
many sets of other runs judge it. CRUXEval's samples are sorted: its server, vLLM, returned those of
one request by their likelihood. The first of each question are no run, so they are shuffled within
questions everywhere but in a row of their own.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats
from tables import write_page

from analysis_py.runs.floor.predicting import Shape, fit_shape, mid_p, predict_right
from analysis_py.runs.floor.spread import _KNOWN_DF, Spread, drop_seen, spread_of_runs, widen_p
from analysis_py.runs.floor.watching import watch_runs

HERE = Path(__file__).parent
RESULTS = HERE / "results/floor.md"
SEED, FEWEST, EVERY = 20261202, 30, 100
Answers = NDArray[np.int64]
#: Runs that are known to vary as their answers do.
_AS_ANSWERS = Spread(1.0, 1.0, 1_000_000)


class Repeats(NamedTuple):
    """The right answers of one model to one suite, questions by runs."""

    suite: str
    version: str
    right: Answers


def main() -> None:
    """Write the tables."""
    rng = np.random.default_rng(SEED)
    repeats = [*read_suite(), *(_shuffle(each, rng) for each in read_answers())]
    head = ["# The noise floor: measured error rates", ""]
    head += ["`python benchmarks/floor.py`; each run left out once, mean over at most 10 sets."]
    sections = {
        "False alarms of left-out runs": leave_out,
        "False alarms of runs drawn from the shares right of real ones": draw_runs,
        "What a suite would see if the others alone chose the prior": leave_suite_out,
        "Planted drops: each right answer lost with a probability": plant_drops,
        f"Series with `--every {EVERY}`: false alarms, and declines of .5 points a run": watch,
    }
    of_repeats = {title: partial(section, repeats) for title, section in sections.items()}
    write_page(RESULTS, head, of_repeats, SEED)


def read_suite() -> Iterator[Repeats]:
    """Yield the sets with enough questions and runs."""
    rows = pl.read_csv(HERE / "data/repeats_suite.csv.gz")
    for key, frame in sorted(rows.partition_by("suite", "version", "model", as_dict=True).items()):
        yield from _widen(f"{key[0]}", f"{key[1]}", frame, "repeat", "is_right")


def read_answers() -> Iterator[Repeats]:
    """Yield the sets of answers that are right or wrong."""
    rows = pl.read_parquet(HERE / "data/repeats.parquet")
    for key, frame in sorted(rows.partition_by("benchmark", "model", as_dict=True).items()):
        yield from _widen(f"{key[0]}", f"{key[1]}", frame, "run", "score")


def _widen(
    suite: str, version: str, frame: pl.DataFrame, run: str, score: str
) -> Iterator[Repeats]:
    wide = frame.pivot(run, index="item", values=score, aggregate_function="first").sort("item")
    right = wide.drop("item").drop_nulls().to_numpy().astype(int)
    if right.shape[0] >= FEWEST and right.shape[1] >= 4:
        yield Repeats(suite, version, right)


def _shuffle(each: Repeats, rng: np.random.Generator) -> Repeats:
    """Return samples that are sorted in any order."""
    is_sorted = each.suite.startswith("cruxeval")
    return each._replace(right=rng.permuted(each.right, axis=1)) if is_sorted else each


def _choose(rng: np.random.Generator, runs: int, m: int, new: int, draws: int = 10) -> Answers:
    """Return sets of m other runs."""
    others = np.delete(np.arange(runs), new)
    sets = {tuple(sorted(rng.permutation(others)[:m])) for _ in range(3 * draws)}
    return np.array(sorted(sets)[:draws])


def leave_out(repeats: list[Repeats], rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Count alarms by size of suite and number of earlier runs."""
    table = pl.DataFrame(
        [
            row
            for i, each in enumerate([*repeats, *_sorted()])
            for m in (3, 4, 9)
            for row in _judge_left_out(i, each, m, rng)
        ]
    )
    runs = table.group_by("suite", "set", "m", "new", maintain_order=True).mean()
    is_sorted = pl.col("set") >= len(repeats)
    groups = {
        "home suite, 49 questions": pl.col("suite") == "assist-mini",
        "home suite, 92 questions": pl.col("suite") == "assist",
        "others, 50 to 800 questions": ~is_sorted & ~pl.col("suite").str.starts_with("assist"),
        "all": ~is_sorted,
        "CRUXEval's samples as sorted": is_sorted,
    }
    for name, group in groups.items():
        for m in (3, 4, 9):
            some = runs.filter(group, m=m)
            if len(some):
                shares = {column: _share(some[column].drop_nulls()) for column in _TOLD}
                error = {"standard error": _error_by_set(some)}
                yield {"runs of": name, "earlier runs": m, "runs": len(some)} | error | shares


def _sorted() -> list[Repeats]:
    return [each for each in read_answers() if each.suite.startswith("cruxeval")]


def _error_by_set(runs: pl.DataFrame) -> str:
    """Return the standard error of the alarms at 5 %; runs of one set are not independent."""
    told = runs.drop_nulls("at 5 %")
    off = told.with_columns(pl.col("at 5 %") - pl.col("at 5 %").mean())
    by_set = off.group_by("set", maintain_order=True).agg(pl.col("at 5 %").sum())["at 5 %"]
    if len(by_set) < 5:
        return "–"
    return f"{100 * float((by_set**2).sum()) ** 0.5 / len(told):.1f} %"


#: What is told of a left-out run.
_TOLD = [
    *("at 5 %", "at 1 %", "as answers vary, at 5 %", "at 1 % ", "upper 5 %"),
    *("means alone", "no noise measured"),
]


def _judge_left_out(
    i: int, each: Repeats, m: int, rng: np.random.Generator, known_df: float = _KNOWN_DF
) -> Iterator[dict[str, object]]:
    """Yield what sets of m other runs say of each run."""
    runs = each.right.shape[1]
    for new in range(runs) if m < runs else ():
        for chosen in _choose(rng, runs, m, new):
            key = {"suite": each.suite, "set": i, "m": m, "new": new}
            yield key | _judge_run(each.right[:, chosen], each.right[:, new], known_df)


def _judge_run(old: Answers, new: Answers, known_df: float) -> dict[str, float | None]:
    if (old == old[:, :1]).all():
        return dict.fromkeys(_TOLD) | {"no noise measured": 1.0}
    m, right = old.shape[1], old.sum(axis=1)
    spread = spread_of_runs(old, 1)._replace(known_df=known_df)
    plain = mid_p(predict_right(right, m, fit_shape(right, m)))
    p, total = widen_p(plain, spread), int(new.sum())
    told = (p[total] <= 0.05, p[total] <= 0.01, plain[total] <= 0.05, plain[total] <= 0.01)
    shown = (*told, p[total] >= 0.95, spread.is_shared, False)
    return dict(zip(_TOLD, map(float, shown), strict=True))


def draw_runs(repeats: list[Repeats], rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Count alarms where no suite has as many runs: questions of real sets, answers by shares."""
    worlds, seed = _vary(repeats), int(rng.integers(2**31))
    for n in (37, 49, 92, 800):
        for m in (3, 4, 9):
            told, rng = [], np.random.default_rng([seed, n, m])
            for _ in range(400):
                p = rng.choice(worlds[rng.integers(len(worlds))].right.mean(axis=1), n)
                drawn = (rng.random((n, m + 1)) < p[:, None]).astype(int)
                told.append(_judge_run(drawn[:, :m], drawn[:, m], _KNOWN_DF))
            table = pl.DataFrame(told, schema=dict.fromkeys(_TOLD, pl.Float64))
            shares = {column: _share(table[column].drop_nulls()) for column in _TOLD}
            yield {"questions": n, "earlier runs": m} | shares


def _vary(repeats: list[Repeats]) -> list[Repeats]:
    return [x for x in repeats if (x.right != x.right[:, :1]).any() and x.right.mean() > 0.3]


def leave_suite_out(repeats: list[Repeats], _: np.random.Generator) -> Iterator[dict[str, object]]:
    """Take the prior of all suites but one, and count alarms on that one.

    The ratio of a set has the F distribution with runs - 1 and the prior's degrees of freedom
    (Smyth 2004). The rule takes the lower confidence limit (95 %, one-sided, by the likelihood
    ratio): the largest widening that the sets do not reject. Suites of the newest version are a
    row: the earlier ones choose. Shuffled samples say nothing of runs.
    """
    real = [each for each in repeats if not each.suite.startswith("cruxeval")]
    ratios = [(each, spread_of_runs(each.right, 1).ratio) for each in _vary(real)]
    newest = max(each.version for each, _ in ratios if each.suite.startswith("assist"))
    for name, is_out in {
        "home suite, 49 questions": lambda x: x.suite == "assist-mini",
        "home suite, 92 questions": lambda x: x.suite == "assist",
        "all others": lambda x: not x.suite.startswith("assist"),
        f"home suites of {newest}, the newest": lambda x: x.version == newest,
        "none": lambda x: False,
    }.items():
        likeliest, df = _fit_prior([(x.right.shape[1] - 1, r) for x, r in ratios if not is_out(x)])
        by_others, by_ours = (
            _alarms(list(filter(is_out, real)), prior) for prior in (df, _KNOWN_DF)
        )
        yield {
            "suite left out": name,
            "likeliest df": f"{likeliest:.0f}" if likeliest < _LARGEST else f"{_LARGEST:,} or more",
            "lower limit": f"{df:.0f}",
            "runs": len(by_ours),
            "alarms at 5 % with the limit": _share(by_others),
            f"with {_KNOWN_DF}": _share(by_ours),
        }


def _alarms(repeats: list[Repeats], df: float) -> pl.Series:
    """Return the share of sets of three earlier runs that each run alarms."""
    rng = np.random.default_rng(SEED)
    rows = [row for i, each in enumerate(repeats) for row in _judge_left_out(i, each, 3, rng, df)]
    if not rows:
        return pl.Series(dtype=pl.Float64)
    return (
        pl.DataFrame(rows)
        .group_by("set", "new", maintain_order=True)
        .agg(pl.col("at 5 %").mean())["at 5 %"]
        .drop_nulls()
    )


_LARGEST = 1000


def _fit_prior(ratios: list[tuple[int, float]]) -> tuple[float, float]:
    """Return the likeliest degrees of freedom of the prior, and their lower limit."""
    runs_df, ratio = np.array(ratios).T
    grid = np.geomspace(1, _LARGEST, 400)
    likelihoods = np.array(
        [stats.f.logpdf(np.maximum(ratio, 1e-3), runs_df, df).sum() for df in grid]
    )
    is_kept = likelihoods >= likelihoods.max() - stats.chi2.ppf(0.9, 1) / 2
    return float(grid[likelihoods.argmax()]), float(grid[is_kept].min())


def _share(those: pl.Series) -> str:
    return f"{100 * those.mean():.1f} %" if len(those) else "–"


def plant_drops(repeats: list[Repeats], rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Count alarms after a drop for which the power is stated."""
    found: dict[float, list[tuple[float, float, float]]] = {}
    for each in repeats:
        n, runs = each.right.shape
        m = min(runs - 1, 4)
        for new in range(runs):
            old = np.delete(each.right, new, axis=1)[:, :m]
            if (old == old[:, :1]).all():
                continue
            spread, right = spread_of_runs(old, 1), old.sum(axis=1)
            shape = fit_shape(right, m)
            p = widen_p(mid_p(predict_right(right, m, shape)), spread)
            share = right.mean() / m
            for power in (0.5, 0.8, 0.95):
                variance = shape.spread_after(m) / n
                drop, plain = (
                    drop_seen(0.05, power, each_spread, variance, (share, n)) / share
                    for each_spread in (spread, _AS_ANSWERS)
                )
                if drop > 0.5:
                    continue
                kept = rng.binomial(int(each.right[:, new].sum()), 1 - drop, 200)
                found.setdefault(power, []).append(
                    (100 * drop, float((p[kept] <= 0.05).mean()), drop / plain)
                )
    for power, rows in found.items():
        drops, seen, dearer = np.array(rows).T
        yield {
            "stated": f"{100 * power:.0f} %",
            "seen": f"{100 * seen.mean():.1f} %",
            "median drop, percent of right answers": f"{np.median(drops):.1f}",
            "of the drop without widening, median": f"{100 * np.median(dearer):.0f} %",
            "runs": len(rows),
        }


def watch(repeats: list[Repeats], rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Count alarms in series drawn from real repeats: each question's answers by its own share."""
    worlds = _vary(repeats)
    for n_questions in (92, 1000):
        waits, seen, pairs, draws = [], [], [], 150
        for _ in range(draws):
            real = worlds[rng.integers(len(worlds))].right
            p = real.mean(axis=1)[rng.integers(len(real), size=n_questions)]
            old = (rng.random((n_questions, 5)) < p[:, None]).astype(int)
            if (old == old[:, :1]).all():
                continue
            right = old.sum(axis=1)
            shape = fit_shape(right, 5)
            steady = (rng.random((n_questions, 40)) < p[:, None]).astype(int)
            alarm = watch_runs(right, 5, shape, steady, EVERY).alarm
            waits.append((alarm or 40, alarm is not None))
            lost = np.minimum(0.005 * np.arange(1, 11) / max(p.mean(), 0.1), 1)
            falling = (rng.random((n_questions, 10)) < p[:, None] * (1 - lost)).astype(int)
            seen.append(watch_runs(right, 5, shape, falling, EVERY).alarm is not None)
            pairs.append(_any_pair_alarms(right, shape, falling))
        time, alarms = np.array(waits).sum(axis=0)
        yield {
            "questions": n_questions,
            "series": len(waits),
            "runs between false alarms": f"{time / max(alarms, 1):.0f}",
            "declines found within 10 runs": f"{100 * np.mean(seen):.1f} %",
            "by single runs at 1 in 100": f"{100 * np.mean(pairs):.1f} %",
        }


def _any_pair_alarms(right: Answers, shape: Shape, new: Answers) -> bool:
    p = mid_p(predict_right(right, 5, shape))
    return bool((p[new.sum(axis=0)] <= 1 / EVERY).any())


if __name__ == "__main__":
    main()
