"""Simulations that authors print of their packages, run again with the packages, for the trial.

truescore (docs/methods/confidence-sequences.md): of streams that are right 30 % of the time, how
many a Wilson interval at each of 300 answers calls different, 47.7 %, and how many its sequence,
.3 %. claimeval (its bootstrap's docstring): resampling tasks covers .937 to .948 of the shares of
nine agents, with 3 to 20 answers to each of 50 tasks. evalstats' harness is not in its package.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from trial_shared import share

Rows = Iterator[dict[str, Any]]
AUTHORS = "authors' simulations"
STREAMS, LOOKS, RIGHT = 300, 300, 0.3
SUITES, AGENTS, TASKS, RESAMPLES = 200, 9, 50, 300


def rate_authors(seed_of: Callable[..., np.random.Generator]) -> Rows:
    """Return a row for each printed rate."""
    yield from rate_streams(seed_of(AUTHORS, "truescore"))
    for answers in (3, 5, 20):
        yield cover_agents(answers, seed_of(AUTHORS, "claimeval", answers))


def rate_streams(rng: np.random.Generator) -> Rows:
    """Return the shares of streams that an interval, and a sequence, ever calls different."""
    from truescore.agreement import wilson_interval
    from truescore.sequential import confidence_sequence

    found = []
    for stream in rng.binomial(1, RIGHT, (STREAMS, LOOKS)):
        looks = (wilson_interval(int(k), n + 1) for n, k in enumerate(stream.cumsum()))
        by_interval = any(not each.low <= RIGHT <= each.high for each in looks)
        sequence = confidence_sequence(stream)
        by_sequence = (sequence.lower_bounds > RIGHT) | (sequence.upper_bounds < RIGHT)
        found.append((by_interval, by_sequence.any()))
    for rule, said in zip(
        ("Wilson at each look", "its sequence"), np.transpose(found), strict=True
    ):
        row = {"tool": "truescore", "regime": AUTHORS, "pairs": rule, "n": LOOKS, "draws": STREAMS}
        yield share(row | {"called": 1.0}, "false_alarms", said)


def cover_agents(answers: int, rng: np.random.Generator) -> dict[str, Any]:
    """Return the share of agents whose interval holds, over suites drawn anew."""
    from claimeval.core.schema import RolloutSet
    from claimeval.sim.simulate import make_population, population_truth, sample_dataset
    from claimeval.stats.bootstrap import hierarchical_bootstrap

    agents = make_population(AGENTS, np.random.default_rng(0))
    truth, _ = population_truth(agents)
    holds = []
    for _ in range(SUITES):
        drawn = RolloutSet(sample_dataset(agents, TASKS, answers, rng))
        found = hierarchical_bootstrap(drawn, RESAMPLES, "task", rng).ci(0.95)
        holds.append((found["acc_lo"] <= truth) & (truth <= found["acc_hi"]))
    row = {"tool": "claimeval", "regime": AUTHORS, "pairs": f"{answers} answers", "n": TASKS}
    row = share(row | {"draws": SUITES, "called": 1.0}, "covers", np.mean(holds, axis=1))
    # the intervals of one suite are not independent
    return row | {"standard_error": float(np.std(np.mean(holds, axis=1)) / np.sqrt(SUITES))}
