"""Fine-tunes of one base are not independent rows: what that costs, and tests that allow for it."""
