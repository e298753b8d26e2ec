"""A real disk of a few kilobytes that fills up under each thing that is written; and limits."""

import resource
import shutil
import subprocess
import sys

import pytest
from small_project import make

from analysis_py.cli.main import main
from analysis_py.job.remedies import remedy
from analysis_py.plumbing import manifests, versions

#: A model whose table is much larger than the disks of these tests.
LARGE = (
    "{{ config(schema='marts') }} "
    "select hash(range) as a, hash(range + 1) as b from range({{ var('n', 100) }})"
)
N_LARGE = 1_500_000


@pytest.fixture
def disk(tmp_path):
    """Return a function that mounts a disk of so many kilobytes at a folder of the test's own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = []

    def mount(kilobytes):
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
def small(project, tmp_path_factory):
    """Return the small project with a model whose size can be chosen, published once."""
    made = make(project, tmp_path_factory.mktemp("small"))
    (made.folder / "models" / "marts" / "fct_large.sql").write_text(LARGE)
    code, output = made.dbt()
    assert code == 0, output
    return made


def grown(small):
    """Let the model be large from now on, as data grow; return how to undo it."""
    path = small.folder / "dbt_project.yml"
    before = path.read_text()
    path.write_text(before.replace("vars: {", f"vars: {{n: {N_LARGE}, "))
    return lambda: path.write_text(before)


def job(place, **options):
    command = [sys.executable, "-m", "analysis_py", "build", "--no-report", "--no-docs"]
    return subprocess.run(
        command,
        cwd=place.folder,
        env=place.environment,
        text=True,
        timeout=300,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **options,
    )


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
def test_the_disk_of_the_warehouse_fills_up(small, tmp_path, disk, command):
    folder = disk(6000)
    (tmp_path / "other").mkdir()
    warehouse = folder / "warehouse"
    place = small.at(tmp_path / "other", LLM_REASSESSMENT_WAREHOUSE=str(warehouse))
    code, output = place.dbt()
    assert code == 0, output
    before = published(warehouse)
    if command == "dbt":
        code, output = place.dbt("--vars", f'{{"n": {N_LARGE}}}')
        assert f"Nothing published. What was published before stays: {warehouse}" in output
    else:
        undo = grown(small)
        try:
            done = job(place)
        finally:
            undo()
        code, output = done.returncode, done.stdout
        assert f"The disk under {warehouse}/" in output
        assert "is full. Make room and try again; LLM_REASSESSMENT_BUILD, " in output
        assert f"The last good warehouse stays: {warehouse}/" in output.splitlines()[-1]
        assert "Traceback" not in output
    assert code != 0
    assert "No space left on device" in output
    assert published(warehouse) == before
    # with room again, it goes on
    code, output = place.dbt()
    assert code == 0, output


@pytest.mark.fault(
    "machine",
    "the disk of {what} fills up",
    "told with what to do and no traceback; the last good file stays",
)
@pytest.mark.parametrize("what", ["the build database", "dbt's target folder"])
def test_the_disk_of_what_a_build_writes_fills_up(small, tmp_path, disk, what):
    variable, name, kilobytes = {
        "the build database": ("LLM_REASSESSMENT_BUILD", "build.duckdb", 2000),
        "dbt's target folder": ("DBT_TARGET_PATH", "target", 16),
    }[what]
    folder = disk(kilobytes)
    (tmp_path / "other").mkdir()
    place = small.at(
        tmp_path / "other",
        LLM_REASSESSMENT_WAREHOUSE=str(small.warehouse),
        **{variable: str(folder / name)},
    )
    before = published(small.warehouse)
    undo = grown(small)
    try:
        done = job(place)
    finally:
        undo()
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stdout, done.stdout
    assert "is full. Make room and try again" in done.stdout, done.stdout
    assert done.stdout.splitlines()[-1].startswith("The last good warehouse stays: ")
    assert published(small.warehouse) == before


@pytest.mark.fault(
    "machine",
    "the disk of dbt's logs fills up",
    "it costs the log: the build goes on to its end, without a traceback for each line",
)
def test_the_disk_of_the_logs_fills_up(small, tmp_path, disk):
    folder = disk(8)
    (tmp_path / "other").mkdir()
    place = small.at(tmp_path / "other", DBT_LOG_PATH=str(folder / "logs"))
    done = job(place)
    assert "Logging error" not in done.stdout
    assert "could not be written: [Errno 28] No space left" in done.stdout, done.stdout
    assert published(place.warehouse)


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
def test_half_an_import_is_not_left(project, place, tmp_path, disk, monkeypatch, capsys):
    shutil.copytree(project / "seeds", place / "seeds", dirs_exist_ok=True)
    folder = disk(200)
    monkeypatch.setenv("LLM_REASSESSMENT_IMPORTS", str(folder))
    for name in ("small", "large"):
        rows = [f"me/model-{i},arc,{i % 100},7" for i in range(5 if name == "small" else 40_000)]
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
def test_a_limit_on_the_size_of_files(small, tmp_path, kilobytes):
    limit = kilobytes * 1024
    place = small.at(tmp_path, LLM_REASSESSMENT_WAREHOUSE=str(small.warehouse))
    before = published(small.warehouse)
    undo = grown(small)
    try:
        done = job(
            place, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        )
    finally:
        undo()
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stdout, done.stdout
    assert "(ulimit -f)" in done.stdout, done.stdout
    assert done.stdout.splitlines()[-1].startswith("The last good warehouse stays: ")
    assert published(small.warehouse) == before


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
def test_a_fit_that_needs_more_memory_than_there_is(small, tmp_path):
    size = 3 << 30
    place = small.at(tmp_path, LLM_REASSESSMENT_WAREHOUSE=str(small.warehouse))
    before = published(small.warehouse)
    model = small.folder / "models" / "fits" / "fit_hungry.py"
    model.write_text(HUNGRY)
    try:
        done = job(place, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)))
    finally:
        model.unlink()
    assert done.returncode == 1, done.stdout
    assert "Memory ran out. Close what else needs it" in done.stdout, done.stdout
    assert done.stdout.splitlines()[-1].startswith("The last good warehouse stays: ")
    assert published(small.warehouse) == before


def test_what_is_no_lack_of_the_machine_has_no_such_remedy():
    assert remedy("Binder Error: Referenced column \"size\" not found in 'a/b'") is None
    copying = "[Errno 28] No space left on device: 'data/x.csv' -> '/mnt/p/x.csv'"
    assert remedy(copying).startswith("The disk under /mnt/p/x.csv is full. Make room and try")
