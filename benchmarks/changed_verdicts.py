"""Verdicts by the sound method that differ between an older published file and this one.

python benchmarks/changed_verdicts.py OLD.duckdb    # prints Markdown
"""

import argparse
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
CHANGES = """
    with changes as (
        select claim_id, rule_family, cohort_id, before.verdict as old, now.verdict as new
        from before.claims.claim_verdicts as before
        join claims.claim_verdicts as now using (claim_id, basis, cohort_id)
        join claims.dim_claims using (claim_id)
        where basis = 'sound_method' and before.verdict != now.verdict
    )

    select rule_family, old, new, claim_id, string_agg(cohort_id, ', ' order by cohort_id)
    from changes
    group by all
    order by rule_family, old, new, claim_id
"""


def main() -> None:
    """Print one row per claim and change."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("old", type=Path)
    with duckdb.connect(str(ROOT / "warehouse/llm_reassessment.duckdb"), read_only=True) as now:
        now.sql(f"attach '{parser.parse_args().old}' as before (read_only)")
        rows = now.sql(CHANGES).fetchall()
    print("| rule | before | now | claim | populations |\n| --- | --- | --- | --- | --- |")
    for row in rows:
        print(f"| {' | '.join(row)} |")


if __name__ == "__main__":
    main()
