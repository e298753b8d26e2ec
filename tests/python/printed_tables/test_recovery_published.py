"""Recovery of R's printed tables, of typed-in published tables and of the paper's own."""

import csv

import polars as pl
import pytest

from analysis_py.cli.main import main
from analysis_py.statistics.printed_tables import (
    PAIR_COLUMNS,
    fit_recovered_tables,
    printed_table,
    recover_table,
)

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


def rows_of(path, name):
    with open(path, newline="") as file:
        return [row for row in csv.DictReader(file) if row["data_set"] == name]


def r_table(reference, name):
    rows = rows_of(reference / "tukey_pairs.csv", name)
    columns = ([row[column] for row in rows] for column in PAIR_COLUMNS)
    (known,) = rows_of(reference / "tukey_analyses.csv", name)
    return recover_table(printed_table(*columns)), known


@pytest.mark.parametrize("name", IDENTIFIED)
@pytest.mark.long
def test_analyses_behind_r_tables(reference, name):
    recovered, known = r_table(reference, name)
    assert recovered.flags == ()
    sizes = dict(pair.split("=") for pair in known["sizes"].split(";"))
    assert {g: str(n) for g, n in zip(recovered.groups, recovered.n, strict=True)} == sizes
    assert recovered.df_den == float(known["df_den"])
    for figure in ("mean_square_error", "statistic", "eta_squared"):
        assert getattr(recovered, figure) == pytest.approx(float(known[figure]), rel=1e-5)
    assert recovered.max_abs_p_difference < 2e-7


def test_what_one_p_value_cannot_tell_is_left_open(reference):
    recovered, known = r_table(reference, "iris")
    assert known["sizes"] == "setosa=50;versicolor=50;virginica=50"
    assert recovered.flags == ()
    assert recovered.n is None
    assert max(recovered.n_low) <= 50 <= min(recovered.n_high)


def test_all_published_p_values_come_back(fits):
    pairs = fits.select("pairs").explode("pairs").unnest("pairs")
    assert pairs.height == 480
    difference = (pairs["p_adjusted"] - pairs["p_adjusted_published"]).abs()
    assert difference.null_count() == 0
    assert difference.max() < 2e-7


def test_published_sizes_are_whole_and_agree_across_benchmarks(fits):
    assert fits["status"].to_list() == ["ok"] * 23
    assert fits["n_solutions"].to_list() == [1] * 23
    assert fits["flags"].list.len().sum() == 0
    sizes = fits.select("factor", "groups").explode("groups").unnest("groups")
    assert sizes.select("factor", "level", "n_obs").unique().height == 5 + 4 + 5 + 11
    totals = dict(fits.select("factor", "n_obs").unique().iter_rows())
    assert totals == {"range": 1189, "type": 1116, "category5": 1208, "architecture11": 1182}
    assert fits.filter(pl.col("n_groups") != pl.col("n_groups_printed")).is_empty()
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
    assert status == "not readable: row 1, column p_adjusted: 2.0 is no probability"


def test_command_passes_a_sound_table_from_another_field(reference, capsys):
    assert main(["recover", str(reference / "plant_growth.csv")]) == 0
    text = capsys.readouterr().out
    assert "trt1 10, ctrl 10, trt2 10; together 30" in text
    assert "F(2, 27) = 4.8461" in text
    assert "Nothing to object to" in text


def test_command_sees_that_a_model_has_a_further_term(reference, capsys):
    path = str(reference / "warpbreaks_tension.csv")
    assert main(["recover", path]) == 1
    assert "or the model has further terms" in capsys.readouterr().out
    assert main(["recover", path, "--df-other", "1"]) == 0
    assert "M 18, L 18, H 18; together 54" in capsys.readouterr().out


def test_command_flags_an_altered_figure(reference, tmp_path, capsys):
    text = (reference / "warpbreaks_tension.csv").read_text()
    path = tmp_path / "altered.csv"
    path.write_text(text.replace("0.4474210", "0.4475210"))
    assert main(["recover", str(path), "--df-other", "1"]) == 1
    assert "(H − M): printed p 0.447521; " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("group_a,group_b\nx,y\n", "no column estimate, ci_low, ci_high, p_adjusted"),
        ("{header}\nx,y,1,,2,0.5\n", "row 1, column ci_low: no value"),
        ("{header}\nx,y,1,zero,2,0.5\n", "row 1, column ci_low: 'zero' is not a number"),
        ("{header}\n", "no rows below the header"),
        ("{header}\nä,y,1,0,2,0.5\n", "not UTF-8: byte 0xe4 on line 2"),
        ("{header}\nx,y,1e308,-1e308,1e308,0.5\nx,z,1e308,-1e308,1e308,0.5\n", "table.csv: "),
    ],
)
def test_command_says_what_it_cannot_read(tmp_path, capsys, text, message):
    path = tmp_path / "table.csv"
    path.write_text(text.format(header=",".join(PAIR_COLUMNS)), encoding="latin-1")
    assert main(["recover", str(path)]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "table.csv" in error


def test_command_takes_no_negative_degrees_of_freedom(capsys):
    assert main(["recover", "table.csv", "--df-other", "-5"]) == 2
    assert "--df-other': -5 is not in the range x>=0" in capsys.readouterr().err
