"""Moved bin edges: R's Welch and Tukey tests, and what a mass point does to a decision."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.sizes.bin_edges import fit_bin_edges

#: The same closed forms on the same rows.
TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def edges(project):
    return pl.read_csv(project / "tests/reference/sizes/edges.csv", infer_schema_length=None)


def test_the_warehouse_matches_r(warehouse, edges):
    for row in edges.to_dicts():
        found = warehouse.sql(
            "from statistics.stat_bin_edges where cohort_id = 'paper_2024_01' "
            "and benchmark_id = ? and edge_b = 7 and position_above_b < ? and position_b >= ?",
            params=[row["benchmark"], row["position_b"], row["position_b"]],
        ).to_df()
        assert len(found) == 1
        found = found.iloc[0]
        for name in ("n_below", "n_above"):
            assert found[name] == row[name]
        for name in ("estimate", "statistic", "df_den", "p_value"):
            assert found[name] == pytest.approx(row[name], rel=TOLERANCE), name
        # R integrates to about 1e-10
        assert found["p_tukey"] == pytest.approx(row["p_tukey"], abs=1e-8)
        assert (found["decision"] != "not different") == (found["p_adjusted"] < 0.05)
        assert (found["decision_tukey"] != "not different") == (found["p_tukey_adjusted"] < 0.05)
        assert found["p_adjusted"] >= found["p_value"]
    assert edges.height == 10


def test_at_the_paper_s_edges_tukey_is_the_pairwise_table_s(warehouse):
    """Decision, difference and q at the paper's own edge are those of stat_pairwise."""
    found = warehouse.sql("""
        select edges.*, pairs.estimate as pair_estimate, pairs.statistic as pair_q,
            pairs.df_den as pair_df, tests.is_significant
        from statistics.stat_bin_edges as edges
        join statistics.stat_pairwise as pairs
            on edges.cohort_id = pairs.cohort_id and edges.benchmark_id = pairs.benchmark_id
            and pairs.factor = 'parameter_range' and pairs.method = 'tukey_kramer'
            and pairs.group_a = edges.range_below and pairs.group_b = edges.range_above
        join statistics.stat_multiplicity as tests
            on pairs.cohort_id = tests.cohort_id and pairs.benchmark_id = tests.benchmark_id
            and pairs.factor = tests.factor and pairs.method = tests.method
            and pairs.group_a = tests.group_a and pairs.group_b = tests.group_b
        where edges.is_paper_edge
    """).pl()
    # a range above all edges, for the few largest models, is one more group of stat_pairwise
    assert found.height > 150
    assert (found["df_tukey"] == found["pair_df"]).all()
    np.testing.assert_allclose(found["estimate"], -found["pair_estimate"], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found["studentized_range"], found["pair_q"], rtol=1e-8)
    decided = found["decision_tukey"] != "not different"
    assert (decided == found["is_significant"]).all()


def test_positions_fill_the_window(warehouse):
    found = warehouse.sql("""
        select sum(window_share) as total, count(*) filter (where is_paper_edge) as n_paper,
            max(n_below + n_above) - min(n_below + n_above) as spread
        from statistics.stat_bin_edges group by cohort_id, benchmark_id, edge_b
    """).pl()
    np.testing.assert_allclose(found["total"], 1, atol=1e-12)
    assert (found["n_paper"] == 1).all()
    assert (found["spread"] == 0).all(), "an edge moves rows across, never out"


@pytest.mark.committed
def test_the_mass_point_below_seven_turns_the_sign(warehouse):
    """Llama of 6.738 B on one side of the edge or on the other: ARC's difference changes sign."""
    found = warehouse.sql("""
        select position_b, estimate, decision from statistics.stat_bin_edges
        where cohort_id = 'paper_2024_01' and benchmark_id = 'arc' and edge_b = 7
        and position_b in (6.738, 7.0, 7.242) order by position_b
    """).fetchall()
    assert [decision for *_, decision in found][:2] == ["higher above", "not different"]
    assert found[0][1] > 0 > found[2][1]
    share, counted = warehouse.sql("""
        select any_value(share), count(*) filter (e.parameters_b = 6.738) / count(e.parameters_b)
        from marts.bridge_cohort_evaluations
        join marts.fct_evaluations as e using (evaluation_id)
        join statistics.stat_mass_points as points using (cohort_id)
        where cohort_id = 'paper_2024_01' and points.parameters_b = 6.738
    """).fetchall()[0]
    assert share == pytest.approx(counted)
    assert share > 0.25


def position(n, sum_squares, place):
    """Return the sums at one position of an edge, with means of 1 below and 2 above."""
    sides = {
        f"{name}_{side}": value
        for name, values in (("n", n), ("mean", (1.0, 2.0)), ("sum_squares", sum_squares))
        for side, value in zip(("below", "above"), values, strict=True)
    }
    rest = {"n_rest": 10, "n_groups_rest": 2, "sum_squares_rest": 3.0}
    return (
        {"cohort_id": "c", "benchmark_id": "b", "edge_b": 7.0, "position_b": place} | sides | rest
    )


def test_unsupported_positions_say_why():
    found = fit_bin_edges(
        pl.DataFrame(
            [
                position((0, 9), (0.0, 1.0), 1.0),
                position((1, 8), (0.0, 1.0), 2.0),
                position((2, 7), (0.0, 0.0), 3.0),
                position((3, 6), (1.0, 1.0), 4.0),
            ]
        )
    )
    assert found["status"].to_list() == [
        "no row below the edge",
        "one row on a side of the edge",
        "no variance within the two ranges",
        "ok",
    ]
    assert found["p_value"].is_null().to_list() == [True, True, True, False]
    assert found["studentized_range"].is_null().to_list() == [True, False, False, False]
    assert found["df_tukey"].to_list() == [None, 15, 15, 15]
