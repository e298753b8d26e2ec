"""promptfoo's results: an object with a result per test, provider and prompt."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from analysis_py.imports.contract import Results, Sample, text_of
from analysis_py.imports.digests import digest
from analysis_py.imports.files import File
from analysis_py.imports.values import graded

FORMAT = "promptfoo: results.json, as promptfoo eval --output writes it"

#: Why a test failed: not by an assertion, but by an error of the provider.
_ERROR = 2


def matches(file: File) -> bool:
    """Tell whether a file holds such results."""
    return bool(_results(file.json))


def read(file: File) -> Results:
    """Return a sample per result and named score; repeats of a test are answers to one item."""
    results = _results(file.json)
    prompts: dict[str | None, dict[Any, None]] = {}
    for each in results:
        prompts.setdefault(_provider(each), {})[_prompt(each)] = None
    first: dict[tuple[str | None, str | None], str] = {}
    times: Counter[tuple[str | None, str]] = Counter()
    found = Results()
    for place, result in enumerate(results):
        test = result.get("testCase") or {}
        facts = digest(result.get("vars") or test.get("vars")), digest(test.get("assert"))
        item = first.setdefault(facts, str(result.get("testIdx", place)))
        model = _provider(result)
        if len(asked := sorted(prompts[model])) > 1:
            model = f"{model} (prompt {asked.index(_prompt(result))})"
        times[model, item] += 1
        for metric, given in _scores(result):
            score, problem = graded(given)
            if result.get("failureReason") == _ERROR:
                score, problem = None, f"the provider failed: {str(result.get('error'))[:80]}"
            found.samples.append(
                Sample(
                    model_name=model,
                    benchmark=text_of((file.json.get("config") or {}).get("description"))
                    or "tests",
                    item_id=item,
                    metric=metric,
                    score=score,
                    file_name=file.shown,
                    row_number=1,
                    epoch=times[model, item],
                    harness="promptfoo",
                    document=facts[0],
                    key=facts[1],
                    cluster=text_of((test.get("metadata") or {}).get(file.cluster)),
                    problem=problem,
                )
            )
    return found


def _provider(result: Mapping[str, Any]) -> str | None:
    provider = result.get("provider")
    if isinstance(provider, dict):
        provider = provider.get("label") or provider.get("id")
    return text_of(provider)


def _prompt(result: Mapping[str, Any]) -> Any:
    """Return what tells a provider's prompts apart: the column, or before version 3 the text."""
    prompt = result.get("prompt") or {}
    return result.get("promptIdx", prompt.get("label") or prompt.get("display") or "")


def _scores(result: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "score", result.get("score")
    yield from (result.get("namedScores") or {}).items()


def _results(content: Any) -> list[dict[str, Any]]:
    """Return the results of tests in a file's content, none if it holds none."""
    if not isinstance(content, dict) or not isinstance(within := content.get("results"), dict):
        return []
    results = within.get("results")
    if not isinstance(results, list) or not all(isinstance(each, dict) for each in results):
        return []
    return results if all({"score", "success"} <= each.keys() for each in results) else []
