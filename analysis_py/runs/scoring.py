"""One run: its score with an interval, and the difference that another run could show."""

from dataclasses import asdict, dataclass, replace

import numpy as np
import polars as pl

from analysis_py.runs.comparing import Choices
from analysis_py.runs.coverage import count_questions
from analysis_py.runs.paired.quantiles import quantile
from analysis_py.runs.paired.repeats import count_enough, describe_worth, split_noise
from analysis_py.runs.paired.suites import pool_tasks
from analysis_py.runs.pairing import Pairs, pair_runs
from analysis_py.runs.reading import Run
from analysis_py.runs.slices import TASK, split_pairs
from analysis_py.runtime.formatting import printable

#: Shares of questions that another run may answer otherwise, for which the plan is stated.
_DISCORDANT = (0.05, 0.1, 0.2)
_POWER = 0.8


@dataclass(frozen=True, kw_only=True)
class Score:
    """A score in percent, with its limits for questions like these.

    Attributes
    ----------
    repeats : float
        Answers to a question.
    noise_share, enough_answers : float and int, or None
        Of the variance of one task's questions, as those of a difference.
    """

    task: str
    n_items: int
    score: float
    low: float
    high: float
    repeats: float
    noise_share: float | None = None
    enough_answers: int | None = None


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A run and its scores.

    Attributes
    ----------
    overall : Score
    rows : list of Score
        One per task, or per slice.
    differences : dict
        Points that another run shows with 80 %, by the share of questions on which it differs.
    """

    run: Run
    level: float
    overall: Score
    rows: list[Score]
    differences: dict[float, float]


def score_run(
    run: Run, choices: Choices, slicing: tuple[str, pl.DataFrame | None] | None = None
) -> Scored:
    """Return the score of a run, and of each task or slice.

    Notes
    -----
    Of right and wrong answers it is Wilson's interval (1927, JASA 22, 209-212); graded scores have
    the variance of a restricted empirical likelihood that reaches to both ends of the scale.
    Clusters, tasks and weights count as in a comparison. A missing grade counts as both.
    """
    suite = pair_runs(run, replace(run, source=None), choices).suite
    overall = _score("all tasks" if len(suite) > 1 else suite[0].task, suite, choices)
    by_slice = split_pairs(suite, *(slicing or (TASK, None)))
    rows = (
        [_score(name, each, choices) for name, each in by_slice.items()]
        if len(by_slice) > 1
        else []
    )
    z = float(quantile(choices.level) + quantile(2 * _POWER - 1))
    points = {share: 100 * z * np.sqrt(share / overall.n_items) for share in _DISCORDANT}
    differences = {share: each for share, each in points.items() if each <= 100 * share}
    return Scored(run=run, level=choices.level, overall=overall, rows=rows, differences=differences)


def _score(name: str, suite: list[Pairs], choices: Choices) -> Score:
    weights = np.full(len(suite), 1 / len(suite)) if choices.by_tasks else None
    clusters = [each.clusters_of(np.ones(len(each.a), bool)) for each in suite]
    worst, best = (
        pool_tasks([x.a_limits[end] - 0.5 for x in suite], choices.level, weights, clusters, 0.5)
        for end in (0, 1)
    )
    graded = [each.a[each.is_complete] for each in suite]
    means = [float(each.mean()) for each in graded if len(each)]
    sizes = [len(each) for each in graded if len(each)]
    repeats = float(np.mean([each.repeats for each in suite]))
    share = None
    if len(suite) == 1 and suite[0].noise is not None and sizes[0] > 1:
        # paired with itself, a run shows its noise twice
        share = split_noise(graded[0], suite[0].noise / 2).share
    return Score(
        task=name,
        n_items=sum(sizes),
        score=100 * float(np.average(means, weights=None if choices.by_tasks else sizes)),
        low=100 * (worst.low + 0.5),
        high=100 * (best.high + 0.5),
        repeats=repeats,
        noise_share=share,
        enough_answers=None if share is None else count_enough(share, repeats),
    )


def describe_score(scored: Scored) -> str:
    """Return the score as text whose lines no terminal obeys."""
    level = f"{100 * scored.level:g} % interval"
    each = [scored.overall, *scored.rows]
    width = max(len(printable(row.task)) for row in each)
    plan = ", ".join(
        f"{points:.1f} points ({100 * share:g} %)" for share, points in scored.differences.items()
    )
    lines = [
        f"{printable(row.task):<{width}}  {row.score:5.1f} %, {level} {row.low:.1f} to "
        f"{row.high:.1f}, {count_questions(row.n_items)}"
        for row in each
    ]
    lines += [
        f"{row.task}, {row.repeats:.3g} answers per question: the score has "
        f"{describe_worth(row.noise_share, row.repeats)}"
        for row in each
        if row.noise_share is not None
    ]
    lines.append(
        "Another run shows a difference with 80 % probability, by the share of questions on which "
        f"the two differ, from {plan}."
        if plan
        else "These are too few questions for another run to show a difference."
    )
    return "\n".join(map(printable, [*lines, *(f"Note: {note}" for note in scored.run.notes)]))


def score_as_object(scored: Scored) -> dict[str, object]:
    """Return the scores for JSON; points are percent of full marks."""
    return {
        "run": {"path": scored.run.path, "models": scored.run.models, "notes": scored.run.notes},
        "level": scored.level,
        "overall": asdict(scored.overall),
        "rows": [asdict(row) for row in scored.rows],
        "differences_shown": [
            {"differing": share, "points": points} for share, points in scored.differences.items()
        ],
    }
