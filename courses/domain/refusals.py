class Refused(Exception):
    """A rule of the library's activities forbids what was asked; the message is for the person who asked."""
