"""Recovery of invented tables whose sizes, variance and faults are known."""

import re

import numpy as np
import polars as pl
import pytest

from analysis_py.statistics.comparisons.anova import one_way_anova, tukey_kramer
from analysis_py.statistics.numerics import studentized_range
from analysis_py.statistics.printed_tables.printed import PAIR_COLUMNS, printed_table
from analysis_py.statistics.printed_tables.table import recover_table

SIZES = {"a": 31, "b": 118, "c": 57, "d": 9, "e": 240}
MEANS = {"a": 11.3, "b": 12.9, "c": 13.4, "d": 10.1, "e": 12.2}
STD_DEV = {"a": 4.1, "b": 3.3, "c": 3.9, "d": 2.7, "e": 3.6}


def summaries(sizes):
    return [[source[name] for name in sizes] for source in (sizes, MEANS, STD_DEV)]


def printed(sizes=SIZES, decimals=7, show="abcde"):
    """Return the rows of a Tukey table as text."""
    frame = tukey_kramer(list(sizes), *summaries(sizes)).select(PAIR_COLUMNS)
    return [
        row | {name: f"{row[name]:.{decimals}f}" for name in PAIR_COLUMNS[2:]}
        for row in frame.iter_rows(named=True)
        if {row["group_a"], row["group_b"]} <= set(show)
    ]


def recover(rows):
    return recover_table(printed_table(pl.DataFrame(rows)))


def sizes_of(recovered):
    return dict(zip(recovered.levels, recovered.n, strict=True))


def kinds(recovered):
    return {flag.flag for flag in recovered.flags}


def pair(row_or_flag):
    get = row_or_flag.get if isinstance(row_or_flag, dict) else vars(row_or_flag).get
    return {get("group_a"), get("group_b")}


@pytest.mark.parametrize("decimals", [3, 4, 5, 6, 7, 9])
@pytest.mark.parametrize("names", ["abc", "abcd", "abcde"])
@pytest.mark.long
def test_sizes_and_variance_come_back_or_stay_open(names, decimals):
    sizes = {name: SIZES[name] for name in names}
    known = one_way_anova(*summaries(sizes))
    recovered = recover(printed(sizes, decimals))
    assert recovered.flags == []
    low = dict(zip(recovered.levels, recovered.n_low, strict=True))
    high = dict(zip(recovered.levels, recovered.n_high, strict=True))
    assert all(low[name] <= n <= high[name] for name, n in sizes.items())
    assert recovered.df_low <= known.df_den <= recovered.df_high
    if decimals >= 7:
        assert sizes_of(recovered) == sizes
        assert recovered.n_groups == len(names)
        assert recovered.df_den == known.df_den
        assert recovered.mean_square_error == pytest.approx(known.mean_square_error, rel=1e-5)
        assert recovered.statistic == pytest.approx(known.statistic, rel=1e-5)
        assert recovered.eta_squared == pytest.approx(known.eta_squared, rel=1e-5)
        assert recovered.max_abs_p_difference < 2e-7


def test_coarse_rounding_is_left_open_and_not_flagged():
    recovered = recover(printed(decimals=2))
    assert recovered.flags == []
    assert recovered.n is None
    assert recovered.mean_square_error is None
    assert recovered.status.startswith("sizes not identified")


def test_equal_sizes_are_found_through_the_p_values():
    recovered = recover(printed(dict.fromkeys("abcd", 14), 8))
    assert recovered.n == [14, 14, 14, 14]
    assert recovered.df_den == 52


def test_a_small_group_left_out_is_seen_and_the_others_sized():
    recovered = recover(printed(show="abce"))
    assert kinds(recovered) == {"groups_missing"}
    assert (recovered.flags[0].printed, recovered.flags[0].expected) == (4, 5)
    assert sizes_of(recovered) == {name: SIZES[name] for name in "abce"}
    assert recovered.mean_square_error is not None
    assert recovered.statistic is None


def test_sizes_stay_open_where_the_group_left_out_could_hold_as_many_again():
    # 31, 118, 57 and 9, or twice as many, leave 240 or 25 to the group left out
    recovered = recover(printed(show="abcd"))
    assert kinds(recovered) == {"groups_missing"}
    assert recovered.n_solutions == 2
    assert dict(zip(recovered.levels, recovered.n_low, strict=True)) == {
        name: SIZES[name] for name in "abcd"
    }


def altered(row, **shifts):
    """Return a row with some figures shifted."""
    return row | {name: f"{float(row[name]) + shift:.7f}" for name, shift in shifts.items()}


#: What is done to a row, and what is then said of its pair.
FAULTS = {
    "left out": (lambda row: None, {"pairs_missing"}),
    "swapped sign": (
        lambda row: altered(row, estimate=-2 * float(row["estimate"])),
        {"interval_does_not_close", "differences_not_additive"},
    ),
    "swapped names": (
        lambda row: row | {"group_a": row["group_b"], "group_b": row["group_a"]},
        {"differences_not_additive"},
    ),
    "widened interval": (
        lambda row: altered(row, ci_low=-0.01, ci_high=0.01),
        {"widths_inconsistent"},
    ),
    "fourth digit of p": (
        lambda row: altered(row, p_adjusted=1e-4 if float(row["p_adjusted"]) < 0.5 else -1e-4),
        {"p_does_not_follow"},
    ),
    "another decision": (
        lambda row: row | {"p_adjusted": "0.0100000"},
        {"decision_contradicts_interval", "p_does_not_follow"},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_at_fault_is_named_and_the_sizes_still_found(fault):
    change, expected = FAULTS[fault]
    rows = printed()
    # a decision changes only where the interval holds zero
    places = range(len(rows)) if fault == "fourth digit of p" else (3, 5)
    if fault == "another decision":
        places = [next(i for i, row in enumerate(rows) if float(row["p_adjusted"]) > 0.2)]
    for place in places:
        changed = change(dict(rows[place]))
        recovered = recover([*rows[:place], *([changed] if changed else []), *rows[place + 1 :]])
        assert kinds(recovered) == expected
        assert all(pair(flag) == pair(rows[place]) for flag in recovered.flags)
        assert sizes_of(recovered) == SIZES


def test_sizes_that_are_no_whole_numbers_are_impossible():
    # The ratios 7 : 8 : 6 are those of 7, 8, 6 and of 14, 16, 12; neither has the p-values' df
    n, means, df = np.array([10.5, 12.0, 9.0]), np.array([3.0, 4.1, 5.6]), 28.5
    critical = studentized_range.critical_value(0.95, 3, df)
    rows = []
    for a, b in [(0, 1), (0, 2), (1, 2)]:
        spread = np.sqrt(6.0 / 2 * (1 / n[a] + 1 / n[b]))
        d = means[a] - means[b]
        p = np.exp(studentized_range.log_sf(abs(d) / spread, 3, df))
        figures = [f"{v:.8f}" for v in (d, d - critical * spread, d + critical * spread, p)]
        rows.append(dict(zip(PAIR_COLUMNS, ["abc"[a], "abc"[b], *figures], strict=True)))
    recovered = recover(rows)
    assert kinds(recovered) == {"impossible_sample_sizes"}
    assert recovered.n is None
    low, high = re.search(r"need a (\S+) to (\S+),", recovered.flags[0].detail).groups()
    assert float(low) <= 10.5 <= float(high)


def test_inequalities_are_bounds_of_a_p_value():
    rows = printed()
    for row in rows:
        if float(row["p_adjusted"]) < 0.001:
            row["p_adjusted"] = "<0.001"
    recovered = recover(rows)
    assert recovered.flags == []
    assert sizes_of(recovered) == SIZES


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("estimate", "1,5", "row 2, column estimate: '1,5' is not a number"),
        ("p_adjusted", "1.2", "row 2, column p_adjusted: 1.2 is not a probability"),
        ("ci_low", "99", "row 2: ci_low 99.0 is above ci_high"),
        ("group_a", "c", "row 2: 'c' is compared with itself"),
    ],
)
def test_errors_name_row_column_and_value(column, value, message):
    rows = printed()
    assert rows[1]["group_b"] == "c"
    rows[1][column] = value
    with pytest.raises(ValueError, match=message):
        recover(rows)
