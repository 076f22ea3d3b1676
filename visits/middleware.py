# SPDX-License-Identifier: EUPL-1.2
"""Notes the pages that people are shown (visits.domain.seeing says which). A page never fails for want of a count."""

import logging

from django.conf import settings
from django.utils import timezone

from accounts.network import address_of
from visits.domain.buffer import add
from visits.domain.days import day_of
from visits.domain.salts import visitor_key
from visits.domain.seeing import is_made_up, is_page, refuses, told_by
from visits.models import WaitingView

logger = logging.getLogger(__name__)


class VisitsMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if settings.VISITS_COUNTED and is_page(request, response) and not refuses(request) and not is_made_up(request):
            try:
                note(request)
            except Exception:
                logger.exception("a visit could not be counted")
        return response


def note(request) -> None:
    """Neither address nor browser leaves this function but as the key of the day."""
    now, address = timezone.now(), address_of(request)
    key = visitor_key(address=address, agent=request.headers["User-Agent"], now=now) if address else None
    if key is not None and address is not None:
        add(WaitingView(at=now, day=day_of(now), visitor=key, told=told_by(request, address)))
