"""A real disk of a few kilobytes that fills up under each thing that is written; and limits."""

import shutil
import subprocess

import pytest

from analysis_py.cli.main import main
from analysis_py.job.remedies import remedy
from analysis_py.publishing import manifests, versions

#: A model whose table is much larger than the disks of these tests.
LARGE = (
    "{{ config(schema='marts') }} "
    "select hash(range) as a, hash(range + 1) as b "
    "from range({{ env_var('N', '100') if execute }})"
)
GROWN = {"N": "500000"}


@pytest.fixture
def disk(tmp_path):
    """Return a function that mounts a disk of so many kilobytes at a folder of the test's own."""
    mounted = []

    def mount(kilobytes, folder=tmp_path / "disk"):
        folder.mkdir()
        size = f"size={kilobytes}k"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], capture_output=True, text=True
        )
        if done.returncode != 0:
            pytest.skip(f"a disk can be mounted by root alone: {done.stderr.strip()}")
        mounted.append(folder)
        return folder

    try:
        yield mount
    finally:
        for each in mounted:
            subprocess.run(["umount", "-l", each], check=True)


@pytest.fixture(scope="module")
def small(built_small, tmp_path_factory):
    """Return the small project, published, and then given a model whose size can be chosen."""
    made = built_small.copied(tmp_path_factory.mktemp("small") / "project")
    (made.folder / "models" / "marts" / "fct_large.sql").write_text(LARGE)
    code, output = made.dbt(command="parse")
    assert code == 0, output
    return made


@pytest.fixture
def own(small, tmp_path):
    """Return a copy of it that publishes where it did."""
    copy = small.copied(tmp_path / "own")
    shutil.rmtree(copy.warehouse)
    copy.warehouse.symlink_to(small.warehouse)
    return copy


def published(warehouse):
    """Return which version is current, which is whole."""
    version = versions.current_version(warehouse)
    assert manifests.problems(version) == []
    assert list(version.parent.glob(".staging*")) == []
    return version.resolve()


@pytest.mark.parametrize("command", ["llm-reassess", "dbt"])
@pytest.mark.fault(
    "machine",
    "{command} build, and the disk of the warehouse fills up",
    "the old file is whole, it is said that it stays, nothing half written is left",
)
def test_the_disk_of_the_warehouse_fills_up(small, own, disk, command):
    own.warehouse.unlink()
    disk(6000, own.warehouse)
    shutil.copytree(small.warehouse, own.warehouse, symlinks=True, dirs_exist_ok=True)
    before = published(own.warehouse)
    if command == "dbt":
        code, output = own.dbt(**GROWN)
        assert "Nothing published. What was published before stays: warehouse\n" in output
    else:
        code, output = own.job(**GROWN)
        assert f"The disk under {own.warehouse}/" in output
        assert "is full. Make room and try again; LLM_REASSESSMENT_BUILD, " in output
        assert "The last good warehouse stays: warehouse/" in output.splitlines()[-1]
        assert "Traceback" not in output
    assert code != 0
    assert "No space left on device" in output
    assert published(own.warehouse) == before
    # with room again, it goes on
    code, output = own.dbt()
    assert code == 0, output


@pytest.mark.fault(
    "machine",
    "the disk of {what} fills up",
    "told with what to do and no traceback; the last good file stays",
)
@pytest.mark.parametrize("what", ["the build database", "dbt's target folder"])
def test_the_disk_of_what_a_build_writes_fills_up(own, disk, what):
    variable, name, kilobytes = {
        "the build database": ("LLM_REASSESSMENT_BUILD", "build.duckdb", 2000),
        "dbt's target folder": ("DBT_TARGET_PATH", "target", 16),
    }[what]
    own.environment[variable] = str(disk(kilobytes) / name)
    before = published(own.warehouse)
    code, output = own.job(**GROWN)
    assert code == 1, output
    assert "Traceback" not in output, output
    assert "is full. Make room and try again" in output, output
    assert output.splitlines()[-1].startswith("The last good warehouse stays: ")
    assert published(own.warehouse) == before


@pytest.mark.fault(
    "machine",
    "the disk of dbt's logs fills up",
    "it costs the log: the build goes on to its end, without a traceback for each line",
)
def test_the_disk_of_the_logs_fills_up(own, disk):
    own.environment["DBT_LOG_PATH"] = str(disk(8) / "logs")
    before = published(own.warehouse)
    _, output = own.job()
    assert "Logging error" not in output
    assert "could not be written: [Errno 28] No space left" in output, output
    assert published(own.warehouse) != before


@pytest.mark.fault(
    "machine",
    "a project laid down on a full disk",
    "told with what to do; nothing half laid is left",
)
@pytest.mark.parametrize("made_before", [False, True])
def test_half_a_project_is_not_left(disk, capsys, made_before):
    folder = disk(300)
    target = folder / "project"
    if made_before:
        target.mkdir()
    assert main(["init", str(target)]) == 1
    said = capsys.readouterr().err
    assert "No space left on device" in said
    assert "is full. Make room and try again" in said
    assert list(folder.rglob("*")) == ([target] if made_before else [])


@pytest.mark.fault(
    "machine",
    "results brought in on a full disk",
    "told with what to do; the import of before is as it was",
)
@pytest.mark.chain
def test_half_an_import_is_not_left(project, place, tmp_path, disk, monkeypatch, capsys):
    for part in ("seeds", "models", "macros"):
        shutil.copytree(project / part, place / part, dirs_exist_ok=True)
    shutil.copy(project / "dbt_project.yml", place)
    folder = disk(40)
    monkeypatch.setenv("LLM_REASSESSMENT_IMPORTS", str(folder))
    for name in ("small", "large"):
        rows = [f"me/model-{i},arc,{30 + i % 70},7" for i in range(5 if name == "small" else 2_000)]
        text = "\n".join(["model,benchmark,score,parameters_b", *rows])
        (tmp_path / f"{name}.csv").write_text(text)
    words = ["--as-of", "2025-01-01", "--name"]
    assert main(["import", str(tmp_path / "large.csv"), *words, "mine"]) == 1
    said = capsys.readouterr().err
    assert "No space left on device" in said
    assert "A disk is full. Make room and try again" in said
    assert list(folder.iterdir()) == []
    assert main(["import", str(tmp_path / "small.csv"), *words, "mine"]) == 0
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert len(before) == 2
    assert main(["import", str(tmp_path / "large.csv"), *words, "mine"]) == 1
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.fault(
    "machine",
    "a limit on the size of files ({kilobytes} kB)",
    "the old file is whole; told with what to do",
)
@pytest.mark.parametrize("kilobytes", [300, 3000])
def test_a_limit_on_the_size_of_files(own, kilobytes):
    before = published(own.warehouse)
    code, output = own.job(limits={"RLIMIT_FSIZE": kilobytes * 1024}, **GROWN)
    assert code == 1, output
    assert "Traceback" not in output, output
    assert "(ulimit -f)" in output, output
    assert output.splitlines()[-1].startswith("The last good warehouse stays: ")
    assert published(own.warehouse) == before


HUNGRY = """
def model(dbt, session):
    dbt.config(materialized="table", schema="fits")
    return {"much": [0.0] * (1 << 29)}
"""


@pytest.mark.fault(
    "machine",
    "a fit that needs more memory than there is",
    "the old file is whole; told with what to do",
)
def test_a_fit_that_needs_more_memory_than_there_is(own):
    before = published(own.warehouse)
    (own.folder / "models" / "fits" / "fit_hungry.py").write_text(HUNGRY)
    code, output = own.job(limits={"RLIMIT_AS": 3 << 30})
    assert code == 1, output
    assert "Memory ran out. Close what else needs it" in output, output
    assert output.splitlines()[-1].startswith("The last good warehouse stays: ")
    assert published(own.warehouse) == before


def test_what_is_no_lack_of_the_machine_has_no_such_remedy():
    assert remedy("Binder Error: Referenced column \"size\" not found in 'a/b'") is None
    copying = "[Errno 28] No space left on device: 'data/x.csv' -> '/mnt/p/x.csv'"
    assert remedy(copying).startswith("The disk under /mnt/p/x.csv is full. Make room and try")
