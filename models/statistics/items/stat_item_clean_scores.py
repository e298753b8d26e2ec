"""One row per benchmark and evaluation: the score without the benchmark's broken items."""

from analysis_py.statistics.items.clean_scores import fit_clean_scores


def model(dbt, session):
    """Weigh scores by an audit and by what the answers say against the items."""
    choices, facts = dbt.ref("int_item_choices").pl(), dbt.ref("int_item_facts").pl()
    suspects = dbt.ref("fit_item_suspects").pl().select("benchmark_id", "p_flagged", "p_without")
    names = dbt.ref("item_models").pl().select("evaluation_id", "model_name")
    return fit_clean_scores(choices, facts, suspects).join(names, on="evaluation_id")
