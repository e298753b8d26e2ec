"""Comparisons on a board cut off at an average: scipy on the rows, and what truncation must do."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analysis_py.statistics.robustness.selection import fit_selection

TOLERANCE = 1e-9

COMPARISONS = pl.DataFrame(
    {
        "comparison": ["first_minus_second", "third_minus_first", "score_with_size"],
        "factor": ["training_type", "training_type", "parameters_b"],
        "group_a": ["first", "third", None],
        "group_b": ["second", "first", None],
    }
)


def draw(seed=1):
    """Return levels, scores and whether each row is kept; the groups' means are 50, 56 and 44."""
    rng = np.random.default_rng(seed)
    level = np.repeat(["first", "second", "third"], [80, 120, 40])
    mean = np.repeat([50.0, 56.0, 44.0], [80, 120, 40])
    score = mean + rng.normal(0, 8, 240)
    return level, score, score + rng.normal(0, 3, 240) <= 55


def summarise(level, score, kept, population="cut"):
    """Describe groups as int_selection_groups_summed does."""
    rows = []
    for name in np.unique(level):
        inside, outside = (score[(level == name) & part] for part in (kept, ~kept))
        rows.append(
            {
                "population": population,
                "cohort_id": "c",
                "cutoff_pct": 55.0,
                "benchmark_id": "b",
                "factor": "training_type",
                "level": name,
                "level_order": 0,
                "n_obs": len(inside),
                "n_whole": len(inside) + len(outside),
                "n_left_out": len(outside),
                "mean": inside.mean() if len(inside) else None,
                "mean_whole": score[level == name].mean(),
                "mean_left_out": outside.mean() if len(outside) else None,
                "std_dev": inside.std(ddof=1) if len(inside) > 1 else None,
                "std_dev_left_out": outside.std(ddof=1) if len(outside) > 1 else None,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def fit(level, score, kept):
    ranks = pl.DataFrame(
        {
            "population": "cut",
            "cohort_id": "c",
            "cutoff_pct": 55.0,
            "benchmark_id": "b",
            "method": "spearman",
            "n_obs": 240,
            "estimate": 0.4,
        }
    )
    rows = fit_selection(summarise(level, score, kept), ranks, COMPARISONS)
    return {(row["comparison"], row["method"]): row for row in rows.to_dicts()}


@pytest.mark.parametrize(
    ("comparison", "a", "b"),
    [("first_minus_second", "first", "second"), ("third_minus_first", "third", "first")],
)
def test_pairs_match_scipy(comparison, a, b):
    level, score, kept = draw()
    found = fit(level, score, kept)
    groups = {name: score[kept & (level == name)] for name in np.unique(level)}
    welch = stats.ttest_ind(groups[a], groups[b], equal_var=False)
    row = found[comparison, "welch"]
    assert row["estimate"] == pytest.approx(groups[a].mean() - groups[b].mean(), rel=TOLERANCE)
    assert row["df_den"] == pytest.approx(welch.df, rel=TOLERANCE)
    assert row["p_value"] == pytest.approx(welch.pvalue, rel=1e-7)
    assert row["ci_low"] == pytest.approx(welch.confidence_interval().low, rel=1e-7)

    tukey = stats.tukey_hsd(*groups.values())
    i, j = (list(groups).index(name) for name in (a, b))
    interval = tukey.confidence_interval(0.95)
    row = found[comparison, "tukey_kramer"]
    assert row["estimate"] == pytest.approx(tukey.statistic[i, j], rel=TOLERANCE)
    assert row["p_value"] == pytest.approx(tukey.pvalue[i, j], abs=1e-8)
    assert row["ci_low"] == pytest.approx(interval.low[i, j], abs=1e-6)
    assert row["ci_high"] == pytest.approx(interval.high[i, j], abs=1e-6)


@pytest.mark.simulation
def test_the_shift_s_error_is_that_of_repeated_samples():
    """Membership fixed, scores drawn anew: 4,000 samples put three standard errors at 3.4 %."""
    level, _, kept = draw()
    rng = np.random.default_rng(4)
    shifts, squares = [], []
    for _ in range(4000):
        score = rng.normal(50, 8, 240)
        means = []
        variance = 0.0
        for name in ("first", "second"):
            of = level == name
            means.append(score[of & kept].mean() - score[of].mean())
            for part in (of & kept, of & ~kept):
                share = (of & ~kept).sum() / of.sum()
                variance += share**2 * score[part].var(ddof=1) / part.sum()
        shifts.append(means[0] - means[1])
        squares.append(variance)
    row = fit(level, score, kept)["first_minus_second", "welch"]
    assert row["estimate_shift"] == pytest.approx(shifts[-1], rel=1e-9)
    assert row["shift_std_error"] == pytest.approx(np.sqrt(squares[-1]), rel=1e-9)
    assert np.sqrt(np.mean(squares)) == pytest.approx(np.std(shifts), rel=0.034)


def test_the_correlation_s_error_is_by_the_delta_method():
    row = fit(*draw())["score_with_size", "spearman"]
    expected = (1 - 0.4**2) * np.sqrt((1 + 0.4**2 / 2) / (240 - 3))
    assert row["std_error"] == pytest.approx(expected, rel=TOLERANCE)
    assert row["estimate"] > 0
    assert (row["n_a"], row["n_b"]) == (240, None)


def test_groups_that_vanish_keep_their_rows_and_say_why():
    level, score, _ = draw()
    for left, reason in ((0, "a group has no row"), (1, "ok")):
        kept = level != "first"
        kept[:left] = True
        found = fit(level, score, kept)
        assert found["first_minus_second", "tukey_kramer"]["status"] == reason
        row = found["first_minus_second", "welch"]
        assert row["status"] == "a group has fewer than two rows"
        assert (row["estimate"], row["p_value"], row["n_a"]) == (None, None, left)
        assert row["n_a_whole"] == 80
        assert row["shift_std_error"] is None
    assert len(found) == 5


@pytest.fixture(scope="module")
def asked(warehouse, project):
    """Return the populations with the number of their benchmarks, and what each is asked."""
    folder = project / "seeds/robustness"
    populations, comparisons = (
        pl.read_csv(folder / f"selection_{name}.csv") for name in ("populations", "comparisons")
    )
    benchmarks = warehouse.sql(
        "select cohort_id, count(distinct benchmark_id) as n_benchmarks "
        "from statistics.stat_group_summaries group by all"
    ).pl()
    return populations.join(benchmarks, on="cohort_id"), comparisons


def test_the_warehouse_agrees_with_the_tables_of_pairs(warehouse, asked):
    """The whole cohort is that of stat_pairwise, tested as there; cut off is a part of it."""
    found = warehouse.sql(
        "with pairs as ("
        "  select * from statistics.stat_pairwise where method = 'tukey_kramer' union all by name"
        "  select * replace (group_b as group_a, group_a as group_b, -estimate as estimate)"
        "  from statistics.stat_pairwise where method = 'tukey_kramer') "
        "select selection.population, count(*), max(abs(selection.estimate - pairs.estimate)), "
        "max(abs(selection.p_value - pairs.p_adjusted)) "
        "from statistics.stat_selection as selection "
        "inner join pairs using (cohort_id, benchmark_id, factor, method, group_a, group_b) "
        "where cutoff_pct is null group by all order by all"
    ).fetchall()
    populations, comparisons = asked
    n_pairs = comparisons["group_a"].count()
    uncut = populations.filter(pl.col("cutoff_pct").is_null()).sort("cohort_id")
    assert [row[:2] for row in found] == [
        (row["cohort_id"], row["n_benchmarks"] * n_pairs) for row in uncut.to_dicts()
    ]
    whole = uncut.filter(pl.col("is_whole"))["cohort_id"].to_list()
    assert [row[0] for row in found if max(row[2:]) < TOLERANCE] == whole
    outside = "n_a > n_a_whole or n_b > n_b_whole"
    assert warehouse.sql(f"from statistics.stat_selection where {outside}").fetchall() == []


def test_the_warehouse_s_correlations_are_spearman_s(warehouse):
    rows = warehouse.sql(
        "select score_pct, parameters_b from marts.bridge_cohort_evaluations "
        "join marts.fct_evaluations using (evaluation_id) join marts.fct_scores "
        "using (evaluation_id) where cohort_id = 'january_2024' and average_pct <= 52.68 "
        "and parameters_b is not null and benchmark_id = 'arc'"
    ).pl()
    row = warehouse.sql(
        "select estimate, p_value, n_a from statistics.stat_selection where benchmark_id = 'arc' "
        "and population = 'january_2024 to 52.68' and method = 'spearman'"
    ).fetchall()[0]
    expected = stats.spearmanr(rows["score_pct"], rows["parameters_b"])
    assert row[0] == pytest.approx(expected.statistic, rel=TOLERANCE)
    assert row[1] == pytest.approx(expected.pvalue, rel=1e-6)
    assert row[2] == rows.height
