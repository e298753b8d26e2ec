"""What a build publishes, on a small project built by dbt: all of it, tested, or nothing."""

import re
import shutil

import duckdb
import pytest

from analysis_py.publishing import manifests, versions
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


@pytest.mark.fault("builds", "a node that ends with {status}", "nothing is published")
@pytest.mark.parametrize("status", ["error", "fail", "skipped", "partial success"])
def test_a_failed_build_is_refused(status):
    assert "1 of 4 nodes failed" in refusal(KINDS, ALL_WELL | {"test.p.c": status}, [], 0)


@pytest.mark.fault(
    "builds", "{name} ends with {status}", "nothing is published, and what is missing is named"
)
@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("status", [None, "no-op", "something new"])
def test_what_was_not_done_is_missing(name, status):
    statuses = {key: value for key, value in ALL_WELL.items() if key != name}
    sentence = refusal(KINDS, statuses if status is None else statuses | {name: status}, [], 0)
    assert f"a partial build, without 1 {KINDS[name]} ({name})" in sentence
    assert "run dbt build without a selection" in sentence


def test_a_selection_is_refused_even_if_it_is_everything():
    """Nobody tells a macro which unit tests there are, so what was left out cannot be known."""
    sentence = refusal(KINDS, ALL_WELL, ["--exclude-resource-type"], 0)
    assert "a partial build (--exclude-resource-type)" in sentence
    assert "run dbt build without" in sentence


def test_a_closed_gate_is_refused():
    assert "quality_gate counts 2 critical failures" in refusal(KINDS, ALL_WELL, [], 2)


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


@pytest.mark.fault("builds", "dbt build {options}", "nothing is published, and why")
@pytest.mark.parametrize(
    "options",
    [
        ("--exclude", "path:models/fits"),
        ("--exclude-resource-type", "test"),
        ("--exclude-resource-type", "unit_test"),
        ("--resource-type", "model"),
        ("--select", "fct_numbers+"),
        ("--empty",),
    ],
)
def test_a_part_publishes_nothing_and_says_why(own, options):
    before = largest_score(own.warehouse)
    code, output = own.dbt(*options, SHIFT="6")
    assert code == 0, output
    (said,) = re.findall(r"Nothing published: .*", output)
    assert f"a partial build ({options[0]})" in said
    assert "run dbt build without these options" in said
    assert "What was published before stays." in said
    assert largest_score(own.warehouse) == before


@pytest.mark.fault(
    "builds", "a default selector that leaves the tests out", "nothing is published, and why"
)
def test_a_part_by_the_environment_is_found_too(own):
    """Where no option is given, but not everything is built: a default selector, say."""
    (own.folder / "selectors.yml").write_text(
        "selectors: [{name: some, default: true, "
        "definition: {union: ['fqn:*', {exclude: ['resource_type:test']}]}}]\n"
    )
    try:
        code, output = own.dbt(SHIFT="6")
    finally:
        (own.folder / "selectors.yml").unlink()
    assert code == 0, output
    assert "Nothing published: a partial build, without 2 tests (test.llm_reassessment." in output
    assert largest_score(own.warehouse) == {(990,)}


@pytest.mark.fault("builds", "a test that fails", "nothing is published")
def test_a_failed_test_publishes_nothing(own):
    code, output = own.dbt("--warn-error", SHIFT="6")
    assert code != 0
    assert "Nothing published: " in output
    assert "failed or were skipped" in output
    assert largest_score(own.warehouse) == {(990,)}


@pytest.mark.fault("builds", "critical failures that no test looks at", "nothing is published")
def test_a_closed_gate_publishes_nothing(own):
    """Even where no test looks at the gate."""
    code, output = own.dbt(SHIFT="6", N_CRITICAL="2")
    assert code == 0, output
    assert "Nothing published: quality_gate counts 2 critical failures" in output
    assert largest_score(own.warehouse) == {(990,)}


# one at a time


@pytest.mark.fault(
    "builds", "a second build into one warehouse", "it ends at its start and names the first"
)
def test_a_second_build_ends_at_its_start(own):
    """Two builds with databases of their own, one warehouse: the second does not even begin."""
    from analysis_py.publishing.publishing import Publication

    with Publication(own.warehouse):
        code, output = own.dbt(SHIFT="6")
        assert code != 0
        assert re.search(r"A build is going on .*: process \d+, which began at \S+\. Wait", output)
        assert "START sql" not in output
        assert "Traceback" not in output
        # what publishes nothing needs no right to
        assert own.dbt("--select", "fct_numbers")[0] == 0
        assert own.dbt(command="test")[0] == 0
        assert own.dbt(command="compile")[0] == 0
    code, output = own.dbt(SHIFT="6")
    assert code == 0, output
    assert largest_score(own.warehouse) == {(996,)}


@pytest.mark.fault(
    "builds",
    "two builds of two targets into one warehouse at once",
    "one whole file, of a build that said so",
)
def test_two_builds_at_once_end_with_one_whole_file(own, tmp_path):
    other = own.copied(tmp_path / "other")
    shutil.rmtree(other.warehouse)
    other.warehouse.symlink_to(own.warehouse)
    processes = [own.start(SHIFT="1"), other.start(SHIFT="2")]
    outputs = [process.communicate(timeout=300)[0] for process in processes]
    published = {
        990 + number
        for number, output in enumerate(outputs, start=1)
        if "Published 2 tables" in output
    }
    for process, output in zip(processes, outputs, strict=True):
        assert (process.returncode == 0) == ("Published 2 tables" in output), output
    assert published
    ((largest,),) = largest_score(own.warehouse)
    assert largest in published
    assert manifests.problems(versions.current_version(own.warehouse)) == []


# where


#: Folders, one within the other.
ODD_FOLDERS = ["it's here", '"so"; $(ls) [1] é*']


@pytest.mark.fault(
    "machine", "a warehouse in the folder {case}", "it is published there", cases=ODD_FOLDERS
)
def test_any_path_will_do(built_small, tmp_path):
    folder = tmp_path.joinpath(*ODD_FOLDERS)
    folder.mkdir(parents=True)
    # dbt-duckdb itself cannot load from a build database in such a place, so only the warehouse
    place = built_small.copied(tmp_path / "own", LLM_REASSESSMENT_WAREHOUSE=str(folder))
    code, output = place.dbt()
    assert code == 0, output
    assert largest_score(folder) == {(990,)}
    assert manifests.problems(versions.current_version(folder)) == []


@pytest.mark.fault(
    "machine", "a file in the place of the warehouse", "told before the first model is built"
)
def test_a_warehouse_that_cannot_be_written_is_told_at_the_start(own):
    shutil.rmtree(own.warehouse)
    own.warehouse.write_text("mine")
    code, output = own.dbt()
    assert code != 0
    assert "LLM_REASSESSMENT_WAREHOUSE" in output
    assert "START sql" not in output
    assert "Traceback" not in output


# what a build finds when it begins


@pytest.mark.fault(
    "builds",
    "a build database that is garbage or cut short, with a stale log beside it",
    "it is set aside, and a new one is made",
)
@pytest.mark.parametrize(
    "damage", [lambda content: b"garbage" * 999, lambda content: content[:20000]]
)
def test_a_damaged_build_database_is_set_aside(own, damage):
    damaged = damage(own.build.read_bytes())
    own.build.write_bytes(damaged)
    own.build.with_name("build.duckdb.wal").write_bytes(b"garbage")
    code, output = own.dbt(SHIFT="6")
    assert code == 0, output
    assert re.search(r"build database \S+ is damaged\. It lies in \S+\.damaged now", output)
    assert own.build.with_name("build.duckdb.damaged").read_bytes() == damaged
    assert largest_score(own.warehouse) == {(996,)}


@pytest.mark.fault(
    "builds", "a build database that somebody holds", "it is left alone, and who holds it is named"
)
def test_a_build_database_that_is_in_use_is_no_damaged_one(own):
    with duckdb.connect(str(own.build)):
        code, output = own.dbt()
    assert code != 0
    assert "Conflicting lock is held" in output
    assert not own.build.with_name("build.duckdb.damaged").exists()


@pytest.mark.fault(
    "publishing", "dbt itself builds into the published file", "refused, and readers see nothing"
)
def test_no_build_works_in_the_published_file(own):
    published = versions.current_version(own.warehouse) / versions.DATABASE_NAME
    before = published.read_bytes()
    code, output = own.dbt(LLM_REASSESSMENT_BUILD="warehouse/llm_reassessment.duckdb")
    assert code != 0
    assert "LLM_REASSESSMENT_BUILD leads into warehouse" in output
    assert published.read_bytes() == before
    assert list(published.parent.glob("*.wal")) == []


@pytest.mark.fault("machine", "{threads} for the number of threads", "a sentence, and no traceback")
@pytest.mark.parametrize("threads", ["0", "-1", "abc", ""])
def test_what_is_no_number_of_threads_is_told_in_a_sentence(own, threads):
    code, output = own.dbt(LLM_REASSESSMENT_THREADS=threads)
    assert code != 0
    assert f"LLM_REASSESSMENT_THREADS is '{threads}'; write a whole number from 1 up" in output
    assert "Traceback" not in output
