# SPDX-License-Identifier: EUPL-1.2
"""A range of days says its month and its year once."""

from datetime import date

import pytest
from django.utils.translation import override

from cms.templatetags.interface import before


@pytest.mark.parametrize(
    ("last", "words"),
    [(date(2026, 12, 28), "8"), (date(2027, 1, 4), "8 décembre 2026"), (date(2026, 12, 8), "8")],
)
def test_what_the_last_day_says_is_left_out(last, words):
    with override("fr"):
        assert before(date(2026, 12, 8), last) == words


def test_two_months_of_one_year_share_the_year():
    with override("fr"):
        assert before(date(2026, 11, 12), date(2026, 12, 11)) == "12 novembre"
