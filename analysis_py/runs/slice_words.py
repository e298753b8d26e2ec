"""Slices in words and for JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from analysis_py.runs.comparing import Choices, Comparison
from analysis_py.runs.coverage import count_questions
from analysis_py.runs.paired.decisions import CANNOT_TELL
from analysis_py.runs.slices import Slices
from analysis_py.runs.words import count_points
from analysis_py.runtime.formatting import escape_markdown, p_words, printable


class Sliced(NamedTuple):
    """The slices of comparisons with one baseline by one column; nothing without one."""

    slices: Sequence[Slices]
    comparisons: Sequence[Comparison]
    by: str

    def describe(self) -> str:
        """Return lines for the terminal."""
        return "".join(f"\n{printable(line)}" for line in self._lines())

    def as_markdown(self) -> str:
        """Return the lines as a list."""
        lines = [f"\n- {escape_markdown(line.strip())}" for line in self._lines()]
        return "".join(["\n", *lines] if lines else [])

    def as_object(self) -> dict[str, Any]:
        """Return the slices of each comparison for JSON."""
        return {"slices": [asdict(each) for each in self.slices]} if self.slices else {}

    def decide(self, gate: str | None) -> str | None:
        """Return the gate of all: it fails if one fails, and holds if all hold."""
        gates = {gate, *(each.gate for each in self.slices)}
        return next((each for each in ("fails", CANNOT_TELL) if each in gates), gate)

    def _lines(self) -> Iterator[str]:
        for slices, each in zip(self.slices, self.comparisons, strict=True):
            if len(self.comparisons) > 1:
                yield f"{each.b.name}:"
            yield from _describe(slices, self.by, each.choices)


def _describe(slices: Slices, by: str, choices: Choices) -> Iterator[str]:
    names = [printable(row.task) for row in slices.rows]
    width = max(map(len, names))
    yield f"By {by}, {100 * choices.level:.3g} % interval of each:"
    for name, row in zip(names, slices.rows, strict=True):
        few = "" if row.p_holm is not None else ", too few differ to judge it"
        yield (
            f"  {name:<{width}}  {row.score_a:5.1f}  {row.score_b:5.1f}  {row.difference:+5.1f} "
            f"[{row.low:+.1f}, {row.high:+.1f}], {count_questions(row.n_items)}{few}"
        )
    if slices.absent:
        yield f"  not answered by both: {', '.join(slices.absent)}"
    named = [
        f"{row.task} {'higher' if row.difference > 0 else 'lower'} ({p_words(row.p_holm or 0)})"
        for row in slices.fell(choices.level)
    ]
    yield f"Single slices, Holm-adjusted: {', '.join(named) or 'none is significant'}."
    if slices.differ_p is not None:
        yield f"Do slices differ from one another? {p_words(slices.differ_p)} (Cochran's Q)."
    if slices.gate is not None:
        points = count_points(choices.gate or 0)
        yield (
            f"No slice worse by more than {points}: {slices.gate}; it holds with "
            f"{100 * (slices.power or 0):.0f} % probability if both are equally good."
        )
