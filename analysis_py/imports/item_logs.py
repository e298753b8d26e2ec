"""Single answers in logs: lm-evaluation-harness, Inspect and Every Eval Ever."""

from pathlib import Path

from analysis_py.imports.contract import ImportProblem, Results, Sample
from analysis_py.imports.gathering import gather
from analysis_py.imports.harness_names import with_board_metrics, with_item_names
from analysis_py.imports.item_files import ItemsError

#: What such a log ends in; a folder may hold many.
SUFFIXES = (".eval", ".json", ".jsonl")


def is_log(path: Path) -> bool:
    """Return whether a path is a folder or may be a log."""
    return path.is_dir() or path.suffix.lower() in SUFFIXES


def read_answers(path: Path, seeds: Path) -> Results:
    """Return the single answers in a log, or in all logs of a folder.

    Parameters
    ----------
    path : Path
        Samples that lm-evaluation-harness logged (``samples_*.jsonl``, in a folder named by the
        model), a log of Inspect (``.eval`` or ``.json``), or Every Eval Ever's instances
        (``.jsonl``).
    seeds : Path
        Folder of the seeds of boards, by which metrics and items are named.

    Returns
    -------
    Results
        A sample per answer and metric, or per line or file that gives none. The notes name the
        files without an answer.

    Raises
    ------
    ItemsError
        If there is no such path, or no single answer in it.
    """
    try:
        gathered = gather(path)
    except ImportProblem as error:
        raise ItemsError(f"{path}: holds no single answers: {error}") from error
    samples = with_board_metrics(gathered.results.samples, seeds)
    samples, notes = with_item_names(samples, seeds)
    notes += [f"{name}: not read: {why}" for name, why in gathered.strangers.items()]
    problems = {
        score.file_name: score for score in reversed(gathered.results.scores) if score.problem
    }
    answered = {sample.file_name for sample in samples}
    for adapter, files in gathered.read.items():
        for file in files:
            # the results of a harness say what the metrics of the samples beside them are
            if file.shown in answered or adapter == "lm_eval":
                continue
            if (score := problems.get(file.shown)) is None:
                notes.append(f"{file.shown}: not read: it holds no single answers in a log's form")
                continue
            samples.append(
                Sample(
                    model_name=score.model_name,
                    benchmark=score.benchmark,
                    item_id=None,
                    metric=None,
                    score=None,
                    file_name=score.file_name,
                    row_number=score.row_number,
                    problem=score.problem,
                )
            )
    if not samples:
        raise ItemsError(
            f"{path}: holds no single answers; docs/items.md names the formats that are read"
        )
    return Results(samples=samples, notes=notes)
