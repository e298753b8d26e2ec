"""The lead of tuned models in two parts: sums from the rows, deletions one by one, simulation."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analysis_py.statistics.adjustment.lead_decomposition import (
    LeadParts,
    lead_rows,
    split_lead,
)

#: Evaluations of a cohort whose base is known, from the facts alone.
ROWS = """
    select cohort_id, benchmark_id, training_type, base_family, lineage_family, score_pct as score
    from marts.bridge_cohort_evaluations
    join marts.fct_evaluations using (evaluation_id)
    join marts.fct_scores using (evaluation_id)
    where is_base_family_resolved
"""


def parts_of(rows, tuned):
    """Return gained, bases' lead and lead by a loop over tuned evaluations."""
    own = rows.filter(training_type="pretrained")
    means = dict(own.group_by("base_family").agg(pl.col("score").mean()).iter_rows())
    of_tuned = rows.filter(pl.col("training_type") == tuned).select("base_family", "score")
    scores = [(means[base], score) for base, score in of_tuned.iter_rows() if base in means]
    bases, evaluations = np.array(scores).T
    overall = own["score"].mean()
    return np.array(
        [np.mean(evaluations - bases), np.mean(bases) - overall, np.mean(evaluations) - overall]
    )


def cells(rows, tuned):
    """Sum rows as the inputs of a model of one benchmark."""
    return (
        rows.group_by("training_type", "base_family", "lineage_family")
        .agg(n_obs=pl.len(), total_units=(pl.col("score") * 1e6).round().cast(pl.Int64).sum())
        .with_columns(
            is_base_family_resolved=pl.lit(value=True), is_tuned=pl.col("training_type") == tuned
        )
    )


def test_both_parts_add_up_to_the_lead_and_agree_with_the_rows(warehouse):
    published = warehouse.sql("""
        select cohort_id, benchmark_id, group_a,
            max(estimate) filter (method = 'own base, by evaluation') as gained,
            max(estimate) filter (method = 'bases of tuned models') as bases,
            max(estimate) filter (method = 'known bases') as lead, max(share_gained) as share
        from statistics.stat_within_base
        where method in ('own base, by evaluation', 'bases of tuned models', 'known bases')
          and status = 'ok'
        group by all
    """).pl()
    rows = warehouse.sql(ROWS).pl().partition_by("cohort_id", "benchmark_id", as_dict=True)
    assert published["cohort_id"].n_unique() >= 5
    for row in published.to_dicts():
        mine = parts_of(rows[row["cohort_id"], row["benchmark_id"]], row["group_a"])
        assert row["gained"] + row["bases"] == pytest.approx(row["lead"], abs=1e-9)
        assert [row["gained"], row["bases"], row["lead"]] == pytest.approx(mine, abs=1e-6), row
        if row["share"] is not None:
            assert row["share"] == pytest.approx(mine[0] / mine[2], abs=1e-6), row
        assert (row["share"] is None) == (row["lead"] <= 0)


def test_errors_are_those_of_deleting_each_generation(warehouse):
    rows = warehouse.sql(
        f"from ({ROWS}) where cohort_id = 'openllm_v2' and benchmark_id = 'math' "
        "and training_type in ('pretrained', 'instruction-tuned')"
    ).pl()
    key = {"cohort_id": "openllm_v2", "benchmark_id": "math"}
    made = {
        row.method: row
        for row in lead_rows(key, "instruction-tuned", cells(rows, "instruction-tuned"), 0.95)
    }
    whole = parts_of(rows, "instruction-tuned")
    generations = rows["lineage_family"].unique().to_list()
    without = np.array(
        [
            parts_of(rows.filter(pl.col("lineage_family") != each), "instruction-tuned")
            for each in generations
        ]
    )
    g = len(generations)
    errors = np.sqrt((g - 1) / g * ((without - whole) ** 2).sum(axis=0))
    order = ("own base, by evaluation", "bases of tuned models", "known bases")
    assert [made[method].std_error for method in order] == pytest.approx(errors, rel=1e-6)
    # each end of the share's interval r is where gained − r · lead is just significant
    row = made[order[0]]
    critical = stats.t(row.df_den).ppf(0.975)
    for end in (row.share_low, row.share_high):
        rest = without[:, 0] - end * without[:, 2]
        centre = whole[0] - end * whole[2]
        error = np.sqrt((g - 1) / g * ((rest - centre) ** 2).sum())
        assert abs(centre) / error == pytest.approx(critical, rel=1e-6)


def test_a_lead_that_may_be_zero_leaves_its_share_open():
    unsure = LeadParts(np.array([1.0, 1.0]), np.eye(2), 10.0)
    assert unsure.share_gained(0.95) == (0.5, None, None)
    behind = LeadParts(np.array([1.0, -2.0]), np.eye(2) * 1e-4, 10.0)
    assert behind.share_gained(0.95) == (None, None, None)


def drawn(rng, kind, size):
    """Draw from a distribution with mean 0 and variance 1."""
    if kind == "heavy tails":
        return rng.standard_t(3, size) / np.sqrt(3)
    if kind == "skewed":
        return (rng.lognormal(0, 1, size) - np.exp(0.5)) / np.sqrt((np.e - 1) * np.e)
    return rng.normal(size=size)


@pytest.mark.simulation
@pytest.mark.parametrize("kind", ["normal", "heavy tails", "skewed"])
@pytest.mark.parametrize("cohort", ["january_2024", "openllm_v1", "openllm_v2", "paper_2024_01"])
def test_the_share_s_interval_covers_where_generations_differ(warehouse, cohort, kind):
    """Nominal 0.95; with 400 samples three standard errors are 0.033.

    Half of a lead of 15 points is gained. Better bases have more tunes; quality and gain both
    differ between generations and between bases.
    """
    bases = warehouse.sql(f"""
        select base_family, any_value(lineage_family) as lineage_family,
            count(*) filter (training_type = 'instruction-tuned')::double as n_a,
            count(*) filter (training_type = 'pretrained')::double as n_b
        from ({ROWS}) where cohort_id = '{cohort}' and benchmark_id in ('arc', 'math')
          and training_type in ('pretrained', 'instruction-tuned')
        group by all order by all
    """).pl()
    _, generation = np.unique(bases["lineage_family"].to_numpy(), return_inverse=True)
    n_a, n_b = bases["n_a"].to_numpy(), bases["n_b"].to_numpy()
    weight = n_a * (n_b > 0) / n_a[n_b > 0].sum()
    rank = np.log1p(n_a) - n_b / n_b.sum() @ np.log1p(n_a)
    rng = np.random.default_rng(20240112)
    covered = 0
    for _ in range(400):

        def effects(by_generation, by_base):
            one = drawn(rng, kind, generation.max() + 1)[generation]
            return by_generation * one + by_base * drawn(rng, kind, len(n_a))

        own = 50 + 7.5 * rank / (weight @ rank) + effects(8, 4)
        tuned = own + 7.5 + effects(3, 2)
        with np.errstate(divide="ignore"):
            own += np.where(n_b > 0, 4 * rng.normal(size=len(own)) / np.sqrt(n_b), 0)
            tuned += np.where(n_a > 0, 4 * rng.normal(size=len(own)) / np.sqrt(n_a), 0)
        split = split_lead(bases.with_columns(total_a=tuned * n_a, total_b=own * n_b))
        _, low, high = split.share_gained(0.95)
        covered += low is None or low <= 0.5 <= high
    assert covered / 400 >= 0.917
