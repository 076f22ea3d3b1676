# SPDX-License-Identifier: EUPL-1.2
from django.utils.functional import SimpleLazyObject

from sessions.domain.sandbox_pages import is_of_sandbox


def sandbox(request) -> dict:
    """`in_sandbox`: whether the page belongs to a sandbox; looked up only by pages that have the site's frame."""
    return {"in_sandbox": SimpleLazyObject(lambda: is_of_sandbox(request))}
