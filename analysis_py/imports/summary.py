"""What an import is, in words: what was recognised, understood and left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from analysis_py.imports.benchmarks import Benchmark, slug
from analysis_py.imports.contract import BOUNDED, Model, Score
from analysis_py.imports.gathering import Gathered

#: Lines of each kind that are shown; the rest is counted.
_LINES = 8
#: What tells one record from another, beside the model and the benchmark.
_KEY = (
    *("subset", "metric", "metric_filter", "n_shots", "variant", "revision", "precision"),
    *("chat_template", "evaluated_by"),
)


def summary(
    gathered: Gathered,
    scores: list[Score],
    models: Mapping[str, Model],
    known: Mapping[str, Benchmark],
    types: Mapping[str, str],
    taken_on: date,
) -> list[str]:
    """Return the lines that are printed after an import and in a dry run."""
    usable = [score for score in scores if score.problem is None]
    left_out = _reasons(scores, models, taken_on)
    n_lost = left_out.total()
    lines = [
        *_recognised(gathered),
        f"records     {len(scores):,}: {len(scores) - n_lost:,} usable, {n_lost:,} not",
        *_benchmarks(usable, known),
        *_models(models, types),
    ]
    if gathered.results.samples:
        lines.append(f"samples     {len(gathered.results.samples):,} answers to single items kept")
    return lines + _left_out(gathered, left_out)


def _recognised(gathered: Gathered) -> list[str]:
    lines: list[str] = []
    for name, files in gathered.read.items():
        shown = files[0].shown if len(files) == 1 else f"{len(files):,} files"
        lines.append(f"{'recognised' if not lines else '':<10}  {name}: {shown}")
    return lines


def _benchmarks(scores: list[Score], known: Mapping[str, Benchmark]) -> list[str]:
    groups: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        groups[score.benchmark or ""].append(score)
    matched = [name for name in groups if slug(name) in known]
    lines = [
        f"benchmarks  {len(groups):,}: {len(matched):,} matched, {len(groups) - len(matched):,} new"
    ]
    described = []
    for name in sorted(groups, key=lambda name: (name not in matched, name)):
        group = groups[name]
        units = "/".join(sorted({score.unit or "by range" for score in group}))
        named = sorted({score.metric for score in group if score.metric})
        metrics = ", ".join(named[:4] + (["…"] if len(named) > 4 else []))
        parts = [units, metrics, _items(group), _comparison(group, known.get(slug(name)))]
        described.append(f"  {name}: {'; '.join(part for part in parts if part)}")
    return lines + _some(described, 3 * _LINES)


def _items(group: list[Score]) -> str:
    whole = [score for score in group if score.subset is None] or group
    subsets = {score.subset for score in whole}
    n = sum(
        max((score.n_items or 0 for score in whole if score.subset == subset), default=0)
        for subset in subsets
    )
    rule = next((score.n_items_source for score in whole if score.n_items_source), None)
    times_runs = (
        ", times the runs where scores are means of several" if rule == "score grid" else ""
    )
    return (
        f"{n:,} items" + (f" by the {rule}{times_runs}" if rule else "") if n else "items unknown"
    )


def _comparison(group: list[Score], benchmark: Benchmark | None) -> str:
    if benchmark is None:
        return "new"
    if not any(score.unit in (*BOUNDED, None) for score in group):
        return f"{benchmark.benchmark_id}, but on a scale of its own"
    same = any(
        score.metric == benchmark.metric and score.n_shots == benchmark.n_shots for score in group
    )
    asked = f"{benchmark.metric}, {benchmark.n_shots} shots"
    if same:
        return f"compares with {benchmark.benchmark_id} ({asked})"
    return f"named as {benchmark.benchmark_id}, not comparable: that is {asked}"


def _models(models: Mapping[str, Model], types: Mapping[str, str]) -> list[str]:
    lines = [f"models      {len(models):,}"]
    sizes = Counter(
        "missing"
        if model.parameters_b is None and model.parameters_b_truncated is None
        else f"from the {model.parameters_rule or 'source'}"
        for model in models.values()
    )
    labels: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for model in models.values():
        label = model.training_type_label
        if label is None:
            labels["missing"] += 1
        elif label.strip().lower() not in types:
            labels["of an unknown word"] += 1
            unknown[label] += 1
        else:
            labels[f"from the {model.training_type_rule or 'source'}"] += 1
    lines += [f"  sizes: {_counted(sizes)}", f"  training types: {_counted(labels)}"]
    if unknown:
        lines.append(f"  words that stand for no training type: {_counted(unknown)}")
    if sizes["missing"] or labels["missing"]:
        lines.append(
            "  what is missing is looked for among the boards' models; --models adds your own word"
        )
    return lines


def _reasons(scores: list[Score], models: Mapping[str, Model], taken_on: date) -> Counter[str]:
    """Count the records that a build will not load, each under one reason."""
    reasons: Counter[str] = Counter()
    seen: dict[tuple[object, ...], float | str | None] = {}
    for score in scores:
        reason = score.problem or _outside(score, models.get(score.model_name or ""), taken_on)
        if reason is None and (key := _key(score)) in seen:
            score_is = "the same" if seen[key] == score.score else "another"
            reason = f"a repetition of an earlier record, with {score_is} score"
        elif reason is None:
            seen[key] = score.score
        if reason is not None:
            reasons[reason] += 1
    return reasons


def _left_out(gathered: Gathered, reasons: Counter[str]) -> list[str]:
    lines = _some((f"  {n:,} × {reason}" for reason, n in reasons.most_common()), 2 * _LINES)
    shown = ["not usable; a build lists each in quality.quarantined_rows:", *lines] if lines else []
    if gathered.strangers:
        shown.append(f"not recognised: {len(gathered.strangers):,} file(s)")
        shown += _some((f"  {name}: {why}" for name, why in gathered.strangers.items()), _LINES)
    notes = list(dict.fromkeys(gathered.results.notes))
    return shown + (["notes:", *_some([f"  {note}" for note in notes], _LINES)] if notes else [])


def _outside(score: Score, model: Model | None, taken_on: date) -> str | None:
    """Say of a sound record for what the build will not take it."""
    if score.problem is not None:
        return None
    if score.evaluated_on and score.evaluated_on > taken_on.isoformat():
        return f"evaluated after the day of the import, {taken_on}; say a later --as-of"
    if model and model.released_on and model.released_on > taken_on.isoformat():
        return f"released after the day of the import, {taken_on}; say a later --as-of"
    end = BOUNDED.get(score.unit or "")
    if end and isinstance(score.score, float) and not 0 <= score.score <= end:
        return f"{score.benchmark}: outside 0–{end:g}: {score.score:g}"
    return None if score.benchmark and score.model_name else "no model or no benchmark"


def _key(score: Score) -> tuple[object, ...]:
    name = slug(score.benchmark or "")
    return (score.model_name, name, *(getattr(score, part) for part in _KEY))


def _counted(counts: Counter[str]) -> str:
    common = [f"{n:,} {name}" for name, n in counts.most_common(_LINES) if n]
    more = len(counts) - _LINES
    return ", ".join([*common, *([f"{more} more"] if more > 0 else [])]) or "none"


def _some(lines: Iterable[str], n: int) -> list[str]:
    found = list(lines)
    more = len(found) - n
    return found if more <= 0 else [*found[:n], f"  and {more:,} more"]
