"""The forum of a session."""
