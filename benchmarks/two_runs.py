"""How often the interval, the gate and the verdict for two runs err.

python benchmarks/two_runs.py    # writes results/two_runs.md; three and a half minutes

Pairs are all pairs of models on the committed answers (data/items/zeroeval), and on sources of
questions (data/items/mmlu_pro). Where sides are swapped at random, the two are equally good, and
their answers stay real.
"""

from collections.abc import Iterator

import numpy as np
from answer_worlds import (
    ROOT,
    Documents,
    Floats,
    draw_documents,
    draw_judged,
    draw_losses,
    draw_sources,
    read_pairs,
)
from scipy import stats
from tables import write_page

from analysis_py.runs.paired.bounds import bound_missing, limits_of_scores
from analysis_py.runs.paired.clusters import weigh_clusters
from analysis_py.runs.paired.planning import Pilot, items_needed
from analysis_py.runs.paired.repeats import interval_on_these_items
from analysis_py.runs.paired.score_interval import binary_interval, score_interval
from analysis_py.runs.paired.sequence import are_first, sequence_interval
from analysis_py.runs.paired.suites import adjust_tasks, pool_tasks

RESULTS = ROOT / "benchmarks/results/two_runs.md"
LEVEL, SEED = 0.95, 20261130


def main() -> None:
    """Write the tables."""
    sections = {
        "Right and wrong answers: every possible table of n questions": enumerate_tables,
        "Real pairs, sides swapped at random": swap_sides,
        "Graded scores": grade,
        "Questions on shared documents": share_documents,
        "Sources of MMLU-Pro, of 17 to 1,003 questions, drawn with replacement": share_sources,
        "Exactly these questions, a few of them noisy": repeat_answers,
        "The gate": draw_gates,
        "The gate at the number of questions that a first run suggests": plan_gates,
        "Five tasks of real lengths (GSM8K, MATH, CRUXEval, 1,351 and 798 questions)": draw_suites,
        "Looking 20 times, every 100 questions": look_often,
        "Looking 15 times at five subjects of 300 questions that differ, in all 0": look_in_order,
        "Answers of B without a grade, lost where they are wrong": lose_answers,
    }
    head = [
        "# Two runs: measured error rates",
        "",
        "`python benchmarks/two_runs.py`; 95 % intervals.",
    ]
    write_page(RESULTS, head, sections, SEED, _shown)


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


def grade(rng: np.random.Generator, draws: int = 1000) -> Iterator[dict[str, object]]:
    """Coverage where B's grades are a point better but for total losses, or a judge errs."""
    worlds = (
        ("2 % total losses, else +1 point", draw_losses, 0.02),
        ("4 % total losses, else +1 point", draw_losses, 0.04),
        ("a judge, 1 % of grades garbage", draw_judged, 0.01),
    )
    for name, draw, share in worlds:
        for n in (20, 50, 200):
            hits, truth, widths = np.zeros(3), 0.0, []
            for _ in range(draws):
                d, truth = draw(rng, n, share)
                found = score_interval(d, LEVEL)
                by_t = stats.ttest_1samp(d, 0).confidence_interval(LEVEL)
                hits += (
                    found.low <= truth <= found.high,
                    found.low > 0,
                    by_t.low <= truth <= by_t.high,
                )
                widths.append((found.high - found.low) / (by_t.high - by_t.low))
            yield {
                "world": name,
                "n": n,
                "truth, points": round(100 * truth, 1),
                "coverage": hits[0] / draws,
                "called better": hits[1] / draws,
                "coverage of t": hits[2] / draws,
                "width against t": float(np.median(widths)),
            }


def share_documents(rng: np.random.Generator, draws: int = 4000) -> Iterator[dict[str, object]]:
    """Coverage where documents share what differs."""
    for sizes, spread in (("five each", 0.0), ("very unequal", 1.0)):
        for groups in (6, 10, 30, 100):
            for differ, alike in ((0.1, 0.1), (0.3, 0.4)):
                documents = draw_documents(rng, groups, draws, differ, alike, spread)
                yield {
                    "documents": groups,
                    "questions": sizes,
                    "discordant": differ,
                    "expected": float(np.mean(documents.only_b + documents.only_a) * groups),
                    **_cover(documents, np.zeros(draws)),
                }


def share_sources(rng: np.random.Generator, draws: int = 4000) -> Iterator[dict[str, object]]:
    """Coverage on real sources as they are, and with the sides of whole sources swapped."""
    for groups in (6, 14, 30):
        sample, truth = draw_sources(rng, groups, draws)
        yield {"sources": groups, "sides": "as they are", **_cover(sample, truth)}
        turn = rng.random(sample.sizes.shape) < 0.5
        swapped = Documents(
            sample.sizes,
            np.where(turn, sample.only_a, sample.only_b),
            np.where(turn, sample.only_b, sample.only_a),
        )
        yield {"sources": groups, "sides": "swapped", **_cover(swapped, np.zeros(draws))}


def _cover(documents: Documents, truth: Floats) -> dict[str, object]:
    """Return coverage and width by questions, by CR1 with t of documents less one, and by ours."""
    b, c, n = documents.tables()
    groups = documents.sizes.shape[1]
    mean = (b - c) / n
    residuals = documents.only_b - documents.only_a - documents.sizes * mean[:, None]
    error = np.sqrt((residuals**2).sum(1) * groups / (groups - 1)) / n
    half = stats.t.ppf((1 + LEVEL) / 2, groups - 1) * error
    intervals = {
        "questions as independent": binary_interval(b, c, n, LEVEL)[:2],
        "CR1 and t": (mean - half, mean + half),
        "clusters": binary_interval(b, c, n, LEVEL, *weigh_clusters(documents.sums(), LEVEL))[:2],
    }
    shown: dict[str, object] = {
        name: float(((low <= truth + 1e-12) & (truth - 1e-12 <= high)).mean())
        for name, (low, high) in intervals.items()
    }
    width = [np.mean(intervals[name][1] - intervals[name][0]) for name in ("clusters", "CR1 and t")]
    return shown | {"width against CR1": float(width[0] / width[1])}


def repeat_answers(rng: np.random.Generator, draws: int = 4000) -> Iterator[dict[str, object]]:
    """Coverage for exactly these questions, of which a few have answers that vary."""
    for n, times, noisy in (
        (50, 3, 0.05),
        (50, 5, 0.05),
        (200, 3, 0.05),
        (50, 3, 0.5),
        (20, 2, 0.1),
    ):
        shown: dict[str, object] = {"questions": n, "answers": times, "noisy": noisy}
        for name, fixed in (("any chance", None), ("chance 0.5", 0.5), ("chance 0.1", 0.1)):
            hits = 0
            for _ in range(draws):
                is_noisy = rng.random(n) < noisy
                sure, unsure = (
                    rng.random((2, n)) < 0.6,
                    rng.random((2, n)) if fixed is None else fixed,
                )
                chance = np.where(is_noisy, unsure, sure)
                a, b = rng.binomial(times, chance) / times
                noise = (a * (1 - a) + b * (1 - b)) / (times - 1)
                largest, weights = 1 / (2 * (times - 1)), np.full(n, 1 / n)
                found = interval_on_these_items(b - a, noise, largest, LEVEL, weights)
                hits += found.low <= float((chance[1] - chance[0]).mean()) <= found.high
            shown[name] = hits / draws
        yield shown


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


def plan_gates(rng: np.random.Generator, draws: int = 300) -> Iterator[dict[str, object]]:
    """Power where equal runs are repeated on the number of questions that a first run names."""
    for n, psi, margin in ((200, 0.06, 0.02), (50, 0.2, 0.05)):
        held, numbers = [], []
        for differ in rng.binomial(n, psi, draws):
            if differ:
                pilot = Pilot(n, n, np.inf, differ)
                needed = items_needed(differ / n, margin, LEVEL, pilot=pilot).n
                b, c, _ = rng.multinomial(needed, [psi / 2, psi / 2, 1 - psi], 50).T
                held.append(float((binary_interval(b, c, needed, LEVEL)[0] > -margin).mean()))
                numbers.append(needed)
        yield _planned(f"{n} questions", psi, margin, numbers, held)
    for groups in (15, 40):
        for differ, alike, margin in ((0.1, 0.1, 0.02), (0.3, 0.4, 0.05)):
            held, numbers = [], []
            pilots = draw_documents(rng, groups, draws, differ, alike, 0.5)
            worths = weigh_clusters(pilots.sums(), LEVEL)
            for b, c, n, worth, df in zip(*pilots.tables(), *worths, strict=True):
                if b + c:
                    pilot = Pilot(n, worth, df, b + c)
                    needed = items_needed((b + c) / n, margin, LEVEL, pilot=pilot).n
                    again = draw_documents(rng, round(needed / 5.5), 4, differ, alike, 0.5)
                    worth = weigh_clusters(again.sums(), LEVEL)
                    low = binary_interval(*again.tables(), LEVEL, *worth)[0]
                    held.append(float((low > -margin).mean()))
                    numbers.append(needed)
            yield _planned(f"{groups} documents", differ, margin, numbers, held)


def _planned(
    first: str, psi: float, margin: float, numbers: list[int], held: list[float]
) -> dict[str, object]:
    low, middle, high = (int(each) for each in np.quantile(numbers, (0.1, 0.5, 0.9)))
    return {
        "first run": first,
        "discordant": psi,
        "margin": margin,
        "questions (80 % of first runs)": f"{middle:,} ({low:,}-{high:,})",
        "equal runs: holds": float(np.mean(held)),
    }


def draw_suites(rng: np.random.Generator, draws: int = 20_000) -> Iterator[dict[str, object]]:
    """Rejections of no difference over five tasks, and false words, by what is planted."""
    sizes = np.array([1319, 721, 800, 1351, 798])
    for psi in (0.03, 0.06):
        for name, drops in (
            ("nothing", (0,) * 5),
            ("0.5 points everywhere", (0.5,) * 5),
            ("2.5 points in one", (0, 0, 0, 2.5, 0)),
        ):
            up, down = ((psi + sign * np.array(drops) / 100) / 2 for sign in (-1, 1))
            differ = rng.binomial(sizes, psi, (draws, 5))
            b = rng.binomial(differ, up / (up + down))
            single = binary_interval(b, differ - b, sizes, LEVEL)[2]
            pooled = [each.sum(1) for each in (b, differ - b)]
            _, high, overall = binary_interval(*pooled, sizes.sum(), LEVEL)
            said = np.array([adjust_tasks(*each) for each in zip(single, overall, strict=True)])
            is_higher = 2 * b > differ
            false = (said < 0.05) & (is_higher | (np.array(drops) == 0))
            wrong = (overall < 0.05) & ((high > 0) | (not any(drops)))
            by_tasks = _pool_by_tasks(b, differ - b, sizes, 1000)
            yield {
                "discordant": psi,
                "planted": name,
                "by questions": float((overall < 0.05).mean()),
                "by tasks": by_tasks,
                "any task named": float((said < 0.05).any(1).mean()),
                "any false word": float((false.any(1) | wrong).mean()),
                "each at its own level": float(
                    (((single * 5 < 0.05) & (np.array(drops) == 0)).any(1) | wrong).mean()
                ),
            }


def _pool_by_tasks(b: Floats, c: Floats, sizes: Floats, draws: int) -> float:
    """Return the rejections where every task counts once."""
    hits = 0
    for ups, downs in zip(b[:draws], c[:draws], strict=True):
        tables = np.stack([ups, downs, sizes - ups - downs], axis=1)
        tasks = [np.repeat([1.0, -1.0, 0.0], table) for table in tables]
        hits += pool_tasks(tasks, LEVEL, np.full(5, 0.2)).p_value < 0.05
    return hits / draws


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


def look_in_order(rng: np.random.Generator, draws: int = 100) -> Iterator[dict[str, object]]:
    """Count false verdicts at any look, with and without the check of the order."""
    gains, subject = np.array([-0.04, 0.04, -0.04, 0.04, 0.0]), np.repeat(np.arange(5), 300)
    position = np.tile(np.arange(300), 5)
    orders = {
        "as in the file": lambda: np.arange(1500),
        "subjects in turn, each shuffled": lambda: np.argsort(subject + rng.random(1500)),
        "shuffled": lambda: rng.permutation(1500),
    }
    for name, order in orders.items():
        hits = np.zeros(3)
        for _ in range(draws):
            differs_at = rng.random(1500) < 0.05
            up = rng.random(1500) < (0.05 + gains[subject]) / 0.1
            d = differs_at * np.where(up, 1.0, -1.0)
            seen, is_false, is_told, is_silent = order(), False, False, 0
            for n in range(100, 1501, 100):
                chosen = seen[:n]
                places = [
                    position[chosen][subject[chosen] == s] for s in np.unique(subject[chosen])
                ]
                is_first = are_first(places, 1500)
                differs = sequence_interval(d[chosen], 1500, LEVEL).p_value < 0.05
                is_false |= differs
                is_told |= differs and not is_first
                is_silent += is_first
            hits += is_false, is_told, is_silent / 14
        yield {
            "order": name,
            "called different": hits[0] / draws,
            "with the check": hits[1] / draws,
            "looks before the last that cannot tell": hits[2] / draws,
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
                low, high = bound_missing(
                    *([limits_of_scores(each)] for each in (a, kept)),
                    lambda filled: pool_tasks(filled, LEVEL),
                )
                hits += out.low <= truth <= out.high, low <= truth <= high
            yield {
                "n": n,
                "lost of wrong and right": f"{100 * wrong:g} %, {100 * right:g} %",
                "left out": hits[0] / draws,
                "bounds": hits[1] / draws,
            }


if __name__ == "__main__":
    main()
