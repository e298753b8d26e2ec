"""How often something false is said of several runs or slices, and what max-T is worth.

python benchmarks/several_runs.py    # writes results/several_runs.md; five minutes

The answers are those of models to MMLU-Pro (data/items/mmlu_pro). They are swapped at random by
question, so that all runs are equally good and their answers stay real.
"""

from collections.abc import Iterator

import duckdb
import numpy as np
import polars as pl
from answer_worlds import ROOT, Floats, read_subjects
from tables import write_page

from analysis_py.runs.measures import value_of
from analysis_py.runs.paired.quantiles import quantile
from analysis_py.runs.paired.score_interval import binary_interval, score_interval
from analysis_py.runs.paired.several import simultaneous_level
from analysis_py.runs.paired.suites import adjust_tasks

RESULTS = ROOT / "benchmarks/results/several_runs.md"
SEED, LEVEL, FEWEST = 20261202, 0.95, 10
#: The base model with the most tunes on the board, with them: answers to four benchmarks.
_TUNES = """
    with own as (
        select distinct evaluation_id, model_name
        from read_parquet('{root}/data/items/openllm_v2/models.parquet')
    ),

    tunes as (
        select distinct own.evaluation_id, board.base_model_name
        from own
        join marts.fct_evaluations as board using (model_name)
        where board.base_model_name in (select model_name from own)
    ),

    most as (select mode(base_model_name) as base from tunes)

    select benchmark_id, evaluation_id, item_key, score / 10000 as score, is_base
    from read_parquet('{root}/data/items/openllm_v2/results/*/*.parquet')
    join (
        select evaluation_id, false as is_base from tunes, most where base_model_name = base
        union all
        select evaluation_id, true as is_base from own, most where model_name = base
    ) as chosen using (evaluation_id)
    order by all
"""
_REPEATS = """
    select benchmark_id, item_key, round(score / 10000 * n_runs) / n_runs as p
    from read_parquet('{root}/data/items/repeats/results/*/*.parquet', hive_partitioning = true)
    where n_runs >= 10
    order by all
"""


def main() -> None:
    """Write the tables."""
    head = ["# Several runs, slices, repeats: measured error rates", ""]
    head += ["`python benchmarks/several_runs.py`; 95 % intervals."]
    sections = {
        "Equally good candidates: anything false said of any": swap_candidates,
        "Real candidates: how much narrower max-T is than Bonferroni": narrow,
        "Slices by subject: equal runs, and five points lost in one subject": swap_slices,
        "pass^k: coverage for questions like these": cover_measures,
    }
    write_page(RESULTS, head, sections, SEED)


def read_answers() -> tuple[Floats, np.ndarray]:
    """Return the right answers, questions by models, and the subject of each question."""
    wide = read_subjects()
    return wide.drop("item_key", "part").to_numpy(), wide["part"].to_numpy()


def _p_values(differences: Floats) -> Floats:
    """Return McNemar's p-value of each column."""
    up, down = (differences > 0).sum(axis=0), (differences < 0).sum(axis=0)
    return binary_interval(up, down, len(differences), LEVEL)[2]


def _share(values: list[bool]) -> str:
    return f"{100 * np.mean(values):.1f} %"


def swap_candidates(rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Count draws in which any of several equal candidates is called better or worse."""
    right, _ = read_answers()
    for n, draws in ((50, 500), (200, 500), (len(right), 200)):
        for k in (3, 5, 10):
            any_false, bonferroni, alone = [], [], []
            for _ in range(draws):
                models = rng.choice(right.shape[1], k + 1, replace=False)
                items = rng.choice(len(right), n, replace=False)
                some = rng.permuted(right[np.ix_(items, models)], axis=1)
                differences = some[:, 1:] - some[:, :1]
                least = _p_values(differences).min()
                any_false.append(least < 1 - simultaneous_level(differences, LEVEL))
                bonferroni.append(least < (1 - LEVEL) / k)
                alone.append(least < 1 - LEVEL)
            yield {
                "questions": f"{n:,}",
                "candidates": k,
                "draws": draws,
                "any false word": _share(any_false),
                "Bonferroni": _share(bonferroni),
                "each alone": _share(alone),
            }


def narrow(rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Compare the quantiles for candidates drawn at random and for the most alike."""
    right, _ = read_answers()
    alike = np.corrcoef(right, rowvar=False)
    for name, is_alike in (("at random", False), ("the most alike of one", True)):
        for k in (3, 5, 10):
            ratios = []
            for _ in range(40):
                base, first = rng.choice(right.shape[1], 2, replace=False)
                others = np.delete(np.arange(right.shape[1]), base)
                order = (
                    np.argsort(-alike[first, others]) if is_alike else rng.permutation(len(others))
                )
                differences = right[:, others[order[:k]]] - right[:, [base]]
                z = quantile(simultaneous_level(differences, LEVEL))
                ratios.append(float(z / quantile(1 - (1 - LEVEL) / k)))
            yield {
                "candidates": f"{k}, {name}",
                "width, of Bonferroni's": f"{100 * np.mean(ratios):.1f} %",
                "narrowest": f"{100 * min(ratios):.1f} %",
            }
    yield from _narrow_tunes(rng)


def _narrow_tunes(rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Compare tunes with their base, the one of which most are tuned."""
    with duckdb.connect(str(ROOT / "warehouse/llm_reassessment.duckdb"), read_only=True) as db:
        rows = db.sql(_TUNES.format(root=ROOT)).pl()
    for k in (3, 5, 10):
        ratios = []
        for _, frame in rows.group_by("benchmark_id", maintain_order=True):
            base = frame.filter("is_base").select("item_key", base="score")
            tunes = frame.filter(~pl.col("is_base")).join(base, on="item_key")
            differences = (
                tunes.with_columns(d=pl.col("score") - pl.col("base"))
                .pivot("evaluation_id", index="item_key", values="d")
                .drop("item_key")
                .drop_nulls()
                .to_numpy()
            )
            for _ in range(20):
                some = rng.choice(differences.shape[1], k, replace=False)
                z = quantile(simultaneous_level(differences[:, some], LEVEL))
                ratios.append(float(z / quantile(1 - (1 - LEVEL) / k)))
        yield {
            "candidates": f"{k} tunes of one base",
            "width, of Bonferroni's": f"{100 * np.mean(ratios):.1f} %",
            "narrowest": f"{100 * min(ratios):.1f} %",
        }


def swap_slices(rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Count false words about equal subjects, and drops that are found."""
    right, part = read_answers()
    _, which = np.unique(part, return_inverse=True)
    for n, draws in ((50, 1000), (200, 1000), (1000, 1000), (len(right), 500)):
        false, found, by_all = [], [], []
        for _ in range(draws):
            items = rng.choice(len(right), n, replace=False)
            a, b = rng.permuted(
                right[np.ix_(items, rng.choice(right.shape[1], 2, replace=False))], axis=1
            ).T
            subject = int(rng.integers(which.max() + 1))
            is_lost = (which[items] == subject) & (b == 1) & (rng.random(n) < 0.05 / b.mean())
            false.append(bool((_adjust(b - a, which[items], FEWEST) < 1 - LEVEL).any()))
            worse = b - is_lost - a
            found.append(bool(_adjust(worse, which[items], FEWEST)[subject] < 1 - LEVEL))
            by_all.append(bool(_adjust(worse, which[items], 0)[subject] < 1 - LEVEL))
        yield {
            "questions": f"{n:,}",
            "draws": draws,
            "any false word": _share(false),
            "drop found": _share(found),
            "by Holm over separate tests": _share(by_all),
        }


def _adjust(differences: Floats, which: np.ndarray, fewest: int) -> Floats:
    """Return Holm's p-value of each slice; 1 where too few questions differ."""
    size = which.max() + 1
    up, down = (np.bincount(which, differences == sign, minlength=14) for sign in (1, -1))
    n = np.maximum(np.bincount(which, minlength=14), 1)
    p = binary_interval(up, down, n, LEVEL)[2]
    found, judged = np.ones(max(size, 14)), up + down >= fewest
    if judged.any():
        found[judged] = adjust_tasks(list(p[judged]), 0.0)
    return found


def cover_measures(rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Count intervals that cover the difference of pass^k, with the shares right of real runs."""
    rows = duckdb.sql(_REPEATS.format(root=ROOT)).pl()
    real = max((frame["p"].to_numpy() for _, frame in rows.group_by("benchmark_id")), key=len)
    for n in (50, 200):
        for answers, k in ((4, 1), (4, 2), (4, 4), (8, 4), (8, 8)):
            covers, draws = [], 300
            for _ in range(draws):
                p = rng.choice(real, n)
                q = p**1.2  # B is worse on every question that varies
                truth = float((real ** (1.2 * k)).mean() - (real**k).mean())
                a, b = (_draw_values(rng, each, answers, k) for each in (p, q))
                found = score_interval(b - a, LEVEL)
                covers.append(found.low <= truth <= found.high)
            yield {"questions": n, "answers": answers, "k": k, "coverage": _share(covers)}


def _draw_values(rng: np.random.Generator, p: Floats, answers: int, k: int) -> Floats:
    frame = pl.DataFrame({"c": rng.binomial(answers, p).astype(float), "n": float(answers)})
    return frame.select(value_of(pl.col("c"), pl.col("n"), ("pass^", k))).to_series().to_numpy()


if __name__ == "__main__":
    main()
