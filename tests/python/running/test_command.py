"""The command as a person at a terminal meets it: help, errors, where it works, what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from analysis_py.cli.main import COMMANDS, cli, main

#: What takes long to import. Help and errors must do without.
HEAVY = {"dbt", "duckdb", "great_expectations", "numpy", "pandas", "polars", "scipy"}
#: What a command cannot be called without.
NEEDED = {
    "import": ["file.csv", "--name", "mine"],
    "export": ["croissant"],
    "models": ["--size", "7"],
}
IMPORTED = f"""
import sys
from analysis_py.cli.main import COMMANDS, cli, main
calls = [[], ["--help"], ["--version"], ["biuld"], ["--nonsense"], ["build"]]
calls += [["query", "select 1", "--nonsense"], *([name, "--help"] for name in COMMANDS)]
codes = [main(words) for words in calls]
assert codes == [0, 0, 0, 2, 2, 2, 2, *(0 for name in COMMANDS)], codes
assert not {HEAVY} & {{name.partition(".")[0] for name in sys.modules}}
"""


def test_help_and_errors_wait_for_no_library(project, tmp_path):
    environment = os.environ | {"PYTHONPATH": str(project)}
    words = [sys.executable, "-c", IMPORTED]
    subprocess.run(words, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, check=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_how_it_ends_and_shows_itself(name, capsys):
    assert main([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"Usage: llm-reassess {name}")
    assert "exit codes: 0 " in text
    assert f"\n  llm-reassess {name}" in text, "an example"


@pytest.mark.parametrize("name", ["compare", "floor"])
def test_help_is_on_one_screen_and_names_every_option(name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    main([name, "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 80
    named = set(re.findall(r"--[a-z-]+", "\n".join(lines)))
    assert {option.opts[0] for option in cli.get_command(None, name).params[1:]} <= named


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"init", "demo", "compare", "floor"}))
def test_outside_a_project_one_line_says_what_to_do(name, tmp_path, monkeypatch, capsys):
    # another dbt project is none of this kind, nor is a file that was left somewhere
    (tmp_path / "dbt_project.yml").write_text("name: jaffle_shop\n")
    (tmp_path / "profiles.yml").touch()
    here = tmp_path / "here"
    here.mkdir()
    (here / "dbt_project.yml").write_text("name: llm_reassessment\n")
    monkeypatch.chdir(here)
    assert main([name, *NEEDED.get(name, [])]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line == (
        f"llm-reassess {name}: {here} is not in a project; create one with: llm-reassess init DIR"
    )


def test_it_works_from_a_subfolder_and_sets_what_dbt_needs(place, monkeypatch, capsys):
    # the nearest project of this kind counts, past another one
    deep = place / "seeds" / "deep"
    (deep / "dbt_project.yml").write_text("name: other\n")
    (deep / "question.sql").write_text("select max(n) as most\nfrom marts.dim_things;")
    monkeypatch.chdir(deep)
    for name in ("DBT_PROFILES_DIR", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GX_ANALYTICS_ENABLED", "true")
    assert main(["query", "question.sql", "--csv"]) == 0
    assert capsys.readouterr().out == "most\n22\n"
    assert Path.cwd() == place
    assert os.environ["DBT_PROFILES_DIR"] == "."
    assert os.environ["OMP_NUM_THREADS"] == os.environ["OPENBLAS_NUM_THREADS"] == "1"
    assert os.environ["GX_ANALYTICS_ENABLED"] == "true", "a person's own choice stays"
