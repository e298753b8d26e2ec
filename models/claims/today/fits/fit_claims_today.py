"""One row per question that claims ask of a benchmark of today."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.field.hypotheses import fit_hypotheses


def model(dbt, session):
    """Answer each question once, on one row per weights."""
    asked = dbt.ref("int_claims_today_selected").pl().drop("claim_id", "what", "sign").unique()
    return load_or_fit(
        dbt,
        fit_hypotheses,
        dbt.ref("int_field_models").pl(),
        asked.sort("cohort_id", "benchmark_id", "question"),
        dbt.config.get("minimum"),
        dbt.config.get("confidence_level"),
        dbt.config.get("margin_pct"),
        dbt.config.get("level_simulations"),
        dbt.config.get("seed"),
    )
