"""The text summary of an import: recognised, understood and ignored columns."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from analysis_py.imports.benchmarks import Benchmark, slug
from analysis_py.imports.contract import BOUNDED, Model, Run, Score
from analysis_py.imports.gathering import Gathered

#: Lines of each kind that are shown; the rest is counted.
LINES = 8
#: What to do about records that are left out for a reason that begins so.
_REMEDIES = {
    "the unit is unclear": "say what it is of {1}, such as --unit {0}=percent or --unit {0}=0-10",
    "duplicate key": "a column variant tells several runs of one model apart; answers to single "
    "items are for llm-reassess items",
    "contradictory scores": "remove the wrong one; a column variant tells runs of one model apart",
    "evaluated_on is after": "say a later --as-of",
    "released_on is after": "say a later --as-of",
}


def summary(
    gathered: Gathered,
    scores: list[Score],
    reasons: Mapping[int, str],
    benchmarks: Mapping[int, str],
    models: Mapping[Run, Model],
    known: Mapping[str, Benchmark],
    types: Mapping[str, str],
    *,
    n_lines: int | None,
) -> list[str]:
    """Return the lines that are printed after an import and in a dry run.

    Parameters
    ----------
    reasons : mapping of int to str
        Why a build will reject records, by their numbers from 1.
    benchmarks : mapping of int to str
        On which benchmarks it takes records to be, by the same numbers.
    models, known, types
        What is known of models, benchmarks and labels of training types.
    n_lines : int or None
        How many lines of each kind are shown; None is all.
    """
    usable: dict[str, list[Score]] = defaultdict(list)
    for n, score in enumerate(scores, start=1):
        if n not in reasons:
            usable[benchmarks.get(n, "")].append(score)
    n_usable = sum(map(len, usable.values()))
    lines = [
        *_recognised(gathered),
        f"records     {len(scores):,}: {n_usable:,} usable, {len(reasons):,} not",
        *_benchmarks(usable, known, n_lines and 3 * n_lines),
        *_models({str(run[0]): model for run, model in models.items()}, types),
    ]
    if gathered.results.samples:
        n_answers = sum(sample.problem is None for sample in gathered.results.samples)
        lines.append(f"samples     {n_answers:,} answers to single items kept")
    lines += _left_out(scores, reasons, n_lines and 2 * n_lines)
    if 0 < n_usable < len(reasons):
        lines.append("a build makes no cohort of an import of which most records are left out")
    if gathered.strangers:
        lines.append(f"not recognised: {len(gathered.strangers):,} file(s)")
        lines += _some((f"  {name}: {why}" for name, why in gathered.strangers.items()), n_lines)
    if notes := list(dict.fromkeys(gathered.results.notes)):
        lines += ["notes:", *_some([f"  {note}" for note in notes], n_lines)]
    return lines


def _recognised(gathered: Gathered) -> list[str]:
    lines: list[str] = []
    for name, files in gathered.read.items():
        shown = files[0].shown if len(files) == 1 else f"{len(files):,} files"
        lines.append(f"{'recognised' if not lines else '':<10}  {name}: {shown}")
    return lines


def _benchmarks(
    groups: Mapping[str, list[Score]], known: Mapping[str, Benchmark], n_lines: int | None
) -> list[str]:
    described_as = {benchmark.benchmark_id: benchmark for benchmark in known.values()}
    matched = [name for name in groups if name in described_as]
    lines = [
        f"benchmarks  {len(groups):,}: {len(matched):,} matched, {len(groups) - len(matched):,} new"
    ]
    described = []
    for name in sorted(groups, key=lambda name: (name not in matched, name)):
        group = groups[name]
        units = "/".join(sorted({score.unit or "by range" for score in group}))
        named = sorted({score.metric for score in group if score.metric})
        metrics = ", ".join(named[:4] + (["…"] if len(named) > 4 else []))
        parts = [units, metrics, _items(group), _comparison(group, described_as.get(name))]
        names = ", ".join(sorted({score.benchmark or "" for score in group}))
        described.append(f"  {names}: {'; '.join(part for part in parts if part)}")
    return lines + _some(described, n_lines)


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


def _left_out(scores: list[Score], reasons: Mapping[int, str], n_lines: int | None) -> list[str]:
    """Count the records that a build rejects by the kind of reason, with the first of each."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for n in sorted(reasons):
        kinds[reasons[n].partition(": ")[0]].append(n)
    lines = []
    for kind, places in sorted(kinds.items(), key=lambda item: -len(item[1])):
        detail = reasons[places[0]].partition(": ")[2]
        first = (
            f", the first: {detail}"
            if detail and len(places) > 1
            else f": {detail}"
            if detail
            else ""
        )
        lines.append(f"  {len(places):,} × {kind}{first}")
        remedy = next((each for start, each in _REMEDIES.items() if kind.startswith(start)), "")
        if "{0}" in remedy:
            names = dict.fromkeys(scores[n - 1].benchmark or "" for n in places)
            lines += [f"      {remedy.format(slug(name) or name, name)}" for name in names]
        elif remedy:
            lines.append(f"      {remedy}")
    shown = _some(lines, n_lines)
    return ["not usable; a build lists each in quality.quarantined_rows:", *shown] if shown else []


def _counted(counts: Counter[str]) -> str:
    common = [f"{n:,} {name}" for name, n in counts.most_common(LINES) if n]
    more = len(counts) - LINES
    return ", ".join([*common, *([f"{more} more"] if more > 0 else [])]) or "none"


def _some(lines: Iterable[str], n: int | None) -> list[str]:
    found = list(lines)
    more = len(found) - n if n is not None else 0
    return found if more <= 0 else [*found[:n], f"  and {more:,} more; --verbose shows all"]
