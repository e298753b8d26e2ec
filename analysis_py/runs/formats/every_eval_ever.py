"""Every Eval Ever, schema 0.2 and 0.3: one JSON file per run; HELM's results come so too.

The bounds of a metric give its unit. In this schema a score of -1 below a bound of 0 means "not
measured"; it becomes an unusable record.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis_py.runs.formats.contract import Model, Results, Score, UnreadableFile
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import moment, real, truth, whole

FORMAT = "Every Eval Ever: one JSON file per run (HELM's results in this form too)"


def recognise(file: File) -> dict[str, Any] | None:
    """Return the record of a run."""
    head = file.json
    fields = {"schema_version", "evaluation_results", "model_info"}
    return head if isinstance(head, dict) and fields <= set(head) else None


def read(file: File, content: dict[str, Any]) -> Results:
    """Return every result of the run."""
    if not isinstance(content["evaluation_results"], list):
        raise UnreadableFile("its evaluation_results are not a list")
    wrong_in_file: list[str] = []
    info = _object(content, "model_info", wrong_in_file)
    meta = _object(content, "source_metadata", wrong_in_file)
    details = _object(info, "additional_details", wrong_in_file)
    library = _object(content, "eval_library", wrong_in_file)
    run = Score(
        model_name=info.get("id") or info.get("name"),
        variant=details.get("variant"),
        revision=details.get("revision"),
        precision=details.get("precision"),
        chat_template=truth(details.get("chat_template")),
        evaluated_on=moment(content.get("evaluation_timestamp")),
        evaluated_by=meta.get("source_organization_name"),
        relationship=meta.get("evaluator_relationship"),
        harness=library.get("name"),
        harness_version=library.get("version"),
        **file.place(1),
    )
    results = Results()
    for row, result in enumerate(content["evaluation_results"], start=1):
        if not isinstance(result, Mapping):
            why = f"the result is not an object: {str(result)[:80]}"
            results.scores.append(Score(model_name=run.model_name, problem=why, **file.place(row)))
            continue
        results.scores.append(_read_result(replace(run, row_number=row), result, [*wrong_in_file]))
        results.know(_model(info, details), results.scores[-1])
    return results


def _read_result(run: Score, result: Mapping[str, Any], wrong: list[str]) -> Score:
    """Return the score of a result of a run; ``wrong`` says what is wrong in the file."""
    config = _object(result, "metric_config", wrong)
    scored = _object(result, "score_details", wrong)
    spread = _object(scored, "uncertainty", wrong)
    error = _object(spread, "standard_error", wrong)
    extra = _object(config, "additional_details", wrong)
    value = real(scored.get("score"))
    unit, problem = _unit(config, value)
    lower = truth(config.get("lower_is_better"))
    urls = _object(result, "source_data", wrong).get("url") or []
    timestamp = result.get("evaluation_timestamp")
    return replace(
        run,
        benchmark=result.get("evaluation_name"),
        score=scored.get("score") if value is None else value,
        unit=unit,
        metric=config.get("metric_id") or config.get("metric_name"),
        metric_filter=extra.get("metric_filter"),
        subset=extra.get("subset"),
        is_higher_better=None if lower is None else not lower,
        is_primary=truth(extra.get("is_primary")),
        std_error=real(error.get("value")),
        n_items=whole(spread.get("num_samples")) or None,
        n_shots=whole(extra.get("num_fewshot")),
        evaluated_on=moment(timestamp) if timestamp else run.evaluated_on,
        source_url=urls[0] if isinstance(urls, list) and urls else None,
        problem=wrong[0] if wrong else problem,
    )


def _object(holder: Mapping[str, Any], name: str, wrong: list[str]) -> Mapping[str, Any]:
    """Return the object under a name, else an empty one with a note in `wrong`."""
    value = holder.get(name) or {}
    if isinstance(value, Mapping):
        return value
    wrong.append(f"{name} is not an object: {str(value)[:80]}")
    return {}


def _unit(config: Mapping[str, Any], value: float | None) -> tuple[str | None, str | None]:
    low, high = real(config.get("min_score")), real(config.get("max_score"))
    unit = str(config.get("metric_unit") or "").lower()
    if low == 0 and value == -1:
        return "share" if high == 1 else "points", "not measured: the score is -1"
    if (low, high) == (0, 1) or unit in ("proportion", "fraction", "share"):
        return "share", None
    if (low, high) == (0, 100) or unit in ("percent", "percentage"):
        return "percent", None
    # a share needs finite bounds
    return ("perplexity" if unit == "perplexity" else "points"), None


def _model(info: Mapping[str, Any], details: Mapping[str, Any]) -> Model:
    openness = str(details.get("model_availability") or "")
    return Model(
        parameters_b=real(details.get("params_billions")),
        active_parameters_b=real(details.get("active_params_billions")),
        training_type_label=details.get("training_type"),
        architecture_label=details.get("architecture"),
        base_model_name=details.get("base_model"),
        is_merge=truth(details.get("is_merge")),
        is_moe=truth(details.get("is_moe")),
        is_flagged=truth(details.get("is_flagged")),
        organisation=info.get("developer"),
        is_open_weights={"open_weights": True, "closed_weights": False}.get(openness),
    )
