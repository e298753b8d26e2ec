"""A comparison in words."""

from math import floor, log10, sqrt

from analysis_py.runs.comparing import Comparison, Row
from analysis_py.runs.coverage import count_questions, describe_coverage
from analysis_py.runs.paired.decisions import CANNOT_TELL, judge
from analysis_py.runs.paired.quantiles import two_sided
from analysis_py.runs.paired.repeats import describe_worth
from analysis_py.runtime.formatting import p_words, printable

_SILENT = "none is named, because all together do not differ"
_FIRST = (
    "the questions so far are the first of the file. Shuffle the questions once, by a seed, before "
    "the first look, and keep their names."
)


def describe_comparison(comparison: Comparison) -> str:
    """Return the comparison as text whose lines no terminal obeys."""
    c, row = comparison, comparison.overall
    names = [printable(run.name) for run in (c.a, c.b)]
    width = max(*map(len, names), 5)
    lines = [
        *describe_damage(c),
        f"{describe_scope(c)}: {count_questions(row.n_items)} answered by both",
        f"  A  {names[0]:<{width}}  {row.score_a:5.1f} %",
        f"  B  {names[1]:<{width}}  {row.score_b:5.1f} %",
        f"  {'B - A':<{width + 3}} {row.difference:+6.1f} points, {_interval(c, row)}",
        *(_tasks(c) if len(c.tasks) > 1 else []),
        *describe_details(c, row),
        describe_verdict(c),
        *describe_gate(c),
        describe_target(c),
        *(f"Note: {note}" for note in (*c.a.notes, *c.b.notes)),
    ]
    return "\n".join(map(printable, lines))


def describe_damage(c: Comparison) -> list[str]:
    """Return which runs may be incomplete, because of what cannot be read."""
    lines = []
    for name, run in (("A", c.a), ("B", c.b)):
        n = sum(run.lost.values())
        broken = [f"{n:,} unusable record{'s' * (n != 1)}"] if n else []
        if broken := [*broken, *(f"{file} is not read" for file in run.unread)]:
            lines.append(f"{name} may be incomplete: {', '.join(broken)}.")
    return lines


def describe_scope(c: Comparison) -> str:
    """Return which tasks are compared, by which metric, and what counts once."""
    metrics = {row.metric for row in c.tasks}
    by = f"{metrics.pop()} (higher is better)" if len(metrics) == 1 else "higher is better"
    if len(c.tasks) == 1:
        return f"{c.tasks[0].task}, {by}"
    counting = "each task" if c.choices.by_tasks else "each question"
    return f"{len(c.tasks)} tasks, {counting} counts once; {by}"


def count_points(points: float) -> str:
    """Return a gate or margin in words."""
    return f"{points:g} point{'s' * (points != 1)}"


def format_level(c: Comparison) -> str:
    """Return the confidence level in percent."""
    return f"{100 * c.choices.level:g} %"


def _interval(c: Comparison, row: Row) -> str:
    return f"{format_level(c)} interval {row.low:+.1f} to {row.high:+.1f}, {p_words(row.p_value)}"


def _tasks(c: Comparison) -> list[str]:
    is_one = len({row.metric for row in c.tasks}) == 1
    names = [printable(row.task if is_one else f"{row.task}, {row.metric}") for row in c.tasks]
    width = max(map(len, names))
    lines = [
        f"  {name:<{width}}  {row.score_a:5.1f}  {row.score_b:5.1f}  {row.difference:+5.1f} "
        f"[{row.low:+.1f}, {row.high:+.1f}], {count_questions(row.n_items)}"
        for name, row in zip(names, c.tasks, strict=True)
    ]
    differ = [row for row in c.tasks if row.p_holm is not None and row.p_holm < 1 - c.choices.level]
    named = [
        f"{row.task} {'higher' if row.difference > 0 else 'lower'} ({p_words(row.p_holm or 0)})"
        for row in differ
    ]
    none = "none is significant" if c.overall.p_value < 1 - c.choices.level else _SILENT
    what = ", ".join(named) if named else none
    return [*lines, f"Single tasks, Holm-adjusted: {what}."]


def describe_details(c: Comparison, row: Row) -> list[str]:
    """Return what the interval does not say, in sentences."""
    lines = []
    if not any(pairs.differences.any() for pairs in c.pairs):
        lines.append(f"Both gave the same grade on all {count_questions(row.n_items)}.")
    elif row.only_a is not None and row.only_b is not None:
        asked = f"question{'s' * (row.only_a != 1)}"
        lines.append(f"Only A is right on {row.only_a:,} {asked}, only B on {row.only_b:,}.")
        # the p-value if all of them favoured one run
        if two_sided(sqrt(row.only_a + row.only_b)) >= 1 - c.choices.level:
            lines.append("Too few questions differ to show a difference.")
    if row.unseen_one_in is not None:
        rare = "any" if row.unseen_one_in == 1 else f"one in {row.unseen_one_in:,}"
        few = f"with {count_questions(row.n_items)} {rare} may still be large"
        lines.append(f"No large difference was seen; {few}.")
    for each in c.tasks:
        lines += _of_task(each, f"{each.task}: " if len(c.tasks) > 1 else "")
    if row.bounds is not None:
        missing = [
            f"{name} has {n:,} question{'s' * (n != 1)} without a grade"
            for name, n in (("A", row.no_grade_a), ("B", row.no_grade_b))
            if n
        ]
        low, high = row.bounds
        limits = f"{low:+.1f} and {high:+.1f}"
        which = " and ".join(missing) or "Some questions lack a part of their answers"
        lines.append(f"{which}. However they fall, B - A lies between {limits}.")
    return lines + describe_coverage(c.coverage)


def _of_task(row: Row, name: str) -> list[str]:
    lines = []
    if row.n_clusters == 1:
        lines.append(f"{name}All questions are in one cluster, so they count as independent.")
    elif row.n_clusters:
        worth = f"{min(row.worth, row.n_items):,.0f} independent questions"
        lines.append(f"{name}{row.n_clusters:,} clusters, worth {worth}.")
        if row.df is not None and row.df < 4:
            lines.append(f"{name}The interval is wide because there are few clusters.")
    if row.on_these_items is not None and row.noise_share is not None:
        low, high = row.on_these_items
        worth = describe_worth(row.noise_share, row.repeats)
        lines.append(f"{name}{row.repeats:.3g} answers per question: the difference has {worth}")
        lines.append(
            f"{name}For exactly these questions the interval is {low:+.1f} to {high:+.1f}."
        )
    if row.changed_keys:
        some = ", ".join(row.changed_keys[:5]) + (", …" if len(row.changed_keys) > 5 else "")
        lines.append(
            f"{name}{len(row.changed_keys):,} questions left out, because their answer key differs "
            f"between the runs: {some}."
        )
    if row.n_reworded:
        lines.append(f"{name}{row.n_reworded:,} questions were worded differently.")
    return lines


def describe_verdict(c: Comparison) -> str:
    """Return the verdict as a sentence."""
    row, m = c.overall, c.choices.margin
    low, high = sorted(map(abs, (row.low, row.high)))
    match c.verdict:
        case "better" | "worse":
            return f"B is {c.verdict}, by {low:.1f} to {high:.1f} points."
        case "equivalent":
            return f"A and B are equivalent: they differ by less than {count_points(m or 0)}."
        case verdict if verdict != CANNOT_TELL:
            return f"B is {verdict} of {count_points(m or 0)}."
    if c.are_first:
        return f"Cannot tell which is better: {_FIRST}"
    if row.bounds is not None and judge(row.low, row.high, m) != CANNOT_TELL:
        return "Cannot tell which is better: it depends on the questions without a grade."
    return "Cannot tell which is better."


def describe_gate(c: Comparison) -> list[str]:
    """Return whether the gate holds, in sentences; none without a gate."""
    if c.choices.gate is None:
        return []
    points = count_points(c.choices.gate)
    if c.gate == "holds":
        return [f"Gate: holds. B is not worse by more than {points}."]
    if c.gate == "fails":
        return [f"Gate: fails. B is worse by more than {points}."]
    lines = [f"Gate: cannot tell whether B is worse by more than {points}."]
    if c.needed is not None:
        n, low, high = map(_round_up, c.needed)
        range_of = f"{low:,} to {high:,}, since this run is a sample"
        needed = f"a run on about {n:,} questions ({range_of}) passes with 80 % probability"
        lines.append(f"If both are equally good, {needed}.")
    return lines


def _round_up(n: int) -> int:
    """Return a number rounded up to three digits."""
    digits = max(0, floor(log10(n)) - 2)
    return -(-n // 10**digits) * 10**digits


def describe_target(c: Comparison) -> str:
    """Return what the interval is for."""
    if c.choices.planned:
        return "The interval holds however often you look, if questions come in random order."
    if any((row.n_clusters or 0) > 1 for row in c.tasks):
        return "The interval is for clusters like these."
    repeats = max(row.repeats for row in c.tasks)
    answers = "each answered once" if repeats == 1 else f"each answered {repeats:.3g} times"
    return f"The interval is for questions like these, {answers}."
