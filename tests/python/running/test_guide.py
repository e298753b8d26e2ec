"""The worked example of docs/papers.md, followed to the letter, and what its check finds."""

import re
from datetime import date

import pytest
from building import WORDS

from analysis_py.cli.main import main
from analysis_py.sources.provenance import write_provenance


def describe(path):
    words = dict.fromkeys(WORDS, "as on the page")
    write_provenance(path, **words, taken_on=date(2025, 5, 1))


def test_the_worked_example_is_in_order_and_a_question_that_is_not_there_is_told(
    project, laid, monkeypatch, capsys
):
    page = (project / "docs/papers.md").read_text(encoding="utf-8")
    blocks = [block.strip() for block in re.findall(r"```text\n(.*?)```", page, re.DOTALL)]
    # what a claim may say depends on the tables of the last build
    build = project / "target/build.duckdb"
    if not build.exists():
        pytest.skip("no build has been made")
    monkeypatch.setenv("LLM_REASSESSMENT_BUILD", str(build))
    (question,) = (block for block in blocks if block.startswith("doe_pair,"))
    (claims,) = (block for block in blocks if block.startswith("claim_id,"))
    (seeds,) = (block for block in blocks if block.startswith("seeds/claims/papers.csv"))
    lines = [line.split(maxsplit=1) for line in seeds.splitlines()]
    for path, line in [("seeds/structure/structure_questions.csv", question), *lines]:
        with (laid / path).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    path = laid / "claims/doe_2025/claims.csv"
    path.parent.mkdir()
    path.write_text(claims + "\n", encoding="utf-8")
    describe(path)
    assert main(["check"]) == 0, capsys.readouterr().out
    path.write_text(path.read_text().replace(",doe_pair,", ",doe_pairs,"), encoding="utf-8")
    describe(path)
    capsys.readouterr()
    assert main(["check"]) == 1
    (told,) = (block for block in blocks if "cannot be read" in block)
    assert " ".join(told.split()) in " ".join(capsys.readouterr().out.split())
