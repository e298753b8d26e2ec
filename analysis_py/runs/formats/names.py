"""Keys of names, which are the same in every file."""

import hashlib
import re
import unicodedata


def slug(name: str) -> str:
    """Return a name as the macro ``slug`` does: small letters, digits and underscores."""
    plain = unicodedata.normalize("NFD", name)
    plain = "".join(each for each in plain if unicodedata.category(each)[0] != "M")
    plain = re.sub(r"(?<=[a-z])#", "_sharp_", plain.lower().replace("+", "_plus_"))
    return re.sub("[^a-z0-9]+", "_", plain).strip("_")


def key_of(name: str) -> str:
    """Return the key of a benchmark's name; letters other than a to z are kept."""
    return slug(name) or f"benchmark_{hashlib.md5(name.strip().encode()).hexdigest()[:8]}"
