"""What the job says in the end: of values that it does not trust, and when all else fails."""

import re
import shutil
import subprocess
import sys

import duckdb
import pytest
from made_up import publish_number, write_number

from analysis_py.job import outcome
from analysis_py.job.console import Console
from analysis_py.job.words import printable
from analysis_py.publishing import versions

HOSTILE = "x\x1b[2J\x1b]0;owned\x07\r\n\x9b31m \u202egnp.exe \x00"


@pytest.mark.fault("hostile", "escape sequences, a bell, turned writing", "spelled out")
def test_control_characters_are_spelled_out():
    assert printable(HOSTILE) == (r"x\x1b[2J\x1b]0;owned\x07\r\n\x9b31m \u202egnp.exe \x00")
    assert printable("a – é 漢字 😀\n\t", keep="\n\t") == "a – é 漢字 😀\n\t"


@pytest.mark.fault(
    "hostile", "escape sequences in a quarantined value", "spelled out on the terminal"
)
def test_no_value_of_a_quarantined_record_reaches_the_terminal_as_it_is(tmp_path):
    build = tmp_path / "build.duckdb"
    with duckdb.connect(str(build)) as connection:
        connection.execute("create schema quality")
        connection.execute(
            "create table quality.quarantined_rows as "
            "select 'data/a/b.csv' as file_name, 3 as row_number, "
            "'arc_pct is not a number' as reason, $1 as detail",
            [HOSTILE],
        )
    (line,) = outcome.objections(build, {"quarantined_rows"})
    assert line.startswith(
        r"  in quarantine: data/a/b.csv, row 3: arc_pct is not a number: x\x1b[2J"
    )
    assert line.isprintable()


def test_what_boards_that_are_not_gated_fail_is_one_line(tmp_path):
    build = tmp_path / "build.duckdb"
    with duckdb.connect(str(build)) as connection:
        connection.execute("create schema quality")
        connection.execute(
            """
            create table quality.expectation_results as
            select 't' || suite as suite, 't' as table_name, 'e' as expectation, column_name,
                'warning' as severity, success, 1 as observed, 'why.' as reason
            from (values ('', 'a', false), ('', 'b', true), (', other boards', 'a', false),
                (', other boards', 'b', false), (', other boards', 'c', true))
                as seen (suite, column_name, success)
            """
        )
    assert outcome.objections(build, {"expectation_results"}) == [
        "  not as expected: 2 of 3 expectations on boards that are not gated, of a, b; "
        "none stops a build",
        "  not as expected: t.a: e (warning) found 1. why.",
    ]


@pytest.mark.fault(
    "hostile", "escape sequences in a line of the job (on a terminal: {live})", "spelled out"
)
@pytest.mark.parametrize("live", [True, False])
def test_no_line_of_the_console_is_obeyed_by_the_terminal(tmp_path, live):
    """Whoever wrote it: dbt tells values in its messages too."""
    with (tmp_path / "out").open("w+", newline="") as stream:
        Console(stream, live).line(f"one\ntwo {HOSTILE}")
        stream.seek(0)
        written = stream.read().replace("\r\x1b[2K", "")  # what the console itself writes
    assert written == "one\ntwo " + printable(HOSTILE, keep="\n\t") + "\n"


# the last good warehouse


@pytest.fixture
def warehouse(tmp_path):
    publish_number(tmp_path / "warehouse", 1)
    return tmp_path / "warehouse"


def test_a_whole_warehouse_is_called_good(warehouse):
    said = outcome.last_good(warehouse)
    assert said.startswith(
        f"The last good warehouse stays: {warehouse}/llm_reassessment.duckdb, of "
    )


@pytest.mark.fault("builds", "{name}: {damage}", "it is not called the last good warehouse")
@pytest.mark.parametrize(
    "name",
    ["llm_reassessment.duckdb", "parquet/marts/first.parquet", "parquet/statistics/third.parquet"],
)
@pytest.mark.parametrize("damage", ["garbage", "flipped", "gone"])
def test_a_damaged_warehouse_is_not_called_good(warehouse, name, damage):
    path = versions.current_version(warehouse) / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(b"half a file" if damage == "garbage" else content)
    if damage == "gone":
        path.unlink()
    said = outcome.last_good(warehouse)
    assert "good warehouse stays" not in said
    if damage == "gone" and name == "llm_reassessment.duckdb":
        assert said == f"There is no warehouse at {warehouse / name} yet."
    else:
        assert str(path) in said
        assert "The next good build replaces it." in said


@pytest.mark.fault("builds", "a published file without a manifest", "it is not called good")
def test_a_file_without_a_manifest_is_not_called_good(tmp_path):
    write_number(tmp_path, 1)
    said = outcome.last_good(tmp_path)
    assert str(tmp_path / "llm_reassessment.duckdb") in said
    assert "No manifest says whether it is whole." in said


def test_without_a_warehouse_it_says_so(tmp_path):
    assert outcome.last_good(tmp_path).startswith("There is no warehouse at ")


# when all else fails


@pytest.fixture
def own(built_small, tmp_path):
    """Return a copy of the small project, which was built and published."""
    return built_small.copied(tmp_path / "own")


#: Tell of a failure, once for each build database.
TELLING = """
import os, sys
from pathlib import Path
from analysis_py.job.run import _tell_failure
from analysis_py.job.console import Console
from analysis_py.job.dbt_steps import Dbt
from analysis_py.job.tracker import Tracker

for build in sys.argv[2:]:
    os.environ["LLM_REASSESSMENT_BUILD"] = build
    tracker = Tracker(Console(sys.stdout, live=False))
    tracker.seconds = {"model.llm_reassessment.quarantined_rows": 1.0}
    _tell_failure("build", Dbt(tracker, None, False), Path(sys.argv[1]), tracker)
    print("told", build)
"""
CONTENTS = [b"garbage" * 999, b"", None]


@pytest.mark.process
@pytest.mark.fault(
    "builds",
    "a failure, and the build database holds {case}",
    "it is told to the end",
    cases=CONTENTS,
)
def test_it_tells_of_a_failure_whatever_the_build_database_is(project, warehouse, tmp_path):
    builds = [tmp_path / f"{number}.duckdb" for number, _ in enumerate(CONTENTS)]
    for build, content in zip(builds, CONTENTS, strict=True):
        if content is not None:
            build.write_bytes(content)
    command = [sys.executable, "-c", TELLING, warehouse, *builds]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    told = done.stdout
    for build in builds:
        said, told = told.split(f"told {build}\n")
        assert "The build failed after " in said
        assert f"The last good warehouse stays: {warehouse}" in said.splitlines()[-1]


@pytest.mark.fault(
    "machine",
    "a full disk under the build database",
    "told to the last line, which says what stays",
)
def test_a_full_disk_is_told_to_the_end(own):
    """A limit on the size of files stands for the disk: the kernel refuses to write on."""
    code, output = own.job(limits={"RLIMIT_FSIZE": 200_000})
    assert code == 1, output
    assert "The build failed after " in output
    assert output.splitlines()[-1].startswith("The last good warehouse stays: ")
    assert "Traceback" not in output


@pytest.mark.fault("machine", "a full disk under standard output", "the exit code says it")
def test_where_nothing_can_be_written_the_exit_code_says_it(own):
    """Standard output is on a full disk itself."""
    command = [sys.executable, "-m", "analysis_py", "build", "--no-build", "--no-report"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, cwd=own.folder, env=own.environment, stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode != 0


@pytest.mark.fault(
    "builds", "a build database of which a block is damaged", "it is named, with what to do"
)
def test_a_build_database_that_turns_out_damaged_is_named(own):
    """It opens, but a block of a table is not what its checksum says."""
    own.build.unlink()
    with duckdb.connect(str(own.build)) as connection:
        connection.execute("create schema fits")
        connection.execute(
            "create table fits.large as select hash(range) as a, hash(range + 1) as b "
            "from range(200000)"
        )
    content = bytearray(own.build.read_bytes())
    for position in range(len(content) // 4, len(content) // 2, 4096):
        content[position] ^= 1
    own.build.write_bytes(content)
    (own.folder / "models" / "marts" / "fct_large.sql").write_text(
        "{{ config(schema='marts') }} select sum(hash(t)) as s from fits.large as t"
    )
    code, output = own.job()
    assert code == 1, output
    named = own.build.relative_to(own.folder)
    assert f"The build database {named} is damaged. Delete it, and build again." in output


@pytest.mark.fault(
    "machine", "the main job, where nothing can be published", "a sentence, and no traceback"
)
def test_a_build_that_may_not_publish_ends_in_words(own):
    shutil.rmtree(own.warehouse)
    own.warehouse.write_text("mine")
    code, output = own.job()
    assert code == 1
    assert re.search(
        r"Nothing can be published in \S*warehouse: .* LLM_REASSESSMENT_WAREHOUSE", output
    )
    assert "Traceback" not in output
