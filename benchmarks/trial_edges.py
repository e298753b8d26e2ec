"""Graded scores, missing grades and edges, for tools_on_trial.py.

A graded score is the share right of five questions of a real pair. Packages are called on each
draw; a formula stands for none of them.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from scipy import special, stats
from trial_laws import ALPHA, Counts, Floats, p_of
from trial_tools import TOOLS, Answer, Tool, ask

from analysis_py.runs.paired.score_interval import binary_interval

Rows = Iterator[dict[str, Any]]
Seeds = Callable[..., np.random.Generator]
FIVE = 5
GRADED, MISSING, EDGES = "graded scores", "missing grades", "edges"
#: Draws for which a package is called on graded scores; fewer where a call takes long.
CALLED = {"compare": 1000, "errorbars": 500}
#: Packages that take counts, or that our call gives whole numbers.
WHOLE = ("truescore", "evalgate-cli", "statsmodels mcnemar", "statsmodels mcnemar, exact=False")


def rate_graded(draw: Callable[..., tuple[Counts, Floats]], masks: dict[str, Any]) -> Rows:
    """Rate packages on shares right of five questions, both runs near the top of the scale."""
    for pairs, (mask, rng) in masks.items():
        for n in (12, 30, 100):
            fives, truth = draw(mask, n, rng)
            a, b = (fives[..., 0] + fives[..., side] for side in (2, 1))
            turn = rng.random(a.shape) < 0.5
            swapped = np.where(turn, a, b), np.where(turn, b, a)
            for kind, (left, right), true in (
                ("equal runs", swapped, 0 * truth),
                ("known difference", (a, b), truth),
            ):
                for name, said in judge_graded(left / FIVE, right / FIVE).items():
                    yield {
                        "tool": name,
                        "regime": f"{GRADED}, {kind}",
                        "pairs": pairs,
                        "n": n,
                    } | summarize(said, true[: len(said)], kind)


def judge_graded(a: Floats, b: Floats) -> dict[str, Floats]:
    """Return limits, p-values and verdicts of every tool, a row per draw."""
    found = stats.ttest_rel(b, a, axis=1)
    limits, d = found.confidence_interval(), (b - a).mean(1)
    error = (b - a).std(1, ddof=1) / np.sqrt(a.shape[1])
    z = special.ndtri(1 - ALPHA / 2) * error
    by = {
        "scipy ttest_rel": (limits.low, limits.high, found.pvalue),
        "Miller, paired z": (d - z, d + z, p_of(d, error)),
    }
    said = {name: np.stack([*each, np.sign(d) * (each[2] < ALPHA)], 1) for name, each in by.items()}
    for tool in TOOLS:
        if draws := CALLED.get(tool.name):
            each = [ask(tool, *pair) for pair in zip(a[:draws], b[:draws], strict=True)]
            said[tool.name] = np.array(each, float)
    return said


def summarize(said: Floats, truth: Floats, kind: str) -> dict[str, Any]:
    """Return the rates of a cell: limits, p-value and verdict are the columns of `said`."""
    low, high, _, says = said.T
    wrong = np.nan_to_num(says) != 0 if kind == "equal runs" else says == np.sign(truth)
    row = {"draws": len(said), "false_alarms" if kind == "equal runs" else "finds": wrong.mean()}
    row |= {"standard_error": wrong.std() / np.sqrt(len(said)), "refuses": np.isnan(says).mean()}
    if np.isfinite(low).any():
        row["covers"] = ((low <= truth + 1e-12) & (truth - 1e-12 <= high)).mean()
        row["width"] = float(np.nanmedian(high - low))
    return row | {"called": float(not np.isnan(says).all())}


def rate_missing(tables: Counts, truth: Floats, n: int, rng: np.random.Generator) -> Rows:
    """Rate what is done about missing grades: 10 % of wrong answers, 2 % of right ones."""
    right = [(1, 1), (0, 1), (1, 0), (0, 0)]  # A and B, as the columns of a table
    lost = [[0.02 if side else 0.1 for side in pair] for pair in right]
    parts = {}
    for cell, (in_a, in_b) in enumerate(lost):
        shares = [(1 - in_a) * (1 - in_b), in_a * (1 - in_b), (1 - in_a) * in_b, in_a * in_b]
        split = rng.multinomial(tables[:, cell], shares).T
        parts |= {(*right[cell], *which): split[i] for i, which in enumerate(_LOST)}

    def count(fill_a: int, fill_b: int) -> tuple[Floats, Floats, Floats]:
        filled = {key: _fill(key, fill_a, fill_b) for key in parts}
        sides = [(0, 1), (1, 0)]
        only = [sum(parts[key] for key in parts if filled[key] == side) for side in sides]
        return binary_interval(*only, n, 1 - ALPHA)

    graded = {key: counts for key, counts in parts.items() if key[2:] == (0, 0)}
    asked = np.maximum(sum(graded.values()), 1)
    left_out = binary_interval(graded[0, 1, 0, 0], graded[1, 0, 0, 0], asked, 1 - ALPHA)
    limits = {"compare": (count(1, 0)[0], count(0, 1)[1])}
    limits |= {"left out": left_out[:2], "as wrong": count(0, 0)[:2]}
    for tool, (low, high) in limits.items():
        covers = (low <= truth) & (truth <= high)
        yield {"tool": tool, "regime": MISSING, "pairs": "10 % of wrong, 2 % of right", "n": n} | {
            "covers": covers.mean(),
            "width": float(np.median(high - low)),
            "standard_error": covers.std() / np.sqrt(len(covers)),
        }


#: Whether the grade of A, and of B, is missing.
_LOST = ((0, 0), (1, 0), (0, 1), (1, 1))


def _fill(key: tuple[int, ...], fill_a: int, fill_b: int) -> tuple[int, int]:
    a, b, lost_a, lost_b = key
    return fill_a if lost_a else a, fill_b if lost_b else b


def make_edges() -> dict[str, tuple[Floats, Floats]]:
    """Return the scores of A and B at each edge."""
    some, ones = np.tile([1.0, 1, 0], 10), np.ones(30)
    edges = {"identical runs": (some, some), "all right": (ones, ones)}
    for few in (3, 4):
        edges[f"{few} discordant, all for B"] = (np.r_[np.zeros(few), ones[few:]], ones)
    edges["identical but for an empty score"] = (some, np.r_[np.nan, some[1:]])
    edges["1,024 discordant of 2,000"] = (np.zeros(2000), np.repeat([1.0, 0], [1024, 976]))
    return edges


def rate_edges(tools: list[Tool]) -> Rows:
    """Call packages at the edges, where an answer is a fact and no rate."""
    for pairs, (a, b) in make_edges().items():
        for tool in tools:
            if not tool.call or (np.isnan(b).any() and tool.name in WHOLE):
                continue
            row = {"tool": tool.name, "regime": EDGES, "pairs": pairs, "n": len(a), "draws": 1}
            yield row | judge_edge(ask(tool, a, b), "identical" in pairs or pairs == "all right")


def judge_edge(said: Answer, is_equal: bool) -> dict[str, float]:
    """Return what an answer says, and whether its p-value and its interval agree."""
    if said.says is None:
        return {"crashes": 1.0, "called": 1.0}
    differs = said.p < ALPHA or said.says != 0
    row = {"false_alarms" if is_equal else "finds": float(differs), "crashes": 0.0, "called": 1.0}
    row["no_interval"] = float(not np.isfinite([said.low, said.high]).all())
    if not row["no_interval"] and np.isfinite(said.p):
        row["disagree"] = float((said.p < ALPHA) != (said.low > 0 or said.high < 0))
    return row
