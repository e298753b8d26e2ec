"""The same within one training type (Fig. 10)."""

from analysis_py.report.figure import COHORT, Figure, Switch
from analysis_py.report.pages.scaled.shared import CAPTION, scaled_curves

TRAINING_TYPE = Switch("training_type", "Training type")

chart = scaled_curves

FIGURE = Figure(
    title="Size curves of scaled and unscaled scores within one training type",
    caption=CAPTION,
    method=(
        "By REML. Above each panel is the largest distance between the two, in percent of the "
        "range of the unscaled curve. n counts the evaluations of the training type."
    ),
    alternative="Curves of relative score over model size for one training type, one "
    "panel per benchmark, on scaled scores and on unscaled ones.",
    switches=(COHORT, TRAINING_TYPE),
    default={"training_type": "fine-tuned"},
    paper_figure="Fig. 10",
    is_folded=True,
)
