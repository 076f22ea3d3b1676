"""What the tests of registration share: the form filled in, the links of mails, the time that people take."""

import re
from datetime import date, timedelta

import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import RegistrationSettings

PASSWORD = "trois brioches tièdes"
ADDRESS = "maelle@exemple.fr"
PARENT = "parent@exemple.fr"


def open_registration(**values) -> RegistrationSettings:
    rules = RegistrationSettings.present()
    for name, value in {"is_open": True, **values}.items():
        setattr(rules, name, value)
    rules.full_clean()
    rules.save()
    return rules


def born(age: int, days: int = 0) -> str:
    """The date of birth of somebody who is so old today, plus so many days."""
    today = timezone.localdate()
    day = date(today.year - age, today.month, min(today.day, 28)) - timedelta(days=days)
    return day.isoformat()


def values_of(page) -> dict:
    """What a browser sends back of the page's form as it stands: hidden values and the empty trap."""
    found = dict(re.findall(r'name="(begun|text_\d+)"[^>]*value="([^"]*)"', page.text))
    found |= dict(re.findall(r'value="([^"]*)"[^>]*name="(begun)"', page.text))
    return {**found, "website": ""}


def fill(client, address: str = "", later: int = 20, **changes):
    """Ask for the form, take some seconds, send it."""
    url = address or reverse("accounts:register")
    page = client.get(url)
    data = {**values_of(page), "first_name": "Maëlle", "last_name": "Kerjean", "email": ADDRESS, "password": PASSWORD, "born_on": born(30)}
    with time_machine.travel(timezone.now() + timedelta(seconds=later), tick=False):
        return client.post(url, {**data, **changes})


def link_in(one=None) -> str:
    """The path of the only link of ours in a mail, the last by default."""
    body = (one or mail.outbox[-1]).body
    return re.search(r"https?://[^/\s]+(/compte/(?:confirmer|accord-parental|invitation)/\S+)", body)[1]
