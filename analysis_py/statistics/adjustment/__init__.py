"""Training types compared adjusted for size and architecture."""
