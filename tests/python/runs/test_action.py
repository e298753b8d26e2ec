"""The action's step, run as a job of a pull request runs it."""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import polars as pl
import pytest
import yaml

ROOT = Path(__file__).parents[3]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEP = ACTION["runs"]["steps"][1]
MARK = "<!-- llm-reassess compare a.csv b.csv -->"


@pytest.fixture(autouse=True)
def runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, score in (("a", 0), ("b", 1)):
        rows = {"item": range(200), "score": [1] * 180 + [score] * 20, "my text": "one"}
        pl.DataFrame(rows).write_csv(f"{name}.csv")
    swapped = {"item": range(200), "score": [1] * 179 + [0, 1] + [0] * 19}
    pl.DataFrame(swapped).write_csv("c.csv")
    pl.read_csv("a.csv").head(20).write_csv("few.csv")
    (tmp_path / "compared.json").write_text("the caller's")
    (tmp_path / "temporary").mkdir()


def run_step(pair, **inputs):
    """Run the step with inputs as they stand in a workflow; return its code, outputs, summary."""
    a, _, b = pair.partition(" ")
    given = {name: one.get("default", "") for name, one in ACTION["inputs"].items()}
    given |= {"baseline": f"{a}.csv", "candidate": f"{b}.csv", "token": "secret"}
    given |= {name.replace("_", "-"): value for name, value in inputs.items()}
    environment = {
        **os.environ,
        **{
            name: given[value.removeprefix("${{ inputs.").removesuffix(" }}")]
            for name, value in STEP["env"].items()
        },
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": "summary.md",
        "GITHUB_OUTPUT": "output",
        "GITHUB_EVENT_PATH": "event.json",
        "GITHUB_REPOSITORY": "someone/something",
        "GITHUB_API_URL": os.environ.get("GITHUB_API_URL", "http://127.0.0.1:9"),
        "RUNNER_TEMP": "temporary",
    }
    words = ["bash", "-eo", "pipefail", "-c", STEP["run"]]
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    outputs = dict(line.split("=", 1) for line in Path("output").read_text().splitlines())
    assert Path("compared.json").read_text() == "the caller's"
    return done, outputs, Path("summary.md").read_text()


@pytest.mark.parametrize(
    ("pair", "inputs", "code", "verdict", "gate"),
    [
        ("a b", {"gate": "1"}, 0, "better", "holds"),
        ("b a", {"gate": "1"}, 1, "worse", "fails"),
        ("a b", {}, 0, "better", ""),
        ("a c", {"gate": "0.1"}, 0, "cannot tell", "cannot tell"),
        *(
            ("a c", {"gate": "0.1", "fail_if_unclear": yes}, 3, "cannot tell", "cannot tell")
            for yes in ("true", "True", "yes", "1")
        ),
        ("a c", {"gate": "0.1", "fail_if_unclear": "No"}, 0, "cannot tell", "cannot tell"),
        ("a b", {"gate": "1", "options": "--level 0.9 --json -"}, 0, "better", "holds"),
        ("a b", {"gate": "1", "options": "--level '0.9'"}, 0, "better", "holds"),
        ("a b", {"cluster": "my text"}, 0, "better", ""),
        ("a b", {"metric": "score", "weights": "tasks", "margin": "2"}, 0, "better", ""),
        # B lacks 180 of 200 answers
        ("a few", {"gate": "1"}, 3, "cannot tell", "cannot tell"),
        ("a few", {"gate": "20", "common": "True"}, 0, "cannot tell", "holds"),
        ("a b", {"tasks": "questions"}, 0, "better", ""),
    ],
)
def test_the_step_compares_and_fails_by_the_gate(pair, inputs, code, verdict, gate):
    done, outputs, summary = run_step(pair, **inputs)
    assert done.returncode == code, done.stderr
    assert (outputs["verdict"], outputs["gate"]) == (verdict, gate)
    if code == 2:
        return
    assert "| questions | score (higher is better) | " in summary
    files = Path(outputs["folder"])
    assert summary.startswith((files / "compared.md").read_text().rstrip())
    assert json.loads((files / "compared.json").read_text())["verdict"] == verdict
    assert (files / "compared.csv").read_text().startswith("task,")
    if pair == "a few" and code:
        assert "The step fails: 180 questions that A answered have no grade in B." in summary


@pytest.mark.parametrize(
    ("pair", "inputs", "why"),
    [
        ("a none", {}, "none.csv: no such file or folder"),
        ("a b", {"metric": "exact_match, strict-match"}, "exact\\_match, strict-match"),
        ("a b", {"gate": "nan"}, "nan is no number"),
        ("a b", {"fail_if_unclear": "perhaps"}, "fail-if-unclear: perhaps is neither true nor"),
        ("a b", {"options": "--nonsense"}, "No such option"),
        ("a b", {"options": "'"}, "options: No closing quotation"),
        ("a <img src=x>", {}, "\\<img src=x\\>.csv"),
    ],
)
def test_a_refusal_is_in_the_summary_and_the_verdict_is_error(pair, inputs, why):
    done, outputs, summary = run_step(pair, **inputs)
    assert done.returncode == 2
    assert (outputs["verdict"], outputs["gate"]) == ("error", "")
    assert summary.startswith("**Not compared.**\n\n- ")
    assert why.replace("\\_", "_") in summary


class _Comments(BaseHTTPRequestHandler):
    """The part of the code host that keeps comments, a hundred to a page."""

    kept: dict[int, str] = {}  # noqa: RUF012
    is_closed = False

    def answer(self, value, status=200):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def body(self):
        assert self.headers["Authorization"] == "Bearer secret"
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

    def do_GET(self):
        page = int(self.path.split("page=")[-1])
        assert self.path.startswith("/repos/someone/something/issues/7/comments?per_page=100&")
        comments = [{"id": n, "body": body} for n, body in self.kept.items()]
        self.answer(comments[100 * (page - 1) : 100 * page], 403 if self.is_closed else 200)

    def do_POST(self):
        assert self.path == "/repos/someone/something/issues/7/comments"
        self.kept[len(self.kept) + 1] = self.body()
        self.answer({}, 201)

    def do_PATCH(self):
        head, number = self.path.rsplit("/", 1)
        assert head == "/repos/someone/something/issues/comments"
        self.kept[int(number)] = self.body()
        self.answer({})

    def log_message(self, *_):
        pass


@pytest.fixture
def comments(monkeypatch):
    handler = type("Comments", (_Comments,), {"kept": {}})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("GITHUB_API_URL", f"http://127.0.0.1:{server.server_port}")
        Path("event.json").write_text(json.dumps({"pull_request": {"number": 7}}))
        yield handler
        server.shutdown()


def test_one_comment_is_written_found_again_and_updated(comments):
    comments.kept |= dict.fromkeys(range(1, 131), "somebody's words")
    assert run_step("a b", gate="1")[0].returncode == 0
    assert len(comments.kept) == 130, "nobody asked for a comment"
    run_step("a b", gate="1", comment="true")
    assert comments.kept[131].startswith(f"{MARK}\n**B is better")
    run_step("a b", gate="1", metric="none", comment="true")
    assert comments.kept[131].startswith(f"{MARK}\n**Not compared.**")
    run_step("a c", comment="yes")
    assert len(comments.kept) == 132, "another comparison has a comment of its own"
    assert {comments.kept[n] for n in range(1, 131)} == {"somebody's words"}


def test_what_forbids_a_comment_fails_no_step(comments):
    comments.is_closed = True
    done = run_step("a b", gate="1", comment="true")[0]
    assert done.returncode == 0
    assert "::warning::no comment: HTTP Error 403" in done.stdout
    Path("event.json").write_text("{}")
    done = run_step("a b", gate="1", comment="true")[0]
    assert "::notice::no pull request to comment on" in done.stdout
