"""The files around the code agree: one version, and every Python that is promised is tested."""

import json
import re

import yaml

from analysis_py import __version__


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
