"""SWE-bench's reports: a file per instance, or a run's lists of the instances by their fate."""

from collections.abc import Sequence
from typing import Any

from analysis_py.runs.formats.contract import Results, Sample, UnreadableFile
from analysis_py.runs.formats.files import File

FORMAT = "SWE-bench: report.json of each instance, or a run's report with resolved_ids"

_OF_A_REPORT = {"patch_exists", "patch_successfully_applied"}
#: Lists of what a run was given, by version; instances not submitted were not asked.
_ASKED = ("submitted_ids", "completed_ids", "unresolved_ids", "empty_patch_ids", "error_ids")
_ASKED_BEFORE = ("generated", "no_generation", "with_logs", "no_logs", "applied")
#: Of these, lists of instances whose tests ran.
_TESTED = ("completed_ids", "unresolved_ids", "applied")


def recognise(file: File) -> dict[str, bool | None] | None:
    """Return for each instance whether it is resolved, None where no tests ran."""
    content = file.json if isinstance(file.json, dict) else {}
    if content and all(map(_is_report, content.values())):
        return {name: report["resolved"] for name, report in content.items()}
    if isinstance(content.get("resolved_ids"), list):
        return _read_lists(content, "resolved_ids", _ASKED)
    is_before = isinstance(content.get("resolved"), list) and content.keys() & {*_ASKED_BEFORE}
    return _read_lists(content, "resolved", _ASKED_BEFORE) if is_before else None


def read(file: File, instances: dict[str, bool | None]) -> Results:
    """Return a sample per instance; one without a test counts as failed."""
    results = Results()
    for name, is_resolved in instances.items():
        results.samples.append(
            Sample(
                benchmark="swe_bench",
                item_id=name,
                metric="resolved",
                score=None if is_resolved is None else float(is_resolved),
                file_name=file.shown,
                row_number=1,
                harness="swe_bench",
                ungraded="failed",
                problem="no tests of the instance ran" if is_resolved is None else None,
            )
        )
    return results


def _is_report(value: Any) -> bool:
    is_graded = isinstance(value, dict) and isinstance(value.get("resolved"), bool)
    return is_graded and bool(value.keys() & _OF_A_REPORT)


def _read_lists(content: dict[str, Any], name: str, asked: Sequence[str]) -> dict[str, bool | None]:
    if not {"submitted_ids", "unresolved_ids", "generated"} & content.keys():
        raise UnreadableFile("it does not name the instances that failed; give each report.json")
    ids = {each: content.get(each) or [] for each in (name, *asked)}
    tested = {i for each in (name, *_TESTED) for i in ids.get(each, [])}
    return {i: i in ids[name] if i in tested else None for each in ids.values() for i in each}
