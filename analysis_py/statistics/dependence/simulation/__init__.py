"""Monte Carlo type I error and power of comparisons of level means."""
