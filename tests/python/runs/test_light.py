"""Two runs are compared without the warehouse's packages, and in a job of a pull request."""

import os
import re
import subprocess
import sys
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import polars as pl
import pytest

from analysis_py.cli.main import main

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, score in (("a", 0), ("b", 1)):
        rows = {"item": range(200), "score": [1] * 180 + [score] * 20}
        pl.DataFrame(rows).write_csv(f"{name}.csv")
    pl.read_csv("a.csv").reverse().write_csv("c.csv")


def test_the_package_of_runs_imports_nothing_of_the_warehouse():
    for path in (ROOT / "analysis_py" / "runs").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        rooms = re.findall(r"^ *(?:from|import) (analysis_py[.\w]*)", text, re.MULTILINE)
        outside = {room for room in rooms if room.split(".")[1] not in ("runs", "runtime")}
        assert not outside, f"{path.name} imports {outside}: move it, or what it needs"


def without_the_warehouse(*words):
    extra = [each for each in requires("llm-reassessment") if 'extra == "warehouse"' in each]
    names = {re.match(r"[\w-]+", each)[0].lower() for each in extra}
    blocked = [
        module
        for module, packages in packages_distributions().items()
        if names & {package.lower() for package in packages}
    ]
    assert {"dbt", "pandas", "pyarrow", "sklearn"} <= {*blocked}
    code = (
        "import sys\n"
        f"for name in {[*blocked, 'scipy.stats']}: sys.modules[name] = None\n"
        "from analysis_py.cli.main import main\n"
        f"sys.exit(main({list(words)}))"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_two_runs_need_no_package_of_the_warehouse():
    done = without_the_warehouse("compare", "a.csv", "b.csv", "--gate", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "B is better, by 6" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "a.csv", "b.csv", "d.csv", "--gate", "90", "--by", "task"),
        ("compare", "a.csv"),
        ("floor", "a.csv", "c.csv", "d.csv", "--check", "b.csv"),
    ],
)
def test_several_runs_and_the_floor_need_none_either(words):
    rows = {"item": range(200), "score": [0] * 9 + [1] * 161 + [0] * 30}
    pl.DataFrame(rows).write_csv("d.csv")
    done = without_the_warehouse(*words)
    assert (done.returncode, done.stderr) == (0, "")


def test_names_of_models_are_for_the_other_command(capsys):
    (Path.cwd() / "phi-4").mkdir()
    assert main(["compare", "phi-4", "qwen2.5-14b"]) == 2
    assert capsys.readouterr().err == (
        "llm-reassess compare: qwen2.5-14b: no such file or folder; to compare models of the "
        "leaderboards: llm-reassess models phi-4 qwen2.5-14b\n"
    )


def test_right_and_wrong_answers_load_neither_scipy_nor_duckdb():
    code = (
        "import sys\n"
        "from analysis_py.cli.main import main\n"
        "assert main(['compare', 'a.csv', 'b.csv', '--gate', '1']) == 0\n"
        "print({'scipy', 'duckdb'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\nset()\n")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells it so")
def test_half_a_million_questions_fit_into_300_mb():
    for name, n in (("a", 3), ("b", 4)):
        item = pl.int_range(500_000, eager=True)
        score = (item % 7 < n).cast(pl.Int64)
        pl.DataFrame({"item": item, "score": score}).write_csv(f"{name}.csv")
    code = (
        "import re\n"
        "from analysis_py.cli.main import main\n"
        "assert main(['compare', 'a.csv', 'b.csv', '--gate', '1']) == 0\n"
        "print(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1])"
    )
    # Polars, which is imported here, leaves its own setting behind
    env = {name: value for name, value in os.environ.items() if name != "_RJEM_MALLOC_CONF"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=env | {"POLARS_MAX_THREADS": "2"},
    )
    assert int(done.stdout.split()[-1]) < 300 * 1024


def test_what_needs_one_says_how_to_have_it():
    done = without_the_warehouse("build", "--help")
    assert done.returncode == 0, done.stderr
    project = without_the_warehouse("init", "work")
    assert project.returncode == 0, project.stderr
    os.chdir("work")
    done = without_the_warehouse("build")
    assert done.returncode == 1
    assert re.fullmatch(
        r"llm-reassess build: .* is not installed; run: pip install '.*\[warehouse\]'\n",
        done.stderr,
    )
