"""Comparisons of groups: analysis of variance, pairs, letters and effect sizes."""
