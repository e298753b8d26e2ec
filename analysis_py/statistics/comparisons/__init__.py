"""Do groups differ: analysis of variance, pairs, letters and effect sizes."""
