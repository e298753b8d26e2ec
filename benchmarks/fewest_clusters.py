"""How often defaults err where a rare cluster stands out, and what the sign test leaves of it.

python benchmarks/fewest_clusters.py [build.duckdb]    # prints Markdown; after llm-reassess build
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import numpy as np
from type1_error_clustered import GENERATORS, ROOT, SEED, Array, Cells, clustered_designs

from analysis_py.statistics.dependence.sign_test import sign_test

FEWEST = (0, 2, 3, 4, 5, 6, 8, 10, 15)
SAMPLES, SIGN_LEVEL = 2000, 0.01
#: Tests that would decide without the rule; at_risk are those that it asks for the sign test.
TESTED = """
    select cohort_id, benchmark_id, factor, group_a, group_b, critical_t,
           type1_error_outliers > 0.08 as at_risk
    from statistics.stat_cluster_robust
    where is_default and status = 'ok'
        and (cluster_unit = 'model generation' or holds_level and df_den >= 4)"""


def share_agreeing(cells: Cells, drawn: Array, levels: tuple[int, int], told: Array) -> float:
    """Return the share of samples in which a test rejects and the sign test of clusters agrees."""
    one, other = (drawn[cells.level == level] for level in levels)
    count = 0
    for i in np.flatnonzero(told):
        pair = one[:, i], other[:, i]
        count += min(sign_test(*pair), sign_test(*pair[::-1])) < SIGN_LEVEL
    return count / len(told)


def main() -> None:
    """Simulate each pair that would decide, and print what either rule leaves."""
    build = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "target/build.duckdb"
    found = []
    with duckdb.connect(str(build), read_only=True) as connection:
        sums = connection.sql("from intermediate.int_base_family_levels_summed").pl()
        published = {row[:5]: row[5:] for row in connection.sql(TESTED).fetchall()}
    for key, _, cells, names, test in clustered_designs(sums, SAMPLES):
        place = key["cohort_id"], key["benchmark_id"], key["factor"]
        limits = [published.get((*place, *pair)) for pair in names]
        if not any(limits):
            continue
        rng = np.random.default_rng((SEED, len(found)))
        drawn = GENERATORS["rare"](cells, rng, SAMPLES)
        statistics = test(drawn, "rare", rng)
        # a cluster counts by its share of the rows of its level
        rows, squares = np.bincount(cells.level, cells.n), np.bincount(cells.level, cells.n**2)
        effective = rows**2 / squares
        for ends, limit, t in zip(
            np.transpose(np.triu_indices(len(effective), 1)), limits, statistics, strict=True
        ):
            if limit is not None:
                told = t > limit[0]
                rate = told.mean()
                ruled = share_agreeing(cells, drawn, tuple(ends), told) if limit[1] else rate
                found.append((effective[ends].min(), rate, ruled))
    fewer, rates, ruled = np.array(found).T
    print("| tests | pairs | above 8 % | above 10 % | largest | median |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    kept = {f"{fewest} effective clusters, at least": rates[fewer >= fewest] for fewest in FEWEST}
    for name, of in {**kept, "all, with the sign test where it is asked for": ruled}.items():
        of_kept = (100 * np.array([(of > 0.08).mean(), (of > 0.1).mean()])).round(1)
        most = (100 * np.array([of.max(), np.median(of)])).round(1)
        shown = " | ".join(f"{value} %" for value in (*of_kept, *most))
        print(f"| {name} | {len(of)} | {shown} |")


if __name__ == "__main__":
    main()
