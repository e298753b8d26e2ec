"""Simulated scores on the design of a scale, to measure bias, coverage and type I error."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit
from scipy.stats import binom

from analysis_py.statistics.ability.calibration import Calibration
from analysis_py.statistics.ability.cells import Cells
from analysis_py.statistics.ability.parameters import Parameters, Scale
from analysis_py.statistics.ability.scale import SHARE_NOISE, TAIL_DF, fit_samples
from analysis_py.statistics.arrays import FloatArray, IntArray

#: So many models lead, of whom coverage is looked at by itself.
N_TOP = 25
#: Half the width of a 90 % interval, in standard errors.
Z90 = 1.6448536269514722


@dataclass(frozen=True)
class Simulated:
    """One simulated set of scores, fitted, with the abilities that made it.

    ``pairs`` are models of equal true ability; the abilities have mean 0 and mean square 1.
    """

    truth: FloatArray
    scale: Scale
    pairs: IntArray


def corrected_parameters(scale: Scale, calibration: Calibration) -> Parameters:
    """Return a fit's parameters with corrected abilities and noise, and curves that go with them.

    The curve of a benchmark keeps its height and slope at the mean ability of its models.
    """
    state, cells = scale.parameters, scale.cells
    n = np.bincount(cells.benchmark, minlength=len(cells.benchmarks))
    total = np.bincount(cells.benchmark, state.ability[cells.model], len(cells.benchmarks))
    used: FloatArray = total / np.maximum(n, 1)
    slope = state.slope / calibration.stretch(used)
    return replace(
        state,
        ability=calibration.correct(state.ability),
        log_slope=np.log(slope),
        extra=state.extra * calibration.noise,
        intercept=state.intercept + state.slope * used - slope * calibration.correct(used),
    )


def simulate_cells(
    cells: Cells,
    truth: Parameters,
    rng: np.random.Generator,
    share_noise: float = SHARE_NOISE,
    root: FloatArray | None = None,
) -> Cells:
    """Return the cells with new shares: profiles of developers, t noise, and binomial items.

    Profiles correlate between benchmarks where there is a root of their correlations. As many
    random numbers are drawn for any truth, so that two truths can be compared on the same ones.
    """
    developer = cells.developer[cells.model]
    extra = truth.extra[cells.benchmark]
    profile = rng.standard_normal((len(cells.developers), len(cells.benchmarks)))
    if root is not None:
        profile = profile @ root
    profile *= np.sqrt(truth.developer_share * truth.extra)
    extra_draws = rng.standard_t(TAIL_DF, len(extra)) * np.sqrt((TAIL_DF - 2) / TAIL_DF)
    logit = (
        truth.intercept[cells.benchmark]
        + truth.slope[cells.benchmark] * (truth.ability[cells.model])
    )
    logit += profile[developer, cells.benchmark] + extra_draws * np.sqrt(
        (1 - truth.developer_share) * extra
    )
    share = cells.chance + (1 - cells.chance) * expit(logit)
    share = binom.ppf(rng.random(len(share)), cells.n_items, share) / cells.n_items
    if share_noise:
        share = np.clip(share + share_noise * rng.standard_normal(len(share)), 0, 1)
    return replace(cells, share=share)


def equal_pairs(cells: Cells, ability: FloatArray, rng: np.random.Generator, n: int) -> IntArray:
    """Return pairs of models to be made equal, half of them within developers, no model twice.

    Both of a pair are among each other's nearest, so that little is moved.
    """
    order = np.argsort(ability)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    is_free = np.ones(len(ability), dtype=bool)
    pairs: list[tuple[int, int]] = []
    for is_within in (True, False):
        wanted = n // 2
        for model in rng.permutation(len(ability)):
            if not wanted:
                break
            near = order[max(place[model] - 12, 0) : place[model] + 13]
            same = cells.developer[near] == cells.developer[model]
            near = near[is_free[near] & (near != model) & (same == is_within)]
            if is_free[model] and len(near):
                other = int(rng.choice(near))
                is_free[[model, other]] = False
                pairs.append((int(model), other))
                wanted -= 1
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def simulate(
    cells: Cells,
    truths: Sequence[Parameters],
    rngs: Sequence[np.random.Generator],
    n_pairs: int = 0,
    root: FloatArray | None = None,
) -> list[Simulated]:
    """Simulate scores of truths on a design, with some models equal in truth, and fit them."""
    abilities, made, pairs = [], [], []
    for truth, rng in zip(truths, rngs, strict=True):
        equal = equal_pairs(cells, truth.ability, rng, n_pairs)
        ability = truth.ability + 0.04 * rng.standard_normal(len(truth.ability))
        ability[equal[:, 1]] = ability[equal[:, 0]]
        sampled = replace(truth, ability=ability)
        made.append(simulate_cells(cells, sampled, rng, root=root).share)
        abilities.append((ability - ability.mean()) / ability.std())
        pairs.append(equal)
    scales = fit_samples(cells, np.stack(made))
    return [Simulated(*each) for each in zip(abilities, scales, pairs, strict=True)]


def most_able(truth: FloatArray) -> IntArray:
    """Return which models lead."""
    return np.argsort(-truth, kind="stable")[:N_TOP]
