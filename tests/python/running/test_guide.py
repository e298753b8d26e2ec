"""The worked example of docs/papers.md, followed to the letter, and what its check finds."""

import re
import shutil
from datetime import date

import pytest
from standing_in import stand_in

from analysis_py.cli.main import main
from analysis_py.sources.provenance import write_provenance


@pytest.fixture
def blocks(project):
    """Return the blocks of the page that somebody types."""
    page = (project / "docs/papers.md").read_text(encoding="utf-8")
    return [block.strip() for block in re.findall(r"```text\n(.*?)```", page, re.DOTALL)]


@pytest.fixture
def added(project, tmp_path, monkeypatch, own_environment, blocks):
    """Return a project to which the paper of the page has been added."""
    edited = {"claims", "seeds"}
    stand_in(project, tmp_path, edited)
    for name in edited:
        shutil.copytree(project / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    # what a claim may say depends on the tables of the last build
    build = project / "target/build.duckdb"
    if not build.exists():
        pytest.skip("no build has been made")
    monkeypatch.setenv("LLM_REASSESSMENT_BUILD", str(build))

    def append(path, line):
        with (tmp_path / path).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    (question,) = (block for block in blocks if block.startswith("doe_pair,"))
    append("seeds/structure/structure_questions.csv", question)
    (claims,) = (block for block in blocks if block.startswith("claim_id,"))
    path = tmp_path / "claims/doe_2025/claims.csv"
    path.parent.mkdir()
    path.write_text(claims + "\n", encoding="utf-8")
    words = dict.fromkeys(("title", "producer", "source", "licence", "notes"), "as on the page")
    write_provenance(path, **words, taken_on=date(2025, 5, 1))
    (seeds,) = (block for block in blocks if block.startswith("seeds/claims/papers.csv"))
    for line in seeds.splitlines():
        append(*line.split(maxsplit=1))
    return tmp_path


def test_the_worked_example_is_in_order(added, capsys):
    assert main(["check"]) == 0, capsys.readouterr().out
    assert capsys.readouterr().out.endswith("No problems.\n")


def test_a_question_that_is_not_there_is_told(added, blocks, capsys):
    path = added / "claims/doe_2025/claims.csv"
    path.write_text(path.read_text().replace(",doe_pair,", ",doe_pairs,"), encoding="utf-8")
    words = dict.fromkeys(("title", "producer", "source", "licence", "notes"), "as on the page")
    write_provenance(path, **words, taken_on=date(2025, 5, 1))
    assert main(["check"]) == 1
    (told,) = (block for block in blocks if "cannot be read" in block)
    words = " ".join(told.split())
    assert words in " ".join(capsys.readouterr().out.split())
