"""What `make readme` writes anew: answers to the questions of the pages, and docs/settings.md."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import yaml

from analysis_py.plumbing.settings import declared

ROOT = Path(__file__).parents[2]
#: The pages whose questions are answered.
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SETTINGS = """\
# Settings

All that can be set, with what it may be and what it is. A build holds every setting to these tables before it
begins, and says of each that does not fit its name, its value and what may stand there; so does `llm-reassess check`.
`make readme` writes this page from `analysis_py/plumbing/settings.csv`, where a new variable is a line.

## Variables of the project

They are in `dbt_project.yml`; `dbt build --vars '{{power: 0.9}}'` takes another value for one build. A value that a
statistic depends on is recorded on its rows.

{variables}

## Variables of the environment

A relative path is taken from the project's folder.

{environment}

A build writes into its database all the while it runs, so that one may not lie in the folder of published files, by
whatever link or name. Fits that several people share, through `LLM_REASSESSMENT_FITS`, are believed as they are: the
name of each says what it depends on and that its bytes are whole, not who wrote it. Nothing in that folder is run, but
whoever may write there decides what numbers your build publishes. Share it with those whose code you would run.
"""
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


def settings_page() -> str:
    """Return docs/settings.md, of the declarations in analysis_py/plumbing/settings.csv."""
    variables = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
    tables: dict[bool, str] = {}
    for of_environment in (False, True):
        lines = ["| variable | meaning | may be | default |", "| --- | --- | --- | --- |"]
        for name, setting in declared().items():
            if setting.is_of_environment is of_environment:
                value = setting.default or yaml.safe_dump(variables[name], default_flow_style=None)
                value = value.removesuffix("\n").removesuffix("\n...")
                lines.append(f"| `{name}` | {setting.meaning} | {setting.allowed} | `{value}` |")
        tables[of_environment] = "\n".join(lines)
    return SETTINGS.format(variables=tables[False], environment=tables[True])


if __name__ == "__main__":
    (ROOT / "docs" / "settings.md").write_text(settings_page())
    database = ROOT / "warehouse" / "llm_reassessment.duckdb"
    with duckdb.connect(str(database), read_only=True) as warehouse:
        for page in PAGES:
            page.write_text(answered(warehouse, page.read_text()))
            print(f"wrote the answers of {page}")
