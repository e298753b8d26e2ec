"""Every example of every ``--help`` is run as it is written, on the published warehouse."""

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from analysis_py.cli.main import COMMANDS, PROG, cli, main

#: Steps whose words alone are checked: they build, fetch or write, which other tests do.
PARSED = ("build ", "demo ", "report ")
#: Another program, or the shell itself.
FOREIGN = ("cd ", "dbt ")


def examples():
    """Return the steps of all examples, from the texts of help themselves."""
    steps = []
    for words in ([], *([name] for name in COMMANDS)):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            main([*words, "--help"])
        lines = said.getvalue().replace("\\\n", " ").splitlines()
        for line in lines:
            if line.startswith((f"  {PROG} ", "  echo ")):
                steps += line.split("   #")[0].strip().split(" && ")
    return list(dict.fromkeys(step for step in steps if not step.startswith(FOREIGN)))


@pytest.fixture(scope="module")
def project_of_examples(tmp_path_factory, warehouse_folder):
    """Return a project with the published file and the files that examples name."""
    root = tmp_path_factory.mktemp("examples") / "project"
    assert main(["init", str(root)]) == 0
    (root / "warehouse").mkdir()
    for published in ("llm_reassessment.duckdb", "parquet"):
        (root / "warehouse" / published).symlink_to((warehouse_folder / published).resolve())
    (root / "question.sql").write_text("select 1 as one")
    (root / "results").mkdir()
    (root / "results/scores.csv").write_text("model,benchmark,score\nme/one,Mine,50.5\n")
    (root / "scores.csv").write_text("model,mt_bench\nme/one,6.5\nme/two,7.1\n")
    (root / "models.csv").write_text("model_name,parameters_b\nme/one,7\n")
    for name in ("main", "branch"):
        (root / "runs" / name).mkdir(parents=True)
        lines = ["item,score", *(f"{i},{int(i > 0 or name == 'branch')}" for i in range(400))]
        (root / "runs" / name / "answers.csv").write_text("\n".join(lines))
    for night in range(1, 6):
        (root / "runs" / f"{night}").mkdir()
        lines = ["item,score", *(f"{i},{int(i % 40 != night)}" for i in range(400))]
        (root / "runs" / f"{night}" / "answers.csv").write_text("\n".join(lines))
    assert run(root, "import results --name mine") == 0
    return root


def run(root, words):
    """Run a step as a shell would, and in one where it has words for a shell; return its code."""
    step = words if words.startswith((PROG, "echo")) else f"{PROG} {words}"
    program, *arguments = shlex.split(step)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("LLM_REASSESSMENT")}
    if program == PROG and not re.search(r"[|<>$;&*]", step):
        with mock.patch.dict(os.environ, kept, clear=True), contextlib.chdir(root):
            return main(arguments)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", step], cwd=root, env=kept | {"PATH": path}, check=False
    ).returncode


def is_parsed(step):
    return f"{step} ".startswith(tuple(f"{PROG} {start}" for start in PARSED))


@pytest.mark.parametrize("step", [step for step in examples() if not is_parsed(step)])
def test_an_example_runs(project_of_examples, step):
    assert run(project_of_examples, step) == 0


@pytest.mark.parametrize("step", [step for step in examples() if is_parsed(step)])
def test_an_example_that_is_not_run_has_words_that_exist(step):
    _, name, *words = shlex.split(step)
    cli.get_command(None, name).make_context(name, words)
