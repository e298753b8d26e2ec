"""Inspect's logs: ``.json``, and ``.eval``, an archive of its parts."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

from analysis_py.runs.formats.archives import Archive
from analysis_py.runs.formats.contract import Model, Results, Sample, Score, UnreadableFile, text_of
from analysis_py.runs.formats.digests import digest
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import moment, read_grade, real, whole

FORMAT = "Inspect: logs *.eval and *.json"

#: Measures of spread; they are not scores.
_SPREADS = {"stderr", "std", "var", "bootstrap_stderr", "bootstrap_std"}
#: Metrics to which the standard error beside them belongs.
_MEANS = {"accuracy", "mean"}
#: Marks of the usual scorers for right, partly right and wrong.
_GRADES = {"C": 1.0, "P": 0.5, "I": 0.0, "N": 0.0}


def recognise(file: File) -> dict[str, Any] | None:
    """Return the log, which is empty for an archive."""
    if file.suffix == ".eval":
        return {}
    head = file.json
    return head if isinstance(head, dict) and {"version", "status", "eval"} <= set(head) else None


def read(file: File, log: dict[str, Any]) -> Results:
    """Return every metric of every scorer, and every sample's scores."""
    if file.suffix != ".eval":
        return _read_log(file, log, iter(log.get("samples") or ()))
    with closing(Archive(file.path)) as archive:
        return _read_log(file, _read_head(archive), _read_samples(archive))


def _read_log(file: File, log: Mapping[str, Any], samples: Iterator[Any]) -> Results:
    spec, results = _object(log.get("eval")), _object(log.get("results"))
    status = log.get("status") or "unknown"
    problem = None if status == "success" else f"the run's status is {status}"
    run = Score(
        model_name=text_of(spec.get("model")),
        benchmark=(text_of(spec.get("task")) or "").split("/")[-1] or None,
        file_name=file.shown,
        row_number=1,
        evaluated_on=moment(spec.get("created")),
        relationship="own run",
        harness="inspect_ai",
        harness_version=text_of(_object(spec.get("packages")).get("inspect_ai")),
        problem=problem,
    )
    read = Results()
    read.know(Model(), run)
    read.scores += _scores(run, results)
    read.samples += _samples(run, spec, samples, file)
    if not read.scores:
        read.scores.append(replace(run, problem=problem or "the log holds no score"))
    return read


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _scores(run: Score, results: Mapping[str, Any]) -> Iterator[Score]:
    scores = [_object(each) for each in results.get("scores") or ()]
    names = Counter(text_of(each.get("name")) for each in scores)
    row = 0
    for score in scores:
        scorer, metrics = text_of(score.get("name")), _object(score.get("metrics"))
        reducer = text_of(score.get("reducer"))
        if names[scorer] > 1 and reducer:
            scorer = f"{scorer}, {reducer}"
        error = _object(metrics.get("stderr")).get("value")
        for name, metric in metrics.items():
            if name in _SPREADS:
                continue
            given = _object(metric).get("value")
            value = real(given)
            row += 1
            yield replace(
                run,
                row_number=row,
                score=text_of(given) if value is None else value,
                unit="share" if value is not None and 0 <= value <= 1 else "points",
                metric=name,
                metric_filter=scorer,
                std_error=real(error) if name in _MEANS else None,
                n_items=whole(score.get("scored_samples"))
                or whole(results.get("completed_samples"))
                or None,
            )


def _samples(
    run: Score, spec: Mapping[str, Any], samples: Iterator[Any], file: File
) -> Iterator[Sample]:
    started = [text_of(spec.get("created")), text_of(spec.get("eval_id") or spec.get("run_id"))]
    n_items = whole(_object(spec.get("dataset")).get("samples"))
    for row, given in enumerate(samples, start=1):
        sample = _object(given)
        base = Sample(
            model_name=run.model_name,
            benchmark=run.benchmark,
            item_id=text_of(sample.get("id")),
            file_name=run.file_name,
            row_number=row,
            run=" ".join(filter(None, started)) or run.file_name,
            epoch=whole(sample.get("epoch")) or 1,
            n_items=n_items,
            n_asked=_count_asked(spec, n_items),
            harness="inspect_ai",
            document=digest(sample.get("input")),
            key=digest(sample.get("target")),
            cluster=text_of(_object(sample.get("metadata")).get(file.cluster or "")),
            answer=file.answer(_object(sample.get("output")).get("completion")),
            problem=run.problem,
        )
        if sample is not given:
            yield replace(base, problem=f"the sample is not an object: {str(given)[:200]}")
            continue
        # logs before version 2 have one scorer
        scores = sample.get("scores") or {"score": sample.get("score")}
        scores = {name: score for name, score in _object(scores).items() if score is not None}
        if not scores:
            why = text_of(_object(sample.get("error")).get("message"))
            unscored = "the sample has no score" + (f": {why[:80]}" if why else "")
            yield replace(base, problem=base.problem or unscored)
        for scorer, score in scores.items():
            value = _object(score).get("value")
            # a scorer may give several named values
            grades = {f"{scorer}.{part}": each for part, each in _object(value).items()}
            for metric, each in (grades or {scorer: value}).items():
                grade = _GRADES.get(each) if isinstance(each, str) else None
                read, problem = (grade, None) if grade is not None else read_grade(each)
                yield replace(base, metric=metric, score=read, problem=base.problem or problem)


def _count_asked(spec: Mapping[str, Any], n_items: int | None) -> int | None:
    """Return the number of samples asked if a limit or a list of samples makes them a part."""
    config = _object(spec.get("config"))
    limit, chosen = config.get("limit"), config.get("sample_id")
    if n_items is None or (limit is None and chosen is None):
        return None
    if chosen is not None:
        n = len(chosen) if isinstance(chosen, list) else 1
    elif isinstance(limit, list) and len(limit) == 2:
        n = min(whole(limit[1]) or 0, n_items) - (whole(limit[0]) or 0)
    else:
        n = whole(limit) or 0
    return n if 0 < n < n_items else None


def _read_head(archive: Archive) -> dict[str, Any]:
    """Return the head of an archived log; a run that wrote none has not finished."""
    if "header.json" in archive.members:
        return dict(_object(_read_member(archive, "header.json")))
    return dict(_object(_read_member(archive, "_journal/start.json"))) | {"status": "started"}


def _read_samples(archive: Archive) -> Iterator[Any]:
    """Yield the samples one by one, or why a sample cannot be read."""
    for name in sorted(name for name in archive.members if name.startswith("samples/")):
        try:
            yield _read_member(archive, name)
        except UnreadableFile as error:
            yield str(error)


def _read_member(archive: Archive, name: str) -> Any:
    try:
        return json.loads(archive.read(name))
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"its member {name} is broken: {error}") from error
