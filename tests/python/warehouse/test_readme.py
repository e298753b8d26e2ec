"""Every answer in the README and in docs/ is what the committed data give."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from fingerprints import declared_tolerances
from readme import (
    ASKED,
    PAGES,
    QUESTION,
    QUOTED,
    ROOT,
    allowed,
    answer,
    is_near,
    misquoted,
    questions,
    with_questions,
)
from warehouse.test_families import FAMILIES, page_of


def named(page):
    return page.relative_to(ROOT).as_posix()


@pytest.mark.committed
@pytest.mark.parametrize("page", PAGES, ids=named)
def test_answers(warehouse, parsed, page):
    tolerances = declared_tolerances(parsed.manifest)
    for sql, expected in questions(page.read_text()):
        found, tolerance = answer(warehouse, sql), allowed(sql, tolerances)
        is_same = is_near(expected, found, tolerance) if tolerance else expected == found
        assert is_same, f"{sql}\n{expected}\n{found}"


def test_an_answer_on_draws_may_differ_by_their_tolerance_and_in_nothing_else():
    tolerances = {("statistics.scale", "low"): 0.5, ("statistics.scale", "name"): 0.0}
    assert allowed("select name, low from statistics.scale", tolerances) == 0.5
    assert allowed("select name from statistics.scale", tolerances) == 0
    assert allowed("select low from statistics.other", tolerances) == 0
    line = "| GPT-4.1 | 2024-07-07 | {low} | true |\n"
    near = {"12.3": True, "12.8": True, "11.8": True, "13.1": False, "": False, "none": False}
    for low, is_same in near.items():
        assert is_near(line.format(low="12.3"), line.format(low=low), 0.5) is is_same, low
    assert not is_near(line.format(low="1"), line.format(low="1").replace("4.1", "4.2"), 9)


@pytest.mark.committed
@pytest.mark.parametrize(
    "page", [page for page in PAGES if QUOTED.search(page.read_text())], ids=named
)
def test_prose_quotes_what_the_build_gives(warehouse, page):
    text = page.read_text()
    assert misquoted(warehouse, text) == []
    assert text.count("<!-- numbers") == len(QUOTED.findall(text))


def test_a_figure_that_the_build_does_not_give_is_found(warehouse):
    row = "<!-- numbers\nselect 1234.56, -0.04, 2\n-->\n"
    for right in ("On 5 of 6, 1,234.6 to −0.04\nand 2.0.\n", "1235 or 0.0, in 2024 2.\n"):
        assert misquoted(warehouse, row + right) == []
    for wrong in (
        "1,234.5, −0.04, 2\n",
        "−0.04, 1,234.6, 2\n",
        "1,234.6, −0.04\n\n2\n",
        "1235 0.04 2\n",
    ):
        assert len(misquoted(warehouse, row + wrong)) == 1, wrong


@pytest.mark.committed
def test_the_first_words_of_the_readme_are_the_front_page_s(report):
    words = " ".join((ROOT / "README.md").read_text().split())
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
        assert text.count("<!-- answer to") == len(ASKED.findall(text)), page


def test_the_page_of_first_questions_is_that_of_the_file(warehouse):
    page = (ROOT / "docs/start-here.md").read_text()
    unanswered = QUESTION.sub(lambda found: f"```sql\n{found['sql']}```\n", page)
    assert unanswered == with_questions(warehouse, page), "run make readme"


def test_every_query_of_the_file_to_start_with_runs(warehouse):
    rows = warehouse.sql("from reporting.start_here order by question_order").fetchall()
    assert [order for order, *_ in rows] == list(range(1, 34))
    for _, table, question, sql in rows:
        assert f"from {table}" in sql
        assert question[-1] in "?."
        assert warehouse.sql(sql).fetchall(), sql
        assert sql.isascii(), "every sign can be typed"


def test_every_question_of_the_docs_can_be_typed():
    asked = [sql for page in PAGES for sql, _ in questions(page.read_text())]
    assert [sql for sql in asked if not sql.isascii()] == []


def test_dimensions_have_the_keys_that_tools_look_for(warehouse):
    keyed = warehouse.sql(
        "select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    named = "select table_name from duckdb_tables() where starts_with(table_name, 'dim_')"
    assert sorted(keyed) == sorted(warehouse.sql(named).fetchall()) != []


@pytest.mark.committed
def test_the_comparison_of_the_readme_runs_as_it_stands(tmp_path):
    (block,) = re.findall(r"```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    commands, output = block.split("\nquestions,")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    folder = Path(sys.executable).parent
    script = re.sub(r"(?m)^\$ ", "", commands).replace(".venv/bin/", f"{folder}/")
    ran = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=os.environ, capture_output=True, text=True
    )
    assert ran.returncode == 3, ran.stderr  # the answers cannot tell
    assert ran.stdout == f"questions,{output}"


@pytest.mark.committed
@pytest.mark.parametrize("name", ["GPT-4o mini", "Qwen/Qwen2.5-7B-Instruct"])
def test_the_examples_are_the_committed_answers(project, name):
    items = project / "data/items/zeroeval"
    answers = duckdb.sql(f"""
        select item_key, score / 10000
        from read_parquet('{items}/results/*/*.parquet')
        join read_parquet('{items}/models.parquet') using (evaluation_id)
        where benchmark_id = 'math_level_5_zeroeval' and model_name = '{name}'
        order by item_key
    """).fetchall()
    file = ROOT / "examples" / f"{name.split('/')[-1].lower().replace(' ', '-')}.csv"
    assert duckdb.sql(f"select item, score from '{file}' order by item").fetchall() == answers
    assert len(answers) == 721


def test_the_changelog_counts_claims_and_papers_as_the_readme_does():
    counted = re.compile(r"(\d+) claims of (\d+) papers and of the\s+packages")
    found = [counted.findall((ROOT / name).read_text()) for name in ("README.md", "CHANGELOG.md")]
    assert len(found[0]) == 1
    assert found[0] == found[1]
