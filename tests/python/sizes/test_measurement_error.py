"""Ranges of size compared with every size at either bound of its measurement error."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.sizes.measurement_error import fit_size_error_sensitivity

#: A range below 7 B and one from there, of eight base families each. The names of four say 7 B,
#: which leaves 6.5 B open.
FAMILIES = pl.DataFrame({"base_family": [f"family {i:02}" for i in range(16)]}).with_row_index("i")
LEVELS = {"resolved": 8, "low": 12, "high": 8}


def sums(levels):
    """Return the sums of four evaluations of each family, by variant of the sizes."""
    rng = np.random.default_rng(1)
    means = np.concatenate([rng.normal(40, 2, 8), rng.normal(38, 2, 4), rng.normal(47, 2, 4)])
    scores = (means[:, None] + rng.normal(0, 1, (16, 4))).round(6)
    cells = FAMILIES.with_columns(
        cohort_id=pl.lit("c"),
        benchmark_id=pl.lit("b"),
        factor=pl.lit("parameter_range"),
        is_tested=pl.lit(True),
        n_obs=pl.lit(4, pl.Int64),
        total_units=pl.Series((scores.sum(axis=1) * 1e6).round().astype(int)),
        sum_squares=pl.Series(((scores - scores.mean(axis=1)[:, None]) ** 2).sum(axis=1)),
    )
    at_least_7 = (
        (sizes, cells.with_columns(level_order=(pl.col("i") >= first).cast(pl.Int64)))
        for sizes, first in levels.items()
    )
    return pl.concat(
        of.with_columns(
            scheme=pl.lit("s"),
            sizes=pl.lit(sizes),
            level=pl.when(level_order=1).then(pl.lit("[7,13)")).otherwise(pl.lit("[3,7)")),
        )
        for sizes, of in at_least_7
    )


def test_equal_bounds_give_one_result():
    found = fit_size_error_sensitivity(sums(dict.fromkeys(LEVELS, 8)))
    assert found["sizes"].to_list() == ["high", "low", "resolved"]
    assert found.drop("sizes").unique().height == 1


def test_a_decision_that_depends_on_names_at_an_edge_changes_at_a_bound():
    found = fit_size_error_sensitivity(sums(LEVELS))
    is_lower = dict(zip(found["sizes"], (found["ci_high"] < 0), strict=True))
    assert (found["estimate"] < 0).all()
    assert is_lower == {"resolved": False, "low": True, "high": False}
    assert (found["p_adjusted"] < 0.05).to_list() == (found["ci_high"] < 0).to_list()


def test_resolved_sizes_give_the_clustered_comparison(warehouse):
    found = warehouse.sql("""
        select count(*), max(abs(ours.estimate - theirs.estimate)),
            max(abs(ours.std_error - theirs.std_error)), max(abs(ours.df_den - theirs.df_den)),
            bool_and(ours.n_a = theirs.n_a)
        from statistics.stat_size_error_sensitivity as ours
        join statistics.stat_cluster_robust as theirs
            using (cohort_id, benchmark_id, group_a, group_b, method)
        where ours.sizes = 'resolved' and ours.is_cohort_scheme
    """).fetchall()[0]
    n_pairs, *differences, has_same_rows = found
    assert n_pairs > 500
    assert differences == pytest.approx([0, 0, 0], abs=1e-9)
    assert has_same_rows


@pytest.mark.parametrize(("scheme", "is_clear"), [("checkpoints", True), ("paper", False)])
def test_edges_between_checkpoints_keep_clear_of_them(project, scheme, is_clear):
    checkpoints = pl.read_csv(project / "seeds/models/lineage_checkpoints.csv")["parameters_b"]
    ranges = pl.read_csv(project / "seeds/models/parameter_ranges.csv").filter(scheme=scheme)
    edges = ranges.filter(pl.col("lower_b") > 0)["lower_b"]
    nearest = min(abs(checkpoints / edge - 1).min() for edge in edges)
    assert (nearest > 0.04) == is_clear


def test_groups_of_equal_size_differ_just_where_their_bars_do_not_overlap(warehouse):
    # the nearer n is to equal, the nearer is the overlap to the test
    off = warehouse.sql("""
        select
            abs(pairs.estimate)
            / (a.comparison_high - a.mean + b.comparison_high - b.mean) as by_bars,
            abs(pairs.estimate) / (pairs.ci_high - pairs.estimate) as by_test
        from statistics.stat_pairwise as pairs
        join reporting.rpt_size_ranges as a
            on (a.cohort_id, a.benchmark_id, a.parameter_range)
            = (pairs.cohort_id, pairs.benchmark_id, pairs.group_a)
        join reporting.rpt_size_ranges as b
            on (b.cohort_id, b.benchmark_id, b.parameter_range)
            = (pairs.cohort_id, pairs.benchmark_id, pairs.group_b)
        where pairs.method = 'tukey_kramer' and pairs.factor = 'parameter_range'
            and pairs.status = 'ok' and n_a between n_b / 1.1 and n_b * 1.1
    """).fetchall()
    assert len(off) > 10
    for by_bars, by_test in off:
        assert by_bars == pytest.approx(by_test, rel=1e-3)
