"""Write interval_candidates.csv: out-of-time coverage of three ways to make a 90 % interval.

All have the dates, curves and families of stat_prediction_coverage (later families, by size).
``quantiles``: of the residuals of base families that came later than the curve. ``time effect``:
intervals of families left out, widened by a random effect of the tenth in which a family came.
``level``: quantiles of families left out, at the level that families that came later would have
needed; it is what the project publishes.
"""

from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from analysis_py.statistics.numerics.numbering import numbered
from analysis_py.statistics.numerics.seeds import bootstrap_seed
from analysis_py.statistics.positions.later_families import (
    Evaluations,
    _family_weights,
    _level,
    _origins,
)
from analysis_py.statistics.positions.quantiles import size_kernel, weighted_quantiles

ROOT = Path(__file__).parents[3]
NOMINAL = 0.9
SCORES = """
    select c.cohort_id, c.benchmark_id, s.score_pct, ln(e.parameters_b) as log_size, e.base_family,
        e.lineage_family, (e.submitted_on - date '2020-01-01')::double as submitted
    from (
        select distinct cohort_id, benchmark_id from statistics.stat_prediction_coverage
        where judged_on = 'next families' and status = 'ok'
    ) as c
    join marts.bridge_cohort_evaluations using (cohort_id)
    join marts.fct_evaluations as e using (evaluation_id)
    join marts.fct_scores as s using (evaluation_id, benchmark_id)
    where e.parameters_b is not null
    order by c.cohort_id, c.benchmark_id, e.evaluation_id
"""


def by_quantiles(evaluations, origin, earlier):
    """Return the ends of the interval from residuals of families that came later."""
    rows = np.concatenate([one.rows[kept] for one, kept in earlier])
    residual = np.concatenate([one.residual[kept] for one, kept in earlier])
    order = np.argsort(residual, kind="stable")
    sizes, size = np.unique(evaluations.log_size[rows], return_inverse=True)
    grid = np.linspace(sizes[0], sizes[-1], 40) if len(sizes) > 1 else sizes[[0, 0]] + [0, 1e-9]
    weight = _family_weights(evaluations.families[rows])
    kernel = size_kernel(grid, sizes)
    found = weighted_quantiles(residual[order], size[order], weight[order], grid, kernel)
    at = evaluations.log_size[origin.rows]
    low, high = found.at(at, np.array([NOMINAL]))
    expected = origin.prediction.curve.at(at)
    return expected + low[0], expected + high[0]


def by_time_effect(evaluations, origin, earlier):
    """Return the ends of the interval widened by the variance between tenths of families."""
    means, errors = [], []
    for one, kept in earlier:
        families = evaluations.families[one.rows[kept]]
        names = np.unique(families)
        if len(names) < 2:
            continue
        each = np.array([one.residual[kept][families == name].mean() for name in names])
        means.append(each.mean())
        errors.append(each.var(ddof=1) / len(each))
    variance = max(0.0, float(np.mean(np.square(means)) - np.mean(errors))) if means else 0.0
    at = evaluations.log_size[origin.rows]
    expected, low, high = origin.prediction.interval(NOMINAL, at)
    factor = np.sqrt(1 + variance / origin.prediction.std_dev(at) ** 2)
    return expected - (expected - low) * factor, expected + (high - expected) * factor


def by_level(evaluations, origin, origins):
    """Return the ends of the published interval."""
    level = _level(evaluations, origins, NOMINAL, origin.date)
    return origin.prediction.interval_at(level, evaluations.log_size[origin.rows])[1:]


def coverages(evaluations, seed):
    """Return the share of next families that each candidate holds."""
    origins = _origins(evaluations, (NOMINAL,), seed)
    held, total = dict.fromkeys(("quantiles", "time effect", "level"), 0.0), 0.0
    for origin in origins:
        if _level(evaluations, origins, NOMINAL, origin.date) is None:
            continue
        earlier = [
            (one, one.is_next & (evaluations.submitted[one.rows] < origin.date))
            for one in origins
            if one.date < origin.date
        ]
        ends = {
            "quantiles": by_quantiles(evaluations, origin, earlier),
            "time effect": by_time_effect(evaluations, origin, earlier),
            "level": by_level(evaluations, origin, origins),
        }
        rows = origin.rows[origin.is_next]
        weight = _family_weights(evaluations.families[rows])
        total += weight.sum()
        for name, (low, high) in ends.items():
            score = evaluations.score[rows]
            within = (np.clip(low, 0, 100)[origin.is_next] <= score) & (
                score <= np.clip(high, 0, 100)[origin.is_next]
            )
            held[name] += float(weight @ within)
    return {name: round(value / total, 4) for name, value in held.items()}


with duckdb.connect(
    str(ROOT / "warehouse" / "llm_reassessment.duckdb"), read_only=True
) as warehouse:
    scores = warehouse.sql(SCORES).pl()
    ((seed,),) = warehouse.sql(
        "select value from quality.build_variables where variable = 'seed'"
    ).fetchall()
found = []
for (cohort, benchmark), rows in scores.group_by("cohort_id", "benchmark_id", maintain_order=True):
    evaluations = Evaluations(
        *(rows[name].to_numpy() for name in ("log_size", "score_pct")),
        *(numbered(rows[name])[1] for name in ("base_family", "lineage_family")),
        np.zeros(len(rows), dtype=np.int64),
        rows["submitted"].fill_null(np.nan).to_numpy(),
    )
    shares = coverages(evaluations, bootstrap_seed(int(seed), cohort, benchmark))
    found.append({"cohort_id": cohort, "benchmark_id": benchmark} | shares)
pl.DataFrame(found).write_csv(Path(__file__).with_name("interval_candidates.csv"))
