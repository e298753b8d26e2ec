"""Exports: valid by each standard's own validator, and back again without a loss."""

import json
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest
from bringing import DAY, Project, new_run
from statsmodels.stats.proportion import proportion_confint
from warehouse.test_readers import PLAIN

from analysis_py.cli.main import main
from analysis_py.exports import croissant, every_eval_ever
from analysis_py.publishing import DATABASE_NAME, PARQUET_NAME

CROISSANT = """
import sys
import mlcroissant
dataset = mlcroissant.Dataset(jsonld=sys.argv[1])
assert not dataset.metadata.issues.errors, dataset.metadata.issues.report()
n = sum(1 for _ in dataset.records(record_set=sys.argv[2]))
print(len(dataset.metadata.record_sets), n)
"""
TABLES = ("fct_evaluations", "fct_scores", "fct_task_scores", "dim_snapshots", "dim_benchmarks")


def publish(project: Project) -> Path:
    """Write the marts of a project as a build publishes them: a database, and Parquet beside it."""
    folder = project.chain.folder / "warehouse"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / PARQUET_NAME / "marts").mkdir(parents=True)
    with duckdb.connect(str(folder / DATABASE_NAME)) as database:
        database.execute("create schema marts")
        for name in TABLES:
            frame = project.chain.table(name)
            database.execute(f"create table marts.{name} as from frame")
            database.execute(f"comment on table marts.{name} is 'One row; a \"quoted\" word.'")
            frame.write_parquet(folder / PARQUET_NAME / "marts" / f"{name}.parquet")
    return folder


@pytest.fixture(scope="module")
def filled(project):
    """Return a project with runs that differ in all that tells runs and scores apart."""
    tasks = {
        "arc_challenge": {"acc,none": 0.41, "acc_norm,none": 0.4421, "acc_norm_stderr,none": 0.014},
        "gsm8k": {"exact_match,strict-match": 0.123456789, "exact_match,flexible-extract": 0.5},
        "wikitext": {"word_perplexity,none": 12.5},
        "New exam": {"acc,none": 1 / 3},
    }
    shots = {"arc_challenge": 25, "gsm8k": 5}
    for n, template in enumerate((None, "chat")):
        run = new_run("lab/a model: 7B?", tasks, shots, chat_template=template)
        project.write(f"{n}/results_2025-06-0{n + 1}T00-00-00.json", run)
    project.write("t.csv", "model,type,params_b,Riddles\nplain,base,7,61.5\n../up,chat,0.5,0\n")
    project.bring()
    return project


@pytest.fixture(scope="module")
def published(filled):
    """Return the folder of what the project publishes, which nobody changes."""
    return publish(filled)


def facts(project: Project) -> list[tuple]:
    """Return every score, whatever its run is called."""
    on_benchmarks = project.chain.rows(
        "select model_name, parameters_b, training_type, benchmark_id, score_pct, std_error_pct, "
        "n_items, n_shots from fct_scores join fct_evaluations using (evaluation_id)",
        "fct_scores",
    )
    beside = project.chain.rows(
        "select model_name, parameters_b, training_type, task, score, null, null, null "
        "from fct_task_scores join fct_evaluations using (evaluation_id)",
        "fct_task_scores",
    )
    return sorted(on_benchmarks + beside, key=str)


def test_a_round_trip_through_every_eval_ever_gives_back_every_score(
    filled, published, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("out")
    every_eval_ever.write(published, folder)
    back = Project(tmp_path_factory.mktemp("back"))
    for path in (folder / "data").rglob("*.json"):
        shutil.copytree(
            path.parent, back.given / path.parent.relative_to(folder), dirs_exist_ok=True
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(back.chain.folder)
        back.bring()
    assert len(facts(filled)) == 14
    assert facts(back) == facts(filled)
    read, loaded, lost = back.accounts()
    assert (read, loaded, lost) == (14, 14, 0)


def test_every_record_is_valid_every_eval_ever(published, of_runs, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    every_eval_ever.write(published, folder)
    paths = [path.relative_to(folder) for path in folder.rglob("*.json")]
    assert len(paths) == 4
    done = subprocess.run(
        [of_runs / "every_eval_ever", "validate", *paths],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    # names without an organisation, or unsafe ones, are warned of
    assert "0 failed (0 errors" in done.stdout, done.stdout + done.stderr


def test_the_same_evaluation_is_the_same_file_and_says_how_sure_each_score_is(filled, tmp_path):
    for name in "ab":
        every_eval_ever.write(publish(filled), tmp_path / name)
    first, second = (
        {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*.json")}
        for folder in (tmp_path / "a", tmp_path / "b")
    )
    assert first == second
    n_intervals = 0
    for path, content in first.items():
        assert ".." not in path.parts
        for result in json.loads(content)["evaluation_results"]:
            details = result["score_details"]
            if (found := details.get("uncertainty")) and "confidence_interval" in found:
                interval = found["confidence_interval"]
                assert 0 <= interval["lower"] < details["score"] < interval["upper"] <= 100
                n_intervals += 1
    assert n_intervals > 3


def test_an_interval_is_of_the_error_or_wilson_s():
    told = every_eval_ever._uncertainty(40.0, 5.0, 100)
    assert told["standard_deviation"] == pytest.approx(50)
    assert told["confidence_interval"]["lower"] == pytest.approx(40 - 9.79982)
    # Wilson's interval of 10 of 10, as statsmodels gives it
    low, high = proportion_confint(10, 10, method="wilson")
    told = every_eval_ever._uncertainty(100.0, None, 10)["confidence_interval"]
    assert (told["lower"], told["upper"]) == pytest.approx((100 * low, 100 * high))
    assert every_eval_ever._uncertainty(50.0, None, None) == {}


def test_every_type_that_is_published_has_a_name():
    assert croissant._TYPES.keys() == PLAIN


def test_croissant(filled, published, of_datasets, tmp_path):
    path = croissant.write(published, tmp_path)
    n = filled.chain.table("fct_scores").height
    words = [of_datasets / "python", "-c", CROISSANT, path, "fct_scores"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.stdout.split() == [str(len(TABLES)), str(n)], done.stderr


def test_the_command(published, tmp_path_factory, capsys, monkeypatch):
    folder = tmp_path_factory.mktemp("anywhere")
    monkeypatch.chdir(folder)
    warehouse = str(published)
    words = ["export", "croissant", "--warehouse", warehouse, "--to", str(folder / "out")]
    assert main(words) == 0
    assert main(words) == 2, "it writes into no folder that holds something"
    assert "is not an empty folder" in capsys.readouterr().err
    assert main(["export", "croissant", "--source", "mine", "--warehouse", warehouse]) == 2
    assert main([*words[:-1], "/proc/nowhere"]) == 1
    assert "cannot create /proc/nowhere" in capsys.readouterr().err
    assert main(["export", "eee", "--source", "nosuch", "--warehouse", warehouse]) == 1
    assert not (folder / "target").exists(), "what cannot be written leaves no folder"
    assert main(["export", "eee", "--source", "mine", "--warehouse", warehouse]) == 0
    (path, *_) = (folder / "target/exports/eee/data").rglob("*.json")
    assert json.loads(path.read_text())["source_metadata"]["source_name"] == f"mine_{DAY}"
