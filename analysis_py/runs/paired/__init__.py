"""Two runs on the same questions: the difference, its interval and what may be decided from it.

Differences are B less A in shares of full marks, between −1 and 1. A question that only one of two
runs answers right is discordant. This package needs numpy and scipy alone.
"""
