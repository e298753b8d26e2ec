"""Size curves if more than the tunes of one base are relatives."""

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.gamm.lineage_curves import LINEAGES, fit_cohort_lineage_curves
from analysis_py.statistics.gamm.models import fit_cohort_gamms

BY_LINE, BY_BOTH = LINEAGES


def board(line_sd=0.0, base_sd=0.0, n_lines=15):
    """Return ten tunes of each of four sizes of a line, whose scores rise with size."""
    rng = np.random.default_rng(20240112)
    line = np.repeat(np.arange(n_lines), 40)
    base = np.repeat(np.arange(4 * n_lines), 10)
    size = np.sort(rng.uniform(-1, 4, (n_lines, 4)), axis=1).ravel()[base]
    score = 3 + 0.02 * size + rng.normal(0, line_sd, n_lines)[line]
    score += rng.normal(0, base_sd, 4 * n_lines)[base] + rng.normal(0, 0.05, len(base))
    return pl.DataFrame(
        {
            "log_parameters_b": size,
            "log_arc": score,
            "architecture": [f"A{i % 3}" for i in line],
            "base_family": [f"B{i}" for i in base],
            "lineage_family": [f"L{i}" for i in line],
        }
    )


def found(frame):
    rows = fit_cohort_lineage_curves(frame, "c", ["arc"], 0.95, 1).to_dicts()
    assert [row["lineage"] for row in rows] == list(LINEAGES)
    return {row["lineage"]: row for row in rows}


def test_lines_that_differ_do_not_hide_what_their_sizes_show():
    rows = found(board(line_sd=0.3))
    for row in rows.values():
        assert row["status"] == "ok"
        assert (row["n_obs"], row["n_lines"], row["n_falls"]) == (600, 15, 0)
        assert row["n_rises"] >= 1
        assert 0 < row["rises_from_b"] < row["rises_to_b"] <= np.exp(4)
    assert 'lineage_family, bs="re"' in rows[BY_LINE]["formula"]
    assert "base_family" not in rows[BY_LINE]["formula"]
    assert "base_family" in rows[BY_BOTH]["formula"]


def test_tunes_of_one_base_are_evidence_by_the_line_alone_and_not_beside_the_base():
    """Bases scatter wildly: with the line alone their tunes bend the curve, with both none."""
    rows = found(board(base_sd=0.3))
    alone, both = (row["n_rises"] + row["n_falls"] for row in (rows[BY_LINE], rows[BY_BOTH]))
    assert alone > both == 0


def test_a_line_of_each_base_is_the_clustered_model():
    frame = board(base_sd=0.1).with_columns(lineage_family=pl.col("base_family"))
    rows = found(frame)
    fit = fit_cohort_gamms(frame, "c", ["arc"], 0.95, ["size_clustered"], 1).row(0, named=True)
    rises = [
        stretch
        for stretch in fit["significant_intervals"]
        if stretch["band"] == "simultaneous" and stretch["direction"] == "rise"
    ]
    assert rows[BY_LINE]["n_rises"] == len(rises)
    if rises:
        end = np.exp(max(stretch["x_high"] for stretch in rises))
        assert rows[BY_LINE]["rises_to_b"] == pytest.approx(end)
    assert (
        rows[BY_BOTH]["status"]
        == "Every line is one base family: the two cannot be estimated separately."
    )


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (lambda f: f.drop("lineage_family"), "No column lineage_family."),
        (lambda f: f.with_columns(lineage_family=pl.lit("L")), "Only one line"),
        (lambda f: f.head(0), "No complete rows."),
    ],
)
def test_what_has_no_fit_says_why(change, status):
    for row in found(change(board())).values():
        assert row["status"].startswith(status)
        assert row["n_rises"] is row["rises_to_b"] is None


def test_the_front_page_counts_each_way_to_draw_the_clusters(warehouse):
    """A curve per cohort, benchmark and way; conclusions rest on the default."""
    wrong = warehouse.sql(
        """select * from statistics.stat_gamm_lineages as lineages
           join statistics.stat_gamm_fits as fits using (cohort_id, benchmark_id)
           where gamm = 'size_clustered' and engine = 'reml' and is_default
             and (lineages.n_obs != fits.n_obs or lineages.status != fits.status)"""
    ).fetchall()
    assert wrong == []
    ways = warehouse.sql(
        "select lineage, count(*) from statistics.stat_gamm_lineages group by lineage"
    ).fetchall()
    assert len(ways) == 1 + len(LINEAGES)
    assert len({count for _, count in ways}) == 1
