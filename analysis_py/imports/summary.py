"""The text summary of an import: recognised, understood and ignored columns."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analysis_py.imports.benchmarks import Benchmark
from analysis_py.runs.formats.contract import BOUNDED, Model, Run, Score
from analysis_py.runs.formats.gathering import Gathered
from analysis_py.runs.formats.names import slug

#: Number of files and words that are named; the rest is counted.
_TOLD = 20
#: Remedies for records that are left out, by the start of the reason.
_REMEDIES = {
    "the unit is unclear": "state the unit of {1}, such as --unit {0}=percent or --unit {0}=0-10",
    "duplicate key": "add a column variant to distinguish runs of one model",
    "contradictory scores": "remove the wrong one, or add a column variant for runs of one model",
    "evaluated_on is after": "give a later --as-of",
    "released_on is after": "give a later --as-of",
}


def summary(
    gathered: Gathered,
    scores: Sequence[Score],
    reasons: Mapping[int, str],
    benchmarks: Mapping[int, str],
    models: Mapping[Run, Model],
    known: Mapping[str, Benchmark],
    types: Mapping[str, str],
) -> list[str]:
    """Return the lines that are printed after an import and in a dry run.

    ``reasons`` and ``benchmarks`` map records' numbers, from 1, to the reason of their rejection
    and to their benchmark.
    """
    lines: list[str] = []
    for name, files in gathered.read.items():
        shown = files[0].shown if len(files) == 1 else f"{len(files):,} files"
        lines.append(f"{'' if lines else 'recognised':<10}  {name}: {shown}")
    if scores:
        usable: dict[str, list[Score]] = defaultdict(list)
        for n, score in enumerate(scores, start=1):
            if n not in reasons:
                usable[benchmarks.get(n, "")].append(score)
        n_usable = len(scores) - len(reasons)
        lines += [
            f"records     {len(scores):,}: {n_usable:,} usable, {len(reasons):,} not",
            *_benchmarks(usable, {each.benchmark_id: each for each in known.values()}),
            *_models({str(run[0]): model for run, model in models.items()}, types),
            *_left_out(scores, reasons),
        ]
        if 0 < n_usable < len(reasons):
            lines.append("most records are left out, so the build makes no cohort of this import")
    if gathered.unknown:
        lines.append(f"not recognised: {len(gathered.unknown):,} file(s)")
        unknown = [f"  {name}: {why}" for name, why in gathered.unknown.items()]
        lines += unknown[:_TOLD] + (
            [f"  and {len(unknown) - _TOLD:,} more"] if unknown[_TOLD:] else []
        )
    if notes := dict.fromkeys(gathered.results.notes):
        lines += ["notes:", *(f"  {note}" for note in notes)]
    return lines


def _benchmarks(
    groups: Mapping[str, Sequence[Score]], described: Mapping[str, Benchmark]
) -> list[str]:
    n_matched = len(groups.keys() & described.keys())
    lines = [f"benchmarks  {len(groups):,}: {n_matched:,} matched, {len(groups) - n_matched:,} new"]
    for name in sorted(groups, key=lambda name: (name not in described, name)):
        group = groups[name]
        units = "/".join(sorted({score.unit or "by range" for score in group}))
        metrics = ", ".join(sorted({score.metric for score in group if score.metric}))
        clauses = [units, metrics, _comparison(group, described.get(name))]
        names = ", ".join(sorted({score.benchmark or "" for score in group}))
        lines.append(f"  {names}: {'; '.join(part for part in clauses if part)}")
    return lines


def _comparison(group: Sequence[Score], benchmark: Benchmark | None) -> str:
    if benchmark is None:
        return "new"
    if not any(score.unit in (*BOUNDED, None) for score in group):
        return f"{benchmark.benchmark_id}, but on another scale"
    asked = f"{benchmark.metric}, {benchmark.n_shots} shots"
    if any(
        score.metric == benchmark.metric and score.n_shots == benchmark.n_shots for score in group
    ):
        return f"comparable with {benchmark.benchmark_id} ({asked})"
    return f"not comparable with {benchmark.benchmark_id} ({asked})"


def _models(models: Mapping[str, Model], types: Mapping[str, str]) -> list[str]:
    n_sized = sum(model.parameters_b is not None for model in models.values())
    labels: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for model in models.values():
        label = model.training_type_label
        if label is None:
            labels["missing"] += 1
        elif label.strip().lower() not in types:
            labels["unknown"] += 1
            unknown[label] += 1
        else:
            labels[f"from the {model.training_type_rule or 'source'}"] += 1
    lines = [
        f"models      {len(models):,}",
        f"  sizes: {n_sized:,} from the source; a build looks for others in names",
        f"  training types: {_counted(labels)}",
    ]
    if unknown:
        lines.append(f"  unknown training types: {_counted(unknown)}")
    if n_sized < len(models) or labels["missing"]:
        lines.append("  missing values are taken from the leaderboards' models")
    return lines


def _left_out(scores: Sequence[Score], reasons: Mapping[int, str]) -> list[str]:
    """Count the records that a build rejects by the kind of reason, with the first of each."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for n in sorted(reasons):
        kinds[reasons[n].partition(": ")[0]].append(n)
    lines = ["not usable (a build lists each in quality.quarantined_rows):"] if kinds else []
    for kind, places in sorted(kinds.items(), key=lambda item: -len(item[1])):
        detail = reasons[places[0]].partition(": ")[2]
        before = ", first: " if len(places) > 1 else ": "
        lines.append(f"  {len(places):,} × {kind}{before if detail else ''}{detail}")
        remedy = next((each for start, each in _REMEDIES.items() if kind.startswith(start)), "")
        names = dict.fromkeys(scores[n - 1].benchmark or "" for n in places)
        remedies = [remedy.format(slug(name) or name, name) for name in names]
        lines += [f"      {each}" for each in dict.fromkeys(remedies) if each]
    return lines


def _counted(counts: Counter[str]) -> str:
    common = [f"{n:,} {name}" for name, n in counts.most_common(_TOLD) if n]
    more = [f"{len(counts) - _TOLD} more"] if len(counts) > _TOLD else []
    return ", ".join([*common, *more]) or "none"
