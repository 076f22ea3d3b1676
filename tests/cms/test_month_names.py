"""Our catalogue is read before Django's: a message of ours that is also the name of a month or a day would replace it everywhere."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.dateformat import format as written

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
SHORT = ["jan", "fév", "mar", "avr", "mai", "jui", "jul", "aoû", "sep", "oct", "nov", "déc"]


@pytest.mark.parametrize("month", range(1, 13))
def test_months_keep_their_names(month):
    day = date(2027, month, 1)
    with translation.override("fr"):
        assert (written(day, "F"), written(day, "b")) == (MONTHS[month - 1], SHORT[month - 1])


def test_days_keep_their_names():
    with translation.override("fr"):
        names = [written(date(2027, 3, day), "l") for day in range(1, 8)]
    assert names == ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
