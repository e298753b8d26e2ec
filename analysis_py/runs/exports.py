"""A comparison as JSON, for programs."""

import json
from dataclasses import asdict
from typing import Any

from analysis_py.runs.changes import changed_questions
from analysis_py.runs.comparing import Comparison
from analysis_py.runs.words import describe_target


def as_json(comparison: Comparison) -> str:
    """Return the rows, the verdict and the gate; points are percent of full marks."""
    return json.dumps(as_object(comparison), indent=2)


def as_object(comparison: Comparison) -> dict[str, Any]:
    """Return what :func:`as_json` writes."""
    c, changed = comparison, changed_questions(comparison)
    lost, won = changed.filter(higher="A"), changed.filter(higher="B")
    return {
        "a": {"path": c.a.path, "models": c.a.models, "notes": c.a.notes},
        "b": {"path": c.b.path, "models": c.b.models, "notes": c.b.notes},
        "level": c.choices.level,
        "verdict": c.verdict,
        "gate": c.gate,
        "items_needed": c.needed and c.needed.n,
        "items_needed_range": c.needed and [c.needed.low, c.needed.high],
        "target": describe_target(c),
        "is_higher_better": True,
        "overall": asdict(c.overall),
        "rows": [asdict(row) for row in c.rows],
        "wins": {"a": len(lost), "b": len(won), "ties": c.overall.n_items - len(changed)},
        "lost": lost.select("task", "item").to_dicts(),
        "coverage": [asdict(each) for each in c.coverage],
    }
