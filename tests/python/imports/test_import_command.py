"""The commands: what they print, what they write, and what they refuse."""

import gzip
import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from unittest import mock

import polars as pl
import pytest
import yaml
from board_chain import ROOT
from bringing import DAY, WORDS
from harness_logs import GSM8K, write_run

from analysis_py.cli.main import main
from analysis_py.imports.locking import lock_imports
from analysis_py.imports.storing import list_imports, remove_import
from analysis_py.runs.formats.contract import ImportProblem
from analysis_py.sources.csv_files import SnapshotError
from analysis_py.sources.snapshots import read_provenances

pytestmark = pytest.mark.chain

TABLE = "model,benchmark,score\na,Exam,50\nb,Exam,60\n"


@pytest.fixture
def worked(project):
    """Return a project that the command takes for one."""
    for name in ("profiles.yml", "expectations"):
        (project.chain.folder / name).symlink_to(ROOT / name)
    return project


@pytest.fixture
def run(capsys):
    """Return a function that calls the command in this process: exit code, output, errors."""

    def called(*words: str) -> tuple[int, str, str]:
        with mock.patch.dict(os.environ):
            code = main([*words])
        return code, *capsys.readouterr()

    return called


def test_from_a_file_to_a_list_and_away_again(worked, run):
    path = worked.write("scores.csv", TABLE)
    code, said, _ = run("import", str(path), "--name", "mine", "--dry-run")
    assert (code, "dry run" in said) == (0, True)
    assert not Path("imports").exists()
    code, said, _ = run("import", str(path), "--name", "mine", "--as-of", "2026-01-02")
    assert (code, "wrote imports/mine/2026-01-02.csv" in said) == (0, True)
    code, said, _ = run("import", "--list")
    assert "mine" in said
    assert "2026-01-02" in said
    assert run("check")[1].splitlines()[0].endswith("no problems")
    code, said, _ = run("import", "--remove", "mine")
    assert (code, "Removed 2 file(s)" in said) == (0, True)
    assert not Path("imports/mine").exists()
    assert run("import", "--remove", "mine")[0] == 1


@pytest.mark.fault("imports")
def test_nothing_recognised_is_exit_1_and_the_list_of_formats(worked, run):
    worked.write("x.bin", "?")
    code, _, complaint = run("import", str(worked.given), "--name", "mine")
    assert code == 1
    for word in ("lm-evaluation-harness", "Every Eval Ever", "Inspect", "EuroEval", "long tables"):
        assert word in complaint
    assert run("import", "nowhere", "--name", "mine")[0] == 1


def test_the_provenance_names_every_input(project):
    project.write("a.csv", TABLE)
    project.write("b/c.csv", TABLE.replace("Exam", "Test"))
    project.write("b/photo.png", b"\x89PNG")
    assert "not recognised: 1 file(s)\n  b/photo.png" in project.bring()
    fields = yaml.safe_load(Path(f"imports/mine/{DAY}.provenance.yml").read_text())
    assert [each["file"] for each in fields["inputs"]] == ["a.csv", "b/c.csv"]
    assert all(len(each["sha256"]) == 64 for each in fields["inputs"])
    assert (fields["adapter"], fields["row_count"]) == ("long", 4)
    (only,) = list_imports(Path("imports"))
    assert (only.name, only.provenance.licence) == ("mine", WORDS.licence)


def test_the_provenance_of_a_packed_file_names_the_archive_and_its_digest(project):
    member = TABLE.replace("Exam", "Test")
    with zipfile.ZipFile(project.given / "runs.zip", "w") as archive:
        archive.writestr("new/a.csv", TABLE)
        archive.writestr("old/b.csv", member)
    (project.given / "c.csv.gz").write_bytes(gzip.compress(TABLE.replace("Exam", "Quiz").encode()))
    project.bring()
    fields = yaml.safe_load(Path(f"imports/mine/{DAY}.provenance.yml").read_text())
    packed, first, second = fields["inputs"]
    assert (packed["file"], packed["archive"]) == ("c.csv", "c.csv.gz")
    assert [each["file"] for each in (first, second)] == [
        "runs.zip/new/a.csv",
        "runs.zip/old/b.csv",
    ]
    assert second["sha256"] == hashlib.sha256(member.encode()).hexdigest()
    for each in fields["inputs"]:
        content = (project.given / each["archive"]).read_bytes()
        assert each["archive_sha256"] == hashlib.sha256(content).hexdigest()
    rows = pl.read_csv(f"imports/mine/{DAY}.csv")
    assert {*rows["file_name"]} == {each["file"] for each in fields["inputs"]}


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    ("suffix", "content", "told"),
    [
        (".provenance.yml", "a: [1", "not readable as YAML"),
        (".csv", "model_name,benchmark,score\na,Exam,51\n", "was changed after the import"),
        (".csv", "model_name,bench", "was changed after the import"),
    ],
)
def test_a_damaged_import_is_told_by_the_list(worked, run, suffix, content, told):
    worked.write("a.csv", TABLE)
    worked.bring()
    path = Path(f"imports/mine/{DAY}{suffix}")
    path.write_text(content)
    code, _, complaint = run("import", "--list")
    assert (code, told in complaint, path.stem in complaint) == (1, True, True)
    assert "Traceback" not in complaint


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    "name", ["Mine", "my runs", "../up", "", "1st", "a" * 61, "paper_2024_01", "items"]
)
def test_a_name_that_will_not_do(project, name):
    project.write("a.csv", TABLE)
    with pytest.raises(ImportProblem):
        project.bring(name=name)
    assert not Path("imports").exists()


@pytest.mark.fault("imports")
def test_what_nothing_reads_is_told(project):
    path = project.chain.add_file("items", TABLE, root="imports")
    with pytest.raises(SnapshotError, match=f"nothing reads imports/items/{path.name}"):
        read_provenances(Path("data"), Path("imports"))


@pytest.mark.fault("imports")
def test_forgetting_takes_nothing_of_the_user_s(project):
    project.write("a.csv", TABLE)
    project.bring()
    Path("imports/mine/thoughts.txt").write_text("mine")
    with pytest.raises(ImportProblem, match="thoughts"):
        remove_import(Path("imports"), "mine")
    for name in ("..", "nothing", "/tmp"):
        with pytest.raises(ImportProblem, match="there is no import"):
            remove_import(Path("imports"), name)
    assert Path("imports/mine/thoughts.txt").exists()


@pytest.mark.fault("imports")
def test_a_second_import_says_which_is_going_on(worked, run):
    path = worked.write("a.csv", TABLE)
    with lock_imports(Path("imports")):
        code, _, complaint = run("import", str(path), "--name", "mine")
        assert code == 1
        assert re.search(r"An import is going on: process \d+, which began at ", complaint)
        assert run("import", "--list")[0] == 0
    assert run("import", str(path), "--name", "mine")[0] == 0


#: An import that is killed at its nth rename of a file or folder.
KILLED = """
import os, pathlib, sys
count = int(sys.argv.pop(1))
for name in ("rename", "replace"):
    def counted(self, target, real=getattr(pathlib.Path, name)):
        global count
        count -= 1
        return real(self, target) if count else os._exit(9)
    setattr(pathlib.Path, name, counted)
from analysis_py.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.long
@pytest.mark.fault("imports")
@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_killed_import_of_scores_is_finished_or_undone_by_the_next_call(worked, run, n):
    path = worked.write("a.csv", TABLE)
    assert run("import", str(path), "--name", "mine", "--as-of", "2026-01-02")[0] == 0
    path.write_text(TABLE.replace("50", "51"))
    words = ["import", str(path), "--name", "mine", "--as-of", "2026-01-02"]
    killed = subprocess.run([sys.executable, "-c", KILLED, str(n), *words], check=False)
    assert killed.returncode == 9
    code, said, _ = run("import", "--list")
    assert (code, "mine" in said) == (0, True)
    (only,) = list_imports(Path("imports"))
    assert only.is_whole
    assert ("51" in only.path.read_text()) == (n > 1)
    assert {path.name[0] for path in Path("imports/mine").iterdir()} == {"2"}


@pytest.mark.long
@pytest.mark.fault("imports")
@pytest.mark.parametrize("n", range(1, 8))
def test_scores_and_answers_of_a_killed_import_are_of_one_run(worked, run, n):
    """The answers are written, then all is renamed as one, then each part is put in place."""
    words = ["import", str(worked.given), "--name", "mine", "--as-of", "2026-01-02"]
    graded = ("exact_match", "strict-match")
    write_run(worked.given, "me/model", {GSM8K: (4, {graded: lambda i: float(i < 1)})})
    assert run(*words)[0] == 0
    write_run(worked.given, "me/model", {GSM8K: (4, {graded: lambda i: float(i < 3)})})
    killed = subprocess.run([sys.executable, "-c", KILLED, str(n), *words], check=False)
    assert killed.returncode == 9
    assert run("import", "--list")[0] == 0
    share = 0.75 if n > 2 else 0.25
    (only,) = list_imports(Path("imports"))
    assert only.is_whole
    assert pl.read_csv(only.path)["score"].to_list() == [share]
    assert pl.read_parquet("imports/mine/2026-01-02.samples.parquet")["score"].mean() == share
    stored = pl.read_parquet("imports/items/mine/results/**/*.parquet", glob=True)
    assert stored["score"].mean() == 10_000 * share
    assert {path.name for path in Path("imports").iterdir()} == {"items", "mine"}
