"""Sent once committed. request_made, request_decided: request, a privacy.models.Request."""

from django.dispatch import Signal

request_made = Signal()
request_decided = Signal()
