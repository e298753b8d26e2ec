"""Recovery of R's printed tables, of typed-in published tables and of the paper's own."""

import polars as pl
import pytest

from analysis_py.statistics.printed_tables.printed import printed_table
from analysis_py.statistics.printed_tables.table import fit_recovered_tables, recover_table

# All of R's tables but iris, whose p-values are all but one hidden by their rounding at 0
IDENTIFIED = ["PlantGrowth", "InsectSprays", "chickwts", "penguins", "morley", "airquality"]


@pytest.fixture(scope="module")
def reference(project):
    return project / "tests/reference/printed_tables"


@pytest.fixture(scope="module")
def published(project):
    frame = pl.read_csv(project / "data/published_tukey/2024-01-12.csv")
    return frame.rename({"benchmark": "benchmark_id"})


@pytest.fixture(scope="module")
def fits(published):
    return fit_recovered_tables(published)


def r_table(reference, name):
    pairs, known = (
        pl.read_csv(reference / f"tukey_{kind}.csv", infer_schema=False).filter(data_set=name)
        for kind in ("pairs", "analyses")
    )
    return recover_table(printed_table(pairs)), known.row(0, named=True)


@pytest.mark.parametrize("name", IDENTIFIED)
@pytest.mark.long
def test_analyses_behind_r_tables(reference, name):
    recovered, known = r_table(reference, name)
    assert recovered.flags == []
    sizes = dict(pair.split("=") for pair in known["sizes"].split(";"))
    assert {g: str(n) for g, n in zip(recovered.levels, recovered.n, strict=True)} == sizes
    assert recovered.df_den == float(known["df_den"])
    for figure in ("mean_square_error", "statistic", "eta_squared"):
        assert getattr(recovered, figure) == pytest.approx(float(known[figure]), rel=1e-5)
    assert recovered.max_abs_p_difference < 2e-7


def test_what_one_p_value_cannot_tell_is_left_open(reference):
    recovered, known = r_table(reference, "iris")
    assert known["sizes"] == "setosa=50;versicolor=50;virginica=50"
    assert recovered.flags == []
    assert recovered.n is None
    assert max(recovered.n_low) <= 50 <= min(recovered.n_high)


def test_all_published_p_values_come_back(fits):
    pairs = fits.select("p_adjusted", "p_adjusted_published").explode(pl.all())
    assert pairs.height == 480
    difference = (pairs["p_adjusted"] - pairs["p_adjusted_published"]).abs()
    assert difference.null_count() == 0
    assert difference.max() < 2e-7


def test_published_sizes_are_whole_and_agree_across_benchmarks(fits):
    assert fits["status"].to_list() == ["ok"] * 23
    assert fits["n_solutions"].to_list() == [1] * 23
    assert fits["flags"].list.len().sum() == 0
    sizes = fits.select("factor", "levels", "n").explode("levels", "n")
    assert sizes.unique().height == 5 + 4 + 5 + 11
    totals = dict(fits.select("factor", "n_obs").unique().iter_rows())
    assert totals == {"range": 1189, "type": 1116, "category5": 1208, "architecture11": 1182}
    assert fits.filter(pl.col("n_groups") != pl.col("levels").list.len()).is_empty()
    assert fits.filter(pl.col("df_den") != pl.col("n_obs") - pl.col("n_groups")).is_empty()


def test_a_published_p_value_altered_in_the_sixth_decimal_is_flagged(published):
    table = published.filter(factor="range", benchmark_id="ARC")
    altered = table.with_columns(
        p_adjusted=pl.when(pl.col("source_line") == 158)
        .then(pl.col("p_adjusted") + 1e-6)
        .otherwise("p_adjusted")
    )
    (flags,) = fit_recovered_tables(altered)["flags"].to_list()
    assert [(f["flag"], f["group_a"], f["group_b"]) for f in flags] == [
        ("p_does_not_follow", "[7,13)", "[3,7)")
    ]


def test_unreadable_table_is_a_row_that_says_so(published):
    table = published.filter(factor="range", benchmark_id="ARC")
    broken = table.with_columns(p_adjusted=pl.lit(2.0))
    status = fit_recovered_tables(broken)["status"].item()
    assert status == "not readable: row 1, column p_adjusted: 2.0 is not a probability"


def test_a_model_with_a_further_term_is_seen(reference):
    table = pl.read_csv(reference / "warpbreaks_tension.csv", infer_schema=False)
    recovered = recover_table(printed_table(table))
    assert "or the model has further terms" in recovered.flags[0].detail
