"""Comparisons of sizes where some sizes are unknown."""
