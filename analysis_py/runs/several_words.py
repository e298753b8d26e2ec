"""Several candidates against one baseline in words, as Markdown and as JSON."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from analysis_py.runs.changes import changed_questions
from analysis_py.runs.comparing import Comparison
from analysis_py.runs.exports import as_object
from analysis_py.runs.several import Several
from analysis_py.runs.words import count_points, describe_details, describe_scope, describe_target
from analysis_py.runtime.formatting import escape_markdown, printable


def describe_several(several: Several) -> str:
    """Return the comparisons as text whose lines no terminal obeys."""
    first = several.comparisons[0]
    names = [printable(c.b.name) for c in several.comparisons]
    base = printable(first.a.name)
    width = max(map(len, (base, *names)))
    lines = [
        f"{describe_scope(first)}: {len(names)} candidates against {base}",
        f"  {base:<{width}}  {first.overall.score_a:5.1f} %",
        *(
            f"  {name:<{width}}  {_difference(c)}, {c.overall.n_items:,} questions  {_judged(c)}"
            for name, c in zip(names, several.comparisons, strict=True)
        ),
        *_conclude(several),
        *(
            f"{name}: {line}"
            for name, c in zip(names, several.comparisons, strict=True)
            for line in describe_details(c, c.overall)
        ),
        *(f"Note: {note}" for note in _notes(several)),
    ]
    return "\n".join(map(printable, lines))


def several_as_markdown(several: Several) -> str:
    """Return a row per candidate, and what holds for all."""
    level = f"{100 * several.level:g} % interval, all together"
    return "\n".join(
        [
            f"| run | questions | score | difference | {level} | verdict |",
            "| --- | ---: | ---: | ---: | ---: | --- |",
            *(
                f"| {escape_markdown(c.b.name)} | {c.overall.n_items:,} | {c.overall.score_b:.1f} "
                f"| {c.overall.difference:+.1f} | {c.overall.low:+.1f} to {c.overall.high:+.1f} "
                f"| {_judged(c)} |"
                for c in several.comparisons
            ),
            "",
            *(f"- {escape_markdown(line)}" for line in (*_conclude(several), *_notes(several))),
        ]
    )


def several_as_object(several: Several) -> dict[str, Any]:
    """Return the comparisons for JSON."""
    return {
        "level": several.level,
        "gate": several.gate,
        "may_be_best": [run.path for run in several.may_be_best],
        "comparisons": [as_object(each) for each in several.comparisons],
    }


def changed_of_several(several: Several) -> pl.DataFrame:
    """Return the questions on which each candidate differs from the baseline."""
    return pl.concat(
        changed_questions(c).select(pl.lit(c.b.name).alias("run"), pl.all())
        for c in several.comparisons
    )


def _difference(c: Comparison) -> str:
    row = c.overall
    return f"{row.score_b:5.1f} %  {row.difference:+5.1f} [{row.low:+.1f}, {row.high:+.1f}]"


def _judged(c: Comparison) -> str:
    return c.verdict if c.gate is None else f"{c.verdict}; gate: {c.gate}"


def _conclude(several: Several) -> Iterator[str]:
    yield f"The {100 * several.level:g} % intervals hold for all together."
    yield f"May be the best: {', '.join(run.name for run in several.may_be_best)}."
    if several.gate is not None:
        which = [c.b.name for c in several.comparisons if c.gate == several.gate]
        points = count_points(several.comparisons[0].choices.gate or 0)
        yield f"Gate of {points}: {several.gate} for {', '.join(which)}."
    yield describe_target(several.comparisons[0])


def _notes(several: Several) -> list[str]:
    runs = [several.comparisons[0].a, *(c.b for c in several.comparisons)]
    return [note for run in runs for note in run.notes]
