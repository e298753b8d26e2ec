"""Verdicts on the emergence of abilities: sharpness, unpredictability and continuity.

An ability is called emergent where it jumps (a step, or a logistic that rises within a doubling of
size, beats every gradual curve by more than gradual truths would have it) and where a line through
the models below the jump misses those beyond it from below. Each decision is made from numbers that
stand beside it.
"""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import polars as pl

from analysis_py.runtime.processes import in_processes
from analysis_py.statistics.arrays import FloatArray
from analysis_py.statistics.emergence.extrapolation import CHOSEN, fit_forecast
from analysis_py.statistics.emergence.jump_tests import cannot_judge, jump_test
from analysis_py.statistics.emergence.rows import EmergenceRow, Judgement
from analysis_py.statistics.emergence.shapes import RIVALS, bic
from analysis_py.statistics.emergence.smooth import fall_rate, fit_size_smooth
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.numerics.tolerances import ROUNDING
from analysis_py.statistics.rows import to_frame, with_nulls

KEY = ("cohort_id", "benchmark_id", "score_scale")
#: A logistic that goes from 10 % to 90 % within this factor of size counts as a jump.
SHARP_FACTOR = 2.0
#: A difference in BIC below this decides nothing (Kass and Raftery 1995).
BIC_MARGIN = 2.0


def fit_emergence(
    families: pl.DataFrame,
    n_samples: int = 999,
    cut_quantile: float = 0.6,
    confidence_level: float = 0.95,
    seed: int = 0,
    claimed_cuts_b: Sequence[float] = (),
    n_jobs: int | None = None,
) -> pl.DataFrame:
    """Judge every ability on every scale of its score.

    Parameters
    ----------
    families : polars.DataFrame
        One row per cohort, benchmark, scale and base family, with ``judged_on`` (which of its
        evaluations count), and of these ``parameters_b`` (null where unknown), ``n_evaluations``,
        ``n_scored`` and ``mean`` (null where none is scored).
    n_samples : int
        Bootstrap samples of each forecast.
    cut_quantile : float
        Share of base families below the fixed cut.
    claimed_cuts_b : sequence of float
        Sizes in billions at which a claim cuts, each a forecast of its own.
    n_jobs : int, optional
        Processes among which the fits are shared.

    Returns
    -------
    polars.DataFrame
        One row per cohort, benchmark and scale with ``verdict`` (:func:`judge`) and what it rests
        on; ``forecasts`` has a row per cut.
    """
    settings = n_samples, cut_quantile, confidence_level, seed, tuple(claimed_cuts_b)
    groups = families.sort(*KEY, "base_family").group_by(KEY, maintain_order=True)
    jobs = [(*map(str, key), group, *settings) for key, group in groups]
    rows = in_processes(_judge_ability, jobs, "cohorts × benchmarks × scales judged", n_jobs)
    return to_frame(EmergenceRow, rows)


def _judge_ability(
    cohort_id: str,
    benchmark_id: str,
    score_scale: str,
    group: pl.DataFrame,
    n_samples: int,
    cut_quantile: float,
    confidence_level: float,
    seed: int,
    claimed_cuts_b: tuple[float, ...],
) -> EmergenceRow:
    used = group.drop_nulls(["parameters_b", "mean"]).sort("parameters_b", "base_family")
    x, y = np.log(used["parameters_b"].to_numpy()), used["mean"].to_numpy()
    known: dict[str, Any] = {
        "cohort_id": cohort_id,
        "benchmark_id": benchmark_id,
        "score_scale": score_scale,
        "judged_on": group["judged_on"][0],
        "n_obs": len(x),
        "n_sizes": len(np.unique(x)),
        "n_evaluations": int(used["n_scored"].sum()),
        "n_dropped": int(group["n_evaluations"].sum()) - int(used["n_scored"].sum()),
        "n_samples": n_samples,
        "seed": seed,
    }
    seeds = bootstrap_seed(seed, cohort_id, benchmark_id, score_scale)
    problem = cannot_judge(x, y)
    if int(group["n_evaluations"].sum()) == 0:
        problem = "no pretrained model"
    elif known["n_evaluations"] == 0:
        problem = "no chance level" if score_scale == "above_chance" else "no score on this scale"
    if problem:
        return with_nulls(EmergenceRow, **known, status=problem, forecasts=[])
    judgement = judge(x, y, n_samples, cut_quantile, confidence_level, seeds, claimed_cuts_b)
    return EmergenceRow(**known, **vars(judgement), status="ok")


def decide_verdict(
    best_model: str,
    sharp_delta_bic: float,
    jumps_unpredictably: bool,
    p_fall: float,
    mean_slope: float,
    alpha: float,
) -> str:
    """Return the verdict on an ability: the first rule that holds.

    1. ``flat``: the constant has the smallest BIC.
    2. ``emergent``: the best jump beats the best gradual curve by :data:`BIC_MARGIN`, and by more
       than gradual truths would have it (:mod:`analysis_py.statistics.emergence.jump_tests`), and a
       line through the models below it misses those beyond from below. This goes before rule 3,
       because a smooth curve overshoots at a jump; an ability that really fell elsewhere would have
       let the smooth curve win.
    3. ``not monotone``: the slope of the smooth curve is below 0 somewhere, ``p_fall < alpha``.
    4. ``gradual``: the best gradual curve beats the best jump by the margin, and rises.
    5. ``inconclusive`` otherwise.
    """
    if best_model == "flat":
        return "flat"
    if sharp_delta_bic >= BIC_MARGIN and jumps_unpredictably:
        return "emergent"
    if p_fall < alpha:
        return "not monotone"
    if sharp_delta_bic <= -BIC_MARGIN and mean_slope > 0:
        return "gradual"
    return "inconclusive"


def _cuts(
    x: FloatArray, cut_quantile: float, jump: float, claimed_cuts_b: Sequence[float]
) -> list[tuple[str, float, int]]:
    """Return the sizes to forecast from, each with its name and its stream of draws.

    They are the largest among the smallest models, where a jump fits best, and those of claims.
    """
    smallest = float(np.quantile(x, cut_quantile, method="lower"))
    claimed = [("claim", float(np.log(cut_b)), 5) for cut_b in claimed_cuts_b]
    return [("quantile", smallest, 1), (CHOSEN, jump, 2), *claimed]


def judge(
    x: FloatArray,
    y: FloatArray,
    n_samples: int,
    cut_quantile: float,
    confidence_level: float,
    seed: list[int],
    claimed_cuts_b: Sequence[float] = (),
) -> Judgement:
    """Measure the three properties of one ability, of ascending log sizes, and give the verdict."""
    curve, slope = fit_size_smooth(x, y, np.random.default_rng([*seed, 0]))
    fits = [*(rival(x, y) for rival in RIVALS), curve]
    total = float(np.sum((y - y.mean()) ** 2))
    # a perfect fit has no logarithm
    bics = [bic(max(fit.rss, ROUNDING * total), len(x), fit.n_parameters) for fit in fits]
    jumps = [fit.width is not None and bool(fit.width <= np.log(SHARP_FACTOR)) for fit in fits]
    step = next(fit for fit in fits if fit.model == "step")
    cuts = _cuts(x, cut_quantile, cast(float, step.location), claimed_cuts_b)
    forecasts = [
        fit_forecast(
            name, x, y, cut, n_samples, confidence_level, np.random.default_rng([*seed, draw])
        )
        for name, cut, draw in cuts
    ]
    at_jump = forecasts[1]
    alpha, p_fall = 1 - confidence_level, cast(float, slope.p_fall)
    tested, is_found = jump_test(x, y, n_samples, alpha, np.random.default_rng([*seed, 3]))
    best = fits[int(np.argmin(bics))].model
    sharp = min(value for value, is_jump in zip(bics, jumps, strict=True) if is_jump)
    gradual = min(value for value, is_jump in zip(bics, jumps, strict=True) if not is_jump)
    return Judgement(
        verdict=decide_verdict(
            best,
            gradual - sharp,
            is_found and step.rise > 0 and bool(at_jump.is_underpredicted),
            p_fall,
            cast(float, slope.mean_slope),
            alpha,
        ),
        best_model=best,
        **vars(slope),
        sharp_delta_bic=gradual - sharp,
        **vars(tested),
        is_underpredicted=at_jump.is_underpredicted,
        p_fall_type1_error=fall_rate(x, y, alpha, np.random.default_rng([*seed, 6]))
        if p_fall < alpha
        else None,
        forecasts=forecasts,
    )
