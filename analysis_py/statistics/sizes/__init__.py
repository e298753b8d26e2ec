"""Where the curve over size bends, and what the edges of ranges decide."""
