"""promptfoo's results: an object with a result per test, provider and prompt."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analysis_py.runs.formats.contract import Results, Sample, text_of
from analysis_py.runs.formats.digests import digest
from analysis_py.runs.formats.files import File
from analysis_py.runs.formats.values import read_grade

FORMAT = "promptfoo: results.json, as promptfoo eval --output writes it"

#: A test failed through an error of the provider, not an assertion.
_ERROR = 2


def recognise(file: File) -> list[dict[str, Any]] | None:
    """Return the results of tests."""
    within = file.json.get("results") if isinstance(file.json, dict) else None
    results = within.get("results") if isinstance(within, dict) else None
    are_tests = isinstance(results, list) and all(
        isinstance(each, dict) and {"score", "success"} <= each.keys() for each in results
    )
    return results or None if are_tests else None


def read(file: File, results: list[dict[str, Any]]) -> Results:
    """Return a sample per result and named score; repeats of a test are answers to one item."""
    prompts = defaultdict(set)
    for provider, prompt in map(_provider_and_prompt, results):
        prompts[provider].add(prompt)
    first: dict[tuple[str | None, str | None], str] = {}
    times: Counter[tuple[str | None, str]] = Counter()
    answers = Results()
    for place, result in enumerate(results):
        test = result.get("testCase") or {}
        facts = digest(result.get("vars") or test.get("vars")), digest(test.get("assert"))
        item = first.setdefault(facts, str(result.get("testIdx", place)))
        model, prompt = _provider_and_prompt(result)
        if len(prompts[model]) > 1:
            model = f"{model} (prompt {sorted(prompts[model]).index(prompt)})"
        times[model, item] += 1
        sample = Sample(
            model_name=model,
            benchmark=text_of((file.json.get("config") or {}).get("description")) or "tests",
            item_id=item,
            file_name=file.shown,
            row_number=1,
            epoch=times[model, item],
            harness="promptfoo",
            document=facts[0],
            key=facts[1],
            cluster=text_of((test.get("metadata") or {}).get(file.cluster)),
            answer=file.answer((result.get("response") or {}).get("output")),
        )
        failed = f"the provider failed: {str(result.get('error'))[:80]}"
        is_graded = result.get("failureReason") != _ERROR
        scores = {"score": result.get("score")} | (result.get("namedScores") or {})
        for metric, given in scores.items():
            score, problem = read_grade(given) if is_graded else (None, failed)
            answers.samples.append(replace(sample, metric=metric, score=score, problem=problem))
    return answers


def _provider_and_prompt(result: Mapping[str, Any]) -> tuple[str | None, Any]:
    """Return the provider, and the prompt's column or, before version 3, its template."""
    provider, prompt = result.get("provider"), result.get("prompt") or {}
    if isinstance(provider, dict):
        provider = provider.get("label") or provider.get("id")
    return text_of(provider), result.get("promptIdx", prompt.get("label") or prompt.get("display"))
