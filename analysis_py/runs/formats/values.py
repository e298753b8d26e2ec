"""Reading typed values: numbers, blanks, units and days."""

import math
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

#: Texts that stand for a missing score.
_MISSING = frozenset(
    {"", "-", "–", "—", "--", "n/a", "na", "n.a.", "#n/a", "nan", "null", "none", "nil", "?", "tbd"}
    | {".", "missing", "not reported", "not available"}
)
#: Longer texts are not numbers.
_LONGEST = 200
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_GROUPED_BY_POINTS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
#: A spread after a number, and marks of best values or footnotes.
_SPREAD = re.compile(r"(?<=\d)%?(±|\+/-|\(±?)\d[\d.,]*%?\)?$")
_MARKS = re.compile(r"^[*_]+|[*_†‡§¶ᵃᵇᶜ↑↓]+$")
#: The upper end of judges' longest scale that ends well below 100.
SMALL_SCALE = 10
#: Blanks that group thousands, and blanks that separate two numbers.
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:\s\d{3})+(?!\d|\s+\d)")
_TWO_NUMBERS = re.compile(r"[\d.,]\s+[\d.,]")
_COMMA = re.compile(r"[+-]?\d+,\d+")
_MOMENT = re.compile(
    r"(?P<year>\d{4})[-/_.](?P<month>\d{1,2})[-/_.](?P<day>\d{1,2})"
    r"(?:[T ](?P<hour>\d{2})[:-](?P<minute>\d{2})[:-](?P<second>\d{2}(\.\d{1,6})?)\d*"
    r"(?P<zone>Z|[+-]\d{2}:\d{2})?)?"
)


#: Words for right and wrong, in small letters, and the marks of Inspect's scorers.
GRADES = {
    **dict.fromkeys(("true", "yes", "pass", "passed", "correct", "right", "✓", "✔", "✅"), 1.0),
    **dict.fromkeys(("false", "no", "fail", "failed", "incorrect", "wrong", "✗", "❌"), 0.0),
    **{"c": 1.0, "p": 0.5, "i": 0.0, "n": 0.0},
}


def is_missing(text: str | None) -> bool:
    """Tell whether a field stands for a missing value."""
    return text is None or text.strip().lower() in _MISSING


def number(text: str | None) -> float | None:
    """Return the finite number that a field holds, or None.

    Percent signs, blanks between thousands and decimal commas are accepted. A spread behind it
    (51.3 ± 1.2) and marks such as asterisks are left out. Other blanks
    between digits are ambiguous: 45.1 2 may have a footnote.
    """
    if text is None or len(text) > _LONGEST:
        return None
    plain = _THOUSANDS.sub(lambda match: re.sub(r"\s", "", match.group()), text)
    if _TWO_NUMBERS.search(plain):
        return None
    plain = re.sub(r"\s", "", plain)
    plain = _SPREAD.sub("", _MARKS.sub("", plain)).removesuffix("%").replace("−", "-")
    if _COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    elif _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    elif _GROUPED_BY_POINTS.fullmatch(plain):
        plain = plain.replace(".", "").replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def size_b(text: str | None) -> float | None:
    """Return a size in billions, from a plain number or a text such as 7B, 70 bn, 350M or 1.6T."""
    if text is None:
        return None
    match = re.fullmatch(
        r"([0-9.,\s]+)\s*(b|bn|billion|m|million|t|trillion)?", text.strip().lower()
    )
    value = number(match.group(1)) if match else None
    if match is None or value is None or value <= 0:
        return None
    letter = match.group(2)
    scale = {"m": 1e-3, "t": 1e3}.get(letter[0], 1.0) if letter else 1.0
    # a plain count of parameters is not in billions
    return value / 1e9 if value >= 1e6 and not letter else round(value * scale, 9)


def is_percent_sign(text: str | None) -> bool:
    """Tell whether a field is marked as a percentage."""
    return text is not None and "%" in text[-_LONGEST:] and number(text) is not None


def unit_of(values: Iterable[float]) -> str | None:
    """Return the unit implied by the range of a benchmark's values, or None up to 10.

    A few values outside the range are mistakes, which are quarantined one by one.
    """
    numbers = list(values)
    if numbers and sum(0 <= value <= 1 for value in numbers) > 0.9 * len(numbers):
        # one 57 among shares is a mistake; a column of such values is in percent
        return "share"
    if not numbers or sum(0 <= value <= 100 for value in numbers) < 0.9 * len(numbers):
        return "points"
    return "percent" if max(numbers) > SMALL_SCALE else None


def moment(value: object) -> str | None:
    """Return a day, or the moment in UTC if a time is given, as ISO text.

    It may be a date, seconds since 1970, or text that begins with a day.
    """
    if isinstance(value, date):  # datetimes are dates
        return value.isoformat()
    text = str(value).strip() if value is not None else ""
    try:
        if re.fullmatch(r"\d{9,11}(\.\d+)?", text):
            return datetime.fromtimestamp(float(text), UTC).replace(tzinfo=None).isoformat()
        match = _MOMENT.match(text)
        if match is None:
            return None
        on = date(*map(int, match.group("year", "month", "day")))
        if match["hour"] is None:
            return on.isoformat()
        clock = ":".join(match.group("hour", "minute", "second"))
        at = datetime.fromisoformat(f"{on}T{clock}{match['zone'] or ''}")
        return (at.astimezone(UTC).replace(tzinfo=None) if at.tzinfo else at).isoformat()
    except ValueError:
        return None


def day(value: object) -> str | None:
    """Return the day of what :func:`moment` reads."""
    at = moment(value)
    return at and at[:10]


def whole(value: object) -> int | None:
    """Return a whole number from 0 up, or None."""
    if isinstance(value, bool) or value is None:
        return None
    value_read = number(str(value))
    return (
        int(value_read)
        if value_read is not None and value_read >= 0 and value_read == int(value_read)
        else None
    )


def real(value: object) -> float | None:
    """Return a finite number from JSON, where a number may be written as text, or None."""
    if isinstance(value, bool) or value is None or isinstance(value, dict | list):
        return None
    return number(str(value))


def read_grade(value: object) -> tuple[float | None, str | None]:
    """Return the score that a log gives an answer, or None with the reason."""
    if value is None:
        return None, "score is missing"
    if isinstance(value, bool):
        return float(value), None
    if (grade := real(value)) is not None:
        return grade, None
    kind = "a list" if isinstance(value, list) else "not a number"
    return None, f"score is {kind}: {str(value)[:80]}"


def word(text: str) -> str | None:
    """Return a text that is not a number, else None."""
    return text if number(text) is None else None


def truth(value: object) -> bool | None:
    """Return the truth value of yes and no, true and false, 1 and 0, or None."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in ("true", "yes", "y", "1", "1.0", "✓", "✔", "✅"):
        return True
    return False if word in ("false", "no", "n", "0", "0.0", "✗", "❌") else None
