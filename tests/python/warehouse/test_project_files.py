"""The files around the code agree: one version, and every Python that is promised is tested."""

import json
import re
import tomllib

import pytest
import yaml

from analysis_py import __version__


@pytest.fixture(scope="module")
def settings(project):
    return tomllib.loads((project / "pyproject.toml").read_text())


def test_version_and_day_are_the_same_everywhere(project):
    citation = yaml.safe_load((project / "CITATION.cff").read_text())
    deposit = json.loads((project / ".zenodo.json").read_text())
    assert citation["version"] == deposit["version"] == __version__
    assert citation["date-released"] == deposit["publication_date"]
    assert citation["license"] == deposit["license"]
    (first, *_) = re.findall(r"^## (.+)$", (project / "CHANGELOG.md").read_text(), re.MULTILINE)
    released, _, development = __version__.partition(".dev")
    day = citation["date-released"]
    assert first == (f"Unreleased: {released}" if development else f"{released} ({day})")


def test_every_python_that_is_promised_is_tested(project, settings):
    workflow = yaml.safe_load((project / ".github/workflows/ci.yml").read_text())
    job = workflow["jobs"]["test"]
    lowest, beyond = re.fullmatch(
        r">=3\.(\d+),<3\.(\d+)", settings["project"]["requires-python"]
    ).groups()
    promised = [f"3.{minor}" for minor in range(int(lowest), int(beyond))]
    assert job["strategy"]["matrix"]["python-version"] == promised
    assert job["steps"][-1] == {"run": ".ci/run"}
    assert f"Python {promised[0]} to {promised[-1]}" in (project / "README.md").read_text()
