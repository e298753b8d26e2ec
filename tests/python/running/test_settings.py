"""Settings: each is declared once, and one that nobody can build with is refused beforehand."""

import re

import pytest
import yaml
from made_up import publish_number
from readme import with_settings

from analysis_py.runtime.settings import PREFIX, declared_settings, environment_problems, problems
from analysis_py.sources.validation.settings import check_settings

#: A variable as models, macros and profiles ask for it.
ASKED = re.compile(rf"""\bvar\(['"](\w+)['"]|env_var\('({PREFIX}\w+)'""")
OUTSIDE = {f"{PREFIX}{name}" for name in ("FITS", "PROCESSES", "SITE")}


def test_every_variable_that_is_asked_for_is_declared(project):
    files = [project / "profiles.yml", project / "dbt_project.yml"]
    for folder in ("models", "macros"):
        files += (path for path in (project / folder).rglob("*") if path.suffix in (".sql", ".yml"))
    asked = {name for file in files for found in ASKED.findall(file.read_text()) for name in found}
    # what a build with Spark tells its models is no setting
    assert asked - {"", "spark_writes", "spark_reads"} | OUTSIDE == declared_settings().keys()
    assert sum(each.is_of_environment for each in declared_settings().values()) == 8
    variables = yaml.safe_load((project / "dbt_project.yml").read_text())["vars"]
    assert variables.keys() == {
        n for n, each in declared_settings().items() if not each.is_of_environment
    }
    assert problems(variables) == []


def test_the_page_shows_them_all(project):
    page = (project / "docs/settings.md").read_text()
    assert page == with_settings(page), "run make readme"
    assert all(f"| `{name}` |" in page for name in declared_settings())


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("confidence_level", 95, "a number above 0 and below 1"),
        ("power", float("nan"), "a number above 0 and below 1"),
        ("seed", 1.5, "a whole number from 0 up"),
        ("unresolved_lineage", "none", "architecture or alone or dropped"),
        ("effect_sizes_b", [1, -3], "a list of numbers above 0"),
        ("published_schemas", "marts", "a list of names"),
        ("LLM_REASSESSMENT_THREADS", "9" * 20, "a whole number from 1 to 1000"),
        ("LLM_REASSESSMENT_MEMORY", "4 bananas", "an amount of memory such as 4GB"),
        ("LLM_REASSESSMENT_BUILD", " ", "a path"),
        ("LLM_REASSESSMENT_SITE", "here", declared_settings()["LLM_REASSESSMENT_SITE"].allowed),
    ],
)
def test_what_nobody_can_build_with_is_refused(name, value, allowed):
    assert problems({name: value}) == [f"{name} is {value!r}; write {allowed}"]


def test_a_variable_that_nothing_reads_is_refused():
    (problem,) = problems({"LLM_REASSESSMENT_MEMROY": "4GB"})
    assert problem.endswith("did you mean LLM_REASSESSMENT_MEMORY?")
    (problem,) = problems({"nosuch": 1})
    assert problem.endswith("docs/settings.md lists those there are")


@pytest.mark.parametrize(
    "name",
    ["warehouse/llm_reassessment.duckdb", "target/../warehouse/new/b.duckdb", "dangling.duckdb"],
)
def test_no_build_works_where_readers_read(tmp_path, monkeypatch, own_environment, name):
    monkeypatch.chdir(tmp_path)
    publish_number(tmp_path / "warehouse", 1)
    (tmp_path / "target").mkdir()
    (tmp_path / "dangling.duckdb").symlink_to("warehouse/new.duckdb")
    assert environment_problems() == []
    monkeypatch.setenv("LLM_REASSESSMENT_BUILD", name)
    (problem,) = environment_problems()
    assert problem.startswith("LLM_REASSESSMENT_BUILD leads into warehouse")
    monkeypatch.setenv("LLM_REASSESSMENT_BUILD", "target/build.duckdb")
    monkeypatch.setenv("LLM_REASSESSMENT_WAREHOUSE", "target")
    assert environment_problems() != []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BUILD", "/dev/null", "which is not a file; write a path"),
        ("WAREHOUSE", "a?b", "which is not a folder or has a question mark in its name"),
        ("WAREHOUSE", "seeds/deep/new", "within seeds, which a build reads"),
    ],
)
def test_nothing_is_built_or_published_where_no_file_can_be(place, monkeypatch, name, value, said):
    with (place / "dbt_project.yml").open("a") as lines:
        lines.write("seed-paths: [seeds]\n")
    assert check_settings(place).problems == ()
    monkeypatch.setenv(f"LLM_REASSESSMENT_{name}", value)
    (problem,) = check_settings(place).problems
    assert problem.startswith(f"LLM_REASSESSMENT_{name} is {value!r}, {said}")
