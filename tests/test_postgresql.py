"""Moments come back from PostgreSQL as they were written (config.postgresql)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import DataError, connection
from django.utils import timezone

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="SQLite has no timestamptz"),
]


def read(literal: str) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz", [literal])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("literal", "moment"),
    [
        ("2026-11-26 06:47:49+00", datetime(2026, 11, 26, 6, 47, 49, tzinfo=UTC)),
        ("2026-11-26 06:47:49.5+00", datetime(2026, 11, 26, 6, 47, 49, 500_000, tzinfo=UTC)),
        ("2026-11-26 06:47:49.000001+05:30", datetime(2026, 11, 26, 1, 17, 49, 1, tzinfo=UTC)),
        ("0001-01-01 00:00:00+00", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31 23:59:59.999999+00", datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_a_moment_is_what_it_was_in_utc(literal, moment):
    found = read(literal)
    assert (found, found.utcoffset()) == (moment, moment.utcoffset())


def test_the_zone_of_a_reader_changes_nothing_of_what_is_read():
    with timezone.override(ZoneInfo("Pacific/Tahiti")):
        assert read("2026-11-26 06:47:49+00").tzinfo == UTC


@pytest.mark.parametrize("literal", ["infinity", "0044-03-15 12:00:00+00 BC"])
def test_what_python_has_no_moment_for_is_refused_as_by_django(literal):
    with pytest.raises(DataError):
        read(literal)
