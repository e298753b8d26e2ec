"""Files are found in hidden and linked folders, in archives and packed, and as JSON Lines."""

import gzip
import json
import os
import zipfile

import pytest
from runs.test_two_runs import compared

from analysis_py.runs.formats import archives, finding
from analysis_py.runs.reading import read_run
from analysis_py.runs.records import RunError

TABLE = "item,score\n" + "".join(f"q{i},{i % 2}\n" for i in range(20))
OTHER = "item,score\n" + "".join(f"q{i},{i % 4 > 0:d}\n" for i in range(20))


def lay(path, content=TABLE):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def gzipped(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content.encode()))
    return path


def deepeval_run(score):
    metric = {"name": "Correctness", "score": score, "success": True}
    cases = [{"name": f"c{i}", "metricsData": [metric]} for i in range(8)]
    return json.dumps({"testRunData": {"testCases": cases}})


def test_deepeval_s_folder_holds_its_latest_run(tmp_path):
    for name, score in (("a", 0.5), ("b", 0.75)):
        folder = tmp_path / name / ".deepeval"
        old = lay(folder / ".latest_test_run.json", deepeval_run(0.1))
        lay(folder / ".latest_run_full.json", deepeval_run(score))
        lay(folder / ".deepeval-cache.json", "{}")
        os.utime(old, (0, 0))
    assert compared(tmp_path / "a", tmp_path / "b").overall.difference == 25
    inner = [tmp_path / name / ".deepeval" for name in "ab"]
    assert compared(*inner).overall.difference == 25
    link = lay(tmp_path / "c/.deepeval/.latest_test_run.json", '{"testRunLink": "https://x.org"}')
    for path in (tmp_path / "c", link.parent, link):
        with pytest.raises(RunError, match="no results: it holds only the link"):
            read_run(str(path))


def test_hidden_and_linked_folders_are_read_once(tmp_path):
    lay(tmp_path / "outside/two.csv")
    run = tmp_path / "run"
    lay(run / "one.csv")
    lay(run / ".cache/three.csv")
    lay(run / ".cache/HEAD", "ref")
    for name, target in (("l", "../outside"), ("m", "../outside"), ("n", "."), ("o", "..")):
        (run / name).symlink_to(target)
    found = read_run(str(run))
    assert found.answers["task"].unique().sort().to_list() == [".cache/three", "l/two", "one"]
    assert (len(found.answers), found.notes) == (60, [])


def test_packed_files_and_archives_are_compared_with_plain_ones(tmp_path):
    plain = lay(tmp_path / "a.csv")
    packed = gzipped(tmp_path / "b.csv.gz", OTHER)
    archive = zipped(tmp_path / "c.zip", {"c/t.csv": OTHER, "__MACOSX/c/._t.csv": "x"})
    for other in (packed, archive):
        found = compared(plain, other).overall
        assert (found.n_items, found.difference) == (20, 25)
    lay(tmp_path / "d/one.csv")
    gzipped(tmp_path / "d/two.csv.gz", TABLE)
    both = zipped(tmp_path / "e.zip", {"e/one.csv": TABLE, "e/two.csv": OTHER})
    tasks = compared(tmp_path / "d", both).tasks
    assert [(each.task, each.n_items) for each in tasks] == [("one", 20), ("two", 20)]
    twice = zipped(tmp_path / "f.zip", {"t.csv": "item,lang,score\nq1,de,1\nq1,fr,0\n"})
    with pytest.raises(RunError, match=r"f\.zip@lang=de"):
        read_run(str(twice))


def test_samples_of_a_harness_may_be_packed(tmp_path):
    line = {"doc_id": 1, "filter": "none", "acc": 1.0}
    results = {"results": {"t": {"acc,none": 1.0}}, "model_name": "lab/m"}
    lay(tmp_path / "results_2025-06-01T00-00-00.json", json.dumps(results))
    path = gzipped(tmp_path / "samples_t_2025-06-01T00-00-00.jsonl.gz", json.dumps(line))
    run = read_run(str(path))
    assert (run.models, run.answers["metric"].to_list()) == (["lab/m"], ["acc"])


def test_what_is_packed_has_a_limit_and_stays_in_its_folder(tmp_path, monkeypatch):
    for module in (archives, finding):
        monkeypatch.setattr(module, "LARGEST", 10_000)
    lay(tmp_path / "run/one.csv")
    gzipped(tmp_path / "run/two.csv.gz", "a,b\n" * 10_000)
    zipped(tmp_path / "run/three.zip", {"t.csv": "a,b\n" * 10_000})
    zipped(tmp_path / "run/four.zip", {"../../t.csv": TABLE})
    lay(tmp_path / "run/five.csv.gz", "no archive")
    run = read_run(str(tmp_path / "run"))
    assert run.unread == ["five.csv.gz", "four.zip", "three.zip", "two.csv.gz"]
    for why in (
        "two.csv.gz: not read: it inflates to more than 10,000 bytes",
        "three.zip: not read: its member t.csv inflates to 40,000 bytes; the limit is 10,000",
    ):
        assert any(why in note for note in run.notes)


def test_totals_without_answers_have_a_remedy(tmp_path):
    totals = {
        "results": {"winogrande": {"acc,none": 0.6}},
        "versions": {"winogrande": 0},
        "config": {"model": "hf", "model_args": "pretrained=lab/m"},
    }
    path = lay(tmp_path / "results_2025-06-01T00-00-00.json", json.dumps(totals))
    with pytest.raises(RunError, match="only totals: run lm_eval with --log_samples"):
        read_run(str(path))
