class Refused(Exception):
    """A rule of messages forbids what was asked; the message is for the person who asked."""
