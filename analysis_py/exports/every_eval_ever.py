"""Every Eval Ever 0.3: a JSON file per evaluation, with all its scores.

Paths are ``data/<collection>/<developer>/<model>/<uuid4>.json``. The identifier is derived from the
evaluation's own, so an evaluation has the same file in every export.
"""

import hashlib
import json
import math
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from analysis_py.exports import ExportProblem
from analysis_py.publishing import DATABASE_NAME
from analysis_py.publishing.reading import open_database

SCHEMA_VERSION = "0.3.0"
_COLLECTION = "llm_reassessment"
#: Quantile of the normal distribution for a 95 % interval.
_Z = 1.959963984540054

_EVALUATIONS = """
select
    evaluations.*,
    snapshots.title,
    snapshots.producer,
    snapshots.found_at,
    snapshots.taken_on,
    count(*) over (
        partition by evaluations.snapshot_id, model_name, revision, precision, evaluated_by
    ) > 1 as is_key_shared
from marts.fct_evaluations as evaluations
inner join marts.dim_snapshots as snapshots using (snapshot_id)
where ? is null or snapshots.source = ?
order by evaluation_id
"""
_SCORES = """
select
    scores.evaluation_id,
    scores.benchmark_id,
    benchmark_name as name,
    score_pct as score,
    true as is_on_benchmark,
    std_error_pct,
    scores.n_items,
    scores.n_shots,
    scores.metric
from marts.fct_scores as scores
inner join marts.dim_benchmarks as benchmarks using (benchmark_id)
union all by name
select evaluation_id, task as name, score, false as is_on_benchmark
from marts.fct_task_scores
order by evaluation_id, is_on_benchmark desc, name
"""


def write(warehouse: Path, folder: Path, source: str | None = None) -> Path:
    """Write the evaluations of all snapshots, or of one source, and return their folder."""
    with open_database(warehouse / DATABASE_NAME) as connection:
        scores: dict[str, list[dict[str, Any]]] = {}
        for score in _rows(connection, _SCORES):
            scores.setdefault(score["evaluation_id"], []).append(score)
        n = 0
        for run in _rows(connection, _EVALUATIONS, [source, source]):
            if run["evaluation_id"] in scores:
                _write_one(folder, run, scores[run["evaluation_id"]])
                n += 1
    if n == 0:
        raise ExportProblem(f"there is no evaluation of {source or 'any source'}")
    return folder / "data"


def _write_one(folder: Path, run: dict[str, Any], scores: list[dict[str, Any]]) -> None:
    developer, _, local = run["model_name"].rpartition("/")
    record = {
        "schema_version": SCHEMA_VERSION,
        "evaluation_id": f"{_COLLECTION}/{run['snapshot_id']}/{run['evaluation_id']}",
        **({"evaluation_timestamp": _stamp(run["submitted_on"])} if run["submitted_on"] else {}),
        "retrieved_timestamp": _stamp(run["taken_on"]),
        "source_metadata": {
            "source_name": run["snapshot_id"],
            "source_type": "documentation",
            "source_organization_name": run["evaluated_by"] or run["producer"],
            "evaluator_relationship": "other",
            "additional_details": {"title": run["title"], "found_at": run["found_at"]},
        },
        "eval_library": {"name": "unknown", "version": "unknown"},
        "model_info": {
            "name": local,
            "id": run["model_name"],
            "developer": developer or "unknown",
            "additional_details": _details(run),
        },
        "evaluation_results": [_result(run, score) for score in scores],
    }
    digest = hashlib.md5(run["evaluation_id"].encode(), usedforsecurity=False).digest()
    names = (_COLLECTION, developer or "unknown", local)
    path = folder.joinpath("data", *map(_safe, names), f"{uuid.UUID(bytes=digest, version=4)}.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _result(run: dict[str, Any], score: dict[str, Any]) -> dict[str, Any]:
    is_percent = score["is_on_benchmark"]
    settings = {"num_fewshot": score["n_shots"]} if score["n_shots"] is not None else {}
    metric = score["metric"] or "score"
    uncertainty = _uncertainty(score["score"], score["std_error_pct"], score["n_items"])
    urls = re.findall(r"https?://[^\s,;)]+", run["found_at"] or "")
    source = {"source_type": "url", "url": urls} if urls else {"source_type": "other"}
    return {
        "evaluation_result_id": f"{run['evaluation_id']}/{score['benchmark_id'] or score['name']}",
        "evaluation_name": score["name"],
        "source_data": {"dataset_name": score["name"], **source},
        "metric_config": {
            "metric_id": metric,
            "metric_name": metric,
            "metric_unit": "percent" if is_percent else "points",
            "lower_is_better": False,
            "score_type": "continuous",
            "min_score": 0.0 if is_percent else "-Infinity",
            "max_score": 100.0 if is_percent else "Infinity",
            **(
                {"additional_details": {k: str(v) for k, v in settings.items()}} if settings else {}
            ),
        },
        "score_details": {
            "score": score["score"],
            **({"uncertainty": uncertainty} if uncertainty else {}),
        },
    }


def _uncertainty(score: float, error: float | None, n_items: int | None) -> dict[str, Any]:
    """Return a score's uncertainty, with a 95 % interval if it can be computed.

    Without a positive error, the interval is Wilson's (1927, JASA 22, 209-212) for a share of right
    answers; it has a width even if none or all are right.
    """
    uncertainty: dict[str, Any] = {}
    middle, half, method = score, _Z * (error or 0), "normal"
    if error is not None:
        uncertainty["standard_error"] = {"value": error, "method": "analytic"}
    if n_items:
        uncertainty["num_samples"] = n_items
        if error:
            uncertainty["standard_deviation"] = error * math.sqrt(n_items)
        else:
            share, square = score / 100, _Z**2
            middle = 100 * (share + square / (2 * n_items)) / (1 + square / n_items)
            inner = share * (1 - share) / n_items + square / (4 * n_items**2)
            half, method = 100 * _Z * math.sqrt(inner) / (1 + square / n_items), "Wilson"
    if half:
        uncertainty["confidence_interval"] = {
            "lower": max(middle - half, 0.0),
            "upper": min(middle + half, 100.0),
            "confidence_level": 0.95,
            "method": method,
        }
    return uncertainty


def _details(run: dict[str, Any]) -> dict[str, str]:
    details = {
        "deployment_type": "unknown",
        "model_availability": "open_weights" if run["is_available"] else "unknown",
        "params_billions": run["parameters_b"],
        "training_type": None if run["training_type"] == "unknown" else run["training_type"],
        "architecture": run["architecture_label"],
        "base_model": run["base_model_name"],
        "precision": run["precision"],
        "revision": run["revision"],
        "is_merge": run["is_merge"],
        "is_moe": run["is_moe"],
        "is_flagged": run["is_flagged"],
        # other differences between runs are only in their identifiers
        "variant": run["evaluation_id"][:12] if run["is_key_shared"] else None,
    }
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in details.items()
        if value is not None
    }


def _rows(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: list[Any] | None = None
) -> Iterator[dict[str, Any]]:
    result = connection.cursor().execute("use llm_reassessment").execute(sql, parameters or [])
    names = [column[0] for column in result.description]
    while rows := result.fetchmany(10_000):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


def _stamp(day: date) -> str:
    return str(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _safe(name: str) -> str:
    """Return a name that is safe for a folder on any system."""
    safe = re.sub(r"[^\w.-]+", "_", name).strip(".")[:100]
    if safe == name:
        return safe
    return f"{safe or 'model'}_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
