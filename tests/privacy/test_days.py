"""The first of a month and the hour are said as French says them, wherever a moment is in words; other languages change nothing."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from cms.templatetags.interface import before
from privacy.days import hour_in_words, in_words

FIRST = date(2026, 12, 1)
N = "\u00a0"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("l j F", "mardi 1er décembre"),
        ("j F Y", "1er décembre 2026"),
        ("DATE_FORMAT", "1er décembre 2026"),
        ("j", "1"),
        ("d/m/Y", "01/12/2026"),
        ("F Y", "décembre 2026"),
    ],
)
def test_the_first_of_a_month(pattern, words):
    with translation.override("fr"):
        assert in_words(FIRST, pattern) == words
        assert Template(f'{{{{ day|date:"{pattern}" }}}}').render(Context({"day": FIRST})) == words


def test_other_days_and_hours_stay():
    with translation.override("fr"):
        assert in_words(date(2026, 12, 11), "l j F Y") == "vendredi 11 décembre 2026"
        assert in_words(date(2026, 12, 21)) == "21 décembre 2026"
        assert in_words(datetime(2026, 12, 1, 1, 1, tzinfo=UTC), "j F Y, H:i") == f"1er décembre 2026 à 1{N}h{N}01"
        assert Template("{{ day|date }}|{{ none|date:'j F' }}").render(Context({"day": FIRST, "none": None})) == "1er décembre 2026|"


def test_a_moment_is_the_first_where_its_reader_is():
    moment = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    with translation.override("fr"), timezone.override("Europe/Paris"):
        assert Template('{{ at|date:"j F, H:i" }}').render(Context({"at": moment})) == f"1er décembre à 0{N}h{N}30"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("j F Y, H:i", f"3 mars 2026 à 14{N}h{N}05"),
        ("l j F, H:i", f"mardi 3 mars à 14{N}h{N}05"),
        ("DATETIME_FORMAT", f"3 mars 2026 à 14{N}h{N}05"),
        ("TIME_FORMAT", f"14{N}h{N}05"),
        ("H:i", f"14{N}h{N}05"),
        ("j F Y, H:i:s", "3 mars 2026, 14:05:09"),
    ],
)
def test_a_moment_is_written_one_way(pattern, words):
    moment = datetime(2026, 3, 3, 14, 5, 9, tzinfo=UTC)
    with translation.override("fr"), timezone.override(UTC):
        assert in_words(moment, pattern) == words
        assert Template(f'{{{{ at|date:"{pattern}" }}}}').render(Context({"at": moment})) == words
        assert Template('{{ at|time:"H:i" }}, {{ at|time }}').render(Context({"at": moment})) == f"14{N}h{N}05, 14{N}h{N}05"


def test_a_full_hour_goes_without_minutes():
    moment = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    with translation.override("fr"):
        assert hour_in_words(moment) == f"9{N}h"
        assert in_words(moment, "l j F, H:i") == f"mardi 1er décembre à 9{N}h"


def test_other_languages_stay():
    with translation.override("en"):
        assert in_words(FIRST, "j F Y") == "1 December 2026"
        assert in_words(datetime(2026, 12, 1, 9, 5, tzinfo=UTC), "j F Y, H:i") == "1 December 2026, 09:05"


def test_a_range_within_a_month_begins_on_its_first():
    with translation.override("fr"):
        assert before(FIRST, date(2026, 12, 28)) == "1er"
        assert before(date(2026, 12, 8), date(2027, 1, 4)) == "8 décembre 2026"
