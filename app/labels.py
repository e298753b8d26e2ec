"""Labels of the warehouse's names on the page."""

FACTORS = {
    "parameter_range": "Size range",
    "training_type": "Training type",
    "architecture_family": "Architecture, 11 families",
    "architecture_family_5": "Architecture, 5 families",
}
ENGINES = {"reml": "This project's engine (REML)", "pygam": "pyGAM"}
TESTS = {
    "classic": "Analysis of variance",
    "welch": "Welch's test of means",
    "brown_forsythe": "Brown–Forsythe test of spread",
}
ADJUSTMENTS = {"ancova": "One curve, shifted (ANCOVA)", "g_computation": "Curves that tilt too"}
VERDICTS = {
    "supported": "supported",
    "contradicted": "contradicted",
    "inconclusive": "inconclusive",
    "not_testable": "not testable",
    "not_applicable": "not applicable",
}
BASES = {
    "published": "Printed tables",
    "recovered": "What those tables imply",
    "same_method": "The paper's method again",
    "sound_method": "A sounder method",
}
