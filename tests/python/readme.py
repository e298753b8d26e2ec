"""What `make readme` writes anew: docs/settings.md, docs/start-here.md, outputs and answers."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import yaml
from run_files import write_runs

from analysis_py.runtime.settings import declared_settings

ROOT = Path(__file__).parents[2]
#: The pages whose questions are answered.
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
#: The page whose commands are run.
RUNS = ROOT / "docs/compare-runs.md"
#: A table of settings.
SETTINGS = re.compile(r"(?m)^\| variable \|.*\n(?:\|.*\n)+")
#: A block of SQL and the table below it.
QUESTION = re.compile(r"```sql\n(?P<sql>[^`]*)```\n\n(?P<answer>(?:\|.*\n)*)")
#: A file with a query, and the table below that answers it.
ASKED = re.compile(r"<!-- answer to (?P<file>\S+\.sql) -->\n(?P<answer>(?:\|.*\n)*)")
#: A query in a comment, and the paragraph below it that quotes its row.
QUOTED = re.compile(r"<!-- numbers\n(?P<sql>.*?)-->\n(?P<text>(?:[^\n]+\n)+)", re.DOTALL)
#: A command, and what it prints.
CONSOLE = re.compile(r"```console\n\$ (?P<command>llm-reassess .*)\n(?P<output>[^`]*)```")
NUMBER = re.compile(r"(?<![\w.])[-−+]?\d[\d,]*(?:\.\d+)?")
#: In an answer, a number that stands by itself.
CELL = re.compile(r"(?<![\w.-])-?\d+(?:\.\d+)?(?![\w.-])")


def misquoted(connection: duckdb.DuckDBPyConnection, text: str) -> list[str]:
    """Return what paragraphs should quote: values of a query's row that do not follow in order.

    A value is quoted where a number, among others, equals it to the digits written.
    """
    wrong = []
    for match in QUOTED.finditer(text):
        relation = connection.sql(match["sql"])
        numbers = iter(NUMBER.findall(match["text"]))
        (row,) = relation.fetchall()
        if not all(any(_equals(number, value) for number in numbers) for value in row):
            wrong.append(f"{match['text']}the build gives {row}")
    return wrong


def _equals(number: str, value: float) -> bool:
    plain = number.replace(",", "").replace("−", "-")
    digits = len(plain.partition(".")[2])
    return f"{round(float(value), digits) + 0.0:.{digits}f}" == plain.removeprefix("+")


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


def allowed(sql: str, tolerances: Mapping[tuple[str, str], float]) -> float:
    """Return how far numbers of an answer may be from those of another processor; mostly 0."""
    words = set(re.findall(r"\w+", sql))
    asked = (
        tolerance
        for (table, column), tolerance in tolerances.items()
        if table in sql and column in words
    )
    return max(asked, default=0.0)


def is_near(expected: str, found: str, tolerance: float) -> bool:
    """Return whether two answers differ only in numbers, and by no more than a tolerance.

    Of a rounded number the last digit may differ too.
    """
    numbers = [re.findall(CELL, each) for each in (expected, found)]
    if re.sub(CELL, "#", expected) != re.sub(CELL, "#", found):
        return False
    return all(
        abs(float(a) - float(b)) <= tolerance + 1.01 * 10.0 ** -len(a.partition(".")[2])
        for a, b in zip(*numbers, strict=True)
        if a != b
    )


def questions(text: str) -> list[tuple[str, str]]:
    """Return the queries of a text, its own and those of files, with their answers."""
    own = [(match["sql"], match["answer"]) for match in QUESTION.finditer(text)]
    files = [(query_of(match), match["answer"]) for match in ASKED.finditer(text)]
    return own + files


def query_of(match: re.Match) -> str:
    """Return the query of a file that a text names."""
    return (ROOT / match["file"]).read_text()


def answered(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    """Return a text with the answer to each of its questions below it."""

    def write(match: re.Match) -> str:
        # a question that had no answer yet is followed by the text below it
        end = "" if match["answer"] else "\n"
        return f"```sql\n{match['sql']}```\n\n{answer(connection, match['sql'])}{end}"

    def write_below(match: re.Match) -> str:
        return f"<!-- answer to {match['file']} -->\n{answer(connection, query_of(match))}"

    return ASKED.sub(write_below, QUESTION.sub(write, text))


def with_settings(text: str) -> str:
    """Return docs/settings.md with its two tables as analysis_py/runtime/settings.csv has them."""
    variables = yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"]
    tables = iter((False, True))

    def write(_: re.Match) -> str:
        of_environment = next(tables)
        lines = ["| variable | meaning | may be | default |", "| --- | --- | --- | --- |"]
        for name, setting in declared_settings().items():
            if setting.is_of_environment is of_environment:
                value = setting.default or json.dumps(variables[name]).replace('"', "")
                lines.append(f"| `{name}` | {setting.meaning} | {setting.allowed} | `{value}` |")
        return "\n".join(lines) + "\n"

    return SETTINGS.sub(write, text)


def with_questions(warehouse: duckdb.DuckDBPyConnection, text: str) -> str:
    """Return docs/start-here.md with the questions of the published file, one with its query."""
    head = text.partition("\n| question | table |")[0].partition("\n## ")[0]
    asked = warehouse.sql("from reporting.start_here order by question_order").fetchall()
    _, _, question, query = asked[1]
    lines = [f"| {question} | `{table}` |\n" for _, table, question, _ in asked]
    table = f"\n| question | table |\n| --- | --- |\n{''.join(lines)}"
    return f"{head}{table}\n## {question}\n\n```sql\n{query}\n```\n\n"


def with_outputs(folder: Path, text: str) -> str:
    """Return a text with what each of its commands prints in a folder with its runs."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    def write(match: re.Match) -> str:
        ran = subprocess.run(
            ["bash", "-c", match["command"]],
            cwd=folder,
            env=os.environ | {"PATH": path},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        return f"```console\n$ {match['command']}\n{ran.stdout}```"

    return CONSOLE.sub(write, text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        write_runs(Path(place))
        RUNS.write_text(with_outputs(Path(place), RUNS.read_text()))
    settings, questions = (ROOT / "docs" / f"{name}.md" for name in ("settings", "start-here"))
    settings.write_text(with_settings(settings.read_text()))
    database = ROOT / "warehouse" / "llm_reassessment.duckdb"
    with duckdb.connect(str(database), read_only=True) as warehouse:
        questions.write_text(with_questions(warehouse, questions.read_text()))
        for page in PAGES:
            page.write_text(answered(warehouse, page.read_text()))
            print(f"wrote the answers of {page}", *misquoted(warehouse, page.read_text()), sep="\n")
