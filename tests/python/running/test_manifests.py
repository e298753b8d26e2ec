"""The manifest of a version says what was published, and nothing else is published."""

import json
import re

import duckdb
import pytest
from made_up import TABLES, contents, leftovers, numbers_in, publish_number, write_number

from analysis_py.publishing import manifests, versions
from analysis_py.publishing.publishing import DATABASE_NAME, Publication, PublishingError


@pytest.fixture
def warehouse(tmp_path):
    """A warehouse in which the number 1 is published."""
    publish_number(tmp_path / "warehouse", 1)
    return tmp_path / "warehouse"


def test_the_manifest_says_what_was_published(warehouse):
    folder = versions.current_version(warehouse)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["tables"] == dict.fromkeys(TABLES, 20_000)
    assert manifest["passed"] == {"model": 3}
    files = {name for name in contents(folder) if not name.endswith((".json", "reassessment"))}
    assert set(manifest["files"]) == files
    assert folder.name == f"{manifest['build_id'][:12]}-1"
    assert str(warehouse) not in (folder / "manifest.json").read_text()
    assert manifests.problems(folder) == []


def test_the_build_id_is_that_of_the_content(tmp_path):
    ids = []
    for name, number in (("a", 1), ("b", 1), ("c", 2)):
        publish_number(tmp_path / name, number)
        folder = versions.current_version(tmp_path / name)
        ids.append(manifests.read_manifest(folder)["build_id"])
    assert ids[0] == ids[1] != ids[2]


def test_the_build_id_knows_the_comments(tmp_path):
    """They are in the DuckDB file only."""
    ids = set()
    for comment in ("one", "another"):
        rows = write_number(tmp_path / comment, 1)
        with duckdb.connect(str(tmp_path / comment / DATABASE_NAME)) as connection:
            connection.execute(f"comment on column marts.first.number is '{comment}'")
        ids.add(manifests.write_manifest(tmp_path / comment, rows, {}))
    assert len(ids) == 2


def test_the_same_content_twice_is_two_versions(warehouse):
    first = versions.current_version(warehouse)
    publish_number(warehouse, 1)
    second = versions.current_version(warehouse)
    assert (first.name[:-2], first.name[-2:]) == (second.name[:-2], "-1")
    assert second.name.endswith("-2")
    assert first.exists()


def spoil_a_row(staged):
    with duckdb.connect(str(staged / DATABASE_NAME)) as connection:
        connection.execute("delete from marts.first where rowid = 0")


def drop_a_table(staged):
    with duckdb.connect(str(staged / DATABASE_NAME)) as connection:
        connection.execute("drop table marts.second")


def empty_a_parquet_file(staged):
    duckdb.sql("select 1 as number limit 0").write_parquet(
        str(staged / "parquet/statistics/third.parquet")
    )


def garble_the_database(staged):
    (staged / DATABASE_NAME).write_bytes(b"garbage" * 999)


def garble_a_parquet_file(staged):
    (staged / "parquet/statistics/third.parquet").write_bytes(b"garbage" * 999)


@pytest.mark.fault("publishing", "{spoil}", "nothing is published; {said}")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_a_row, "marts.first has 19999 rows in the DuckDB file, not 20000"),
        (drop_a_table, "marts.second has None rows in the DuckDB file, not 20000"),
        (empty_a_parquet_file, "statistics.third has 0 rows in the Parquet files, not 20000"),
        (garble_a_parquet_file, "cannot be read"),
        (garble_the_database, "cannot be read"),
    ],
)
def test_what_was_written_must_be_what_was_built(warehouse, spoil, said):
    """A file that is not what the build said it wrote is found before anything leads to it."""
    with Publication(warehouse) as publication:
        staged = publication.stage(["marts", "statistics"])
        rows = write_number(staged, 2)
        spoil(staged)
        with pytest.raises(PublishingError, match=re.escape(said)):
            publication.publish(rows, {})
    assert numbers_in(warehouse) == ({1}, {1})
    assert leftovers(warehouse) == []


@pytest.mark.fault(
    "publishing", "a bit of {name} flips between its hash and the swap", "nothing is published"
)
@pytest.mark.parametrize("name", [DATABASE_NAME, "parquet/marts/first.parquet"])
def test_a_file_that_changes_while_it_is_published_is_found(warehouse, name):
    with Publication(warehouse) as publication:
        staged = publication.stage(["marts", "statistics"])
        rows = write_number(staged, 2)

        def flip(step):
            if step == "manifest written":
                content = bytearray((staged / name).read_bytes())
                content[len(content) // 2] ^= 1
                (staged / name).write_bytes(content)

        with pytest.raises(PublishingError, match="is not the file that was published"):
            publication.publish(rows, {}, flip)
    assert numbers_in(warehouse) == ({1}, {1})
