"""Training types compared at one mix of sizes and architectures."""
