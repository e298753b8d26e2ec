"""The words of a build: its progress, its outcome, its failures."""

import io
import re
import shutil
import time
from pathlib import Path

import duckdb
import pytest
from made_up import publish_number, write_number

from analysis_py.build import outcome, progress
from analysis_py.build.error_hints import remedy
from analysis_py.build.progress import Progress, last_duration, record_duration
from analysis_py.cli.main import main
from analysis_py.publishing import versions
from analysis_py.runtime.formatting import printable
from analysis_py.runtime.progress import announced, heard_by

HOSTILE = "x\x1b[2J\x1b]0;owned\x07\r\n\x9b31m \u202egnp.exe \x00"


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self):
        return True


# what is said


@pytest.mark.fault("hostile")
@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_no_line_is_obeyed_by_the_terminal(stream):
    """Whoever wrote it: dbt tells values in its messages too."""
    written = stream()
    Progress(written).line(f"[bold]one\ntwo {HOSTILE} {'long ' * 40}")
    expected = "[bold]one\ntwo " + printable(HOSTILE, keep="\n\t") + f" {'long ' * 40}\n"
    assert written.getvalue() == expected


def test_the_status_says_what_is_done_and_what_runs():
    shown = Progress(io.StringIO())
    assert shown.status() == "0 s: getting ready"
    shown.plan(3)
    shown.start("model.a", "making marts.a")
    shown.finish("model.a")
    shown.start("model.b", "fitting b")
    with heard_by(shown.announce):
        for _ in announced(range(2), 2, "cohorts"):
            pass
    assert shown.status() == "1 of 3 steps, 0 s: fitting b (2 of 2 cohorts)"
    shown.finish("model.b")
    with shown.step("writing the report"):
        assert shown.status() == "2 of 3 steps, 0 s: writing the report"


def test_a_terminal_shows_the_status_and_takes_it_away():
    written = Terminal()
    shown = Progress(written)
    with shown.shown(), shown.step("working"):
        shown.line("told")
        deadline = time.monotonic() + 10
        while " s: working" not in written.getvalue():
            assert time.monotonic() < deadline, written.getvalue()
            time.sleep(0.1)
    text = written.getvalue()
    assert "told\n" in text
    assert text.endswith("\x1b[2K"), "the last line is erased"


def test_elsewhere_the_status_is_a_line_now_and_then(monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.01)
    written = io.StringIO()
    shown = Progress(written)
    with shown.shown(), shown.step("working"):
        deadline = time.monotonic() + 10
        while written.getvalue().count("\n") < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
    lines = written.getvalue().splitlines()
    assert re.fullmatch(r"\d\d:\d\d:\d\d  Working", lines[0])
    assert re.fullmatch(r"\d\d:\d\d:\d\d  \d+ s: working", lines[1])
    assert "\x1b" not in written.getvalue()


def test_the_next_build_knows_how_long_the_last_one_took(tmp_path):
    assert last_duration(tmp_path) is None
    record_duration(tmp_path, 130.04)
    assert last_duration(tmp_path) == 130.0
    (tmp_path / progress.RECORD_NAME).write_text("{half")
    assert last_duration(tmp_path) is None
    record_duration(tmp_path / "nowhere", 1.0)


# what came out


@pytest.mark.fault("hostile")
def test_no_value_of_a_quarantined_record_reaches_the_terminal_as_it_is(tmp_path):
    build = tmp_path / "build.duckdb"
    with duckdb.connect(str(build)) as connection:
        connection.execute("create schema quality")
        connection.execute(
            "create table quality.quarantined_rows as "
            "select 'data/a/b.csv' as file_name, range as row_number, "
            "'arc_pct is not a number' as reason, $1 as detail from range(1, 8)",
            [HOSTILE],
        )
    line, *_, last = outcome.objections(build, {"quarantined_rows"})
    assert line.startswith(
        r"  in quarantine: data/a/b.csv, row 1: arc_pct is not a number: x\x1b[2J"
    )
    assert line.isprintable()
    assert last == f"  … and 2 more: quality.quarantined_rows in {build}"


@pytest.mark.parametrize(
    ("runs", "told"),
    [
        ("(5, 0, 5), (2, 0, 2)", "7 fits made, none taken from an earlier build."),
        ("(5, 5, 0), (2, 0, 2)", "5 of 7 fits taken from earlier builds"),
        ("(5, 5, 0), (2, 2, 0)", "and code, none made: quality.fit_runs"),
    ],
)
def test_it_is_said_how_many_fits_were_there_already(tmp_path, runs, told):
    with duckdb.connect(tmp_path / "file.duckdb") as connection:
        connection.execute("create schema quality")
        connection.execute(
            "create table quality.fit_runs as "
            f"from (values {runs}) as runs(n_parts, n_stored, n_fitted)"
        )
    assert told in outcome.fits(tmp_path / "file.duckdb")


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


@pytest.fixture
def warehouse(tmp_path):
    publish_number(tmp_path / "warehouse", 1)
    return tmp_path / "warehouse"


def test_a_whole_warehouse_is_called_good(warehouse):
    said = outcome.last_good(warehouse)
    assert said.startswith(
        f"The last good warehouse stays: {warehouse}/llm_reassessment.duckdb, of "
    )


@pytest.mark.fault("builds")
@pytest.mark.parametrize("name", ["llm_reassessment.duckdb", "parquet/marts/first.parquet"])
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


@pytest.mark.fault("builds")
def test_a_file_without_a_manifest_is_not_called_good(tmp_path):
    write_number(tmp_path, 1)
    said = outcome.last_good(tmp_path)
    assert str(tmp_path / "llm_reassessment.duckdb") in said
    assert "No manifest says whether it is whole." in said


def test_without_a_warehouse_it_says_so(tmp_path):
    assert outcome.last_good(tmp_path).startswith("There is no warehouse at ")


# what failed


@pytest.fixture
def own(built_small, tmp_path):
    """Return a copy of the small project, which was built and published."""
    return built_small.copied(tmp_path / "own")


def test_a_failure_is_told_in_full(own):
    before = versions.current_version(own.warehouse)
    (own.folder / "models/fits/fit_numbers.sql").write_text(
        "{{ config(schema='fits') }} select nosuch from (select 1 as number)"
    )
    is_good, said = own.job()
    assert not is_good
    assert re.search(r"^\d+ steps, \d+ at a time$", said, re.MULTILINE)
    assert "FAILED: fitting numbers (model.llm_reassessment.fit_numbers)" in said
    assert 'Referenced column "nosuch" not found' in said
    assert re.search(r"The build failed after \d+ s\. \d steps .* were skipped", said)
    assert said.splitlines()[-1].startswith("The last good warehouse stays: warehouse/")
    assert "Traceback" not in said
    assert versions.current_version(own.warehouse) == before


def cut_short(build):
    build.write_bytes(build.read_bytes()[:20000])


def garbled(build):
    build.write_bytes(b"garbage" * 999)


@pytest.mark.parametrize("damage", [cut_short, garbled])
@pytest.mark.fault("builds")
def test_a_damaged_build_database_is_named(own, damage):
    damage(own.build)
    is_good, said = own.job()
    assert not is_good
    assert "The build database target/build.duckdb is damaged. Delete it, and build again." in said
    assert "Traceback" not in said
    own.build.unlink()
    assert own.dbt()[0]


@pytest.mark.fault("machine")
def test_a_build_that_may_not_publish_ends_in_words(own):
    shutil.rmtree(own.warehouse)
    own.warehouse.write_text("mine")
    is_good, said = own.job()
    assert not is_good
    assert re.search(r"LLM_REASSESSMENT_WAREHOUSE is 'warehouse', which is no folder", said)
    assert "Traceback" not in said
    assert own.warehouse.read_text() == "mine"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            'IO Error: Could not write file "/data/b.duckdb": No space left on device',
            "The disk under /data/b.duckdb is full. Make room and try again; LLM_REASSESSMENT_BU",
        ),
        (
            "[Errno 28] No space left on device: 'data/x.csv' -> '/mnt/p/x.csv'",
            "The disk under /mnt/p/x.csv is full. Make room and try again; LLM_REASSESSMENT_BU",
        ),
        ("OSError: Disk quota exceeded", "A disk is full. Make room and try again; "),
        ("[Errno 27] File too large: 'target/b.duckdb'", "target/b.duckdb would be larger than"),
        ("Out of Memory Error: failed to allocate", "Memory ran out. Close what else needs it"),
        ("A worker process of the executor was unexpectedly terminated", "Memory ran out. "),
    ],
)
@pytest.mark.fault("machine")
def test_what_the_machine_ran_out_of_has_a_remedy(said, told):
    assert remedy(said).startswith(told)


@pytest.mark.fault("machine")
def test_half_a_project_is_not_left(tmp_path, monkeypatch, capsys):
    def full(source, target):
        Path(target).write_text("half")
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", full)
    assert main(["init", str(tmp_path / "project")]) == 1
    said = capsys.readouterr().err
    assert "is full. Make room and try again" in said
    assert list(tmp_path.iterdir()) == []
