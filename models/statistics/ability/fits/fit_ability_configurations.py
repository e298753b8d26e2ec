"""One row per cohort and configuration: its difference to the one that may think most."""

from analysis_py.statistics.ability.efforts import compare_configurations


def model(dbt, session):
    """Compare within weights."""
    runs, models = dbt.ref("int_ability_runs").pl(), dbt.ref("int_ability_scaled").pl()
    benchmarks, scales = (
        dbt.ref("stat_ability_benchmarks").pl(),
        dbt.ref("stat_ability_scales").pl(),
    )
    return compare_configurations(runs, models, benchmarks, scales)
