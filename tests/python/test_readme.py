"""Every answer in the README is what the committed data give."""

from readme import QUESTION, answer


def test_answers(warehouse, project):
    questions = list(QUESTION.finditer((project / "README.md").read_text()))
    assert len(questions) >= 7
    for question in questions:
        assert question["answer"] == answer(warehouse, question["sql"]), question["sql"]
