from django.utils.functional import SimpleLazyObject

from accounts.models import RegistrationSettings
from accounts.registry import current_workspace, workspaces_of


def workspaces(request) -> dict:
    """`workspaces`: the entries of the main menu for the signed-in person; `current_workspace`: where the page lies."""
    user = getattr(request, "user", None)
    found = workspaces_of(user) if user is not None else []
    return {"workspaces": found, "current_workspace": current_workspace(found, request.path)}


def registration(request) -> dict:
    """`registration`: whether anyone may open an account, and how; asked of the database where a template uses it."""
    return {"registration": SimpleLazyObject(RegistrationSettings.present)}
