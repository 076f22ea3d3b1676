class Refused(Exception):
    """A rule of sessions forbids what was asked; the message is for the person who asked."""
