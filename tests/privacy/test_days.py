"""The first of a month is said as French says it, wherever a day is written in words; in other languages nothing changes."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from privacy.days import in_words

FIRST = date(2026, 12, 1)


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
        assert in_words(datetime(2026, 12, 1, 1, 1, tzinfo=UTC), "j F Y, H:i") == "1er décembre 2026, 01:01"
        assert Template("{{ day|date }}|{{ none|date:'j F' }}").render(Context({"day": FIRST, "none": None})) == "1er décembre 2026|"


def test_a_moment_is_the_first_where_its_reader_is():
    moment = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
    with translation.override("fr"), timezone.override("Europe/Paris"):
        assert Template('{{ at|date:"j F, H:i" }}').render(Context({"at": moment})) == "1er décembre, 00:30"


def test_english_counts_on():
    with translation.override("en"):
        assert in_words(FIRST, "j F Y") == "1 December 2026"
