"""Scores by training type: differences raw, adjusted and within bases, means, and Fig. 7."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="training_types",
    title="Training type",
    question="Does tuning help?",
    summary="Pretrained, fine-tuned, instruction-tuned and RL-tuned models compared",
    population="headline",
)
