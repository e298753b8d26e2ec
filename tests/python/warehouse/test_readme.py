"""Every answer in the README and in docs/ is what the committed data give."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from readme import PAGES, QUESTION, ROOT, answer, with_questions
from warehouse.test_families import FAMILIES, page_of


def named(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.committed
@pytest.mark.parametrize("page", PAGES, ids=named)
def test_answers(warehouse, page):
    for question in QUESTION.finditer(page.read_text()):
        assert question["answer"] == answer(warehouse, question["sql"]), question["sql"]


@pytest.mark.committed
def test_the_first_words_of_the_readme_are_its_answer_and_the_front_page_s(report):
    text = (ROOT / "README.md").read_text()
    rows = [line.split("|") for line in QUESTION.search(text)["answer"].splitlines()[2:]]
    words = " ".join(text.split())
    number = r"([+−]?[\d.]+)"
    for column, start in ((2, "evaluations score"), (3, "a tuned model differs by")):
        said = re.search(f"{start} {number} to {number}", words).groups()
        found = [float(row[column]) for row in rows]
        assert [float(each.replace("−", "-")) for each in said] == [min(found), max(found)]
    (heading,) = re.findall(r"\*\*(Most of the lead.*?)\.\*\*", words)
    assert heading in " ".join((report / "index.html").read_text().split())


def test_pages_that_claim_something_ask():
    pages = [ROOT / "README.md", ROOT / "docs/answers.md", *map(page_of, FAMILIES)]
    assert [named(page) for page in pages if not QUESTION.search(page.read_text())] == []
    assert set(pages) <= set(PAGES)


def test_every_block_of_sql_is_a_question():
    for page in PAGES:
        text = page.read_text()
        assert text.count("```sql") == len(QUESTION.findall(text)), page


def test_the_page_of_first_questions_is_that_of_the_file(warehouse):
    page = (ROOT / "docs/start-here.md").read_text()
    unanswered = QUESTION.sub(lambda found: f"```sql\n{found['sql']}```\n", page)
    assert unanswered == with_questions(warehouse, page), "run make readme"


def test_every_query_of_the_file_to_start_with_runs(warehouse):
    rows = warehouse.sql("from reporting.start_here order by question_order").fetchall()
    assert [order for order, *_ in rows] == list(range(1, 21))
    for _, table, question, sql in rows:
        assert f"from {table}" in sql
        assert question[-1] in "?."
        assert warehouse.sql(sql).fetchall(), sql
        assert sql.isascii(), "every sign can be typed"


def test_every_question_of_the_docs_can_be_typed():
    asked = [found["sql"] for page in PAGES for found in QUESTION.finditer(page.read_text())]
    assert [sql for sql in asked if not sql.isascii()] == []


def test_dimensions_have_the_keys_that_tools_look_for(warehouse):
    keyed = warehouse.sql(
        "select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    named = "select table_name from duckdb_tables() where starts_with(table_name, 'dim_')"
    assert sorted(keyed) == sorted(warehouse.sql(named).fetchall()) != []


@pytest.mark.committed
def test_the_comparison_of_the_readme_runs_as_it_stands(project, tmp_path):
    (block,) = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    commands, output = block.split("\nquestions,")
    (tmp_path / "data").symlink_to(project / "data")
    folder = Path(sys.executable).parent
    script = re.sub(r"(?m)^\$ ", "", commands).replace(".venv/bin/", f"{folder}/")
    ran = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=os.environ, capture_output=True, text=True
    )
    assert ran.returncode == 3, ran.stderr  # the answers cannot tell
    assert ran.stdout == f"questions,{output}"
