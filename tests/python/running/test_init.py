"""Laying a project down: from this source tree, and from a wheel in an environment of its own."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from analysis_py.cli.main import main

#: Builds a wheel of the current folder, as pip would, and prints its name.
BUILD = """
import sys
from setuptools import build_meta
print("\\n" + build_meta.build_wheel(sys.argv[1]))
"""


@pytest.fixture(scope="module")
def sources(project, tmp_path_factory):
    """Return a copy of what git knows and would know, in which a wheel can be built."""
    copy = tmp_path_factory.mktemp("sources")
    for name in listed(project, "--cached", "--others", "--exclude-standard"):
        if (project / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(project / name, copy / name)
    # what an earlier build left must not get in
    left = copy / "build/lib/analysis_py/moved_long_ago.py"
    left.parent.mkdir(parents=True)
    left.touch()
    return copy


@pytest.fixture(scope="module")
def wheel(sources, tmp_path_factory):
    """Return a wheel of the source tree."""
    output = tmp_path_factory.mktemp("wheel")
    return output / called(sources, sys.executable, "-c", BUILD, output).split()[-1]


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return the Python of an environment with the wheel and this one's packages, but no tree."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"]
    called(folder, *install, "--no-index", wheel)
    # a path file's own path files are not read, so an editable installation stays out
    (packages,) = folder.glob("lib/python*/site-packages")
    libraries = [path for path in sys.path if Path(path).name == "site-packages"]
    (packages / "dependencies.pth").write_text("\n".join(libraries))
    return python


def listed(project, *options):
    """Return the files that git lists."""
    return called(project, "git", "ls-files", "-z", *options).split("\0")[:-1]


def called(folder, *words):
    """Return what a command prints that goes well."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(words, cwd=folder, env=kept, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(sources, wheel):
    package = {
        path.relative_to(sources).as_posix()
        for path in (sources / "analysis_py").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if not name.endswith("/")}
    assert package == {
        name
        for name in inside
        if not name.startswith("analysis_py/_project/") and ".dist-info/" not in name
    }
    for name in ("LICENSE", "NOTICE"):
        assert any(path.endswith(f".dist-info/licenses/{name}") for path in inside)


def test_the_installed_command_lays_down_a_whole_project_that_dbt_can_read(
    project, parsed, installed, tmp_path
):
    command = installed.with_name("llm-reassess")
    assert called(tmp_path, command, "--version").startswith("llm-reassess 0.")
    work = tmp_path / "sp ace"
    assert f"Next: cd '{work}' && llm-reassess build" in called(tmp_path, command, "init", work)
    names = listed(project, "data", "seeds", "models", "macros", "expectations")
    assert len(names) > 300
    for name in names:
        assert (work / name).read_bytes() == (project / name).read_bytes(), name
    for name in ("dbt_project.yml", "profiles.yml", ".gitignore", "README.md", "LICENSE", "NOTICE"):
        assert (work / name).is_file(), name
    for name in ("warehouse", "tests/python"):
        assert not (work / name).exists()
    # dbt compares each file with what it has read of this one, and reads what is another
    (work / "target").mkdir()
    shutil.copy(parsed.folder / "target/partial_parse.msgpack", work / "target")
    assert "No problems." in called(work / "models", command, "check")
    parse = "from dbt.cli.main import dbtRunner; print(dbtRunner().invoke(['parse']).success)"
    assert called(work, installed, "-c", parse).endswith("True\n")


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


def test_half_a_project_is_not_left(tmp_path, monkeypatch, capsys):
    def full(source, target):
        Path(target).write_text("half")
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    assert main(["init", str(tmp_path / "project")]) == 1
    assert "is full. Free some space and try again" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
