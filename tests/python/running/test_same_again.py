"""Builds that end alike: after a killed one, on another machine, of stored fits and of new ones."""

import shutil
import signal

import duckdb
import pytest
from building import ANEW, FITS, Built, Workplace, copied

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


#: The fits and what leads to them, or the fits alone: the rest of a build follows from them.
TO_THE_FITS = (
    "--select",
    "+config.schema:fits",
    "fit_runs",
    *("--resource-type", "model", "--resource-type", "seed"),
)
FITS_ALONE = ("--select", "config.schema:fits", "fit_runs", "--resource-type", "model")


def published_rows(database):
    """Return a fingerprint of every published table: number of rows and order-free hash.

    But of what tells of the build itself.
    """
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables() "
            "where database_name = current_database() order by 1"
        ).fetchall()
        return {
            table: fingerprint(connection, table)
            for (table,) in tables
            if table not in OF_ONE_BUILD
        }


def fits_of(workplace):
    """Return a fingerprint of every fit in the build database."""
    with duckdb.connect(str(workplace.build), read_only=True) as connection:
        names = connection.sql("select table_name from duckdb_tables() where schema_name = 'fits'")
        found = {name: fingerprint(connection, f"fits.{name}") for (name,) in names.fetchall()}
    assert len(found) > 40
    return found


def fingerprint(connection, table):
    return connection.sql(f"select count(*), sum(hash(t)::hugeint) from {table} t").fetchall()


def query(database, sql):
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.sql(sql).fetchall()


@pytest.fixture(scope="module")
def elsewhere(tiny, build_kept):
    """Return the tiny project, of which a build was killed, and then built on another machine."""

    def fill(folder):
        workplace = copied(tiny.workplace, folder / "project")
        before = published_rows(workplace.database)
        process = workplace.start(**ANEW)
        for line in process.stdout:
            if "fits.fit_embeddings" in line and "START" in line:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert published_rows(workplace.database) == before
        # more threads, other letters, another clock, another hash
        result = workplace.dbt_build("--threads", "3", **ANOTHER_MACHINE, **ANEW)
        Built(folder).note(result)

    return Built(build_kept("elsewhere", fill, __file__)).workplace


@pytest.mark.fault(
    "same",
    "the real project built with {case}",
    "the same published rows, every one",
    cases=["three threads", *(f"{name}={value}" for name, value in ANOTHER_MACHINE.items())],
)
@pytest.mark.fault(
    "builds",
    "a build killed in the midst of a fit",
    "the old file stays, and the next build gives the same",
)
def test_a_killed_build_is_followed_by_a_good_one(elsewhere, tiny):
    assert published_rows(elsewhere.database) == published_rows(tiny.workplace.database)
    assert query(elsewhere.database, "select sum(n_stored) from quality.fit_runs") == [(0,)]


def test_a_second_build_makes_no_fit(tiny, build_kept):
    def fill(folder):
        workplace = copied(tiny.workplace, folder / "project", published=False)
        Built(folder).note(workplace.dbt_build(*FITS_ALONE))

    workplace = Built(build_kept("again", fill, __file__)).workplace
    made = query(workplace.build, "select sum(n_parts) > 40, sum(n_fitted) from quality.fit_runs")
    assert made == [(True, 0)]
    assert fits_of(workplace) == fits_of(tiny.workplace)


@pytest.fixture(scope="module")
def changed(tiny, build_kept, fits):
    """Return the folder of builds after the scores of one half of the cohorts have changed.

    What was fitted is taken from where it is stored, then also where some of that is damaged, and
    in the end nothing is.
    """

    def change(records):
        column = records[0].index("value")
        for row in records[1:]:
            if row[0] == records[1][0]:  # all of one model, whichever metrics are read
                row[column] = f"{float(row[column]) - 0.01:.5f}"

    def fill(folder):
        store = shutil.copytree(fits, folder / "fits")
        stored = copied(tiny.workplace, folder / "project", published=False)
        stored.edit("supplementary", change)
        result = stored.dbt_build(*TO_THE_FITS, **{FITS: str(store)})
        assert result.returncode == 0, result.stdout

        damaged = copied(stored, folder / "damaged", published=False)
        for path in sorted(store.glob("*.parquet"))[::3]:
            path.write_bytes(path.read_bytes()[:-100])
        result = damaged.dbt_build(*FITS_ALONE, **{FITS: str(store)})
        assert result.returncode == 0, result.stdout

        # others are not to find what is fitted here
        apart = {FITS: str(folder / "fits_anew")}
        result = copied(stored, folder / "anew", published=False).dbt_build(
            *FITS_ALONE, **ANEW, **apart
        )
        assert result.returncode == 0, result.stdout

    return build_kept("changed", fill, __file__)


@pytest.mark.fault(
    "same",
    "a score that has changed, beside fits of an earlier build, some of them spoilt",
    "what depends on it, or is spoilt, is fitted anew: the same rows as in a build of everything",
)
def test_a_changed_score_costs_the_fits_of_its_cohort(changed, tiny):
    stored, damaged, anew = (Workplace(changed / name) for name in ("project", "damaged", "anew"))
    made = query(stored.build, "select fitted_parts, n_parts, n_stored from quality.fit_runs")
    assert {parts for parts, *_ in made} == {"supplementary", None}
    assert sum(n_stored for *_, n_stored in made) > 0
    assert fits_of(stored) != fits_of(tiny.workplace)

    ((n_stored, n_fitted),) = query(
        damaged.build, "select sum(n_stored), sum(n_fitted) from quality.fit_runs"
    )
    assert n_stored > n_fitted > 0
    assert fits_of(damaged) == fits_of(stored)

    assert query(anew.build, "select sum(n_stored) from quality.fit_runs") == [(0,)]
    assert fits_of(anew) == fits_of(stored)
