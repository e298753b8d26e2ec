"""Laying a project down: from this source tree, and from a wheel in an environment of its own."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from analysis_py.cli.main import COMMANDS, main

#: Builds a wheel of the current folder, as pip would, and prints its name.
BUILD = """
import sys
from setuptools import build_meta
print("\\n" + build_meta.build_wheel(sys.argv[1]))
"""


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel, and this interpreter's packages but not this source tree."""

    python: Path

    def run(self, folder, *words):
        """Run the installed command in a folder."""
        return subprocess.run(
            [self.python.with_name("llm-reassess"), *words],
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )


def built(folder, output):
    """Build a wheel of a folder and return its path."""
    command = [sys.executable, "-c", BUILD, str(output)]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return output / result.stdout.split()[-1]


@pytest.fixture(scope="module")
def sources(project, tmp_path_factory):
    """Return a copy of what git knows and would know, in which distributions can be built."""
    copy = tmp_path_factory.mktemp("sources")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(listed, cwd=project, capture_output=True, text=True, check=True)
    for name in found.stdout.split("\0")[:-1]:
        if (project / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((project / name).read_bytes())
    return copy


@pytest.fixture(scope="module")
def wheel(sources, tmp_path_factory):
    """Return a wheel of the source tree."""
    # what an earlier build left must not get in
    left = sources / "build/lib/analysis_py/moved_long_ago.py"
    left.parent.mkdir(parents=True)
    left.touch()
    return built(sources, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return an environment into which the wheel is installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    subprocess.run([*install, "--no-index", wheel], check=True)
    # a path file's own path files are not read, so an editable installation stays out
    (packages,) = folder.glob("lib/python*/site-packages")
    libraries = [path for path in sys.path if Path(path).name == "site-packages"]
    (packages / "dependencies.pth").write_text("\n".join(libraries))
    return Installed(python)


def packed(wheel):
    """Return the files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.endswith("/")}


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(sources, wheel):
    package = {
        path.relative_to(sources).as_posix()
        for path in (sources / "analysis_py").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    inside = packed(wheel)
    assert package == {
        name
        for name in inside
        if not name.startswith("analysis_py/_project/") and ".dist-info/" not in name
    }
    for name in ("LICENSE", "NOTICE"):
        assert any(path.endswith(f".dist-info/licenses/{name}") for path in inside)


def test_the_installed_command_lays_down_a_project_that_dbt_can_read(
    project, parsed, installed, tmp_path
):
    assert installed.run(tmp_path, "--help").stdout.count("\n  ") > len(COMMANDS)
    assert installed.run(tmp_path, "--version").stdout.startswith("llm-reassess 0.")
    assert "llm-reassess init DIR" in installed.run(tmp_path, "build").stderr
    result = installed.run(tmp_path, "init", "work")
    assert result.returncode == 0, result.stderr
    work = tmp_path / "work"
    # dbt compares each file with what it has read of this one, and reads what is another
    (work / "target").mkdir()
    shutil.copy(parsed.folder / "target/partial_parse.msgpack", work / "target")
    result = installed.run(work / "models", "check")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No problems." in result.stdout
    parse = "from dbt.cli.main import dbtRunner; print(dbtRunner().invoke(['parse']).success)"
    words = [installed.python, "-c", parse]
    result = subprocess.run(words, cwd=work, capture_output=True, text=True)
    assert result.stdout.endswith("True\n"), result.stdout + result.stderr


def test_a_project_is_laid_down_whole(project, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "sp ace"]) == 0
    laid = tmp_path / "sp ace"
    said = capsys.readouterr().out
    assert f"in {laid}" in said
    assert f"Next: cd '{laid}' && llm-reassess build" in said
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "data", "seeds", "models", "macros", "expectations"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")[:-1]
    assert len(tracked) > 300
    for name in tracked:
        assert (laid / name).read_bytes() == (project / name).read_bytes(), name
    for name in ("dbt_project.yml", "profiles.yml", ".gitignore", "README.md", "LICENSE", "NOTICE"):
        assert (laid / name).is_file(), name
    assert not list(laid.rglob("__pycache__"))
    assert not (laid / "warehouse").exists()
    assert not (laid / "tests" / "python").exists()


def test_nothing_is_laid_down_over_other_files(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    for name in (".", "notes.txt"):
        assert main(["init", name]) == 2
        assert "is not an empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    (tmp_path / "empty").mkdir()
    assert main(["init", "empty"]) == 0


def test_where_nothing_can_be_laid_down_is_named(capsys):
    assert main(["init", "/proc/nowhere"]) != 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("llm-reassess init: cannot create /proc/nowhere")
