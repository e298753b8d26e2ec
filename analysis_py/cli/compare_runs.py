"""The part of ``llm-reassess compare`` that needs no project: two runs on the same questions."""

from typing import Any

from analysis_py.cli.errors import FAILED, GOOD, MISUSED, CommandError
from analysis_py.runs.comparing import Choices, compare_runs
from analysis_py.runs.paired.decisions import CANNOT_TELL
from analysis_py.runs.pairing import NothingInCommonError
from analysis_py.runs.reading import RunError, is_run, name_apart, read_run
from analysis_py.runs.words import as_json, as_markdown, describe_comparison

#: Exit codes of a gate; misuse is 2.
GATES = {"holds": GOOD, "fails": FAILED, CANNOT_TELL: 3}
_FORMS = {None: describe_comparison, "json": as_json, "markdown": as_markdown}


def are_runs(a: str, b: str) -> bool:
    """Tell whether both names are paths.

    Raises
    ------
    CommandError
        If one of them is.
    """
    found = is_run(a), is_run(b)
    if any(found) and not all(found):
        path, other = (a, b) if found[0] else (b, a)
        raise CommandError(
            f"{path} is a path and {other} is not: give two paths, or two names of models",
            MISUSED,
        )
    return all(found)


def compare_paths(
    a: str,
    b: str,
    form: str | None,
    cluster: str | None,
    anytime: bool,
    planned: int | None,
    weights: str,
    **choices: Any,
) -> int:
    """Print the comparison of two runs and return the exit code of the gate."""
    if anytime != (planned is not None):
        raise CommandError("--anytime needs --planned N, and --planned N needs --anytime", MISUSED)
    if form not in _FORMS:
        raise CommandError(f"--{form}: only for two models; use --json", MISUSED)
    by_tasks = weights == "tasks"
    try:
        runs = name_apart(read_run(a, cluster), read_run(b, cluster))
        compared = compare_runs(*runs, Choices(by_tasks=by_tasks, planned=planned, **choices))
    except (RunError, NothingInCommonError) as error:
        raise CommandError(str(error), MISUSED) from error
    print(_FORMS[form](compared))
    return GATES[compared.gate] if compared.gate is not None else GOOD
