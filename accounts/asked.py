"""What the question of an address asks for, read with care: anybody may have written it."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, wanted: str, *, otherwise: str) -> str:
    """`wanted` when it is an address of this site, else `otherwise`. To be given to HttpResponseRedirect: `redirect` would
    take some of these words for the name of a page.
    """
    here = wanted.startswith("/") or "://" in wanted
    safe = here and url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise


def number_in(text: object, *, digits: int = 15) -> int | None:
    """A number that every database takes; None for anything else."""
    text = str(text or "")
    return int(text) if text.isdecimal() and len(text) <= digits else None
