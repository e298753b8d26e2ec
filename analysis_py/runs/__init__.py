"""Two runs on the same questions: reading their answers, pairing them, and saying what differs."""
