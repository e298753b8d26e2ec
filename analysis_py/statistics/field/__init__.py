"""Statistics of current models: size, release date, reasoning mode, openness and score reporter."""
