"""Which metric decides, on which scale, and whether more of it is better."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analysis_py.runtime.errors import UserError

#: What a metric is known by.
KEYS = ["task", "metric"]
#: Names of metrics that count errors.
_ERRORS = re.compile(
    r"(?<![a-z])(wer|cer|ter|brier|mae|mse|rmse|(log)?loss|perplexity|ppl|error|errors)(?![a-z])"
)
#: Names of harms, which some tools count and others count the absence of.
_HARMS = re.compile(
    r"(?<![a-z])(toxicity|toxic|bias|hallucinations?|harm|harmful\w*|attack|violations?|leak\w*"
    r"|refusals?|noise_sensitivity)(?![a-z])"
)


class MetricError(UserError):
    """No metric can decide; the message says what to type."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What the user wants compared.

    Attributes
    ----------
    metric : str or None
        The metric that decides.
    tasks : tuple of str
        Tasks to compare; all of A's if empty.
    common : bool
        Whether questions and tasks that only one run answered are left out.
    ungraded : str or None
        What an answer without a grade counts as: failed, missing or chance; by format if None.
    lower_is_better, higher_is_better : tuple of str
        Metrics of which less, or more, is better.
    scale : tuple of float or None
        The ends of the scores; what lies off them is no grade.
    """

    metric: str | None = None
    tasks: tuple[str, ...] = ()
    common: bool = False
    ungraded: str | None = None
    lower_is_better: tuple[str, ...] = ()
    higher_is_better: tuple[str, ...] = ()
    scale: tuple[float, float] | None = None
    measure: tuple[str, int] | None = None


def find_metric(names: Sequence[str], text: str) -> str:
    """Return the metric that a text names: its key, its filter or its name without a filter.

    Parameters
    ----------
    names : sequence of str
        Metrics, with their filters after a comma.
    text : str
        As the harness or this program writes it.

    Raises
    ------
    MetricError
        If none fits or several do.
    """
    known = {name: [part.strip() for part in name.split(", ")] for name in names}
    wanted = ", ".join(part.strip() for part in text.split(","))
    if wanted in known:
        return wanted
    fitting = [name for name, words in known.items() if wanted in (words[0], words[-1])]
    if len(fitting) == 1:
        return fitting[0]
    listed = ", ".join(f'"{name}"' for name in fitting or names)
    problem = f"is several metrics; name one of {listed}" if fitting else f"is none of {listed}"
    raise MetricError(f"--metric {text} {problem}")


def choose_metrics(runs: Sequence[tuple[str, pl.DataFrame]], scope: Scope) -> pl.DataFrame:
    """Return the metrics of A's tasks that can be compared, and which of them decides.

    Parameters
    ----------
    runs : sequence of tuple
        Path and answers of A and of B.
    scope : Scope

    Returns
    -------
    polars.DataFrame
        Rows of ``task``, ``metric``, ``decides`` and ``is_lower``, whether less is better.

    Raises
    ------
    MetricError
        If a task lacks the metric that the user named, or the scale or direction of a metric that
        decides is not known.
    """
    score = pl.col("score")
    facts = [
        answers.group_by(KEYS, maintain_order=True).agg(
            least=score.min(),
            most=score.max(),
            least_mark=score.filter(score >= 0).min(),
            higher=pl.col("is_higher_better").drop_nulls().unique(),
        )
        for _, answers in runs
    ]
    deciding = _name_deciding(facts[0], scope)
    joined = facts[0].join(facts[1], on=KEYS, how="left", maintain_order="left")
    rows = []
    for row in joined.iter_rows(named=True):
        decides = deciding[row["task"]] == row["metric"]
        try:
            for (path, _), end in zip(runs, ("", "_right"), strict=True):
                ends = row[f"least{end}"], row[f"most{end}"], row[f"least_mark{end}"]
                _refuse_scale(path, row["metric"], ends, scope.scale if decides else None)
            logged = [*row["higher"], *(row["higher_right"] or [])]
            is_lower = is_lower_better(row["metric"], logged, scope)
        except MetricError:
            if decides:
                raise
            continue
        rows.append((row["task"], row["metric"], decides, is_lower))
    schema = {"task": pl.String, "metric": pl.String, "decides": pl.Boolean, "is_lower": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _name_deciding(metrics: pl.DataFrame, scope: Scope) -> dict[str, str]:
    """Return the metric that decides each task: one for all if they have a usable one in common."""
    tasks = metrics["task"].unique(maintain_order=True).to_list()
    if scope.metric is not None:
        name = find_metric(metrics["metric"].unique(maintain_order=True).to_list(), scope.metric)
        if lacking := sorted({*tasks} - {*metrics.filter(metric=name)["task"]}):
            others = ", ".join(metrics.filter(task=lacking[0])["metric"])
            raise MetricError(
                f"A has no {name} in {lacking[0]}, but {others}. Name the tasks that have it with "
                "--tasks"
            )
        return dict.fromkeys(tasks, name)
    low, high = scope.scale or (0.0, 1.0)
    is_usable = pl.col("least").is_not_null() & (pl.col("least") >= low) & (pl.col("most") <= high)
    usable = metrics.filter(is_usable)
    shared = usable.filter(pl.len().over("metric") == len(tasks))["metric"]
    if len(shared):
        return dict.fromkeys(tasks, shared[0])
    first, best = (
        dict(each.unique("task", keep="first", maintain_order=True).select("task", "metric").rows())
        for each in (metrics, usable)
    )
    return first | best


def _refuse_scale(
    path: str,
    metric: str,
    ends: tuple[float | None, float | None, float | None],
    scale: tuple[float, float] | None,
) -> None:
    """Raise if scores reach beyond 0 to 1, or none lies on the user's scale."""
    (least, most, least_mark), (low, high) = ends, scale or (0.0, 1.0)
    if least is None or most is None or (least >= low and most <= high):
        return
    if scale and least <= high and most >= low:
        return
    # a mark such as -1 says that there is no grade
    begin = least if least_mark is None or least > -1 or most <= 1 else least_mark
    remedy = f"Say the ends of its scale, such as --scale {begin:g}-{most:g}"
    if (least, most) == (0, 100):
        remedy = "Divide it, or say --scale 100"
    raise MetricError(
        f"{path}: {metric} goes from {least:g} to {most:g}; compare needs {low:g} to {high:g}. "
        f"{remedy}; scores off the scale do not count as grades"
    )


def is_lower_better(metric: str, logged: Sequence[bool | None], scope: Scope) -> bool:
    """Tell whether less of a metric is better.

    Parameters
    ----------
    metric : str
    logged : sequence of bool or None
        What the logs of both runs say: whether higher is better.
    scope : Scope

    Raises
    ------
    MetricError
        If it is not known.
    """
    name = metric.split(", ")[0]
    for names, answer in ((scope.lower_is_better, True), (scope.higher_is_better, False)):
        if {metric, name} & set(names):
            return answer
    directions = {each for each in logged if each is not None}
    if len(directions) == 1:
        return not directions.pop()
    plain = name.lower().replace("-", "_")
    words = plain.replace("_", " ")
    if not directions and _ERRORS.search(words):
        return True
    if directions or _HARMS.search(plain) or _HARMS.search(words):
        problem = "the logs contradict each other" if directions else "the logs do not say"
        raise MetricError(
            f"is more or less {name} better? {problem[0].upper()}{problem[1:]}. Say "
            f'--lower-is-better "{name}" or --higher-is-better "{name}"'
        )
    return False
