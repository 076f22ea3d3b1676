"""Things that can be brought back on their own, of the apps below; the others register theirs."""

import uuid

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backups.registry import Kind
from privacy.domain.journal import key_of, noted_outside
from privacy.models import Erasure


def find_person(rows: QuerySet, text: str) -> QuerySet:
    """By e-mail address or by identifier."""
    if "@" in text:
        return rows.filter(email__iexact=text)
    return rows.filter(uid=uuid.UUID(text))


def find_page(rows: QuerySet, text: str) -> QuerySet:
    """By number, or by the last part of its address."""
    if text.isdigit():
        return rows.filter(pk=int(text))
    return rows.filter(url_path__endswith=f"/{text.strip('/')}/")


def erased(person) -> str:
    """The words that refuse one who was erased; the journal outlives every restore."""
    key = key_of(person.uid)
    gone = key in noted_outside() or Erasure.objects.filter(key=key).exclude(erased_at=None).exists()
    return _("This person was erased: what was theirs does not come back.") if gone else ""


PERSON = Kind("person", "accounts.User", find_person, erased)
PAGE = Kind("page", "wagtailcore.Page", find_page)
