"""Contradicting scores of one run on one benchmark in one metric."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from analysis_py.runs.formats.contract import BOUNDED, Score
from analysis_py.runs.formats.values import number

#: Number of contradicting scores that a message lists.
_TOLD = 3


def find_contradictions(scores: Sequence[Score], benchmarks: Mapping[int, str]) -> dict[int, str]:
    """Return the problem of each contradicted score by its record's number.

    ``benchmarks`` maps the number of each sound record to its benchmark. Neither of two
    contradicting scores is preferred. The latest time of a run counts; scores of different times do
    not contradict each other.
    """
    groups = defaultdict(list)
    for n, benchmark in benchmarks.items():
        score = scores[n - 1]
        setting = score.subset, score.metric, score.metric_filter, score.n_shots
        groups[score.run, benchmark, setting].append(n)
    reasons: dict[int, str] = {}
    for group in groups.values():
        latest = max(scores[n - 1].evaluated_on or "" for n in group)
        last = [scores[n - 1] for n in group if (scores[n - 1].evaluated_on or "") == latest]
        if len({(_in_percent(each), each.std_error, each.n_items) for each in last}) > 1:
            values = sorted(
                f"{each.benchmark} {each.score} in {each.file_name} row {each.row_number}"
                for each in last
            )
            ways = " and ".join(values[:_TOLD]) + (" and more" if len(values) > _TOLD else "")
            why = f"contradictory scores of one run: {last[0].model_name}: {ways}"
            reasons |= dict.fromkeys(group, why)
    return reasons


def _in_percent(score: Score) -> float | None:
    value = number(str(score.score))
    return value and round(value * 100 / BOUNDED.get(score.unit or "", 100), 6)
