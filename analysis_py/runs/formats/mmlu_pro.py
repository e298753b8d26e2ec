"""Result files of MMLU-Pro's own scripts: a list of questions with the key and the choice."""

from typing import Any

from analysis_py.runs.formats.contract import Results, Sample, text_of
from analysis_py.runs.formats.digests import digest
from analysis_py.runs.formats.files import File

FORMAT = "MMLU-Pro: result files with question_id, answer and pred"

_FIELDS = {"question_id", "answer", "pred"}


def recognise(file: File) -> list[Any] | None:
    """Return a list of such questions."""
    content = file.json
    is_list = isinstance(content, list) and bool(content)
    are_questions = is_list and all(
        isinstance(each, dict) and each.keys() >= _FIELDS for each in content[:20]
    )
    return content if are_questions else None


def read(file: File, questions: list[Any]) -> Results:
    """Return a sample per question; an answer without a readable choice counts as wrong."""
    results = Results()
    for n, each in enumerate(questions, start=1):
        facts = each if isinstance(each, dict) else {}
        choice = text_of(facts.get("pred"))
        is_known = facts.keys() >= _FIELDS
        results.samples.append(
            Sample(
                model_name=file.path.stem,
                benchmark="mmlu_pro",
                item_id=text_of(facts.get("question_id")),
                metric="acc" if is_known else None,
                score=float(choice == text_of(facts["answer"])) if is_known and choice else None,
                file_name=file.shown,
                row_number=n,
                harness="mmlu_pro",
                document=digest(facts.get("question")),
                key=digest(facts.get("answer")),
                cluster=text_of(facts.get(file.cluster)),
                answer=file.answer(choice),
                ungraded="failed",
                n_options=len(facts["options"]) if isinstance(facts.get("options"), list) else None,
                problem=None if is_known and choice else "no readable choice in the answer",
            )
        )
    return results
