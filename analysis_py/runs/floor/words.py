"""A floor in words, as JSON and as Markdown."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from analysis_py.runs.coverage import count_questions
from analysis_py.runs.floor.judging import (
    ABOVE,
    BELOW,
    MORE_RUNS,
    POWER,
    Checked,
    Floor,
)
from analysis_py.runtime.formatting import escape_markdown, p_words, printable

#: Questions that are named, and what is before the name of each.
_MOST_NAMED, _DEEP = 10, "    "


def describe_floor(floor: Floor) -> str:
    """Return the floor as text whose lines no terminal obeys."""
    return "\n".join(map(printable, _lines(floor)))


def floor_as_markdown(floor: Floor) -> str:
    """Return the verdict, and below it what it rests on."""
    verdict = escape_markdown(_verdict(floor))
    lines = [f"{'  ' * x.startswith(_DEEP)}- {escape_markdown(x.strip())}" for x in _lines(floor)]
    return "\n".join([f"**{verdict}**", "", *lines])


def floor_as_json(floor: Floor) -> str:
    """Return the numbers; scores and drops are percent of full marks."""
    h, spread = floor.history, floor.spread
    shown = {
        "verdict": floor.verdict,
        "reason": floor.reason,
        "alpha": floor.alpha,
        "n_items": h.n,
        "items_left_out": h.left_out,
        "items_lost": h.lost,
        "earlier_runs": h.runs,
        "answers_per_run": h.answers,
        "score": floor.score,
        "shares": dict(zip(("always", "never", "varied"), floor.shares, strict=True)),
        "floor": floor.limit,
        "drop_seen": floor.drop,
        "power": POWER,
        "drop_seen_with_ten_runs": floor.drop_of_more,
        "reliability": floor.reliability
        and dict(zip(("run", "all"), floor.reliability, strict=True)),
        "shape": floor.shape and floor.shape._asdict(),
        "ratio": spread and spread.ratio,
        "ratio_p_value": spread and spread.p_value,
        "order_p_value": spread and spread.order_p,
        "is_shared": spread and spread.is_shared,
        "widened_by": spread and spread.factor,
        "new_runs": h.names,
        "checked": floor.checked and asdict(floor.checked),
        "watch": floor.watch and floor.watch._asdict(),
        "notes": h.notes,
    }
    return json.dumps(shown, indent=2)


def _lines(floor: Floor) -> Iterator[str]:
    h = floor.history
    always, never, varied = floor.shares
    how = f": {always:.1f} % right every time, {never:.1f} % never, {varied:.1f} % varied"
    yield f"{count_questions(h.n)}, {h.runs} earlier runs{how if h.is_binary else ''}"
    if h.left_out:
        yield f"  {h.left_out:,} questions left out: not every run was asked or has a grade"
    yield f"  a run scores {floor.score:.1f} %{_spread(floor)}"
    if floor.reliability is not None:
        one, of_all = floor.reliability
        yield f"  reliability {one:.2f} of a run, {of_all:.2f} of all {h.runs}"
    if floor.limit is not None:
        yield f"  floor {max(floor.limit, 0):.1f} %: {_floor(floor, floor.limit)}"
    if floor.checked is not None:
        yield from _checked(floor, floor.checked)
    if floor.verdict is not None or floor.reason:
        yield _verdict(floor)
    if floor.drop is not None:
        more = f" {MORE_RUNS} earlier runs would see {floor.drop_of_more:.1f}."
        seen = f"A drop of {floor.drop:.1f} points is seen with {100 * POWER:.0f} % probability."
        yield seen + (more if h.runs < MORE_RUNS else "")
    yield from _assumption(floor)
    yield "The floor is for this model, these questions and settings."
    yield from (f"Note: {note}" for note in h.notes)


def _spread(floor: Floor) -> str:
    if floor.spread is None:
        return ""
    p, n = floor.score / 100, floor.history.n
    of_new = 100 * (p * (1 - p) / n) ** 0.5
    spread = 100 * (floor.spread.within * floor.spread.factor) ** 0.5
    as_new = f" (as if questions were new: {of_new:.1f})" if floor.history.is_binary else ""
    return f"; runs spread by {spread:.1f} points{as_new}"


def _floor(floor: Floor, limit: float) -> str:
    one_in = f"comes by chance once in {1 / floor.alpha:.3g}"
    if floor.history.is_binary:
        right = round(limit / 100 * floor.history.n * floor.history.answers)
        return "no run is below it" if right < 0 else f"a run of {right:,} or fewer right {one_in}"
    return f"a run below {one_in}"


def _checked(floor: Floor, checked: Checked) -> Iterator[str]:
    names = ", ".join(floor.history.names)
    right = f"{checked.right:,.0f} right, " if floor.history.is_binary else ""
    together = " together" if floor.history.new.shape[2] > 1 else ""
    yield f"  {names}{together}: {right}{checked.score:.1f} %, {p_words(checked.p_value)}"
    if checked.missing:
        low, high = map(p_words, checked.p_limits)
        yield f"  {checked.missing:,} answers without a grade: all wrong {low}, all right {high}"
    if floor.watch is not None:
        shown = ", ".join(f"{value:.2g}" for value in floor.watch.values)
        yield f"  evidence for a drop, run by run: {shown}; alarm at {floor.watch.every}"
    if (flips := checked.flips) is None:
        return
    noise = f"noise alone gives {flips.expected:.1f}"
    if flips.names:
        yield f"  right in every earlier run and wrong now: {len(flips.names):,}; {noise}"
        yield from _name(flips.names)
    if flips.beyond:
        yield f"  fewer right than noise explains: {len(flips.beyond):,}"
        yield from _name(flips.beyond)


def _name(questions: list[tuple[str, str]]) -> Iterator[str]:
    """Return a line for each of the first questions."""
    yield from (f"{_DEEP}{item}" for _, item in questions[:_MOST_NAMED])
    if (more := len(questions) - _MOST_NAMED) > 0:
        yield f"{_DEEP}and {more:,} more"


def _verdict(floor: Floor) -> str:
    if floor.reason is not None:
        return f"Cannot tell: {floor.reason}."
    several = floor.history.new.shape[2] > 1
    what = "The new runs are" if several else "The new run is"
    if floor.watch is not None and floor.watch.alarm is not None and floor.verdict == BELOW:
        return f"Run {floor.watch.alarm} of the new ones alarms: the score has fallen."
    if floor.watch is not None and floor.verdict == ABOVE:
        return "No alarm: the new runs show no decline."
    if floor.verdict in (BELOW, ABOVE):
        return f"{what} {floor.verdict} the floor."
    if floor.checked is not None and floor.checked.missing:
        return "Cannot tell: it depends on the answers without a grade."
    if floor.verdict is not None and floor.history.lost:
        n = floor.history.lost
        return f"Cannot tell: an earlier run lacks {n:,} questions; leave them out with --common."
    if floor.checked is not None and floor.checked.p_of_none > floor.alpha:
        return "Cannot tell: even without a right answer a run would be on the floor."
    if floor.verdict is not None:
        return "Cannot tell: runs vary by more than answers do, so there is no series."
    return f"Floor: {floor.limit:.1f} %."


def _assumption(floor: Floor) -> Iterator[str]:
    if (spread := floor.spread) is None:
        return
    in_order = f"; in their order {p_words(spread.order_p)}" if spread.is_shared else ""
    ratio = f"(ratio {spread.ratio:.2g}, {p_words(spread.p_value)}{in_order})"
    if not spread.is_shared:
        yield f"Runs vary as independent answers do {ratio}."
        return
    yield (
        f"Runs vary more than independent answers do {ratio}: something that a whole run shares "
        "varies, such as a server, a judge, a version or the place among samples that are sorted. "
        f"So the floor rests on the means of {spread.runs} runs."
    )
