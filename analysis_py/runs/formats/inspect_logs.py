"""Inspect's logs: ``.json``, and ``.eval``, an archive of its parts."""

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import zstandard

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
#: Compression of newer versions of Inspect; zipfile reads it from Python 3.14.
_ZSTD = 93


def recognise(file: File) -> dict[str, Any] | None:
    """Return the log, which is empty for an archive."""
    if file.suffix == ".eval":
        return {}
    head = file.json
    return head if isinstance(head, dict) and {"version", "status", "eval"} <= set(head) else None


def read(file: File, log: dict[str, Any]) -> Results:
    """Return every metric of every scorer, and every sample's scores."""
    samples = iter(log.get("samples") or ())
    if file.suffix == ".eval":
        log, samples = _opened(file.path)
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
    found = Results()
    found.know(Model(), run)
    found.scores += _scores(run, results)
    found.samples += _samples(run, spec, samples, file.cluster)
    if not found.scores:
        found.scores.append(replace(run, problem=problem or "the log holds no score"))
    return found


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
    run: Score, spec: Mapping[str, Any], samples: Iterator[Any], cluster: str | None
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
            harness="inspect_ai",
            document=digest(sample.get("input")),
            key=digest(sample.get("target")),
            cluster=text_of(_object(sample.get("metadata")).get(cluster)) if cluster else None,
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
            parts = {f"{scorer}.{part}": each for part, each in _object(value).items()}
            for metric, each in (parts or {scorer: value}).items():
                grade = _GRADES.get(each) if isinstance(each, str) else None
                found, problem = (grade, None) if grade is not None else read_grade(each)
                yield replace(base, metric=metric, score=found, problem=base.problem or problem)


def _opened(path: Path) -> tuple[dict[str, Any], Iterator[Any]]:
    """Return the head of an archived log, and its samples one by one."""
    try:
        with zipfile.ZipFile(path) as archive:
            # the last copy of a rewritten member counts
            members = {each.filename: each for each in archive.infolist()}
        is_finished = "header.json" in members
        head = _member(path, members["header.json" if is_finished else "_journal/start.json"])
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise UnreadableFile(f"not readable as an archive of Inspect: {error}") from error
    head = dict(_object(head))
    if not is_finished:
        head["status"] = "started"
    names = sorted(name for name in members if name.startswith("samples/"))
    return head, (_sample_or_why(path, members[name]) for name in names)


def _sample_or_why(path: Path, member: zipfile.ZipInfo) -> Any:
    try:
        return _member(path, member)
    except UnreadableFile as error:
        return str(error)


def _member(path: Path, member: zipfile.ZipInfo) -> Any:
    """Return the content of a member of an archive."""
    try:
        if member.compress_type == _ZSTD:
            # the data follow a header of 30 bytes, a name and an extra field
            with path.open("rb") as file:
                file.seek(member.header_offset + 26)
                lengths = file.read(4)
                file.seek(sum(int.from_bytes(lengths[i : i + 2], "little") for i in (0, 2)), 1)
                packed = file.read(member.compress_size)
            with zstandard.ZstdDecompressor().stream_reader(
                packed, read_across_frames=True
            ) as parts:
                text = parts.read()
        else:
            with zipfile.ZipFile(path) as archive:
                text = archive.read(member)
        return json.loads(bytes(text))
    except (
        ValueError,
        OSError,
        RuntimeError,
        NotImplementedError,
        zipfile.BadZipFile,
        zlib.error,
        zstandard.ZstdError,
    ) as error:
        raise UnreadableFile(f"its member {member.filename} is broken: {error}") from error
