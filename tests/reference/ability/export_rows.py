"""Write working logits and slopes of a scale, for R to fit with the slopes fixed, after a build."""

from pathlib import Path

import duckdb
import polars as pl

from analysis_py.statistics.ability.working import working_logit

QUERY = """
select cells.weights, cells.developer, cells.benchmark_id, cells.share, cells.chance, cells.n_items,
       curves.slope
from intermediate.int_ability_cells as cells
join statistics.stat_ability_residuals as used using (cohort_id, weights, benchmark_id)
join statistics.stat_ability_benchmarks as curves using (cohort_id, benchmark_id)
where cohort_id = 'epoch_2026' and curves.n_models >= 60
order by weights, benchmark_id
"""


if __name__ == "__main__":
    with duckdb.connect("target/build.duckdb", read_only=True) as connection:
        rows = connection.sql(QUERY).pl()
    logit = working_logit(*(rows[name].to_numpy() for name in ("share", "chance", "n_items")))
    rows.select(
        *("weights", "developer", "benchmark_id"),
        pl.Series("logit", logit).round(10),
        pl.col("slope").round(10),
    ).write_csv(Path(__file__).with_name("rows.csv"))
