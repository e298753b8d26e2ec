"""A comparison as Markdown, for a pull request."""

from collections.abc import Iterator

from analysis_py.runs.changes import changed_questions
from analysis_py.runs.comparing import Comparison, Row
from analysis_py.runs.words import (
    describe_damage,
    describe_details,
    describe_gate,
    describe_target,
    describe_verdict,
    format_level,
)
from analysis_py.runtime.formatting import escape_markdown as esc
from analysis_py.runtime.formatting import p_words

#: Questions that are named for each run.
_MOST_NAMED = 50


def as_markdown(comparison: Comparison) -> str:
    """Return a table with the verdict above it, and below it what it leaves unsaid."""
    c = comparison
    rows = [c.overall, *c.tasks] if len(c.tasks) > 1 else [c.overall]
    remarks = [*describe_damage(c), *describe_details(c, c.overall), describe_target(c)]
    notes = [f"Note: {note}" for note in (*c.a.notes, *c.b.notes)]
    return "\n".join(
        [
            f"**{esc(describe_verdict(c))}** {esc(' '.join(describe_gate(c)))}".strip(),
            "",
            f"| task | metric | questions | A: {esc(c.a.name)} | B: {esc(c.b.name)} | B - A "
            f"| {format_level(c)} interval | p |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
            *map(_table_row, rows),
            "",
            *(f"- {esc(line)}" for line in (*remarks, *notes)),
            *_name_changed(c),
        ]
    )


def _table_row(row: Row) -> str:
    """Return a task's row of the table."""
    cells = [
        esc(row.task),
        esc(f"{row.metric} (higher is better)") if row.metric else "",
        f"{row.n_items:,}",
        f"{row.score_a:.1f}",
        f"{row.score_b:.1f}",
        f"{row.difference:+.1f}",
        f"{row.low:+.1f} to {row.high:+.1f}",
        p_words(row.p_value if row.p_holm is None else row.p_holm),
    ]
    return f"| {' | '.join(cells)} |"


def _name_changed(c: Comparison) -> Iterator[str]:
    """Yield the first questions that each run alone gets right, folded."""
    changed = changed_questions(c)
    for side, other in (("A", "B"), ("B", "A")):
        rows = changed.filter(higher=side)
        if rows.is_empty():
            continue
        named = [
            esc(f"{task}: {item}" if len(c.tasks) > 1 else item)
            for task, item in rows.head(_MOST_NAMED).select("task", "item").rows()
        ]
        more = [f"and {rows.height - _MOST_NAMED:,} more"] * (rows.height > _MOST_NAMED)
        count = f"{rows.height:,} question{'s' * (rows.height != 1)}"
        yield f"\n<details><summary>{count} on which {side} scores above {other}</summary>\n"
        yield f"{', '.join([*named, *more])}\n</details>"
