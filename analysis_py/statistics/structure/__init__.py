"""Structure of scores over many benchmarks: components, forecasts, shares and shifts."""
