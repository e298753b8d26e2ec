"""The interplay of abilities: one score over the others, given the rest (Fig. 6)."""

from analysis_py.report.figure import Page

PAGE = Page(
    name="interplay",
    title="Interplay",
    question="Does one ability go with another, all else equal?",
    summary="What one ability says about another, given the rest",
)
