"""How often packages err that say whether one run is better than another, on real answers.

python -m venv trial
trial/bin/pip install --require-hashes -r benchmarks/trial_requirements.txt
trial/bin/pip install --no-deps -e .
trial/bin/python benchmarks/tools_on_trial.py    # seeds/tools/tools_on_trial.csv
trial/bin/python benchmarks/tools_on_trial.py --regime "equal runs" --only errorbars
trial/bin/python benchmarks/tools_on_trial.py --one errorbars "equal runs" "0-6 %" 30 17

Pairs of models are those of the committed answers (data/items). A benchmark is drawn first, then a
pair of it. Where sides are swapped at random by question, the two are equally good, and their
answers stay real.
"""

import argparse
import csv
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
from trial_authors import AUTHORS, rate_authors
from trial_edges import EDGES, GRADED, MISSING, make_edges, rate_edges, rate_graded, rate_missing
from trial_laws import Counts, Floats, Verdicts, resample
from trial_shared import every_row
from trial_tools import TOOLS, Drawn, Tool, ask

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "seeds/tools/tools_on_trial.csv"
SEED, DRAWS, ORDERS = 20261202, 2000, 20
SIZES = (12, 30, 50, 100, 200, 500, 12_032)
SHARES = {"0-6 %": (0.0, 0.06), "6-20 %": (0.06, 0.2), "20-100 %": (0.2, 1.0)}
#: Pairs of a benchmark that are read; a benchmark of 400 models has 80,000.
MOST_PAIRS = 4000
COLUMNS = (
    "tool version regime pairs n draws seed false_alarms covers finds wrong_way width disagree"
    " passes fails no_interval refuses crashes called standard_error"
)
_ANSWERS = """
    select benchmark_id, evaluation_id, item_key, score = 10000 as is_right
    from read_parquet('{root}/data/items/*/results/*/*.parquet', union_by_name = true)
    where filename not like '%/repeats/%' and score in (0, 10000)
    order by all
"""


class Pairs(NamedTuple):
    """Real pairs as tables (both right, only B, only A, neither), and the benchmark of each."""

    tables: Counts
    benchmark: np.ndarray

    @property
    def differ(self) -> Floats:
        """Return the share of questions on which each pair differs."""
        return (self.tables[:, 1] + self.tables[:, 2]) / self.tables.sum(1)

    @property
    def truth(self) -> Floats:
        """Return how much more B has right."""
        return (self.tables[:, 1] - self.tables[:, 2]) / self.tables.sum(1)


def seed_of(*names: object) -> np.random.Generator:
    """Return a generator of a cell, the same whatever else is run."""
    return np.random.default_rng([SEED, zlib.crc32("/".join(map(str, names)).encode())])


@cache
def read_pairs() -> Pairs:
    """Return the pairs of models of every benchmark that has right and wrong answers."""
    tables, names = [], []
    answers = duckdb.sql(_ANSWERS.format(root=ROOT)).fetchnumpy()
    for name in np.unique(answers["benchmark_id"]):
        right = widen(
            {key: value[answers["benchmark_id"] == name] for key, value in answers.items()}
        )
        first, second = np.triu_indices(right.shape[1], 1)
        some = seed_of("pairs", name).permutation(len(first))[:MOST_PAIRS]
        first, second = first[some], second[some]
        both, score = (right.T @ right)[first, second], right.sum(0)
        sides = both, score[second] - both, score[first] - both
        tables.append(np.stack([*sides, len(right) - sum(sides)], 1).astype(int))
        names += [name] * len(some)
    every = Pairs(np.concatenate(tables), np.array(names))
    # scores near 0 and identical runs say nothing of rules
    least = (every.tables[:, :1] + every.tables[:, 1:3]).min(1) / every.tables.sum(1)
    kept = (every.differ > 0) & (least > 0.05) & (every.tables.sum(1) >= 100)
    return Pairs(every.tables[kept], every.benchmark[kept])


def widen(answers: dict[str, np.ndarray]) -> Floats:
    """Return questions by models, of models that answered nearly all, what all of them answered."""
    models, model = np.unique(answers["evaluation_id"], return_inverse=True)
    items, item = np.unique(answers["item_key"], return_inverse=True)
    wide = np.full((len(items), len(models)), np.nan, np.float32)
    wide[item, model] = answers["is_right"]
    answered = (~np.isnan(wide)).sum(0)
    wide = wide[:, answered >= 0.98 * answered.max()]
    return wide[~np.isnan(wide).any(1)]


def draw_pairs(mask: np.ndarray, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return the shares of each drawn pair's table, and the pairs' true differences."""
    every = read_pairs()
    names = {
        name: np.flatnonzero(mask & (every.benchmark == name))
        for name in np.unique(every.benchmark[mask])
    }
    of_draw = rng.choice(sorted(names), DRAWS)
    which = np.array([rng.choice(names[name]) for name in of_draw])
    return every.tables[which] / every.tables[which].sum(1, keepdims=True), every.truth[which]


def draw_tables(mask: np.ndarray, n: int, rng: np.random.Generator) -> tuple[Counts, Floats]:
    """Return a table of n questions of each drawn pair, and the pairs' true differences."""
    shares, truth = draw_pairs(mask, rng)
    return rng.multinomial(n, shares), truth


def draw_fives(mask: np.ndarray, n: int, rng: np.random.Generator) -> tuple[Counts, Floats]:
    """Return n tables of five questions of each drawn pair, and the pairs' true differences."""
    shares, truth = draw_pairs(mask, rng)
    return rng.multinomial(5, shares[:, None], (DRAWS, n)), truth


def swap(tables: Counts, rng: np.random.Generator) -> Counts:
    """Return the tables with sides swapped at random by question."""
    differ = tables[:, 1] + tables[:, 2]
    only_b = rng.binomial(differ, 0.5)
    return np.stack([tables[:, 0], only_b, differ - only_b, tables[:, 3]], 1)


def are_one_sided(every: Pairs) -> np.ndarray:
    """Return the pairs of which one side wins at most a tenth of the discordant questions."""
    less = np.minimum(every.tables[:, 1], every.tables[:, 2])
    return less <= 0.1 * (every.tables[:, 1] + every.tables[:, 2])


class Cell(NamedTuple):
    """The draws of a cell of right and wrong answers, and what is true of each."""

    regime: str
    pairs: str
    n: int
    tables: Counts
    truth: Floats


def cells(regimes: set[str]) -> Iterator[Cell]:
    """Return the cells of the regimes that are tables."""
    every = read_pairs()
    one_sided = (every.differ <= 0.2) & are_one_sided(every)
    ranges = {
        name: (every.differ > low) & (every.differ <= high) for name, (low, high) in SHARES.items()
    }
    near = np.abs(np.abs(every.truth) - 0.02) <= 0.005
    kinds = [
        (regime, pairs, mask, SIZES)
        for regime in ("equal runs", "known difference")
        for pairs, mask in ranges.items()
    ]
    kinds += [("one side rarely wins", "0-20 %", one_sided, SIZES[:-1])]
    kinds += [
        ("gate at the margin", pairs, mask & near, (100, 500, 2000, 12_032))
        for pairs, mask in ranges.items()
    ]
    for regime, pairs, mask, sizes in kinds:
        for n in sizes if regime in regimes else ():
            rng = seed_of(regime, pairs, n)
            tables, truth = draw_tables(mask, n, rng)
            if regime == "equal runs":
                tables, truth = swap(tables, rng), np.zeros(DRAWS)
            if regime == "gate at the margin":
                tables = np.where((truth > 0)[:, None], tables[:, [0, 2, 1, 3]], tables)
                truth = -np.abs(truth)
            yield Cell(regime, pairs, n, tables, truth)


def rate_tables(cell: Cell, tools: list[Tool]) -> Iterator[dict[str, Any]]:
    """Return a row per tool: the share of draws in which it errs, covers, finds."""
    tables, which, counts = np.unique(cell.tables, axis=0, return_inverse=True, return_counts=True)
    which = which.ravel()
    resampled = cache(lambda: resample(tables, seed_of(*cell[:3], "bootstrap")))
    for tool in tools:
        row = {
            "tool": tool.name,
            "version": tool.version,
            "regime": cell.regime,
            "pairs": cell.pairs,
        }
        row |= {"n": cell.n, "draws": DRAWS, "seed": SEED}
        if cell.n < tool.least:
            yield row | {"refuses": 1.0, "called": 0.0}
            continue
        found = tool.law(Drawn(tables, seed_of(*cell[:3], tool.name), resampled))
        found, n_called = put_calls(tool, tables, counts, found) if cell.n <= 500 else (found, 0)
        said = Verdicts(*(each[which] for each in found))
        summary = pass_gates(tool, cell, said) if "gate" in cell.regime else rate(cell, said)
        yield row | summary | {"called": n_called / DRAWS}


def put_calls(tool: Tool, tables: Counts, counts: Counts, found: Verdicts) -> tuple[Verdicts, int]:
    """Put the package's own answers in place of the law's, on its most frequent tables."""
    often = np.argsort(-counts, kind="stable")[: tool.calls]
    columns = [np.array(column, float) for column in found]
    for i in often:
        own = ask(tool, *spread(tables[i]))
        for column, value in zip(columns, own, strict=True):
            column[i] = np.nan if value is None else value
    return Verdicts(*columns), int(counts[often].sum())


def spread(table: Counts, seed: int = SEED) -> tuple[Floats, Floats]:
    """Return the scores of A and B that make a table, in an order by chance."""
    order = np.random.default_rng(seed).permutation(int(table.sum()))
    return np.repeat([1, 0, 1, 0], table)[order], np.repeat([1, 1, 0, 0], table)[order]


def rate(cell: Cell, said: Verdicts) -> dict[str, float]:
    """Return rates of verdicts and limits, with the standard error of the first."""
    is_equal, none = cell.regime == "equal runs", np.isnan(said.says)
    wrong = (said.says != 0) & ~none if is_equal else said.says == np.sign(cell.truth)
    share = float(wrong.mean())
    row = {"false_alarms" if is_equal else "finds": share}
    row["standard_error"] = float(np.sqrt(share * (1 - share) / DRAWS))
    row["crashes"] = float(none.mean())
    if not is_equal:
        row["wrong_way"] = float((said.says == -np.sign(cell.truth)).mean())
    has_limits = np.isfinite(said.low)
    if has_limits.any():
        holds = (said.low <= cell.truth + 1e-12) & (cell.truth - 1e-12 <= said.high)
        row["covers"] = float((holds & has_limits).mean())
        row["width"] = float(np.median((said.high - said.low)[has_limits]))
        row["no_interval"] = float((~has_limits).mean())
        by_limits = (said.low > 0) | (said.high < 0)
        tells = has_limits & np.isfinite(said.p)
        if tells.any():
            row["disagree"] = float(((said.p < 0.05) != by_limits)[tells].mean())
    return row


def pass_gates(tool: Tool, cell: Cell, said: Verdicts) -> dict[str, float]:
    """Return how often a gate passes and fails a candidate whose loss is the margin."""
    d = (cell.tables[:, 1] - cell.tables[:, 2]) / cell.n
    margin = -cell.truth
    if tool.name == "evalproof":
        fails = (d <= -margin) & (said.p < 0.05)
        passes = ~fails
    elif np.isfinite(said.low).any():
        passes, fails = said.low > -margin, said.high < -margin
    elif tool.name == "B higher":
        passes, fails = d > -margin, d <= -margin
    else:
        fails = said.says < 0
        passes = ~fails
    share = float(passes.mean())
    error = float(np.sqrt(share * (1 - share) / DRAWS))
    return {"passes": share, "fails": float(fails.mean()), "standard_error": error}


def gives(tool: Tool, table: Counts, says: int) -> bool:
    """Return whether a package gives a verdict for some order of the questions of a table.

    A bootstrap draws questions by their place, so its verdict may depend on their order.
    """
    return any(ask(tool, *spread(table, seed)).says == says for seed in range(ORDERS))


def check_law(tool: Tool, n_tables: int = 80) -> dict[str, Any]:
    """Return how often a law's verdict on a real table is none that its package gives."""
    rng, tables = seed_of("law", tool.name), []
    for n in (15, 30, 100, 300):
        drawn, _ = draw_tables(read_pairs().differ > 0, n, rng)
        few = drawn[: n_tables // 4]
        tables.append(np.where(np.arange(len(few))[:, None] % 2, few, swap(few, rng)))
    every = np.concatenate(tables)
    resampled = resample(every, rng)
    law = tool.law(Drawn(every, rng, lambda: resampled))
    own = [ask(tool, *spread(table)) for table in every]
    differ = np.mean(
        [
            each.says != says and not gives(tool, table, says)
            for each, says, table in zip(own, law.says, every, strict=True)
        ]
    )
    apart = [
        np.nanmax(np.abs(np.subtract([each.low, each.high], limits)), initial=0) * table.sum()
        for each, limits, table in zip(own, zip(law.low, law.high, strict=True), every, strict=True)
    ]
    row = {"tool": tool.name, "version": tool.version, "regime": LAW}
    row |= {
        "pairs": "verdicts that differ; limits apart, in questions",
        "n": 300,
        "draws": n_tables,
    }
    return row | {
        "seed": SEED,
        "disagree": float(differ),
        "width": float(max(apart)),
        "called": 1.0,
    }


LAW, SHARED = "law against package", "questions that are not independent"
TABLES = ("equal runs", "known difference", "one side rarely wins", "gate at the margin")
OTHERS = (SHARED, GRADED, MISSING, EDGES, AUTHORS)
REGIMES = (LAW, *TABLES, *OTHERS)


def run(tools: list[Tool], regimes: set[str]) -> Iterator[dict[str, Any]]:
    """Return every row of the tools in the regimes; a law that errs gives no rates."""
    needs_law = regimes.intersection((LAW, *TABLES))
    checks = {tool.name: check_law(tool) for tool in tools if tool.call and needs_law}
    if LAW in regimes:
        yield from checks.values()
    held = [tool for tool in tools if not checks.get(tool.name, {}).get("disagree")]
    for cell in cells(regimes):
        yield from rate_tables(cell, held)
    if EDGES in regimes:
        yield from (named(row) for row in rate_edges(tools))
    if len(tools) < len(TOOLS):
        return
    if SHARED in regimes:
        yield from every_row(SEED, seed_of)
    if GRADED in regimes:
        every = read_pairs()
        high = every.tables[:, 0] + every.tables[:, 1:3].min(1) >= 0.85 * every.tables.sum(1)
        masks = {"both above 85 %": high, "one side rarely wins": high & are_one_sided(every)}
        of = {name: (mask, seed_of(GRADED, name)) for name, mask in masks.items()}
        yield from (named(row) for row in rate_graded(draw_fives, of))
    for n in (30, 100, 500, 12_032) if MISSING in regimes else ():
        rng = seed_of(MISSING, n)
        tables, truth = draw_tables(read_pairs().differ > 0, n, rng)
        yield from (named(row) for row in rate_missing(tables, truth, n, rng))
    if AUTHORS in regimes:
        yield from (named(row) for row in rate_authors(seed_of))


def named(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with the version of its tool, the draws and the seed."""
    version = next((tool.version for tool in TOOLS if tool.name == row["tool"]), "")
    return {"version": version, "draws": DRAWS, "seed": SEED} | row


def print_one(tool: Tool, regime: str, pairs: str, n: int, draw: int) -> None:
    """Print two lists of scores, and what the package says of them."""
    if regime == EDGES:
        a, b = make_edges()[pairs]
    else:
        cell = next(c for c in cells({regime}) if (c.pairs, c.n) == (pairs, n))
        a, b = spread(cell.tables[draw])
    print("a =", a.tolist(), "\nb =", b.tolist())
    print(tool.package, tool.version, ask(tool, a, b))


def main() -> None:
    """Write the results, or print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--list", action="store_true", help="print tools, versions and regimes")
    parser.add_argument("--only", choices=[tool.name for tool in TOOLS])
    parser.add_argument("--regime", choices=REGIMES)
    parser.add_argument("--one", nargs=5, metavar=("TOOL", "REGIME", "PAIRS", "N", "DRAW"))
    asked = parser.parse_args()
    if asked.list:
        print(
            *(f"{tool.name}: {tool.package} {tool.version}" for tool in TOOLS), *REGIMES, sep="\n"
        )
    elif asked.one:
        name, regime, pairs, n, draw = asked.one
        (tool,) = (tool for tool in TOOLS if tool.name == name)
        print_one(tool, regime, pairs, int(n), int(draw))
    else:
        tools = [tool for tool in TOOLS if asked.only in (None, tool.name)]
        rows = run(tools, {asked.regime} if asked.regime else set(REGIMES))
        is_whole = not (asked.only or asked.regime)
        write(rows, RESULTS if is_whole else Path("/dev/stdout"))


def write(rows: Iterator[dict[str, Any]], path: Path) -> None:
    """Write rows as CSV, rates to four digits."""
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS.split(), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            file.flush()
            writer.writerow({k: round(v, 4) if isinstance(v, float) else v for k, v in row.items()})


if __name__ == "__main__":
    main()
