"""What a build does with bad input, and while somebody reads its last result."""

import json
import subprocess
import sys
import time

import duckdb
import pytest
from building import Built, copied
from environments import Environment

from analysis_py.publishing.publishing import DATABASE_NAME


def query(database, sql):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


#: A model that takes as long as the test wants: until there is no such file in the project.
WAITING = """
import time
from pathlib import Path


def model(dbt, session):
    dbt.config(materialized="table", schema="fits")
    while Path("wait").exists():
        time.sleep(0.02)
    return session.sql("select 1 as number")
"""


@pytest.mark.fault(
    "builds",
    "readers of several versions of DuckDB hold the file while it is built anew",
    "they read the old one to the last row",
)
def test_a_reader_is_neither_disturbed_nor_in_the_way(built_small, tmp_path, environments):
    """Processes with several versions of DuckDB hold the file open while it is published anew.

    Each reads one table before the build, and everything while it runs and after it has published.
    """
    small = built_small.copied(tmp_path / "own")
    (small.folder / "models" / "fits" / "fit_waiting.py").write_text(WAITING)
    tools = [Environment(duckdb.__version__, sys.executable)]
    tools += [tool for tool in environments.values() if isinstance(tool, Environment)]
    database, first = small.warehouse / DATABASE_NAME, "marts.fct_numbers"
    before = read_anew(tools[0], database)
    inode = database.stat().st_ino
    wait = small.folder / "wait"
    wait.touch()
    readers = [tool.start("holding.py", database, first) for tool in tools]
    try:
        for reader in readers:
            assert json.loads(reader.stdout.readline()) == before[first]

        build = small.start(SHIFT="1")
        output, during = [], []
        for line in build.stdout:
            output.append(line)
            if "fits.fit_waiting" in line and "START" in line:
                during += [read_again(reader) for reader in readers]
                during += [read_anew(tool, database) for tool in tools]
                wait.unlink()
        assert build.wait() == 0, "".join(output)
        assert database.stat().st_ino != inode, "the second build should replace the file"
        assert during == [before] * 2 * len(tools)
        assert [read_again(reader) for reader in readers] == [before] * len(tools)
    finally:
        wait.unlink(missing_ok=True)
        for reader in readers:
            reader.communicate()
    assert [reader.returncode for reader in readers] == [0] * len(tools)
    after = [read_anew(tool, database) for tool in tools]
    assert after[0].keys() == before.keys()
    assert all(after[0][table] != before[table] for table in before)
    assert after == [after[0]] * len(tools)


def read_again(reader):
    """Return what a process that holds the file open reads in it now."""
    reader.stdin.write("\n")
    reader.stdin.flush()
    return json.loads(reader.stdout.readline())


def read_anew(tool, database):
    """Return what a new process reads in the published file."""
    return tool.run("everything.py", database)["tables"]


@pytest.mark.fault("builds", "a part of the real project", "nothing is published")
def test_a_partial_build_publishes_nothing(tiny, tmp_path):
    built = copied(tiny.workplace, tmp_path)
    inode = built.database.stat().st_ino
    # without the tests of its references, and without the artefacts of a whole manifest
    alone = ("--indirect-selection", "empty", "--no-write-json")
    result = built.dbt_build("--select", "dim_benchmarks", *alone)
    assert result.returncode == 0, result.stdout
    assert "Nothing published: a partial build" in result.stdout
    assert built.database.stat().st_ino == inode


def spoil_v1(records):
    header = records[0]
    records[1][header.index("arc_pct")] = "n/a"
    records[2][header.index("gsm8k_pct")] = "100.5"
    records[3][header.index("mmlu_pct")] = "-3"
    records[4][header.index("model_name")] = " "
    records[5][header.index("submitted_on")] = "yesterday"
    records[6][header.index("is_merge")] = "perhaps"
    records[7].append("a field too many")
    records[8][header.index("average_pct")] = "nan"
    records.append(records[9])


def spoil_v2(records):
    header = records[0]
    records[1][header.index("bbh_raw_pct")] = "12,5"
    records[2][header.index("ifeval_raw_pct")] = "101"
    records.append(records[3])


def spoil_supplementary(records):
    header = records[0]
    records[1][header.index("metric")] = "boolq_acc"
    records[2][header.index("value")] = "62.1"
    records[2][header.index("metric")] = "piqa_acc"
    records[3][header.index("value")] = ""
    records[4][header.index("value")] = "high"
    records.append(records[5])


def spoil_base_models(records):
    header = records[0]
    records[1][header.index("arc")] = "57.1"
    records[2][header.index("training_tokens_t")] = "2 trillion"
    records.append(records[3])


SPOILT = {
    "openllm_v1": spoil_v1,
    "openllm_v2": spoil_v2,
    "supplementary": spoil_supplementary,
    "base_models": spoil_base_models,
}


@pytest.fixture(scope="module")
def spoilt(tiny, build_kept):
    """Return the tiny project with bad records on every board, and what a build makes of them."""

    def fill(folder):
        workplace = copied(tiny.workplace, folder / "project", published=False)
        for source, change in SPOILT.items():
            workplace.edit(source, change)
        # cautious: without the tests that relate these tables to others
        selected = ("--select", "+quarantined_rows", "+row_accounting")
        result = workplace.dbt_build(*selected, "--indirect-selection", "cautious")
        Built(folder).note(result)

    return Built(build_kept("spoilt", fill, __file__)).workplace


@pytest.mark.fault(
    "values",
    "bad records in all four boards at once",
    "each is in quarantine with its reason, and counts add up",
)
def test_bad_records_are_quarantined_with_their_reason(spoilt):
    counts = {}
    for source in SPOILT:
        (path,) = (spoilt.data / source).glob("*.csv")
        counts[source] = sum(1 for _ in path.open()) - 1
    reasons = {}
    for source, number, reason in query(
        spoilt.build,
        "select source, row_number, concat_ws(': ', reason, detail) from quality.quarantined_rows "
        "order by all",
    ):
        reasons.setdefault(source, {})[number] = reason
    last = counts["openllm_v1"]
    assert reasons["openllm_v1"] == {
        1: "arc_pct is not a number: n/a",
        2: "gsm8k_pct is outside 0–100: 100.5",
        3: "mmlu_pct is outside 0–100: -3",
        4: "missing model name",
        5: "submitted_on is not a date: yesterday",
        6: "is_merge is not a boolean: perhaps",
        7: "more or fewer fields than the header has: 22 fields where the header has 21",
        8: "average_pct is not a number: nan",
        last: "duplicate key (model_name, revision, precision): same as row 9",
    }
    assert reasons["openllm_v2"] == {
        1: "bbh_raw_pct is not a number: 12,5",
        2: "ifeval_raw_pct is outside 0–100: 101",
        counts["openllm_v2"]: "duplicate key (model_name, revision, precision, chat_template): "
        "same as row 3",
    }
    assert reasons["supplementary"] == {
        1: "unknown benchmark: boolq_acc",
        2: "value is outside 0–1: 62.1",
        3: "missing value",
        4: "value is not a number: high",
        counts["supplementary"]: "duplicate key (model_name, quant, source_repo, metric, n_shots): "
        "same as row 5",
    }
    assert reasons["base_models"] == {
        1: "arc is outside 0–1: 57.1",
        2: "training_tokens_t is not a number: 2 trillion",
        counts["base_models"]: "duplicate key (model_name): same as row 3",
    }
    for source, read, loaded, quarantined in query(
        spoilt.build,
        "select source, n_read, n_loaded, n_quarantined from quality.row_accounting",
    ):
        assert read == loaded + quarantined, source
        if source in counts:
            assert read == counts[source]
            assert quarantined == len(reasons[source])
    (raw,) = query(
        spoilt.build,
        "select raw from quality.quarantined_rows where source = 'openllm_v1' and row_number = 7",
    )[0]
    assert "a field too many" in raw


@pytest.mark.warehouse
def test_make_on_an_up_to_date_tree_does_nothing(project):
    command = ["make", "--no-print-directory", "build"]
    environment = {"PATH": "/usr/bin:/bin"}
    subprocess.run(command, cwd=project, env=environment, check=True, capture_output=True)
    inode = (project / "warehouse/llm_reassessment.duckdb").stat().st_ino
    started = time.monotonic()
    again = subprocess.run(
        command, cwd=project, env=environment, check=True, capture_output=True, text=True
    )
    assert "Nothing to be done" in again.stdout or "up to date" in again.stdout
    assert (project / "warehouse/llm_reassessment.duckdb").stat().st_ino == inode
    assert time.monotonic() - started < 30, "an idle make should not build"
