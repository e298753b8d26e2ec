"""The rule for publishing: the whole project was built and tested without a failure."""

from collections import Counter
from collections.abc import Mapping, Sequence

#: Statuses of a successful node. A test may warn.
_GOOD = {"success", "pass", "warn"}
_BAD = {"error", "fail", "skipped", "partial success"}
_LAST = "The last published warehouse stays."


def find_refusal(
    kinds: Mapping[str, str],
    statuses: Mapping[str, str],
    options: Sequence[str],
    n_critical: int | None,
) -> str | None:
    """Return the sentence that says why a build may not publish, or None if it may.

    Parameters
    ----------
    kinds : mapping of str to str
        Every enabled node of the project and its resource type, without unit tests, which dbt does
        not show to macros.
    statuses : mapping of str to str
        Status of each node of this invocation.
    options : sequence of str
        Options of this invocation that select a part of the project.
    n_critical : int or None
        Number of failed critical expectations, from the gate; None without a gate.
    """
    n_bad = sum(status in _BAD for status in statuses.values())
    undone = [name for name in kinds if statuses.get(name) not in _GOOD]
    if n_bad:
        return (
            f"Nothing published: {n_bad} of {len(statuses)} nodes failed or were skipped. {_LAST}"
        )
    if options:
        return (
            f"Nothing published: a partial build ({', '.join(options)}). Run dbt build "
            f"without these options. {_LAST}"
        )
    if undone:
        counts = Counter(kinds[name].replace("_", " ") for name in undone)
        what = ", ".join(f"{n} {kind}{'s' * (n > 1)}" for kind, n in sorted(counts.items()))
        return (
            f"Nothing published: a partial build, without {what} ({undone[0]}). "
            f"Run dbt build without a selection. {_LAST}"
        )
    if n_critical:
        return (
            f"Nothing published: quality_gate counts {n_critical} critical failures; "
            f"quality.expectation_results in the build database lists them. {_LAST}"
        )
    return None
