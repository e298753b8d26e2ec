"""Comparison of training types, adjusted for size and architecture or within base families."""
