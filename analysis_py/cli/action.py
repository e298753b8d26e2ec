"""The step of ``action.yml``: one comparison, with a summary, outputs and a comment."""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from analysis_py.cli.errors import FAILED, GOOD, MISUSED, UNCLEAR
from analysis_py.runtime.formatting import escape_markdown

#: Inputs that are options of the command, with a value.
_OPTIONS = ("gate", "margin", "metric", "tasks", "weights", "cluster")
_FLAGS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0", ""), False),
}
_BY_PAGE = 100


class InputError(ValueError):
    """An input of the action has no valid value."""


def main() -> int:
    """Compare as the inputs say and return the exit code of the step."""
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("RUNNER_TEMP")))
    is_commented = False
    try:
        is_unclear_failed, is_commented = read_flag("fail-if-unclear"), read_flag("comment")
        code, message = compare(folder)
    except InputError as error:
        code, message = MISUSED, f"{error}\n"
    print(message, end="", file=sys.stderr)
    data: dict[str, Any] = {"verdict": "error", "gate": None}
    markdown = "**Not compared.**\n" + "".join(
        f"\n- {escape_markdown(line)}" for line in message.splitlines()
    )
    if code in (GOOD, FAILED, UNCLEAR):
        data = json.loads((folder / "compared.json").read_text())
        markdown = (folder / "compared.md").read_text()
        if code == UNCLEAR and data["overall"]["no_grade_b"]:
            markdown += f"\n{_describe_missing(data['overall']['no_grade_b'])}\n"
        elif code == UNCLEAR and not is_unclear_failed:
            code = GOOD
    outputs = {"verdict": data["verdict"], "gate": data["gate"] or "", "folder": folder}
    _append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in outputs.items()))
    _append("GITHUB_STEP_SUMMARY", f"{markdown.rstrip()}\n")
    if is_commented:
        comment(markdown)
    return code


def read_input(name: str) -> str:
    """Return an input of the action, without blanks around it."""
    return os.environ.get(f"INPUT_{name.upper().replace('-', '_')}", "").strip()


def read_flag(name: str) -> bool:
    """Return an input that is true or false; raise InputError if it is neither."""
    value = read_input(name)
    if value.lower() not in _FLAGS:
        raise InputError(f"{name}: {value} is neither true nor false")
    return _FLAGS[value.lower()]


def compare(folder: Path) -> tuple[int, str]:
    """Write the comparison into a folder; return the exit code and the message of a refusal."""
    values = {name: read_input(name) for name in _OPTIONS}
    words = [f"--{name}={value}" for name, value in values.items() if value]
    words += ["--common"] * read_flag("common")
    try:
        words += shlex.split(read_input("options"))
    except ValueError as error:
        raise InputError(f"options: {error}") from error
    files = {"json": "json", "markdown": "md", "diff": "csv"}
    words += [f"--{form}={folder / 'compared'}.{end}" for form, end in files.items()]
    command = [sys.executable, "-P", "-m", "analysis_py", "compare", *words]
    runs = [read_input("baseline"), read_input("candidate")]
    done = subprocess.run([*command, "--", *runs], stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stderr


def comment(markdown: str) -> None:
    """Write the comparison into the pull request's comment, found again by a hidden mark."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text())
    number = event.get("pull_request", {}).get("number")
    if number is None:
        print("::notice::no pull request to comment on")
        return
    runs = f"{read_input('baseline')} {read_input('candidate')}".replace("-", "~")
    mark = f"<!-- llm-reassess compare {escape_markdown(runs)} -->"
    issues = f"repos/{os.environ['GITHUB_REPOSITORY']}/issues"
    body = {"body": f"{mark}\n{markdown}"}
    try:
        if (known := _find_comment(f"{issues}/{number}/comments", mark)) is None:
            _call("POST", f"{issues}/{number}/comments", body)
        else:
            _call("PATCH", f"{issues}/comments/{known}", body)
    except URLError as error:
        print(f"::warning::no comment: {error}. The job needs permissions: pull-requests: write")


def _find_comment(path: str, mark: str) -> int | None:
    """Return the number of the comment that begins with the mark."""
    for page in count(1):
        comments = _call("GET", f"{path}?per_page={_BY_PAGE}&page={page}")
        for each in comments:
            if (each["body"] or "").startswith(mark):
                return int(each["id"])
        if len(comments) < _BY_PAGE:
            break
    return None


def _call(method: str, path: str, body: dict[str, str] | None = None) -> Any:
    """Call the interface of the code host with the job's token."""
    headers = {
        "Authorization": f"Bearer {read_input('token')}",
        "Accept": "application/vnd.github+json",
        "Content-Type": "application/json",
    }
    data = None if body is None else json.dumps(body).encode()
    address = f"{os.environ['GITHUB_API_URL']}/{path}"
    with urlopen(Request(address, data, headers, method=method), timeout=30) as answer:
        return json.load(answer)


def _describe_missing(n: int) -> str:
    """Return why the step fails although it cannot tell."""
    return (
        f"- The step fails: {n:,} questions that A answered have no grade in B. "
        "`common: true` compares on the questions that both answered."
    )


def _append(variable: str, text: str) -> None:
    with open(os.environ[variable], "a", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main())
