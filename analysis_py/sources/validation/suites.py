"""Validation of the expectation suites."""

import json
from pathlib import Path

from analysis_py.sources.validation.findings import Findings, Place


def check_suites(root: Path) -> Findings:
    """Look at every file of ``expectations/``, without Great Expectations, slow to load."""
    problems = []
    n_expectations = 0
    paths = sorted((root / "expectations").glob("*.json"))
    for path in paths:
        file = path.relative_to(root)
        try:
            suite = json.loads(path.read_text(encoding="utf-8"))
        except json.JSONDecodeError as error:
            problems.append(f"{file}, line {error.lineno}: not JSON: {error.msg}; mend that line")
            continue
        except UnicodeDecodeError as error:
            problems.append(f"{file}: not UTF-8 ({error}); save it as UTF-8")
            continue
        expectations = suite.get("expectations") if isinstance(suite, dict) else None
        if not isinstance(expectations, list):
            problems.append(f'{file}: no list "expectations"; see the other suites')
            continue
        n_expectations += len(expectations)
        for number, expectation in enumerate(expectations, start=1):
            lacking = [key for key in ("type", "kwargs", "severity") if key not in expectation]
            if "reason" not in expectation.get("meta", {}):
                lacking.append("meta.reason")
            if lacking:
                place = Place(file, value=expectation.get("type"))
                problems.append(
                    f"{place}: expectation {number} has no {', '.join(lacking)}; add it"
                )
    return Findings(f"{len(paths)} suites, {n_expectations} expectations", tuple(problems))
