"""Units, names and facts that a whole import decides, and none of its files alone."""

import pytest

from analysis_py.imports.gathering import gather
from analysis_py.imports.scales import units_said


def table(*rows: str) -> str:
    return "\n".join(rows) + "\n"


def given(folder, files: dict[str, str], *units: str) -> dict[tuple[str, str], tuple]:
    """Return unit, score and problem of the scores in files, by file and benchmark."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return {
        (each.file_name, each.benchmark): (each.unit, each.score, each.problem)
        for each in gather(folder, units=units_said(units)).results.scores
    }


HLE = {"a": ("45.3", "64.1"), "b": ("0.9", "51.0"), "c": ("25.3", "70.2")}
LONG = {
    f"{name}.csv": table("model,benchmark,score", f"{name},HLE,{hle}", f"{name},MMLU,{mmlu}")
    for name, (hle, mmlu) in HLE.items()
}
WIDE = {
    f"{name}.csv": table("model,HLE,MMLU", f"{name},{hle},{mmlu}")
    for name, (hle, mmlu) in HLE.items()
}


@pytest.mark.fault("imports")
@pytest.mark.parametrize("files", [LONG, WIDE], ids=["long", "wide"])
def test_a_percentage_below_1_in_a_file_of_its_own_is_no_share(tmp_path, files):
    found = given(tmp_path / "given", files)
    assert found["b.csv", "HLE"] == ("percent", 0.9, None)
    assert {unit for unit, _, _ in found.values()} == {"percent"}


@pytest.mark.fault("imports")
@pytest.mark.parametrize(
    "files",
    [
        # a file wholly within 0–1 beside percentages of the same benchmark
        {**LONG, "b.csv": table("model,benchmark,score", "b,HLE,0.9", "b,MMLU,0.51")},
        # a benchmark of few values within 0–1 beside percentages of others
        {"b.csv": table("model,HLE,MMLU", "a,0.9,51", "b,0.4,60")},
    ],
    ids=["file", "benchmark"],
)
def test_a_unit_that_the_import_leaves_open_is_asked_for(tmp_path, files):
    _, _, problem = given(tmp_path / "given", files)["b.csv", "HLE"]
    assert problem.startswith("the unit is unclear: HLE 0.")
    assert "in b.csv" in problem
    assert "--unit" in problem
    said = given(tmp_path / "said", files, "HLE=percent")
    assert said["b.csv", "HLE"][::2] == ("percent", None)
