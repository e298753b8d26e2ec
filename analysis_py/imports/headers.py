"""What the header of anyone's table says: fields, benchmarks, and columns that are neither."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Names of headers for each field, the clearest first; the field's own name goes before them all.
NAMES: dict[str, tuple[str, ...]] = {
    "model_name": ("model", "llm", "fullname", "full_name", "name", "model_id", "system", "slug"),
    "benchmark": ("benchmark_name", "task", "task_name", "dataset", "eval", "test", "benchmark_id"),
    "score": ("value", "result", "accuracy", "acc", "score_pct", "performance"),
    "unit": ("units", "scale"),
    "metric": ("metric_name", "measure"),
    "metric_filter": ("filter",),
    "subset": ("subtask", "split", "subject", "category"),
    "is_higher_better": ("higher_is_better",),
    "std_error": ("stderr", "std_err", "se", "standard_error", "score_std_error", "std_error_pct"),
    "n_items": ("n_samples", "num_samples", "n_questions", "items"),
    "n_shots": ("num_fewshot", "n_shot", "shots", "few_shot", "num_shots"),
    "variant": ("effort", "reasoning_effort", "mode", "scaffold"),
    "revision": ("model_sha", "sha", "commit"),
    "precision": ("dtype", "quant", "quantization"),
    "chat_template": (),
    "evaluated_on": ("date", "evaluation_date", "submission_date", "submitted_on", "as_of"),
    "evaluated_by": ("reported_by", "evaluator", "source_repo"),
    "harness": (),
    "harness_version": (),
    "source_url": ("url", "source", "link"),
    "problem": (),
    "parameters_b": (
        *("params_b", "size_b", "total_parameters", "total_params", "params", "parameters"),
        *("model_size", "size", "num_params", "n_params"),
    ),
    "active_parameters_b": ("active_parameters", "active_params", "active_params_b"),
    "training_type_label": ("training_type", "type", "model_type", "tuning"),
    "architecture_label": ("architecture", "family", "model_family", "arch"),
    "base_model_name": ("base_model", "base"),
    "weight_type": (),
    "released_on": ("release_date", "released", "released_at", "model_release_date"),
    "organisation": (
        *("organization", "org", "developer", "maker", "provider", "model_creator_name", "creator"),
        *("lab", "company"),
    ),
    "is_open_weights": ("open_weights", "open"),
    "is_merge": ("merged", "is_merged"),
    "is_moe": ("moe",),
    "is_flagged": ("flagged",),
    "is_available": ("available_on_the_hub", "available_on_hub"),
    "is_reasoning": ("reasoning", "reasoning_model"),
}
#: Words of a header that no benchmark has: identifiers, composites, costs, counts and bounds.
_NO_BENCHMARK = re.compile(
    r"(^|_)(id|rank|ranking|index|idx|uuid|hash|sha|url|notes?|comment|licen[sc]e|avg|average|mean"
    r"|overall|total|elo|latency|seconds|secs|runtime|duration|cost|price|usd|throughput|speed|vram"
    r"|memory|gb|votes|likes|downloads|context|window|year|month|tokens?|trillions?|flops|epochs?"
    r"|seed|batch|params|parameters|size|lower\d*|upper\d*|ci|stderr|std|std_error|se|stdev|missing"
    r"|count|num|n)(_|$)|_(s|ms|sec|min|h)$|^(n|num)_"
)
#: Words of a header by which less is better.
_LOWER = re.compile(
    r"[↓⬇]|\b(lower[ _-]is[ _-]better|lower|error[ _-]rate|wer|perplexity|ppl)\b", re.I
)
_SHOTS = re.compile(r"[\s(\[,_-]*(\d{1,3})[\s_-]*shots?\b[)\]]?", re.I)
_PERCENT = re.compile(r"[\[(]\s*(%|pct|percent)\s*[\])]|%$|_pct$|_percent$", re.I)
_SHARE = re.compile(r"[\[(]\s*(0\s*[-–]\s*1|share|fraction)\s*[\])]$", re.I)
_ARROWS = re.compile(r"\s*[↑↓⬆⬇]\ufe0f?\s*|\s*[(\[]\s*(lower|higher)( is better)?\s*[)\]]", re.I)


@dataclass(frozen=True)
class ScoreColumn:
    """What the header of a wide table says of a column of scores."""

    benchmark: str
    unit: str | None
    n_shots: int | None
    is_higher_better: bool | None


def slug(header: str) -> str:
    """Return a header as names are compared: totalParameters and Total parameters are one."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", header)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")


def fields_of(header: Sequence[str]) -> dict[str, str]:
    """Return the column of every field that a header names, the clearest name first."""
    slugs: dict[str, str] = {}
    for name in header:
        slugs.setdefault(re.sub(r"^is_(?=open|merged)", "", slug(name)), name)
        slugs.setdefault(slug(name), name)
    found: dict[str, str] = {}
    for role, names in NAMES.items():
        for name in (role, *names):
            if name in slugs and slugs[name] not in found.values():
                found[role] = slugs[name]
                break
    return found


def columns_read(fields: Mapping[str, str]) -> str:
    """Say in words which column was taken for which field."""
    return ", ".join(f"{column} as {role}" for role, column in fields.items() if column != role)


def is_no_benchmark(header: str) -> bool:
    """Tell whether a header names an identifier, an average, a cost or the like."""
    return bool(_NO_BENCHMARK.search(slug(header)) or _NO_BENCHMARK.search(header.lower()))


def score_column(header: str) -> ScoreColumn:
    """Read the header of a column of scores, such as ``MMLU (5-shot) [%]`` or ``Toxicity ↓``."""
    shots = _SHOTS.search(header)
    unit = "percent" if _PERCENT.search(header) else "share" if _SHARE.search(header) else None
    name = _SHARE.sub("", _PERCENT.sub("", _ARROWS.sub(" ", header)))
    name = _SHOTS.sub(" ", name) if shots else name
    name = " ".join(name.split())
    return ScoreColumn(
        name or header,
        unit,
        int(shots.group(1)) if shots else None,
        False if _LOWER.search(header) else None,
    )
