"""Every training type that results may have is drawn in a colour of its own."""

import csv

from analysis_py.report import style


def test_every_training_type_has_a_colour(project):
    with (project / "seeds/models/training_types.csv").open(newline="") as lines:
        known = {row["training_type"] for row in csv.DictReader(lines)}
    assert known == set(style.TRAINING_TYPES)
    assert style.TRAINING_TYPES[-1] == "unknown"
    colours = style.TRAINING_TYPE_COLOURS
    assert len(set(colours)) == len(colours)
    # what nobody knew of yet takes one that no type has
    assert len(colours) > len(style.TRAINING_TYPES)
    dashes = {tuple(dash) for dash in style.TRAINING_TYPE_DASHES}
    assert len(dashes) == len(style.TRAINING_TYPES) - 1


def test_queries_know_the_same_order(project):
    for name in ("training_types/figures/type_means", "data/figures/data_submissions"):
        text = (project / f"analysis_py/report/pages/{name}.sql").read_text()
        order = ", ".join(f"'{each}'" for each in style.TRAINING_TYPES)
        assert f"[{order}]" in text, name
