"""Comparison of two runs on the same questions: reading, pairing, comparing and describing them."""
