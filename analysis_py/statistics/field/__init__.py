"""Models of today: size, date of release, mode, openness, and who reports a score."""
