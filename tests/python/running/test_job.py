"""The main job as a process: what it tells, what it leaves, how it ends."""

import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from building import Built, copied
from forking import Forked
from small_project import NAPPING
from terminals import OnTerminal, Screen

DATABASE = "warehouse/llm_reassessment.duckdb"
PROGRESS = re.compile(
    r"^\d\d:\d\d:\d\d  +(?P<share>\d+) %  (?P<done>\d+) of (?P<all>\d+) steps, about "
    r"(?P<left>a few seconds|(\d+ h )?(\d+ min)?( ?\d+ s)?) left: (?P<doing>.+)$",
    re.MULTILINE,
)


def fingerprint(workplace):
    """Return what identifies every published file."""
    return {
        str(path): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in workplace.warehouse.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def query(database, sql):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


@pytest.fixture(scope="module")
def done(tiny):
    """Return a workplace in which the whole job has been done, and what it printed."""
    return tiny.workplace, tiny.output


def test_it_leaves_all_that_it_says(done):
    workplace, output = done
    said = re.findall(r"^  (warehouse/\S+)", output, re.MULTILINE)
    assert [Path(path).name for path in said] == [
        "llm_reassessment.duckdb",
        "parquet",
        "index.html",
        "dbt_docs.html",
    ]
    assert all((workplace.project / path).exists() for path in said)
    assert not list(workplace.warehouse.rglob(".staging*")), "nothing half written is left"


def test_its_numbers_are_those_of_the_warehouse(done):
    workplace, output = done
    (n_tables,) = query(workplace.database, "select count(*) from duckdb_tables()")[0]
    assert f"{n_tables} tables, " in output
    read, loaded, quarantined = query(
        workplace.database,
        "select sum(n_read), sum(n_loaded), sum(n_quarantined) from quality.row_accounting",
    )[0]
    assert f"{read:,} rows read: {loaded:,} loaded, {quarantined:,} quarantined" in output
    (n_claims,) = query(
        workplace.database, "select count(distinct claim_id) from claims.claim_verdicts"
    )[0]
    assert f"{n_claims:,} claims judged" in output


def test_its_progress_only_goes_forward_and_is_brief(done):
    _, output = done
    lines = [match.groupdict() for match in PROGRESS.finditer(output)]
    assert lines, output
    assert len({line["all"] for line in lines}) == 1
    for earlier, later in itertools.pairwise(lines):
        assert int(earlier["share"]) <= int(later["share"]) < 100
        assert int(earlier["done"]) <= int(later["done"]) <= int(later["all"])
    assert not re.search(r"^.*\b(START|OK created|PASS)\b", output, re.MULTILINE), "dbt's lines"
    assert "\x1b" not in output
    # a line each ten seconds, and a few
    (minutes, seconds) = re.search(r"Done in (?:(\d+) min )?(\d+) s", output).groups()
    elapsed = 60 * int(minutes or 0) + int(seconds)
    assert len(lines) <= elapsed / 10 + 1


def test_the_log_of_dbt_is_complete(done):
    workplace, _ = done
    log = (workplace.project / "logs" / "dbt.log").read_text()
    assert "START python table model fits.fit_embeddings" in log
    assert "Published" in log


def test_it_remembers_what_each_step_took(done):
    workplace, output = done
    seconds = json.loads((workplace.project / "target" / "step_seconds.json").read_text())
    results = json.loads((workplace.project / "target" / "run_results.json").read_text())["results"]
    n_steps = int(PROGRESS.search(output)["all"])
    # what was only taken out of the store tells nothing of what it takes
    stored = {
        f"model.llm_reassessment.{name}"
        for (name,) in query(
            workplace.database, "select fit_name from quality.fit_runs where n_stored > 0"
        )
    }
    nodes = {r["unique_id"]: r for r in results if not r["unique_id"].startswith("operation.")}
    missing = nodes.keys() - seconds.keys()
    assert missing <= stored
    # the steps of the plan, and reading the project, without which there is no plan
    assert len(seconds) == n_steps - len(missing) + 1
    assert nodes.keys() - missing == {key for key in seconds if not key.startswith("job.")}
    for key in nodes.keys() - missing:
        assert seconds[key] >= 0.9 * nodes[key]["execution_time"] - 0.05, key


def test_the_documentation_is_one_file_with_every_published_table(done):
    workplace, _ = done
    text = (workplace.warehouse / "dbt_docs.html").read_text()
    tables = query(
        workplace.database, "select schema_name || '.' || table_name from duckdb_tables()"
    )
    for (table,) in tables:
        assert f'"model.llm_reassessment.{table.split(".")[1]}"' in text
    # counted, because pytest takes minutes to show in what six megabytes differ from a line
    for with_nulls in ("MANIFEST.JSON INLINE DATA", "CATALOG.JSON INLINE DATA"):
        assert text.count(with_nulls) == 0, with_nulls


@pytest.mark.fault(
    "leaks",
    "{case} in a published table, page or manifest",
    "it is in none",
    cases=["the folder of the build", "the home of who built it", "the name of the machine"],
)
def test_nothing_that_is_published_tells_where_it_was_made(tiny):
    """Neither a table nor a page nor a manifest: others read them."""
    traces = {str(tiny.workplace.project), f"{Path.home()}/"}
    if len(host := socket.gethostname()) > 7:  # a short one is a word like any other
        traces.add(host)
    files = [path for path in tiny.workplace.warehouse.rglob("*") if path.is_file()]
    assert {"dbt_docs.html", "manifest.json", "index.html"} <= {path.name for path in files}
    for path in files:
        # counted, because pytest takes minutes to show in what six megabytes differ from a line
        for trace in traces:
            assert path.read_bytes().count(trace.encode()) == 0, (path, trace)
    # what is compressed in the files
    with duckdb.connect(str(tiny.workplace.database), read_only=True) as connection:
        tables = connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = current_database()"
        ).fetchall()
        for (table,) in tables:
            for trace in traces:
                found = f"select count(*) from {table} as t where contains(t::text, '{trace}')"
                assert connection.sql(found).fetchall() == [(0,)], (table, trace)


@pytest.fixture(scope="module")
def failed(tiny, build_kept):
    """Return the tiny project after the job has met a bad file, and what it printed."""

    def fill(folder):
        workplace = copied(tiny.workplace, folder / "project")
        before = fingerprint(workplace)
        (path,) = (workplace.data / "openllm_v1").glob("*.csv")
        path.write_bytes(path.read_bytes().replace(b"arc_pct", b"arc", 1))
        Built(folder).note(workplace.job(), code=1)
        assert fingerprint(workplace) == before

    return Built(build_kept("failed", fill, __file__))


@pytest.mark.fault(
    "builds",
    "a bad file, in the main job",
    "told with file and remedy; the last good warehouse stays, to the byte",
)
def test_a_failure_is_told_in_full_and_nothing_follows_it(failed):
    said, workplace = failed.output, failed.workplace
    assert "Nothing published" in (workplace.project / "logs/dbt.log").read_text()
    (path,) = (workplace.data / "openllm_v1").glob("*.csv")
    named = path.relative_to(workplace.project)
    assert f"{named}: column(s) arc_pct missing from the header" in said
    assert "Restore the published file" in said
    assert "Traceback" not in said
    assert re.search(r"The build failed after (\d+ min )?\d+ s\. \d+ steps .* were skipped", said)
    assert f"The last good warehouse stays: {DATABASE}, of " in said
    assert said.index("The build failed") > said.index("missing from the header")
    assert "Writing the" not in said


@pytest.fixture(scope="module")
def gate_closed(tiny, build_kept):
    """Return the tiny project after the job has met scores that cannot be, and what it printed.

    The v1 scores of HellaSwag are turned upside down: in range, but against all others.
    """

    def invert(records):
        column = records[0].index("hellaswag_pct")
        for record in records[1:]:
            record[column] = f"{115 - float(record[column]):.2f}"
        records.append(records[1])  # and one record twice, which goes to quarantine

    def fill(folder):
        workplace = copied(tiny.workplace, folder / "project")
        before = fingerprint(workplace)
        workplace.edit("openllm_v1", invert)
        Built(folder).note(workplace.job("--no-report"), code=1)
        assert fingerprint(workplace) == before

    return Built(build_kept("gate_closed", fill, __file__))


@pytest.mark.fault(
    "builds", "scores turned upside down", "no statistic is computed, and the expectation is named"
)
def test_a_closed_gate_stops_every_statistic_and_says_what_closed_it(gate_closed):
    said, workplace = gate_closed.output, gate_closed.workplace
    assert "FAILED: testing expectation_results" in said
    assert re.search(
        r"not as expected: benchmark_profiles\.correlation_with_others: .* \(critical\) found", said
    )
    assert re.search(r"in quarantine: \S+, row \d+: duplicate key", said)
    assert "Traceback" not in said
    failed = query(
        workplace.build,
        "select distinct column_name from quality.expectation_results "
        "where not success and severity = 'critical'",
    )
    assert ("correlation_with_others",) in failed
    log = (workplace.project / "logs/dbt.log").read_text()
    assert "Nothing published" in log
    assert "SKIP relation statistics.stat_group_summaries" in log
    assert "SKIP relation fits.fit_embeddings" in log


@pytest.mark.fault(
    "signals",
    "Ctrl-C on a terminal, in a long fit",
    "it ends at once; the last good warehouse stays",
)
def test_ctrl_c_ends_it_at_once(built_small, tmp_path):
    """On a terminal, in the midst of a fit that would go on for long, with processes at work."""
    place = built_small.copied(tmp_path / "own")
    (place.folder / "models" / "fits" / "fit_long.py").write_text(NAPPING)
    before = fingerprint(place)
    job = OnTerminal(
        [sys.executable, "-m", "analysis_py", "build"], cwd=place.folder, env=place.environment
    )
    job.wait_for(r"left: [^\r]*fitting")
    asked = time.monotonic()
    os.killpg(job.process.pid, signal.SIGINT)  # as a terminal does: to the whole group
    assert job.wait(timeout=10) == 130
    assert time.monotonic() - asked < 10
    lines = Screen().feed(job.text).lines
    (interrupted,) = [line for line in lines if line.startswith("Interrupted")]
    assert f"The last good warehouse stays: {DATABASE}, of " in interrupted
    assert lines[-1] == "", "the status is taken away"
    assert "Traceback" not in job.text
    assert fingerprint(place) == before
    deadline = time.monotonic() + 10
    while alive := group_members(job.process.pid):
        assert time.monotonic() < deadline, f"processes are left: {alive}"
        time.sleep(0.1)


def group_members(group):
    """Return the processes of a group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(path.parent.name)
    return found


def test_without_a_warehouse_there_is_nothing_to_report(built_small, tmp_path):
    place = built_small.copied(tmp_path / "own")
    shutil.rmtree(place.warehouse)
    job = Forked(["llm-reassess", "build", "--no-build"], place.folder, place.environment)
    output, _ = job.communicate()
    assert job.returncode == 1
    assert f"There is no warehouse at {DATABASE}" in output
    assert not place.warehouse.exists()


@pytest.mark.fault("machine", "--threads {threads}", "refused in a line")
@pytest.mark.parametrize("threads", ["0", "-1", "two"])
def test_wrong_usage_is_refused(project, threads):
    result = subprocess.run(
        [sys.executable, "-m", "analysis_py", "build", "--threads", threads],
        cwd=project,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 2
    assert "--threads" in result.stderr
