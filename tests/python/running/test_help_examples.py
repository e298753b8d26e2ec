"""Every example of every ``--help`` is run as it is written, on the published warehouse."""

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path
from unittest import mock

import polars as pl
import pytest

from analysis_py.cli.main import COMMANDS, PROG, cli, main

#: Steps whose words alone are checked, by how they begin, with the reason.
PARSED = {
    "build ": "whole builds take minutes; test_whole_project.py runs them",
    "sum-items ": "Spark is elsewhere; tests/python/items/test_spark.py runs it",
    "demo ": "it fetches a release; tests/python/exports/test_release.py opens one",
    "export site ": "it wants a report; the same file writes sites",
    "app ": "it serves until it is stopped; tests/python/app runs it",
    "report ": "a build writes one, and tests/python/report prints and writes pages",
}
#: Another program, or the shell itself.
FOREIGN = ("cd ", "dbt ")
#: A command that found what it looks for ends so: ``recover`` on a table with a flag.
ENDS = {"recover": {0, 1}}


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
def project_of_examples(tmp_path_factory, warehouse_folder, parsed):
    """Return a project with the published file and the files that examples name."""
    root = tmp_path_factory.mktemp("examples") / "project"
    assert main(["init", str(root)]) == 0
    (root / "warehouse").mkdir()
    for published in ("llm_reassessment.duckdb", "parquet"):
        (root / "warehouse" / published).symlink_to((warehouse_folder / published).resolve())
    (root / "target").mkdir()
    # what was parsed already is parsed anew only where it differs
    shutil.copy(parsed.folder / "target/partial_parse.msgpack", root / "target")
    (root / "question.sql").write_text("select 1 as one")
    (root / "results").mkdir()
    rows = [["model", "benchmark", "score"], ["me/one", "Mine", "50.5"], ["me/two", "Mine", "61"]]
    (root / "results" / "scores.csv").write_text("".join(",".join(row) + "\n" for row in rows))
    (root / "scores.csv").write_text("model,mt_bench\nme/one,6.5\nme/two,7.1\n")
    (root / "models.csv").write_text("model_name,parameters_b\nme/one,7\n")
    for name in ("answers", "more"):
        answers = "".join(f"me/{name},Mine,{i},{i % 2}\n" for i in range(9))
        (root / f"{name}.csv").write_text("model,benchmark,item,score\n" + answers)
    pl.read_csv(root / "answers.csv").write_parquet(root / "answers.parquet")
    samples = root / "runs" / "me__one" / "samples_mine_2024-06-01T10-00-00.jsonl"
    samples.parent.mkdir(parents=True)
    samples.write_text(
        "".join(f'{{"doc_id": {i}, "acc": {i % 2}, "metrics": ["acc"]}}\n' for i in range(9))
    )
    # heads of files that are there
    tables = root / "data" / "published_tukey" / "2024-01-12.csv"
    board = next((root / "data" / "openllm_v2").glob("*.csv"))
    for source, target in ((tables, root / "table.csv"), (board, board.parent / "2025-06-01.csv")):
        with source.open() as file:
            target.write_text("".join(islice(file, 6)))
    assert run(root, "import results --name mine") == 0
    said = "--title t --producer p --source s --licence l"
    assert run(root, f"snapshot data/openllm_v2/2025-06-01.csv {said}") == 0
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


def reason(step):
    """Return why a step is not run, if it is not."""
    words = step.removeprefix(f"{PROG} ") + " "
    return next((why for start, why in PARSED.items() if words.startswith(start)), None)


@pytest.mark.parametrize("step", [step for step in examples() if not reason(step)])
def test_an_example_runs(project_of_examples, step):
    command = step.split(f"{PROG} ")[1].split()[0]
    assert run(project_of_examples, step) in ENDS.get(command, {0})


@pytest.mark.parametrize("step", [step for step in examples() if reason(step)])
def test_an_example_that_is_not_run_has_words_that_exist(step):
    _, name, *words = shlex.split(step)
    cli.get_command(None, name).make_context(name, words)
