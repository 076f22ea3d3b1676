"""Sent inside the transaction that wrote the message: what is derived from it never differs from it.

message_posted: message (with its conversation), recipients (people it was written to).
"""

from django.dispatch import Signal

message_posted = Signal()
