"""The questions of two runs in one table: grades between 0 and 1, and limits of missing ones."""

from collections.abc import Iterator

import polars as pl

from analysis_py.runs.documents import NothingInCommonError, name_by_document
from analysis_py.runs.measures import Measure, noise_of_measure, refuse_measure, value_of
from analysis_py.runs.metrics import KEYS, Scope
from analysis_py.runs.tables import are_unique

#: What a question is known by.
QUESTION = [*KEYS, "item"]
#: What an answer says of its question.
_FACTS = ["key", "prompt", "cluster"]
#: What else of an answer says whether and how it counts.
_OF_LOG = ["document", "score", "ungraded", "n_options", "n_asked"]
#: The columns of a question in one run, any of which may be absent.
_AVERAGED = {
    **dict.fromkeys([*_FACTS, "rule"], pl.String),
    **dict.fromkeys(["sum", "noise"], pl.Float64),
    **dict.fromkeys(["graded", "n", "n_ruled"], pl.UInt32),
    "n_asked": pl.Int64,
}
#: The columns of a question in both, nan without a grade, and what else is known of it.
GRADES = ["a", "b", "noise", "a_low", "a_high", "b_low", "b_high"]
PAIRED = [
    *QUESTION,
    "cluster",
    "is_clustered",
    "n",
    "n_right",
    "is_changed",
    "is_reworded",
    "is_kept",
]


def join_questions(
    a: pl.DataFrame, b: pl.DataFrame, metrics: pl.DataFrame, scope: Scope
) -> pl.DataFrame:
    """Return a row per task, metric and question, with the means of both runs and their limits.

    Parameters
    ----------
    a, b : polars.DataFrame
        The answers of each run.
    metrics : polars.DataFrame
        Of :func:`~analysis_py.runs.metrics.choose_metrics`.
    scope : Scope

    Raises
    ------
    NothingInCommonError
        If most questions of a name differ, or the number of options is not known.
    """
    a, b = (_score(answers, metrics, scope) for answers in (a, b))
    a, b = (_average(name_by_document(x, y), scope.measure) for x, y in ((a, b), (b, a)))
    joined = _mark_not_asked(_join_full(a, b))
    del a, b  # half a million questions need the memory
    is_changed = (pl.col("key") != pl.col("key_right")).fill_null(False)
    joined = joined.with_columns(
        is_changed=is_changed,
        # by another key a grade of B says nothing
        graded_right=pl.when(~is_changed).then("graded_right").otherwise(0),
        sum_right=pl.when(~is_changed).then("sum_right").otherwise(0.0),
        most=pl.max_horizontal("n", "n_right"),
    ).with_columns(
        *_mean_and_limits("a", "sum", "graded", "n", scope.measure),
        *_mean_and_limits("b", "sum_right", "graded_right", "most", scope.measure),
    )
    is_complete = pl.col("a").is_not_null() & pl.col("b").is_not_null()
    is_kept = ~pl.col("is_not_asked")
    if scope.common:
        is_kept &= is_complete
        joined = joined.with_columns(a_low="a", a_high="a", b_low="b", b_high="b")
    return joined.with_columns(
        is_kept=is_kept,
        cluster=pl.coalesce("cluster", "cluster_right", "item"),
        is_clustered=pl.col("cluster").is_not_null() | pl.col("cluster_right").is_not_null(),
        noise=pl.when(is_complete).then(pl.col("noise") + pl.col("noise_right")),
        is_reworded=(pl.col("prompt") != pl.col("prompt_right")).fill_null(False),
    )


def _score(answers: pl.DataFrame, metrics: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Return answers whose scores lie between 0 and 1, more is better, and failures are graded."""
    low, high = scope.scale or (0.0, 1.0)
    rule = pl.lit(scope.ungraded) if scope.ungraded else pl.col("ungraded").fill_null("missing")
    score = pl.col("score")
    answers = answers.select(*QUESTION, *_FACTS, *_OF_LOG).join(
        metrics, on=KEYS, how="inner", maintain_order="left"
    )
    answers = (
        answers.with_columns(
            score=pl.when("decides").then((score - low) / (high - low)).otherwise(score)
        )
        .with_columns(
            # what lies off the user's scale is no grade
            score=pl.when(score.is_between(0, 1)).then(
                pl.when("is_lower").then(1 - score).otherwise(score)
            ),
        )
        .with_columns(
            rule=pl.when(score.is_null()).then(rule),
        )
    )
    if (answers["rule"] == "chance").any() and answers["n_options"].has_nulls():
        raise NothingInCommonError("--ungraded chance needs the number of options: n_options")
    return answers.with_columns(
        score=pl.when(rule="failed")
        .then(0.0)
        .when(rule="chance")
        .then(1 / pl.col("n_options"))
        .otherwise(score)
    )


def _average(answers: pl.DataFrame, measure: Measure | None) -> pl.DataFrame:
    """Return a row per question: the sum, number and noise of its grades, and its facts."""
    if measure is not None:
        refuse_measure(answers, QUESTION, measure)
    score, is_ruled = pl.col("score"), pl.col("rule").is_in(["failed", "chance"])
    if are_unique(answers, QUESTION):  # saves the memory of a million groups
        table = answers.select(
            *QUESTION,
            *_FACTS,
            "rule",
            "n_asked",
            sum=score.fill_null(0.0),
            graded=score.is_not_null().cast(pl.UInt32),
            n=pl.lit(1, pl.UInt32),
            noise=pl.lit(None, pl.Float64),
            n_ruled=is_ruled.fill_null(False).cast(pl.UInt32),
        )
    else:
        table = answers.group_by(QUESTION, maintain_order=True).agg(
            pl.col(_FACTS).first(),
            pl.col("rule").drop_nulls().first(),
            pl.col("n_asked").max(),
            sum=score.sum(),
            graded=score.count(),
            n=pl.len(),
            noise=noise_of_measure(score.sum(), score.count(), measure)
            if measure
            else score.var() / score.count(),
            n_ruled=is_ruled.sum(),
        )
    filled = (name for name in table.columns if table[name].null_count() < len(table))
    return table.select(*QUESTION, *(name for name in filled if name not in QUESTION))


def _join_full(a: pl.DataFrame, b: pl.DataFrame) -> pl.DataFrame:
    """Return the questions of A, then those that B alone has, with a null for what is absent.

    It is a full join, in two steps that need half of its memory, on the columns that differ.
    """
    keys = [key for key in QUESTION if max(a[key].n_unique(), b[key].n_unique()) > 1] or ["item"]
    b = b.rename({name: f"{name}_right" for name in b.columns if name not in QUESTION})
    places = _find_places(a, b, keys)
    if places is not None:
        joined = a.hstack(b.drop(QUESTION).select(pl.all().gather(places)))
    else:
        of_b = b.drop(key for key in QUESTION if key not in keys)
        joined = a.join(of_b, on=keys, how="left", maintain_order="left")
        rest = b.join(a, on=keys, how="anti", maintain_order="left")
        joined = pl.concat([joined, rest], how="diagonal")
    kinds = {f"{name}{end}": kind for name, kind in _AVERAGED.items() for end in ("", "_right")}
    absent = {name: kind for name, kind in kinds.items() if name not in joined.columns}
    return joined.with_columns(pl.lit(None, kind).alias(name) for name, kind in absent.items())


def _find_places(a: pl.DataFrame, b: pl.DataFrame, keys: list[str]) -> pl.Series | None:
    """Return the row of B of each question of A; None if one lacks a question of the other.

    Two sorts need half of the memory of a join.
    """
    order_a, order_b = (run.select(pl.arg_sort_by(keys)).to_series() for run in (a, b))
    if not a.select(pl.col(keys).gather(order_a)).equals(b.select(pl.col(keys).gather(order_b))):
        return None
    return order_b.gather(order_a.arg_sort())


def _mean_and_limits(
    name: str, total: str, graded: str, n: str, measure: Measure | None
) -> Iterator[pl.Expr]:
    """Yield the value of graded answers, and that of all if the others are wrong, or right."""
    right, missing = pl.col(total), pl.col(n) - pl.col(graded)
    is_known = pl.col(graded) >= (measure[1] if measure else 1)
    yield pl.when(is_known).then(value_of(right, pl.col(graded), measure)).alias(name)
    yield value_of(right, pl.col(n), measure).fill_null(0.0).alias(f"{name}_low")
    # the difference first: a grade of 0.6 has no limits apart by rounding
    best = value_of(right + missing, pl.col(n), measure)
    yield best.fill_null(1.0).alias(f"{name}_high")


def _mark_not_asked(joined: pl.DataFrame) -> pl.DataFrame:
    """Add which questions one run was not asked: its log holds as many as it says it asked."""
    limits = joined.group_by(KEYS).agg(
        limited=pl.col("n").count() >= pl.col("n_asked").max(),
        limited_right=pl.col("n_right").count() >= pl.col("n_asked_right").max(),
    )
    if not limits.select(pl.any_horizontal(pl.col("limited", "limited_right").any())).item():
        return joined.with_columns(is_not_asked=pl.lit(False))
    is_skipped = (
        pl.col(n).is_null() & pl.col(limited).fill_null(False)
        for n, limited in (("n", "limited"), ("n_right", "limited_right"))
    )
    marked = joined.join(limits, on=KEYS, how="left", maintain_order="left")
    return marked.with_columns(is_not_asked=pl.any_horizontal(is_skipped))
