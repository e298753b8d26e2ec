"""What a build publishes, on a small project built by dbt: all of it, tested, or nothing."""

import re
import shutil

import duckdb
import pytest

from analysis_py.publishing import manifests, versions
from analysis_py.publishing.publishing import Publication
from analysis_py.publishing.whole_builds import passed, refusal

KINDS = {"model.p.a": "model", "seed.p.b": "seed", "test.p.c": "test"}
ALL_WELL = {
    "model.p.a": "success",
    "seed.p.b": "success",
    "test.p.c": "pass",
    "unit_test.p.d": "pass",
}


@pytest.fixture
def own(built_small, tmp_path):
    """Return a copy of the small project, which was built and published."""
    return built_small.copied(tmp_path / "own")


def largest_score(warehouse):
    """Return the largest score in both published tables: two numbers if they are of two builds."""
    with duckdb.connect(str(warehouse / "llm_reassessment.duckdb"), read_only=True) as connection:
        return set(
            connection.sql(
                "select max(score) from marts.fct_numbers "
                "union all select largest from quality.quality_gate"
            ).fetchall()
        )


# which builds


def test_a_whole_build_is_not_refused():
    assert refusal(KINDS, ALL_WELL, [], 0) is None
    assert refusal(KINDS, ALL_WELL | {"test.p.c": "warn"}, [], None) is None


@pytest.mark.fault("builds")
@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("status", [None, "no-op", "something new"])
def test_what_was_not_done_is_missing(name, status):
    statuses = {key: value for key, value in ALL_WELL.items() if key != name}
    sentence = refusal(KINDS, statuses if status is None else statuses | {name: status}, [], 0)
    assert f"a partial build, without 1 {KINDS[name]} ({name})" in sentence
    assert "run dbt build without a selection" in sentence


def test_what_passed_is_counted():
    assert passed(KINDS, ALL_WELL | {"test.p.c": "warn", "exposure.p.e": "no-op"}) == {
        "model": 1,
        "seed": 1,
        "test": 1,
        "unit_test": 1,
        "warned": 1,
    }


def test_the_whole_is_published_with_its_manifest(built_small):
    folder = versions.current_version(built_small.warehouse)
    assert manifests.problems(folder) == []
    manifest = manifests.read_manifest(folder)
    assert manifest["tables"] == {"marts.fct_numbers": 100, "quality.quality_gate": 1}
    assert manifest["passed"] == {"model": 3, "test": 2, "unit_test": 1, "warned": 1}
    with duckdb.connect(str(folder / "llm_reassessment.duckdb"), read_only=True) as file:
        assert file.sql("select comment from duckdb_tables() where comment is not null").fetchall()
        comments = file.sql("select comment from duckdb_columns() where comment is not null")
        assert comments.fetchall() == [("It's a number.",)]


@pytest.mark.fault("builds")
@pytest.mark.parametrize(
    "options", [("--exclude-resource-type", "unit_test"), ("--select", "fct_numbers+")]
)
def test_a_part_publishes_nothing_and_says_why(own, options):
    before = largest_score(own.warehouse)
    is_good, said = own.dbt(*options, SHIFT="6")
    assert is_good, said
    (said,) = re.findall(r"Nothing published: .*", said)
    assert f"a partial build ({options[0]})" in said
    assert "run dbt build without these options" in said
    assert "What was published before stays." in said
    assert largest_score(own.warehouse) == before


@pytest.mark.fault("builds")
def test_a_failed_test_publishes_nothing(own):
    is_good, said = own.dbt("--warn-error", SHIFT="6")
    assert not is_good
    assert "Nothing published: " in said
    assert "failed or were skipped" in said
    assert largest_score(own.warehouse) == {(990,)}


@pytest.mark.fault("builds")
def test_a_closed_gate_publishes_nothing(own):
    is_good, said = own.dbt(SHIFT="6", N_CRITICAL="2")
    assert is_good, said
    assert "Nothing published: quality_gate counts 2 critical failures" in said
    assert largest_score(own.warehouse) == {(990,)}


@pytest.mark.fault("builds")
def test_a_second_build_ends_at_its_start(own):
    with Publication(own.warehouse):
        is_good, said = own.dbt(SHIFT="6")
        assert not is_good
        assert re.search(r"A build is going on .*: process \d+, which began at \S+\. Wait", said)
        assert "START sql" not in said
        assert "Traceback" not in said
        # what publishes nothing needs no right to
        assert own.dbt("--select", "fct_numbers")[0]
    is_good, said = own.dbt(SHIFT="6")
    assert is_good, said
    assert largest_score(own.warehouse) == {(996,)}


@pytest.mark.fault("machine")
def test_any_path_and_any_number_of_threads_will_do(built_small, tmp_path):
    folder = tmp_path / """it's "here" é 漢字 [1] $(ls);"""
    # what was built elsewhere is no part of it
    place = built_small.copied(folder)
    shutil.rmtree(folder / "target")
    shutil.rmtree(place.warehouse)
    is_good, said = place.dbt(LLM_REASSESSMENT_THREADS="8")
    assert is_good, said
    (here, there) = (versions.current_version(each.warehouse) for each in (place, built_small))
    assert manifests.problems(here) == []
    assert manifests.read_manifest(here)["build_id"] == manifests.read_manifest(there)["build_id"]


# what a build finds when it begins


@pytest.mark.fault("publishing")
def test_no_build_works_in_the_published_file(own):
    published = versions.current_version(own.warehouse) / versions.DATABASE_NAME
    before = published.read_bytes()
    is_good, said = own.dbt(LLM_REASSESSMENT_BUILD="warehouse/llm_reassessment.duckdb")
    assert not is_good
    assert "LLM_REASSESSMENT_BUILD leads into warehouse" in said
    assert published.read_bytes() == before
    assert list(published.parent.glob("*.wal")) == []


@pytest.mark.fault("machine")
def test_what_is_no_number_of_threads_is_told_in_a_sentence(own):
    is_good, said = own.dbt(LLM_REASSESSMENT_THREADS="abc")
    assert not is_good
    assert "LLM_REASSESSMENT_THREADS is 'abc'; write a whole number from 1 to 1000" in said
    assert "Traceback" not in said
