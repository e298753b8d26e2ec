"""Emergence of abilities with size: jumps, and forecasts of large models from small ones."""
