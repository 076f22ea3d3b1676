# SPDX-License-Identifier: EUPL-1.2
"""Django's PostgreSQL, with moments read by Python's own parser.

Django reads each `timestamptz` with a regular expression, because the quick reader of psycopg knows no time zone of Django; a page
of a forum holds two hundred of them. What the parser does not know (infinity, years before Christ) is left to Django's.
"""

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader, get_adapters_template
from psycopg.adapt import AdaptersMap


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict:
        return {**super().get_connection_params(), "context": _adapters(settings.USE_TZ, self.timezone)}


@lru_cache
def _adapters(use_tz: bool, zone) -> AdaptersMap:
    adapters = AdaptersMap(get_adapters_template(use_tz, zone))
    adapters.register_loader("timestamptz", type("QuickLoader", (Quick,), {"timezone": zone}))
    return adapters


class Quick(BaseTzLoader):
    """The session of the connection speaks UTC, as Django sets it: the offset is taken off, the zone put in its place."""

    def load(self, data):
        try:
            return datetime.fromisoformat(bytes(data).decode()).replace(tzinfo=self.timezone)
        except ValueError:
            return super().load(data)
