"""One row per published Tukey table: the analysis of variance behind it, the rest nested."""

from analysis_py.dbt.models import load_or_fit
from analysis_py.statistics.printed_tables.table import fit_recovered_tables


def model(dbt, session):
    """Recover every table that the paper's authors printed."""
    pairs = dbt.ref("int_published_tukey_pairs_keyed").pl()
    return load_or_fit(dbt, fit_recovered_tables, pairs, dbt.config.get("confidence_level"))
