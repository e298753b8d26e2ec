"""Archives are opened once, and what inflates has a limit."""

import json
import resource
import zipfile
from itertools import repeat

import pytest
import zstandard
from harness_logs import archived, inspect_log
from runs.test_formats import samples

from analysis_py.runs.formats.archives import LARGEST
from analysis_py.runs.reading import read_run
from analysis_py.runs.records import RunError

BLANKS = b" " * 2**20


def test_an_archive_is_opened_once(tmp_path, monkeypatch):
    opened = []

    class Counted(zipfile.ZipFile):
        def __init__(self, *given, **named):
            opened.append(given)
            super().__init__(*given, **named)

    path = archived(inspect_log(samples(60)), tmp_path / "a.eval")
    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    assert len(read_run(str(path)).answers) == 60
    assert len(opened) == 1


def with_blanks(path, name, n_megabytes=3072):
    """Write an archive of Inspect with a member of so many megabytes of blanks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        log = inspect_log(samples(5))
        if name != "header.json":
            archive.writestr("header.json", json.dumps(log))
        with archive.open(name, "w", force_zip64=True) as member:
            for block in repeat(BLANKS, n_megabytes):
                member.write(block)
        for each in log["samples"]:
            archive.writestr(f"samples/{each['id']}_epoch_1.json", json.dumps(each))
    return path


@pytest.mark.parametrize("name", ["header.json", "samples/9_epoch_1.json"])
def test_a_member_that_inflates_without_end_is_refused(tmp_path, name):
    path = with_blanks(tmp_path / "a.eval", name, 600)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    why = f"its member {name} inflates to 629,145,600 bytes; the limit is {LARGEST:,}"
    if name == "header.json":
        with pytest.raises(RunError, match=f"a.eval: .*{why}"):
            read_run(str(path))
    else:
        run = read_run(str(path))
        assert len(run.answers) == 5
        assert sum(run.lost.values()) == 1
        assert any(why in note and "a.eval" in note for note in run.notes)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def test_a_member_that_hides_its_size_is_broken(tmp_path):
    log = inspect_log(samples(5))
    path = archived(log, tmp_path / "a.eval")
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo("samples/3_epoch_1.json")
    packer = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    blanks = b"".join(packer.compress(block) for block in repeat(BLANKS, 2048)) + packer.flush()
    content = path.read_bytes()
    start = place.header_offset + 30 + len(place.filename)
    listing = content.index(b"PK\1\2")
    # the listing states the packed size at 20 bytes after its start
    entry = content.rindex(b"PK\1\2", 0, content.index(place.filename.encode(), listing))
    grown = bytearray(content)
    grown[entry + 20 : entry + 24] = len(blanks).to_bytes(4, "little")
    moved = len(blanks) - place.compress_size
    grown[start : start + place.compress_size] = blanks
    path.write_bytes(shift_offsets(grown, listing + moved, place.header_offset, moved))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run = read_run(str(path))
    assert (len(run.answers), sum(run.lost.values())) == (4, 1)
    assert any("inflates to more than the" in note for note in run.notes)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


def shift_offsets(content, listing, behind, moved):
    """Return an archive in which all members behind a place have moved."""
    place = listing
    while content[place : place + 4] == b"PK\1\2":
        offset = int.from_bytes(content[place + 42 : place + 46], "little")
        if offset > behind:
            content[place + 42 : place + 46] = (offset + moved).to_bytes(4, "little")
        lengths = (content[place + i : place + i + 2] for i in (28, 30, 32))
        place += 46 + sum(int.from_bytes(each, "little") for each in lengths)
    end = int.from_bytes(content[place + 16 : place + 20], "little")
    content[place + 16 : place + 20] = (end + moved).to_bytes(4, "little")
    return bytes(content)
