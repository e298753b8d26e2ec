"""Scores by model size: Fig. 3 of the paper, ranges of size, and emergence."""

from __future__ import annotations

from analysis_py.report.figure import COHORT, ENGINE, Figure, Page, Switch
from analysis_py.report.figures.scale_curves import breakpoints, size_curves, size_slopes
from analysis_py.report.figures.scale_emergence import emergence_forecasts, emergence_verdicts
from analysis_py.report.figures.scale_ranges import ceiling, edge_at_7b, size_ranges, size_steps

#: One population for the whole page, so that what the switch says is true of every figure.
PAPER = {"cohort_id": "paper_2024_01"}

CURVES = (
    Figure(
        name="size_curves",
        title="Score by model size, relative to the average model",
        caption="Partial effect of size in a GAMM of log score with a random intercept of the "
        "architecture, as a factor: at 2 the score is twice that of the average model. Shaded: "
        "pointwise 95 % band. Heavy: where the curve rises or (dashed) falls significantly, by a "
        "band that holds for the whole curve; REML only. Dotted verticals: the sizes that cut the "
        "evaluations into five equal parts. edf is how much a curve bends; 1 is a straight line. "
        "Both axes are logarithmic; sizes from 0.01 B on.",
        alternative="One panel per benchmark: a curve of relative score over model size with its "
        "band, heavier where it rises or falls significantly, and dotted lines at the fifths of "
        "the sizes.",
        chart=size_curves,
        switches=(COHORT, ENGINE),
        default={**PAPER, "engine": "reml"},
        paper_figure="Fig. 3",
    ),
    Figure(
        name="size_slopes",
        title="Growth of the score per doubling of size",
        caption="Slope of the curves above (REML), in percent of the score per doubling of size, "
        "with the band that holds for the whole curve at once. Above the line at 0 scores grow; "
        "heavy: where the band leaves it out. Bands are cut at −90 and +300 %; where few models "
        "carry a curve they go beyond. Mind that panels have axes of their own.",
        alternative="One panel per benchmark: growth in percent per doubling over model size with "
        "a whole-curve band and a line at zero.",
        chart=size_slopes,
        switches=(COHORT,),
        default=PAPER,
    ),
    Figure(
        name="breakpoints",
        title="Where a straight line bends, by what is counted",
        caption="Best place for one bend of the score in percent over log size, with its 95 % "
        "profile interval; triangles mark ends that the data leave open. Diamonds count every "
        "evaluation once, so a size with hundreds of fine-tunes draws the bend to itself; circles "
        "count every size once. n gives both. Dotted: 7 B. Point at a mark for the slopes.",
        alternative="Dots with intervals, two per benchmark, on an axis of model size: the size "
        "at which a line bends when every evaluation counts and when every size counts.",
        chart=breakpoints,
        switches=(COHORT,),
        default=PAPER,
    ),
)

RANGES = (
    Figure(
        name="size_ranges",
        title="Mean scores of ranges of size, and which of them differ",
        caption="Ranges that share a letter do not differ significantly by Tukey–Kramer, the "
        "paper's test. Bars are for comparison: ranges whose bars overlap do not differ. They "
        "take every fine-tune as an independent row; the last figure of this section does "
        "not. In brackets: n.",
        alternative="One panel per benchmark: the mean score of each range of size with a bar "
        "and letters.",
        chart=size_ranges,
        switches=(COHORT,),
        default=PAPER,
    ),
    Figure(
        name="size_steps",
        title="The gain from one range of size to the next",
        caption="Mean of the range above the edge minus that of the range below, in points. "
        "Diamonds: Tukey–Kramer, every fine-tune a row of its own, simultaneous 95 % intervals. "
        "Circles: fine-tunes of one base model as one cluster (CR2), with 95 % intervals of each "
        "step alone. Filled: significant at 0.05 with all pairs of ranges allowed for "
        "(Tukey–Kramer; Holm). Point at a mark for n.",
        alternative="One panel per benchmark: differences between neighbouring ranges of size at "
        "each edge, with narrow intervals for independent rows and wide ones for clusters.",
        chart=size_steps,
        switches=(COHORT,),
        default=PAPER,
    ),
    Figure(
        name="edge_at_7b",
        title="The step at 7 B for every place the edge may have nearby",
        caption="Mean of the range above the edge minus that of the range below, as the edge "
        "moves; each line holds for the edges along it. Shaded: two standard errors either side. "
        "Colour: the decision of Welch's test at 0.05. Point at a line for n on either side.",
        alternative="One panel per benchmark: the difference in mean score across an edge as the "
        "edge moves from 6 to 8 billion parameters.",
        chart=edge_at_7b,
        switches=(COHORT,),
        default=PAPER,
    ),
    Figure(
        name="ceiling",
        title="What larger models gain, by the ceiling on the average score",
        caption="Difference between two ranges of size on the evaluations of January 2024 whose "
        "average is at most the ceiling, with Welch's 95 % interval. Dotted: 52.68, where the "
        "paper's printed analysis stops. Far right: all evaluations; panels give the n of these.",
        alternative="One panel per benchmark: the difference between two ranges of size for "
        "ceilings from 40 to 70 percent and for none.",
        chart=ceiling,
        switches=(Switch("step", "Step"),),
    ),
)

EMERGENCE = (
    Figure(
        name="emergence_verdicts",
        title="Does an ability emerge? The verdict on each scale of the score",
        caption="Every base model counts once. <em>Emergent</em>: a jump fits better than any "
        "gradual curve, and a line through smaller models falls short of larger ones. "
        "<em>Not monotone</em>: falls somewhere. <em>Gradual</em>: a gradual curve fits better, "
        "and rises. Small print: n base models, and Δ, by how much a jump fits better in BIC; "
        "below 0, worse; less than 2 either way decides nothing.",
        alternative="A table of verdicts in words, benchmarks by four scales of the score.",
        chart=emergence_verdicts,
        switches=(COHORT,),
        default=PAPER,
    ),
    Figure(
        name="emergence_forecasts",
        title="Do smaller models foretell larger ones?",
        caption="A straight line through the base models up to a cut is carried on to those "
        "beyond: its error there, as a multiple of its error before, with a bootstrap 95 % "
        "interval of base models. At 1 large models are as predictable as small ones. Filled: "
        "large models do better than foretold. n, on percent: base models up to the cut + beyond. "
        "The cut at a share of the base models is chosen without a look at the scores.",
        alternative="Dots with intervals, four per benchmark, one per scale of the score: the "
        "error of forecasts for large models in units of the error for small ones.",
        chart=emergence_forecasts,
        switches=(COHORT, Switch("cut", "Cut")),
        default={**PAPER, "cut": "share of the base models"},
    ),
)

PAGE = Page(
    name="scale",
    title="Scale",
    summary="How scores change with model size, where growth stops, and whether abilities emerge.",
    figures=CURVES + RANGES + EMERGENCE,
    facts=(
        "scale_fifths",
        "scale_curves",
        "scale_ranges",
        "scale_emergence",
        "scale_claims",
    ),
)
