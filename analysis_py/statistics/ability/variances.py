"""Parts of the variance of scores on an ability scale."""

import numpy as np
import polars as pl

from analysis_py.statistics.ability.parameters import Scale

_SAMPLES = 400


def split_variance(scale: Scale, rng: np.random.Generator) -> pl.DataFrame:
    """Split the variance of logits within benchmarks, with intervals from resampled developers.

    Shares are of the first three parts, which are the models'. Each cell has the expected square of
    each part, given the data; a resample draws developers with all their cells. The scale itself is
    not fitted again, so that the intervals are of these developers' scores on this scale.
    """
    cells, state = scale.cells, scale.parameters
    extra, noise = state.extra[cells.benchmark], scale.noise
    developer = cells.developer[cells.model]
    of_ability = state.slope[cells.benchmark] * state.ability[cells.model]
    n = np.bincount(cells.benchmark, minlength=len(cells.benchmarks))
    mean = np.bincount(cells.benchmark, of_ability, len(n)) / np.maximum(n, 1)
    ability = (of_ability - mean[cells.benchmark]) ** 2
    profile = (
        scale.profile[developer, cells.benchmark] ** 2
        + scale.profile_variance[developer, cells.benchmark]
    )
    rest = scale.residual - scale.profile[developer, cells.benchmark]
    variance = (1 - state.developer_share) * extra
    reliability = variance / (variance + noise)
    own_variance = scale.weight * reliability**2 * rest**2 + variance * (1 - reliability)
    variances = {
        "one ability": ability,
        "developer's profile": profile,
        "own to the benchmark": own_variance,
        "sampling of items": noise,
    }
    n_developers = len(cells.developers)
    sums = np.array([np.bincount(developer, part, n_developers) for part in variances.values()])
    counts = np.bincount(developer, minlength=n_developers)
    times = rng.multinomial(n_developers, np.full(n_developers, 1 / n_developers), size=_SAMPLES)
    sampled = times @ sums.T / np.maximum(times @ counts, 1)[:, None]
    estimates = sums.sum(axis=1) / counts.sum()
    shares = estimates / estimates[:3].sum()
    low, high = np.quantile(
        sampled / sampled[:, :3].sum(axis=1, keepdims=True), [0.05, 0.95], axis=0
    )
    columns = {"variance": estimates, "share": shares, "share_low": low, "share_high": high}
    return pl.DataFrame({"component": list(variances), **columns})
