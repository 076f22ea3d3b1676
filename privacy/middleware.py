"""The audit log knows the request that goes on, and which sensitive page it read."""

from privacy.domain.audit import going_on, record
from privacy.enums import Action
from privacy.registry import sensitive_model


class AuditMiddleware:
    """Costs no query, but one line for each sensitive page that was shown."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = going_on.set(request)
        try:
            response = self.get_response(request)
            if response.status_code in {200, 206} and request.method == "GET":
                self._note_reading(request)
            return response
        finally:
            going_on.reset(token)

    @staticmethod
    def _note_reading(request) -> None:
        match = request.resolver_match
        model = sensitive_model(match.view_name) if match else None
        if model is not None and request.user.is_authenticated:
            # An identifier of a person is not written down: the page's own key names a row, and uid is looked up.
            key = next((str(value) for name, value in match.kwargs.items() if name != "uid"), "")
            record(Action.READ, model=model, object_id=key, person=_person_in(match.kwargs))


def _person_in(arguments: dict) -> int | None:
    from django.contrib.auth import get_user_model

    if "uid" not in arguments:
        return None
    return get_user_model().objects.filter(uid=arguments["uid"]).values_list("pk", flat=True).first()
