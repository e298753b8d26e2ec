"""One row per benchmark, with lists of what the answers say against each item's key."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.items.suspects import fit_item_suspects


def model(dbt, session):
    """Weigh the answers of panels."""
    choices, facts = dbt.ref("int_item_choices").pl(), dbt.ref("int_item_facts").pl()
    settings = (
        dbt.config.get("fdr"),
        dbt.config.get("audit_fdr"),
        dbt.config.get("confidence_level"),
    )
    return load_or_fit(dbt, fit_item_suspects, choices, facts, *settings, by="benchmark_id")
