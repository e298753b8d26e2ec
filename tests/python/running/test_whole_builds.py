"""What a build publishes, on a small project built by dbt: all of it, tested, or nothing."""

import re
import shutil

import duckdb
import pytest
from building import copied

from analysis_py.publishing import DATABASE_NAME
from analysis_py.publishing.publishing import Publication, PublishingError
from analysis_py.publishing.whole_builds import find_refusal

KINDS = {"model.p.a": "model", "seed.p.b": "seed", "test.p.c": "test"}
ALL_WELL = {
    "model.p.a": "success",
    "seed.p.b": "success",
    "test.p.c": "pass",
    "unit_test.p.d": "pass",
}


def largest_score(warehouse):
    """Return the largest score in both published tables: two numbers if they are of two builds."""
    with duckdb.connect(str(warehouse / DATABASE_NAME), read_only=True) as connection:
        return set(
            connection.sql(
                "select max(score) from marts.fct_numbers "
                "union all select largest from quality.quality_gate"
            ).fetchall()
        )


@pytest.mark.parametrize("name", KINDS)
def test_a_whole_build_is_not_refused_and_what_was_not_done_is_missing(name):
    assert find_refusal(KINDS, ALL_WELL | {"test.p.c": "warn"}, [], None) is None
    sentence = find_refusal(KINDS, ALL_WELL | {name: "something new"}, [], 0)
    assert f"a partial build, without 1 {KINDS[name]} ({name})" in sentence
    assert "Run dbt build without a selection" in sentence


def test_the_whole_is_published_with_its_comments(built_small):
    with duckdb.connect(str(built_small.warehouse / DATABASE_NAME), read_only=True) as file:
        assert file.sql("select comment from duckdb_tables() where comment is not null").fetchall()
        comments = file.sql("select comment from duckdb_columns() where comment is not null")
        assert comments.fetchall() == [("It's a number.",)]
    told = (built_small.warehouse / "parquet/marts/_columns.csv").read_text()
    assert "fct_numbers,number,BIGINT,It's a number." in told


@pytest.mark.parametrize(
    ("options", "variables", "said"),
    [
        (("--exclude-resource-type", "unit_test"), {}, "a partial build (--exclude-resource-type)"),
        (("--warn-error",), {}, "failed or were skipped"),
        ((), {"N_CRITICAL": "2"}, "quality_gate counts 2 critical failures"),
    ],
)
def test_a_part_and_a_failure_publish_nothing_and_say_why(own, options, variables, said):
    before = largest_score(own.warehouse)
    _, output = own.dbt(*options, SHIFT="6", **variables)
    (told,) = set(re.findall(r"Nothing published: .*", output))
    assert said in told
    assert "The last published warehouse stays." in told
    assert largest_score(own.warehouse) == before


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


def test_a_second_build_of_the_command_ends_before_it_checks_or_opens_anything(own):
    with (
        Publication(own.warehouse),
        duckdb.connect(str(own.build)),
        pytest.raises(PublishingError, match=r"A build is going on .*: process \d+, which began"),
    ):
        own.job()
    assert own.dbt()[0]


def test_any_path_and_any_number_of_threads_will_do(built_small, tmp_path):
    folder = tmp_path / """it's "here" é 漢字 [1] $(ls);"""
    place = copied(built_small, folder, published=False)
    shutil.rmtree(folder / "target")  # what was built elsewhere is no part of it
    is_good, said = place.dbt(LLM_REASSESSMENT_THREADS="8")
    assert is_good, said
    for name in ("marts/fct_numbers", "quality/quality_gate"):
        here, there = (
            (each.warehouse / f"parquet/{name}.parquet").read_bytes()
            for each in (place, built_small)
        )
        assert here == there


def test_no_build_begins_with_a_setting_that_it_cannot_work_with(own):
    before = (own.warehouse / DATABASE_NAME).read_bytes()
    is_good, told = own.dbt(LLM_REASSESSMENT_BUILD=f"warehouse/{DATABASE_NAME}")
    assert not is_good
    assert "LLM_REASSESSMENT_BUILD leads into warehouse" in told
    assert "Traceback" not in told
    assert (own.warehouse / DATABASE_NAME).read_bytes() == before
