"""The same data give the same rows: after a killed build, on another machine, of new fits."""

import signal

import duckdb
import pytest
from building import ANEW, Built, copied

from analysis_py.publishing.manifests import OF_ONE_BUILD

#: What two machines may differ in.
ANOTHER_MACHINE = {
    "LC_ALL": "C",
    "TZ": "Asia/Kathmandu",
    "PYTHONHASHSEED": "12345",
    "OMP_NUM_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "2",
    "HOME": "/nowhere",
    "LLM_REASSESSMENT_PROCESSES": "3",
}
#: The tests of dbt have no rows.
ROWS = ("--resource-type", "model", "--resource-type", "seed", "--threads", "3")


def built_rows(workplace):
    """Return a fingerprint of every table of a build database: rows and order-free hash."""
    with duckdb.connect(str(workplace.build), read_only=True) as connection:
        tables = connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = current_database() and schema_name != 'raw' order by 1"
        ).fetchall()
        return {
            table: connection.sql(
                f"select count(*), sum(hash(t)::hugeint) from {table} t"
            ).fetchall()
            for (table,) in tables
            if table not in OF_ONE_BUILD
        }


@pytest.fixture(scope="module")
def elsewhere(tiny, build_kept):
    """Return the tiny project, of which a build was killed, and then built on another machine.

    Every fit is made anew; those of the tiny project may have been stored.
    """

    def fill(folder):
        workplace = copied(tiny.workplace, folder / "project")
        inode = workplace.database.stat().st_ino
        process = workplace.start(*ROWS, **ANEW)
        for line in process.stdout:
            if "fits.fit_embeddings" in line and "START" in line:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert workplace.database.stat().st_ino == inode
        Built(folder).note(workplace.dbt_build(*ROWS, **ANOTHER_MACHINE, **ANEW))

    return Built(build_kept("elsewhere", fill, __file__)).workplace


@pytest.mark.fault("same")
@pytest.mark.fault("builds")
def test_a_killed_build_is_followed_by_a_good_one(elsewhere, tiny):
    expected = built_rows(tiny.workplace)
    assert len(expected) > 250
    assert built_rows(elsewhere) == expected
    with duckdb.connect(str(elsewhere.build), read_only=True) as connection:
        stored = connection.sql("select sum(n_stored) from quality.fit_runs").fetchall()
    assert stored == [(0,)]
