"""Every answer in the README and in docs/ is what the committed data give."""

import pytest
from readme import PAGES, QUESTION, answer

#: Pages that explain and ask nothing.
WITHOUT_QUESTIONS = {"bi-tools.md", "gamm-engine.md", "glossary.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_answers(warehouse, page):
    questions = list(QUESTION.finditer(page.read_text()))
    assert bool(questions) == (page.name not in WITHOUT_QUESTIONS)
    for question in questions:
        assert question["answer"] == answer(warehouse, question["sql"]), question["sql"]


def test_every_block_of_sql_is_a_question():
    for page in PAGES:
        text = page.read_text()
        assert text.count("```sql") == len(QUESTION.findall(text)), page
