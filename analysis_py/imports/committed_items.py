"""The project's own facts of items, which an import may repeat and not contradict."""

from pathlib import Path

import duckdb

from analysis_py.runs.formats.contract import ImportProblem

#: Facts that an answer is graded by. An audit by somebody else stands beside the project's.
_FACTS = ("key", "first_key", "n_options")


_COMMITTED = """
create table committed as
select * from (
    select null::varchar as benchmark_id, null::bigint as item_key, null::varchar as key,
        null::varchar as first_key, null::bigint as n_options, null::varchar as audit,
        null::boolean as is_flagged
    where false
    union all by name from read_parquet($1, union_by_name = true)
)
"""
_CONTRADICTED = """
select file_name, row_number, counted.item, benchmark_id, counted.{given}, committed.{kept}
from counted
inner join committed using (benchmark_id, item_key)
inner join files using (file_number)
where counted.{given} <> committed.{kept} and {is_compared}
order by file_number, row_number limit 1
"""
_SHARED = """
select benchmark_id, min(counted.audit) filter (counted.audit is distinct from committed.audit)
from counted inner join committed using (benchmark_id, item_key)
group by benchmark_id order by benchmark_id
"""


def refuse_other_facts(work: duckdb.DuckDBPyConnection, items_dir: Path) -> list[str]:
    """Raise if a counted record contradicts the committed facts of its item.

    Returns
    -------
    list of str
        Notes on the benchmarks that the project has itself, and on audits of these by others.
    """
    files = [str(path) for path in sorted(items_dir.glob("*/items.parquet"))]
    if not files:
        return []
    work.execute(_COMMITTED, [files])
    for given in (*_FACTS, "flagged"):
        is_audit = given == "flagged"
        query = _CONTRADICTED.format(
            given=given,
            kept="is_flagged" if is_audit else given,
            is_compared="counted.audit = committed.audit" if is_audit else "true",
        )
        if first := work.execute(query).fetchone():
            file, row, item, benchmark, value, known = first
            raise ImportProblem(
                f"{file} row {row}: {given} of item {item} of {benchmark} is {value}, and the "
                f"project has {known}: correct it, or give the benchmark another name"
            )
    notes = []
    for benchmark, audit in work.execute(_SHARED).fetchall():
        notes.append(
            f"{benchmark}: the project has answers to it, which are ranked without yours; yours "
            "have scores, and llm-reassess compares two models by name on them"
        )
        if audit:
            notes.append(f"{benchmark}: the audit {audit} stands beside the project's facts")
    return notes
