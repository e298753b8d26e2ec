"""The SQL questions of README.md and docs/ and their answers; `make readme` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[2]
#: The pages whose questions are answered.
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
#: A block of SQL and the table below it.
QUESTION = re.compile(r"```sql\n(?P<sql>[^`]*)```\n\n(?P<answer>(?:\|.*\n)*)")


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Return the result of a query as a Markdown table."""
    relation = connection.sql(sql)
    lines = [relation.columns, ["---"] * len(relation.columns)]
    lines += [[_text(value) for value in row] for row in relation.fetchall()]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def answered(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    """Return a text with the answer to each of its questions below it."""

    def write(match: re.Match) -> str:
        # a question that had no answer yet is followed by the text below it
        end = "" if match["answer"] else "\n"
        return f"```sql\n{match['sql']}```\n\n{answer(connection, match['sql'])}{end}"

    return QUESTION.sub(write, text)


if __name__ == "__main__":
    database = ROOT / "warehouse" / "llm_reassessment.duckdb"
    with duckdb.connect(str(database), read_only=True) as warehouse:
        for page in PAGES:
            page.write_text(answered(warehouse, page.read_text()))
            print(f"wrote the answers of {page}")
