"""Where single models stand: ranks with their uncertainty, and places among their peers."""
