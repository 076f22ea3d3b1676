class Refused(Exception):
    """What was asked cannot be done; the message says why, to the person."""
