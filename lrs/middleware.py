"""The record store answers before anything that belongs to browsers and people (docs/decisions/0050-record-store.md)."""

from lrs.endpoint.dispatch import PREFIX, answer


class RecordStoreMiddleware:
    """Requests under `/xapi/`, on either origin: no session, no cookie, no cross-site rule, credentials of their own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(PREFIX):
            return answer(request)
        return self.get_response(request)
