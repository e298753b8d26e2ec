"""How often defaults err where a rare cluster stands out, by their effective clusters.

python benchmarks/fewest_clusters.py [build.duckdb]    # prints Markdown; after llm-reassess build
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import numpy as np
from type1_error_clustered import GENERATORS, ROOT, SEED, clustered_designs

FEWEST = (0, 2, 3, 4, 5, 6, 8, 10, 15)
SAMPLES = 2000
#: Pairs that decide, with what docs/dependence.md counts their clusters by.
DECIDING = """
    select cohort_id, benchmark_id, factor, group_a, group_b, critical_t, n_clusters_effective
    from statistics.stat_cluster_robust
    where is_default and can_decide
"""


def main() -> None:
    """Simulate each published pair, and print what a least number of clusters would leave."""
    build = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target/build.duckdb"
    found = []
    with duckdb.connect(str(build), read_only=True) as connection:
        sums = connection.sql("from intermediate.int_base_family_levels_summed").pl()
        published = {row[:5]: row[5:] for row in connection.sql(DECIDING).fetchall()}
    for key, _, cells, names, test in clustered_designs(sums, SAMPLES):
        place = key["cohort_id"], key["benchmark_id"], key["factor"]
        known = [published.get((*place, *pair), (np.nan, np.nan)) for pair in names]
        limits, effective = np.array(known, dtype=float).T
        if np.isnan(limits).all():
            continue
        rng = np.random.default_rng((SEED, len(found)))
        drawn = GENERATORS["rare"](cells, rng, SAMPLES)
        rates = (limits < test(drawn, "rare", rng).T).mean(axis=0)
        decides = np.isfinite(limits)
        found += list(zip(effective[decides], rates[decides], strict=True))
    fewer, rates = np.array(found).T
    print("| effective clusters, at least | pairs | above 8 % | above 10 % | largest | median |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for fewest in FEWEST:
        kept = rates[fewer >= fewest]
        of_kept = (100 * np.array([(kept > 0.08).mean(), (kept > 0.1).mean()])).round(1)
        most = (100 * np.array([kept.max(), np.median(kept)])).round(1)
        shown = " | ".join(f"{value} %" for value in (*of_kept, *most))
        print(f"| {fewest} | {len(kept)} | {shown} |")


if __name__ == "__main__":
    main()
