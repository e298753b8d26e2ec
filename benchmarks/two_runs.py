"""How often the interval, the gate and the verdict for two runs err.

python benchmarks/two_runs.py    # writes results/two_runs.md; 3.5 minutes of a processor

Pairs are all pairs of models on the committed answers (data/items/zeroeval). Where sides are
swapped at random, question by question, the two are equally good, and their answers stay real.
"""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy import stats

from analysis_py.runs.paired.bounds import bound_missing
from analysis_py.runs.paired.clusters import cluster_worth
from analysis_py.runs.paired.planning import items_needed
from analysis_py.runs.paired.score_interval import binary_interval, score_interval
from analysis_py.runs.paired.sequence import sequence_interval
from analysis_py.runs.paired.suites import pool_tasks

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks/results/two_runs.md"
LEVEL, SEED = 0.95, 20261130
ANSWERS = """
    select benchmark_id, evaluation_id, item_key, score / 10000 as score
    from read_parquet('data/items/zeroeval/results/*/*.parquet')
"""
Floats = NDArray[np.float64]


def main() -> None:
    """Write the tables."""
    sections = (
        ("Right and wrong answers: every possible table of n questions", enumerate_tables),
        ("Real pairs, sides swapped at random", swap_sides),
        ("Questions on shared documents", draw_documents),
        ("The gate", draw_gates),
        (
            "Five tasks of real lengths (GSM8K, MATH, CRUXEval, 1,351 and 798 questions)",
            draw_suites,
        ),
        ("Looking 20 times, every 100 questions", look_often),
        ("Answers of B without a grade, lost where they are wrong", lose_answers),
    )
    lines = [
        "# Two runs: measured error rates",
        "",
        "`python benchmarks/two_runs.py`; 95 % intervals.",
        "",
    ]
    for title, section in sections:
        rows = list(section(np.random.default_rng(SEED)))
        head = list(rows[0])
        lines += [f"## {title}", "", "| " + " | ".join(head) + " |", "| --- " * len(head) + "|"]
        lines += ["| " + " | ".join(map(_shown, row.values())) + " |" for row in rows] + [""]
        print("\n".join(lines[-len(rows) - 5 :]), flush=True)
    RESULTS.write_text("\n".join(lines))


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def enumerate_tables(_rng: np.random.Generator) -> Iterator[dict[str, object]]:
    """Exact coverage and type I error by the number of discordant questions expected."""
    found = []
    for n in (12, 16, 20, 30, 50, 100, 200, 500):
        for psi in (0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.5):
            for imbalance in (0.0, 0.25, 0.5):
                top = int(stats.binom.ppf(1 - 1e-12, n, psi))
                b, c = (x.ravel() for x in np.meshgrid(np.arange(top + 1), np.arange(top + 1)))
                b, c = b[b + c <= n], c[b + c <= n]
                weight = stats.binom.pmf(b + c, n, psi)
                weight *= stats.binom.pmf(b, b + c, (1 + imbalance) / 2)
                low, high, p = binary_interval(b, c, n, LEVEL)
                truth = psi * imbalance
                covers = (low <= truth + 1e-12) & (truth - 1e-12 <= high)
                found.append(
                    (n * psi, imbalance, float(weight @ covers), float(weight @ (p < 0.05)))
                )
    for least, most in ((0, 1), (1, 2), (2, 3), (3, 4), (4, 6), (6, 10), (10, 20), (20, 250)):
        some = [row for row in found if least < row[0] <= most]
        equal, shifted = (
            [r for r in some if (r[1] == 0) == is_equal] for is_equal in (True, False)
        )
        yield {
            "discordant questions expected": f"{least}-{most}",
            "coverage, equal runs": _range(r[2] for r in equal),
            "type I error": _range(r[3] for r in equal),
            "coverage, imbalance 5:3 and 3:1": _range(r[2] for r in shifted),
        }


def _range(values: Iterator[float]) -> str:
    found = list(values)
    return f"{min(found):.3f}-{max(found):.3f}"


def read_pairs() -> list[Floats]:
    """Return the scores of every pair of models on a benchmark, questions by two."""
    answers = duckdb.sql(ANSWERS.replace("'data/", f"'{ROOT}/data/")).pl()
    pairs = []
    for _, rows in sorted(answers.group_by("benchmark_id")):
        wide = rows.pivot("evaluation_id", index="item_key", values="score").drop("item_key")
        scores = wide.drop_nulls().to_numpy()
        pairs += [scores[:, [i, j]] for i, j in combinations(range(scores.shape[1]), 2)]
    return [pair for pair in pairs if len(pair) > 100]


def swap_sides(rng: np.random.Generator, draws: int = 20_000) -> Iterator[dict[str, object]]:
    """Count false alarms where sides are swapped, by the share of discordant questions."""
    shares = np.array([(pair[:, 0] != pair[:, 1]).mean() for pair in read_pairs()])
    for least, most in ((0.0, 0.06), (0.06, 0.2), (0.2, 1.0)):
        of_range = shares[(shares > least) & (shares <= most)]
        for n in (20, 50, 200, 1000, 12_032):
            psi = rng.choice(of_range, draws)
            discordant = rng.binomial(n, psi)
            b = rng.binomial(discordant, 0.5)
            low, high, p = binary_interval(b, discordant - b, n, LEVEL)
            yield {
                "discordant": f"{100 * least:g}-{100 * most:g} %",
                "pairs": len(of_range),
                "n": n,
                "expected": float(n * of_range.mean()),
                "false alarms": float((p < 0.05).mean()),
                "coverage": float(((low <= 0) & (high >= 0)).mean()),
            }


def draw_documents(rng: np.random.Generator, draws: int = 2000) -> Iterator[dict[str, object]]:
    """Coverage where documents of about five questions share what differs."""
    for groups in (10, 30, 100):
        for psi, icc in ((0.1, 0.1), (0.3, 0.4)):
            hits = np.zeros(2)
            for _ in range(draws):
                which = np.repeat(np.arange(groups), 1 + rng.poisson(4, groups))
                share = rng.beta(psi * (1 / icc - 1), (1 - psi) * (1 / icc - 1), groups)[which]
                up = np.where(rng.random(groups) < 0.5, 0.9, 0.1)[which]
                d = (rng.random(len(which)) < share) * np.where(
                    rng.random(len(which)) < up, 1.0, -1.0
                )
                for k, worth in enumerate(((), cluster_worth(d, which, LEVEL))):
                    found = score_interval(d, LEVEL, None, *worth)
                    hits[k] += found.low <= 0 <= found.high
            yield {
                "documents": groups,
                "discordant": psi,
                "coverage, questions as independent": hits[0] / draws,
                "coverage, clusters": hits[1] / draws,
            }


def draw_gates(rng: np.random.Generator, draws: int = 20_000) -> Iterator[dict[str, object]]:
    """Errors where the truth is the margin, and power at the questions named where it is 0."""
    for margin, psi in ((m, p) for m in (0.01, 0.02, 0.05) for p in (0.02, 0.06, 0.2) if p > m):
        n = items_needed(psi, margin, LEVEL).n
        shares: dict[str, object] = {"margin": margin, "discordant": psi, "questions": n}
        for truth, name in ((-margin, "at the margin"), (0.0, "equal runs")):
            b, c, _ = rng.multinomial(n, [(psi + truth) / 2, (psi - truth) / 2, 1 - psi], draws).T
            low, high, _ = binary_interval(b, c, n, LEVEL)
            shares[f"{name}: holds"] = float((low > -margin).mean())
            shares[f"{name}: fails"] = float((high < -margin).mean())
        yield shares


def draw_suites(rng: np.random.Generator, draws: int = 2000) -> Iterator[dict[str, object]]:
    """Rejections of no difference over five tasks, by what is planted."""
    sizes = np.array([1319, 721, 800, 1351, 798])
    for psi in (0.03, 0.06):
        for name, drops in (
            ("nothing", (0,) * 5),
            ("0.5 points everywhere", (0.5,) * 5),
            ("2.5 points in one", (0, 0, 0, 2.5, 0)),
        ):
            hits = np.zeros(3)
            for _ in range(draws):
                tables = [
                    rng.multinomial(n, [(psi - x / 100) / 2, (psi + x / 100) / 2, 1 - psi])
                    for n, x in zip(sizes, drops, strict=True)
                ]
                tasks = [np.repeat([1.0, -1.0, 0.0], table) for table in tables]
                b, c = np.array(tables)[:, :2].T
                single = binary_interval(b, c, sizes, LEVEL)[2].min() * len(sizes)
                by = [pool_tasks(tasks, LEVEL, w).p_value for w in (None, np.full(5, 0.2))]
                hits += np.array([*by, single]) < 0.05
            yield {
                "discordant": psi,
                "planted": name,
                "by questions": hits[0] / draws,
                "by tasks": hits[1] / draws,
                "any task, Holm": hits[2] / draws,
            }


def look_often(rng: np.random.Generator, draws: int = 400) -> Iterator[dict[str, object]]:
    """Count false alarms at any of 20 looks, and the width at the last."""
    for psi, shift in ((0.06, 0.0), (0.2, 0.0), (0.06, 0.02)):
        hits, widths = np.zeros(2), []
        for _ in range(draws):
            d = rng.choice(
                [1.0, -1.0, 0.0], 2000, p=[(psi + shift) / 2, (psi - shift) / 2, 1 - psi]
            )
            looks = [d[:n] for n in range(100, 2001, 100)]
            naive = any(score_interval(look, LEVEL).p_value < 0.05 for look in looks)
            # wealth is never taken back, so that the smallest p-value of all looks decides
            safe = [sequence_interval(look, 1000, LEVEL) for look in looks]
            hits += naive, any(look.p_value < 0.05 for look in safe)
            fixed = score_interval(d, LEVEL)
            widths.append((safe[-1].high - safe[-1].low) / (fixed.high - fixed.low))
        yield {
            "discordant": psi,
            "true difference": shift,
            "p < 0.05 at any look": hits[0] / draws,
            "--anytime": hits[1] / draws,
            "width against the fixed interval": float(np.median(widths)),
        }


def lose_answers(rng: np.random.Generator, draws: int = 1000) -> Iterator[dict[str, object]]:
    """Coverage where answers of B are lost more often if they are wrong."""
    pairs = read_pairs()
    for n in (200, 1000):
        for wrong, right in ((0.05, 0.05), (0.10, 0.02)):
            hits = np.zeros(2)
            for _ in range(draws):
                pair = pairs[rng.integers(len(pairs))]
                a, b = pair[rng.integers(len(pair), size=n)].T
                truth = float((pair[:, 1] - pair[:, 0]).mean())
                kept = np.where(rng.random(n) < np.where(b == 1, right, wrong), np.nan, b)
                left = (kept - a)[~np.isnan(kept)]
                out = score_interval(left, LEVEL)
                low, high = bound_missing([a], [kept], lambda filled: pool_tasks(filled, LEVEL))
                hits += out.low <= truth <= out.high, low <= truth <= high
            yield {
                "n": n,
                "lost of wrong and right": f"{100 * wrong:g} %, {100 * right:g} %",
                "left out": hits[0] / draws,
                "bounds": hits[1] / draws,
            }


if __name__ == "__main__":
    main()
