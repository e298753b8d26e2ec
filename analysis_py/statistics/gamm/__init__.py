"""The GAMMs of every cohort: which models, on which rows, by which engine."""
