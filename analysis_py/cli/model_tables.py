"""The comparison of two models, and what one model is expected to score, as text."""

import re
import sys
from typing import Any

import polars as pl

from analysis_py.cli import printing
from analysis_py.statistics.positions.model_comparison import ModelComparison
from analysis_py.statistics.positions.model_names import ITEMS

#: A commit, of which eight digits suffice.
_SHORT = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{32}\b")
#: Columns of the table for people, and the fields of a row that they show.
_SHOWN = {
    "benchmark": "benchmark_name",
    "A": "score_a",
    "B": "score_b",
    "B - A": "difference",
    "ci_low": "ci_low",
    "ci_high": "ci_high",
    "p_value": "p_value",
    "p_adjusted": "p_adjusted",
    "detectable": "smallest_detectable",
    "by_size": "expected_difference",
    "items": "n_items",
}
_FOOT = """\
B - A: {b} minus {a}, in percentage points; {level:g} % intervals, not adjusted for multiplicity.
Intervals assume independent errors. Both models answered the same questions, so most are too wide;
item-level intervals are paired. A blank has no standard error.
p_adjusted: p_value adjusted for the benchmarks of its leaderboard by Holm's method; it decides.
detectable: the smallest difference that such a test finds with {power:g} % probability."""
_BY_SIZE = """\
by_size: the difference expected from size alone, from the base families on this leaderboard. Not a
forecast."""
_ABILITY = """\
Ability in points, 90 % intervals. Only pairs of the first 50 models of a scale have a difference
and a p-value."""
#: Columns of a model's price, which a sentence says.
_OF_PRICE = (
    "usd",
    "price_rule",
    "priced_on",
    "p_frontier",
    "cheaper_and_abler",
    "cheaper_usd",
)
#: Benchmarks named in the first sentence.
_MOST_NAMED = 6
#: B is higher, and lower.
_SIDES = (pl.col("difference") > 0, pl.col("difference") < 0)


def write_comparison(compared: ModelComparison) -> None:
    """Write the answer, then the tables, then what their columns mean."""
    left_out = (f"Left out: {line}" for line in compared.left_out)
    for line in (_answer(compared), *compared.parts, *left_out, ""):
        printing.say(line)
    for part in compared.rows.partition_by(
        "snapshot_id", "model_a", "model_b", "run_a", "run_b", maintain_order=True
    ):
        _write_board(part)
    if not compared.abilities.is_empty():
        _write_abilities(compared.abilities)
    percent = {"level": 100 * compared.confidence_level, "power": 100 * compared.power}
    printing.say(_FOOT.format(a=compared.a, b=compared.b, **percent))
    if not compared.rows["expected_difference"].is_null().all():
        printing.say(_BY_SIZE)
    if not compared.abilities.is_empty():
        printing.say(_ABILITY)


def write_expected(rows: pl.DataFrame) -> None:
    """Write the scores of one model beside those expected from its ability."""
    for row in rows.unique("cohort_id", keep="first", maintain_order=True).iter_rows(named=True):
        interval = f"[{row['points_low']:.0f}, {row['points_high']:.0f}]"
        printing.say(f"{row['model']}: {row['points']:.0f} points {interval} in {row['cohort_id']}")
        if row["usd"] is not None:
            printing.say(f"  {_price(row)}")
    print()
    _write_table(rows.drop("points", "points_low", "points_high", *_OF_PRICE))
    print("Ability in points, scores in percent; 90 % intervals. expected_pct: from its ability.")


def _price(row: dict[str, Any]) -> str:
    """Return what a model costs, and whether a cheaper one is as able, and how sure that is."""
    whose = "its developer's price" if row["price_rule"] == "developer" else "median of resellers"
    price = f"${row['usd']:.2f} per million tokens, three in per one out ({whose}, "
    price += f"{row['priced_on']}). "
    if row["p_frontier"] is None:
        return f"{price}Whether a cheaper model is as able is unknown."
    share = 100 * (1 - row["p_frontier"])
    if row["cheaper_and_abler"] is None:
        return f"{price}No model that costs no more is as able, in any draw of the abilities."
    return (
        f"{price}A model that costs no more is as able in {share:.0f} % of draws of the abilities, "
        f"most often {row['cheaper_and_abler']} (${row['cheaper_usd']:.2f})."
    )


def _answer(compared: ModelComparison) -> str:
    """Return who is higher on how many tests, and the differences on the largest board."""
    is_item = pl.col("snapshot_id") == ITEMS
    boards, items = compared.rows.filter(~is_item), compared.rows.filter(is_item)
    who = f"{compared.b} is higher than {compared.a} on"
    if boards.is_empty():
        return f"{who} {_count_tests(items)}, answer by answer."
    n = boards["snapshot_id"].n_unique()
    answer = f"{who} {_count_tests(boards)}; {n} leaderboard{'s' * (n != 1)}."
    if not compared.is_largest_left_out:
        answer += f" Largest board: {compared.largest_board}, {_differences(compared)}."
    if not items.is_empty():
        answer += f" Answer by answer, it is higher on {_count_tests(items)}."
    return answer


def _count_tests(rows: pl.DataFrame) -> str:
    """Return on how many tests B is significantly higher, and on how many lower."""
    significant = rows.filter("is_significant")
    higher, lower = (significant.filter(side).height or "none" for side in _SIDES)
    return f"{higher} of {rows['p_adjusted'].count()} tests, lower on {lower}"


def _differences(compared: ModelComparison) -> str:
    """Return the significant differences on the largest board, with their intervals."""
    rows = compared.rows.filter("is_significant", snapshot_id=compared.largest_board)
    named = [
        f"{row['benchmark_name']} {row['difference']:+.1f} "
        f"[{row['ci_low']:+.1f}, {row['ci_high']:+.1f}]"
        for row in rows.head(_MOST_NAMED).iter_rows(named=True)
    ]
    more = [f"and {rows.height - _MOST_NAMED} more"] * (rows.height > _MOST_NAMED)
    return ", ".join([*named, *more]) or "no significant difference"


def _write_board(rows: pl.DataFrame) -> None:
    """Write the table of one snapshot and its two evaluations."""
    first = rows.row(0, named=True)
    printing.say(first["snapshot_id"])
    for side in "ab":
        printing.say(_evaluation(first, side))
    if first["are_modes_alike"] is False:
        print("  The modes differ or are not stated.")
    print()
    higher, lower = _SIDES
    significant = pl.col("is_significant")
    table = rows.select(
        **{name: pl.col(field) for name, field in _SHOWN.items()},
        significant=pl.when(significant & higher)
        .then(pl.lit("B higher"))
        .when(significant & lower)
        .then(pl.lit("A higher"))
        .when(pl.col("p_adjusted").is_not_null())
        .then(pl.lit("no")),
    )
    _write_table(table)


def _evaluation(row: dict[str, Any], side: str) -> str:
    """Return which evaluation of a model is compared."""
    n, run = row[f"n_evaluations_{side}"], _SHORT.sub(r"\1", row[f"run_{side}"])
    mode = row[f"mode_{side}"]
    # the mode already names the effort
    run = "" if mode == f"{run} effort" else run
    chosen = f"1 of {n} evaluations" if n and n > 1 else ""
    facts = "; ".join(filter(None, [run, mode, chosen]))
    return f"  {side.upper()}: {row[f'model_{side}']}" + (f" ({facts})" if facts else "")


def _write_abilities(scales: pl.DataFrame) -> None:
    """Write the table of two models on every scale."""
    error = 1.645 * pl.col("std_error")
    _write_table(
        scales.select(
            scale="cohort_id",
            points="points_name",
            **{
                f"{side.upper()}{end}": pl.col(f"{name}_{side}").round().cast(pl.Int64)
                for side in "ab"
                for end, name in (("", "points"), ("_low", "low"), ("_high", "high"))
            },
            **{"B - A": "difference"},
            ci_low=pl.col("difference") - error,
            ci_high=pl.col("difference") + error,
            p_value="p_value",
        )
    )


def _write_table(rows: pl.DataFrame) -> None:
    """Write rows with a decimal, blanks for nulls, and without columns that are empty."""
    kept = rows.select(name for name in rows.columns if not rows[name].is_null().all())
    p_values = [name for name in ("p_value", "p_adjusted") if name in kept.columns]
    shown = kept.with_columns(
        pl.selectors.float().exclude(p_values).round(1),
        *(pl.col(name).map_elements(_p, pl.String) for name in p_values),
    )
    printing.write_table(shown.columns, shown.iter_rows(), sys.stdout, missing="")
    print()


def _p(p_value: float) -> str:
    return "< 0.001" if p_value < 0.001 else f"{p_value:7.3f}"
