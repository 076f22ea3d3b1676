from collections.abc import Callable
from datetime import datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from visits.domain import buffer, salts
from visits.domain.buffer import flush
from visits.domain.counting import count_waiting

PARIS = ZoneInfo("Europe/Paris")
MORNING = datetime(2026, 3, 10, 9, 0, tzinfo=PARIS)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1"


def forget_everything() -> None:
    salts._remembered.clear()
    buffer._waiting.clear()
    for days in range(-40, 40):
        cache.delete(salts.cache_key((MORNING + timedelta(days=days)).date()))


@pytest.fixture(autouse=True)
def nothing_waits(db):
    forget_everything()
    yield
    forget_everything()


@pytest.fixture
def see() -> Callable:
    """see(path, at=moment, …) asks for a page as a browser does, at that moment, and says what was answered."""

    def asked(path="/plan-du-site/", at=MORNING, *, agent=FIREFOX, address="90.1.2.3", browser=None, **headers):
        with mock.patch.object(timezone, "now", return_value=at):
            return (browser or Client()).get(path, headers={"User-Agent": agent, **headers}, REMOTE_ADDR=address)

    return asked


@pytest.fixture
def counted() -> Callable[[datetime], int]:
    """counted(moment): everything seen up to a minute before is written and counted."""

    def count(now: datetime = MORNING + timedelta(hours=8)) -> int:
        flush()
        return count_waiting(now)

    return count
