"""Dependence between fine-tunes of one base: its cost, and tests that allow for it."""
