"""The tables that rules of the ledger read, in the types that the warehouse has."""

from functools import cache

import polars as pl
import yaml
from sql_models import ROOT

KINDS = {
    "varchar": pl.String,
    "string": pl.String,
    "double": pl.Float64,
    "boolean": pl.Boolean,
    "date": pl.Date,
}
#: What tables without a contract hold, in the types that columns of these names have elsewhere.
INTERNAL = {
    "int_claim_pairs_stacked": "cohort_id factor benchmark_id basis group_a group_b pair_method "
    "no_decision estimate ci_low ci_high p_adjusted type1_error n_a n_b n_bases_a n_bases_b "
    "is_equivalent",
    "int_claim_slopes_bounded": "basis cohort_id gamm benchmark_id term x parameters_b estimate "
    "low high type1_error is_shown_by_one",
    "int_claim_curves_stacked": "basis cohort_id gamm benchmark_id term smoother point x "
    "parameters_b estimate std_error",
    "int_gamm_smoother_points": "cohort_id gamm benchmark_id term basis k row_selection "
    "has_family_slopes x estimate std_error slope_low slope_high",
    "int_cohort_scores_compared": "cohort_id evaluation_id benchmark_id score_pct score_units",
    "int_cohort_sizes_chosen": "cohort_id evaluation_id statistics parameters_b",
    "int_cohort_levels_assigned": "cohort_id factor level evaluation_id is_tested",
    "int_gamm_curves_left_out": "cohort_id gamm benchmark_id base_family curve log_ratio",
    "int_gamm_family_sizes": "cohort_id base_family log_parameters_b n_near",
    "int_structure_batteries": "cohort_id question_id benchmark_id",
    "int_ability_scaled": "cohort_id weights points draws n_benchmarks",
    "int_published_gamm_terms_checked": "response term edf statistic p_value_printed n_obs "
    "deviance_explained_pct r_squared_adjusted reject_reason",
    "int_published_tukey_pairs_keyed": "factor benchmark_id group_a group_b estimate",
    "int_claim_printed_population": "cohort_id rerun_cohort_id parameter_range_scheme paper_id",
    "int_claim_cohorts_listed": "cohort_id parameter_range_scheme cohort_order cohort_role suite "
    "is_import",
    "narrow_benchmarks": "benchmark_id",
    "stg_items": "benchmark_id source is_flagged",
    "claim_cohorts": "cohort_id paper_id n_models is_papers_rows",
    "papers": "paper_id paper_order",
}
INTERNAL["int_cohort_scores_selected"] = INTERNAL["int_cohort_scores_compared"]
OTHER_TYPES = dict.fromkeys(
    ["statistic", "low", "high", "slope_low", "slope_high", "deviance_explained_pct"], pl.Float64
) | dict.fromkeys(["draws", "curve"], pl.List(pl.Float64))
OTHER_TYPES |= dict.fromkeys(["log_ratio", "log_parameters_b"], pl.Float64)
OTHER_TYPES |= dict.fromkeys(["is_shown_by_one", "is_import", "is_papers_rows"], pl.Boolean)
OTHER_TYPES |= dict.fromkeys(
    ["n_bases_a", "n_bases_b", "score_units", "n_models", "paper_order", "n_near", "point"],
    pl.Int64,
)


@cache
def schemas() -> dict[str, dict[str, pl.DataType]]:
    """Return the columns and types of the tables that rules read."""
    found: dict[str, dict] = {}
    for path in (ROOT / "models").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text()).get("models", ()):
            found[model["name"]] = {
                column["name"]: KINDS.get(column["data_type"], pl.Int64)
                for column in model.get("columns", ())
                if "data_type" in column
            }
    named = {name: kind for columns in found.values() for name, kind in columns.items()}
    for table, columns in INTERNAL.items():
        found[table] = {n: OTHER_TYPES.get(n, named.get(n, pl.String)) for n in columns.split()}
    rates = dict.fromkeys(("false_alarms", "covers"), pl.Float64)
    words = dict.fromkeys(("tool", "version", "regime", "pairs"), pl.String)
    found["tools_on_trial"] = words | dict.fromkeys(("n", "draws"), pl.Int64) | rates
    return found


def table(name: str, rows: list[dict]) -> pl.DataFrame:
    """Return rows as a table in the types that the warehouse has."""
    schema = schemas()[name]
    assert {key for row in rows for key in row} <= schema.keys(), name
    return pl.DataFrame([{key: row.get(key) for key in schema} for row in rows], schema)
