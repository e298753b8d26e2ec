"""Results of one's own that say what a model is are asked what the boards of today are asked."""

import random

from bringing import empty_project

from analysis_py.statistics.field.slopes import fit_slopes

#: One protocol, total and active size, developers, dates and openness: all that the page needs.
HEADER = (
    "Model,Total Parameters,Active Parameters,Organization,Release Date,Open Weights,MoE,"
    "Riddles,Facts [%]"
)


def table(n=80):
    draw = random.Random(7)
    lines = [HEADER]
    for i in range(n):
        total, is_moe, is_open = 2.0 ** draw.uniform(0, 9), i % 3 == 0, i % 4 != 0
        sizes = f"{total:.2f},{total / 8 if is_moe else total:.2f}" if is_open else ","
        day = f"{draw.choice((2024, 2025))}-{draw.randint(1, 12):02}-15"
        flags = f"{is_open},{is_moe}".lower()
        scores = f"{20 + 6 * draw.random() + total**0.5:.1f},{draw.uniform(40, 60):.1f}"
        lines.append(f"model-{i},{sizes},Lab {i % 9},{day},{flags},{scores}")
    return "\n".join(lines)


def test_size_date_and_openness_are_asked_of_it(tmp_path):
    with empty_project(tmp_path) as project:
        project.write("mine.csv", table())
        project.bring()
        # the cohort that the import is, and the gate, are Python and no part of this
        project.chain.rows("select 1", "fct_evaluations")
        project.chain.rows(
            "create table bridge_cohort_evaluations as "
            "select 'mine' as cohort_id, evaluation_id from fct_evaluations;"
            "create table quality_gate as select 1 as open; select 1"
        )
        slopes = fit_slopes(project.chain.table("int_field_models"))
    assert set(slopes["cohort_id"]) == {"mine"}
    assert slopes["benchmark_id"].n_unique() == 2
    assert set(slopes["status"]) == {"ok"}
