"""The rule of which builds publish: all of the project built and tested, without a failure."""

from collections import Counter
from collections.abc import Mapping, Sequence

#: How a node ends that has done what it should. A test may warn.
_GOOD = {"success", "pass", "warn"}
_BAD = {"error", "fail", "skipped", "partial success"}
_LAST = "What was published before stays."


def find_refusal(
    kinds: Mapping[str, str],
    statuses: Mapping[str, str],
    options: Sequence[str],
    n_critical: int | None,
) -> str | None:
    """Return why a build may not publish, in a sentence, or None if it may.

    Parameters
    ----------
    kinds : mapping of str to str
        Every enabled node of the project that has to be built or tested, and its resource type;
        but for unit tests, of which dbt does not tell a macro.
    statuses : mapping of str to str
        How each node of this invocation has ended.
    options : sequence of str
        The options that this invocation was given to do only a part.
    n_critical : int or None
        Critical expectations that failed, by the gate; None where there is no gate.
    """
    n_bad = sum(status in _BAD for status in statuses.values())
    undone = [name for name in kinds if statuses.get(name) not in _GOOD]
    if n_bad:
        return (
            f"Nothing published: {n_bad} of {len(statuses)} nodes failed or were skipped. {_LAST}"
        )
    if options:
        return (
            f"Nothing published: a partial build ({', '.join(options)}); only what was wholly "
            f"built and tested in one go is. For that, run dbt build without these options. {_LAST}"
        )
    if undone:
        counts = Counter(kinds[name].replace("_", " ") for name in undone)
        what = ", ".join(f"{n} {kind}{'s' * (n > 1)}" for kind, n in sorted(counts.items()))
        return (
            f"Nothing published: a partial build, without {what} ({undone[0]}). "
            f"For all of it, run dbt build without a selection. {_LAST}"
        )
    if n_critical:
        return (
            f"Nothing published: quality_gate counts {n_critical} critical failures; "
            f"quality.expectation_results in the build database lists them. {_LAST}"
        )
    return None
