"""Sound texts after accidents: what people, editors and disks make of files."""

from collections.abc import Mapping

from hypothesis import strategies as st

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
