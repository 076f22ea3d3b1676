# SPDX-License-Identifier: EUPL-1.2
"""Visits of the last six weeks, made of nobody: keys are numbers, and each day is counted and closed as a real one is."""

import random
from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.models import Region
from pathways.models import PathwayPage
from visits.domain.closing import close_day
from visits.domain.counting import count_day
from visits.models import WaitingView

DAYS = 42
ON_WEEKDAYS, ON_WEEKENDS = 44, 17
LEARNER = (
    "training_sessions:home",
    "training_sessions:pathway",
    "training_sessions:step",
    "training_sessions:step",
    "forum:session",
    "forum:thread",
)
ORIGINS = (
    ("direct", ""),
    ("direct", ""),
    ("search", "google.fr"),
    ("search", "qwant.com"),
    ("social", "l.facebook.com"),
    ("site", "artisanat.fr"),
)
DEVICES = ("phone", "phone", "computer", "computer", "computer", "tablet")
COUNTRIES = ("FR",) * 9 + ("RE", "RE", "BE")


def make_visits(regions: dict[str, Region]) -> None:
    chance = random.Random(7)
    public = ["cms:home", "/formations/", *PathwayPage.objects.live().order_by("pk").values_list("url_path", flat=True)[:6]]
    public = [name if ":" in name or name == "/formations/" else f"/{name.split('/', 2)[2]}" for name in public]
    today = timezone.localdate()
    for back in range(DAYS, -1, -1):
        day = today - timedelta(days=back)
        views = [view for key in range(_how_many(day, chance)) for view in _visit(day, key, chance, public, regions)]
        WaitingView.objects.bulk_create(views)
        if back:
            close_day(day, timezone.now())
        else:
            count_day(day, WaitingView.objects.all())


def _how_many(day, chance: random.Random) -> int:
    return chance.randint(-6, 9) + (ON_WEEKENDS if day.weekday() > 4 else ON_WEEKDAYS)


def _visit(day, key: int, chance: random.Random, public: list[str], regions: dict[str, Region]) -> list[WaitingView]:
    """A learner reads learners' pages, a visitor those of the public site."""
    at = datetime.combine(day, time(7), tzinfo=timezone.get_default_timezone()) + timedelta(minutes=chance.randint(0, 780))
    learner = chance.random() < 0.6
    region = regions["bretagne" if chance.random() < 0.65 else "reunion"]
    origin, host = chance.choice(ORIGINS)
    told = {"origin": origin, "host": host, "device": chance.choice(DEVICES), "country": chance.choice(COUNTRIES), "language": "fr"}
    views = []
    for page in chance.choices(LEARNER if learner else public, k=chance.randint(2, 7)):
        found = {**told, "page": page, "region": [str(region.pk)] if learner else []}
        views.append(WaitingView(at=at, day=day, visitor=f"{key:032x}", told=found))
        at += timedelta(seconds=chance.randint(15, 400))
    return views
