"""Where a request comes from."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied


def address_of(request) -> str | None:
    """The client's network address behind TRUSTED_PROXY_COUNT proxies; None where it cannot be told."""
    try:
        return get_adapter().get_client_ip(request)
    except (PermissionDenied, ImproperlyConfigured):
        return None
