"""Sound bytes after accidents: what people, editors, disks and attackers make of files."""

import gzip
import random
from collections.abc import Mapping

from hypothesis import strategies as st

#: What breaks readers, as people and machines write it.
TOKENS = (
    b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf",
    b"\x1b[2J", "\u202e".encode(), "\u2028".encode(), "１２".encode(), b"nan", b"inf", b"-0",
    b"1e999", b"1,5", b"9" * 40, b"null", b"true", b"=HYPERLINK(1)", b"<script>", b"{{ 1 }}",
    b"../../x", b"--", b"/*", b"(", b")", b"[", b"]", b"{", b"}", b":", b"|", b"\\", b"#", b"%",
    b"&a *a", b"!!python/object/apply:os.system", b"; drop table x", b"or true", b"x" * 3000,
)  # fmt: skip


#: What stands in a text after an accident, where lines and elements are counted.
_STRAY = (
    *('"', ",", "\t", "\n", "\n\n", "\u2028", "\x85"),
    *("null", "{", "}", "[", "]", ":", "x,1", ""),
)


@st.composite
def damaged(draw: st.DrawFn, sound: Mapping[str, str]) -> tuple[str, str]:
    """Return the name of a file and its text after one to three accidents."""
    name = draw(st.sampled_from(sorted(sound)))
    content = sound[name]
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(content)))
        until = draw(st.sampled_from([place, place + 1, place + 7, len(content)]))
        content = content[:place] + draw(st.sampled_from(_STRAY)) + content[until:]
    return name, content


def mutated(draw: random.Random, sound: bytes) -> bytes:
    """Return bytes that were sound, after one to six accidents, most of them below the header."""
    header, _, content = sound.partition(b"\n") if draw.random() < 0.7 else (b"", b"", sound)
    for _ in range(draw.randint(1, 6)):
        content = draw.choice(_ACCIDENTS)(draw, content)
    return header + b"\n" + content if header else content


def _span(draw: random.Random, content: bytes, longest: int) -> tuple[int, int]:
    start = draw.randrange(len(content) + 1)
    return start, min(len(content), start + draw.randint(0, longest))


def _insert(draw: random.Random, content: bytes) -> bytes:
    place = draw.randrange(len(content) + 1)
    return content[:place] + draw.choice(TOKENS) + content[place:]


def _replace(draw: random.Random, content: bytes) -> bytes:
    start, end = _span(draw, content, 12)
    return content[:start] + draw.choice(TOKENS) + content[end:]


def _flip(draw: random.Random, content: bytes) -> bytes:
    if not content:
        return content
    place = draw.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << draw.randrange(8)]) + content[place + 1 :]


def _cut(draw: random.Random, content: bytes) -> bytes:
    start, end = _span(draw, content, 200)
    return content[:start] + content[end:]


def _double(draw: random.Random, content: bytes) -> bytes:
    start, end = _span(draw, content, 200)
    return content[:end] + content[start:]


def _end(draw: random.Random, content: bytes) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def _swap_lines(draw: random.Random, content: bytes) -> bytes:
    found = content.split(b"\n")
    a, b = draw.randrange(len(found)), draw.randrange(len(found))
    found[a], found[b] = found[b], found[a]
    return b"\n".join(found)


def _swap_fields(draw: random.Random, content: bytes) -> bytes:
    found = content.split(b",")
    a, b = draw.randrange(len(found)), draw.randrange(len(found))
    found[a], found[b] = found[b], found[a]
    return b",".join(found)


def _recode(draw: random.Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    encoding = draw.choice(["utf-16", "latin-1", "utf-8-sig", "utf-32"])
    return text.encode(encoding, "replace")


def _wrap(draw: random.Random, content: bytes) -> bytes:
    return draw.choice(
        [gzip.compress(content, mtime=0), b"PK\x03\x04" + content, b"PAR1" + content]
    )


#: The last two leave little of a file, so they are rare.
_ACCIDENTS = (
    *(_insert, _replace, _flip, _cut, _double, _swap_lines, _swap_fields) * 4,
    *(_end, _recode, _wrap),
)
