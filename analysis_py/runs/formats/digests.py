"""Digests that show whether two logs asked the same question."""

import hashlib
import json
from typing import Any


def digest(value: Any) -> str | None:
    """Return a digest of a question, a key or a prompt, or None where there is none.

    Only the contents of messages count, as their ids differ between runs.
    """
    if value is None:
        return None
    if isinstance(value, list):
        value = [each.get("content", each) if isinstance(each, dict) else each for each in value]
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
