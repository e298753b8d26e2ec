"""The same project on machines as they also are: odd folders, locales, clocks, disks, limits."""

import os
import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from made_up import numbers_in, publish_number
from small_project import make

from analysis_py.publishing import manifests, versions
from analysis_py.publishing.publishing import DATABASE_NAME

#: Folders and environments; a build in each gives the same tables to the byte. None takes away.
MACHINES = {
    """it's "here" é 漢字 [1] $(ls);""": {
        "HOME": None,
        "LC_ALL": "C",
        "TZ": "Asia/Kathmandu",
        "PYTHONHASHSEED": "1",
        "LLM_REASSESSMENT_THREADS": "8",
        "OPENBLAS_NUM_THREADS": "4",
    },
    "plain": {
        "LC_ALL": "tr_TR.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "TZ": "America/St_Johns",
        "PYTHONHASHSEED": "2",
        "LLM_REASSESSMENT_THREADS": "1",
    },
}
PYTHON_MODEL = """
def model(dbt, session):
    dbt.config(materialized="table", schema="marts")
    return dbt.ref("names").pl()
"""


@pytest.mark.fault(
    "same",
    "another machine: {case}",
    "the same tables, to the byte of every Parquet file",
    cases=[
        f"the folder {name}" if variable is None else f"{variable} is {value or 'not set'}"
        for name, environment in MACHINES.items()
        for variable, value in [(None, None), *environment.items()]
    ],
)
@pytest.mark.build
def test_every_machine_publishes_the_same(project, tmp_path):
    """A seed, SQL and a Python model, and what is published of them."""
    ids = set()
    for name, changes in MACHINES.items():
        (tmp_path / name).mkdir()
        small = make(project, tmp_path / name)
        shutil.copy(project / "macros" / "load_csv_rows.sql", small.folder / "macros")
        (small.folder / "seeds").mkdir()
        (small.folder / "seeds" / "names.csv").write_text("id,name\n1,I\n2,ı\n3,İ\n4,it's\n")
        (small.folder / "models" / "marts" / "dim_names.py").write_text(PYTHON_MODEL)
        for variable, value in changes.items():
            small.environment.pop(variable, None)
            if value is not None:
                small.environment[variable] = value
        code, output = small.dbt()
        assert code == 0, output
        folder = versions.current_version(small.warehouse)
        assert manifests.problems(folder) == []
        ids.add(manifests.read_manifest(folder)["build_id"])
    assert len(ids) == 1


@pytest.fixture
def place(tmp_path):
    """Return the folder of a published file that holds words of several alphabets."""
    folder = tmp_path / "place"
    folder.mkdir()
    with duckdb.connect(str(folder / DATABASE_NAME)) as connection:
        connection.execute(
            "create schema marts; create table marts.words as select 'é – 漢字' as w"
        )
    return folder


@pytest.mark.fault(
    "machine",
    "a terminal of {encoding}",
    "what it lacks is spelled out; no command ends in an error",
)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "iso8859-9", "cp1252"])
def test_a_terminal_without_the_letters(project, place, encoding):
    command = [sys.executable, "-m", "analysis_py", "query", "from marts.words"]
    done = subprocess.run(
        [*command, "--warehouse", place],
        cwd=project,
        env=os.environ | {"PYTHONIOENCODING": encoding, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.decode(encoding)
    assert "\\u6f22\\u5b57" in said
    assert ("é" in said) == (encoding != "ascii")


# where a warehouse lies


@pytest.mark.fault("machine", "a warehouse behind a link", "published through it; the link stays")
def test_a_warehouse_behind_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "warehouse").symlink_to(tmp_path / "real")
    for number in (1, 2):
        publish_number(tmp_path / "warehouse", number)
        assert numbers_in(tmp_path / "real") == numbers_in(tmp_path / "warehouse")
        assert numbers_in(tmp_path / "real") == ({number}, {number})
    assert (tmp_path / "warehouse").is_symlink()


@pytest.mark.fault("machine", "a warehouse on another file system", "published there, as anywhere")
def test_a_warehouse_on_another_file_system(tmp_path):
    elsewhere = Path("/dev/shm")
    if not elsewhere.is_dir() or elsewhere.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system here")
    folder = elsewhere / f"llm_reassessment_{os.getpid()}"
    folder.mkdir()
    try:
        (tmp_path / "warehouse").symlink_to(folder)
        for number in (1, 2):
            publish_number(tmp_path / "warehouse", number)
            assert numbers_in(folder) == ({number}, {number})
    finally:
        shutil.rmtree(folder)


@pytest.mark.fault(
    "machine",
    "a stale write-ahead log beside the published file ({content})",
    "readers read the file; the next build replaces it",
)
@pytest.mark.parametrize("content", [b"", b"garbage" * 99])
def test_a_stale_log_beside_the_published_file(tmp_path, content):
    publish_number(tmp_path, 1)
    (tmp_path / f"{DATABASE_NAME}.wal").write_bytes(content)
    assert numbers_in(tmp_path) == ({1}, {1})
    publish_number(tmp_path, 2)
    assert numbers_in(tmp_path) == ({2}, {2})
    assert (tmp_path / f"{DATABASE_NAME}.wal").read_bytes() == content, "nobody knows whose it is"


# limits, in the main job


@pytest.fixture
def own(built_small, tmp_path):
    """Return a copy of the small project, which was built and published."""
    return built_small.copied(tmp_path / "own")


@pytest.mark.fault(
    "machine",
    "a limit of {megabytes} MB of memory",
    "the old file whole or the new one whole, and no lock",
)
@pytest.mark.parametrize("megabytes", [700, 1500])
def test_a_limit_of_memory(own, megabytes):
    """Of a process that begins from nothing: a forked one holds more at its start."""
    size = megabytes * 2**20
    done = subprocess.run(
        [sys.executable, "-m", "analysis_py", "build", "--no-report", "--no-docs"],
        cwd=own.folder,
        env=own.environment,
        text=True,
        timeout=300,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)),
    )
    assert manifests.problems(versions.current_version(own.warehouse)) == [], done.stdout
    publish_number(own.warehouse, 3)  # nobody holds it, and what was left over goes
    assert list((own.warehouse / ".versions").glob(".staging-*")) == []


@pytest.mark.fault(
    "machine", "{what} cannot be written", "a sentence, no traceback, and the last good file stays"
)
@pytest.mark.parametrize("what", ["the build database", "dbt's target folder", "dbt's logs"])
def test_a_folder_that_cannot_be_written(own, tmp_path, what):
    """A file in its place stands for a folder without the right, which root always has."""
    (tmp_path / "file").write_text("mine")
    variable, name = {
        "the build database": ("LLM_REASSESSMENT_BUILD", "file/build.duckdb"),
        "dbt's target folder": ("DBT_TARGET_PATH", "file/target"),
        "dbt's logs": ("DBT_LOG_PATH", "file/logs"),
    }[what]
    before = versions.current_version(own.warehouse)
    code, output = own.job(**{variable: str(tmp_path / name)})
    assert "Traceback" not in output, output
    assert code == 1, output
    assert re.search(r"file", output)
    assert output.splitlines()[-1].startswith("The last good warehouse stays: "), output
    assert versions.current_version(own.warehouse) == before
    assert (tmp_path / "file").read_text() == "mine"
