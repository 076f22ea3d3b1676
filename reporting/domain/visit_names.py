# SPDX-License-Identifier: EUPL-1.2
"""What people read for a value by which visits are counted: a page, an origin, a country, a region."""

from collections.abc import Callable, Iterable

from babel import Locale
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from accounts.models import Region
from visits.models import LEFT, Device, Kind, Origin

# Pages by the name of their route. Those that are not here go under the heading of their part of the site.
PAGES = {
    "cms:home": gettext_lazy("Home page of the site"),
    "cms:search": gettext_lazy("Search in the site"),
    "cms:site_map": gettext_lazy("Site map"),
    "cms:help": gettext_lazy("Help and guided visit"),
    "cms:guide": gettext_lazy("Procedure sheet"),
    "visits:about": gettext_lazy("How visits are counted"),
    "privacy:information": gettext_lazy("Personal data"),
    "privacy:mine": gettext_lazy("My data"),
    "account_login": gettext_lazy("Sign in"),
    "accounts:invitation": gettext_lazy("Answer to an invitation"),
    "accounts:profile": gettext_lazy("My profile"),
    "accounts:security": gettext_lazy("Security of my account"),
    "training_sessions:home": gettext_lazy("Learner: home"),
    "training_sessions:pathway": gettext_lazy("Learner: plan of the training"),
    "training_sessions:step": gettext_lazy("Learner: a step (course, quiz, exercise)"),
    "training_sessions:results": gettext_lazy("Learner: my results"),
    "training_sessions:documents": gettext_lazy("Learner: my documents"),
    "training_sessions:faq": gettext_lazy("Frequent questions"),
    "training_sessions:sign": gettext_lazy("Sign the attendance sheet"),
    "training_sessions:attendance": gettext_lazy("Attendance sheets"),
    "training_sessions:verify_form": gettext_lazy("Check a certificate"),
    "training_sessions:verify": gettext_lazy("Certificate checked"),
    "training_sessions:region": gettext_lazy("Region: today"),
    "training_sessions:sessions": gettext_lazy("Region: sessions"),
    "training_sessions:session": gettext_lazy("Region: a session"),
    "training_sessions:people": gettext_lazy("Region: people"),
    "training_sessions:person": gettext_lazy("Region: a person"),
    "tutoring:home": gettext_lazy("Tutor: home"),
    "tutoring:session": gettext_lazy("Tutor: a session"),
    "tutoring:learner": gettext_lazy("Tutor: a learner"),
    "tutoring:to_grade": gettext_lazy("Tutor: work to grade"),
    "tutoring:grading": gettext_lazy("Tutor: grading"),
    "forum:session": gettext_lazy("Forum: the threads of a session"),
    "forum:thread": gettext_lazy("Forum: a thread"),
    "messaging:conversations": gettext_lazy("Messages"),
    "messaging:conversation": gettext_lazy("A conversation"),
    "messaging:notices": gettext_lazy("Notices"),
    "badges:shelf": gettext_lazy("My badges"),
    "reporting:home": gettext_lazy("Reports"),
    "reporting:national": gettext_lazy("National dashboard"),
    "reporting:region": gettext_lazy("Dashboard of a region"),
    "reporting:session": gettext_lazy("Report of a session"),
}
PARTS = {
    "cms": gettext_lazy("Site: other pages"),
    "privacy": gettext_lazy("Personal data: other pages"),
    "accounts": gettext_lazy("Account and sign-in: other pages"),
    "account": gettext_lazy("Account and sign-in: other pages"),
    "mfa": gettext_lazy("Account and sign-in: other pages"),
    "training_sessions": gettext_lazy("Sessions: other pages"),
    "tutoring": gettext_lazy("Tutoring: other pages"),
    "forum": gettext_lazy("Forum: other pages"),
    "messaging": gettext_lazy("Messages: other pages"),
    "reporting": gettext_lazy("Reports: other pages"),
}


def names_of(kind: str, values: Iterable[str]) -> dict[str, str]:
    """Words for each value, in at most two queries."""
    wanted = [value for value in values if value not in {"", LEFT}]
    return {**_NAMES[Kind(kind)](wanted), "": _("Not known"), LEFT: str(_LEFT.get(Kind(kind), _("Others (fewer than 5 people each)")))}


def _pages(values: list[str]) -> dict[str, str]:
    titles = _titles([value for value in values if value.startswith("/")])
    return {value: titles.get(value) or (value if value.startswith("/") else _route(value)) for value in values}


def _titles(paths: list[str]) -> dict[str, str]:
    """The titles of the pages of the public site, with their address: two may have one title."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first() if paths else None
    if site is None:
        return {}
    root = site.root_page.url_path
    by_path = Page.objects.filter(url_path__in=[root + path[1:] for path in paths]).values_list("url_path", "title")
    return {f"/{url[len(root) :]}": f"{title} ({url[len(root) - 1 :]})" for url, title in by_path}


def _route(name: str) -> str:
    """Several routes may go under one heading: each is named by it."""
    part = name.partition(":")[0] if ":" in name else name.partition("_")[0]
    return str(PAGES.get(name) or PARTS.get(part) or _("Other pages"))


def _countries(values: list[str]) -> dict[str, str]:
    names = Locale.parse(get_language() or "fr", sep="-").territories
    return {value: names.get(value, value) for value in values}


def _languages(values: list[str]) -> dict[str, str]:
    names = Locale.parse(get_language() or "fr", sep="-").languages
    return {value: names.get(value, value) for value in values}


def _regions(values: list[str]) -> dict[str, str]:
    names = {str(pk): name for pk, name in Region.objects.filter(pk__in=values).values_list("pk", "name")}
    return {value: names.get(value, _("Region removed")) for value in values}


def _choices(choices: type[Origin] | type[Device]) -> Callable[[list[str]], dict[str, str]]:
    return lambda values: {str(choice): str(choice.label) for choice in choices}


_NAMES: dict[Kind, Callable[[list[str]], dict[str, str]]] = {
    Kind.WHOLE: lambda values: {},
    Kind.PAGE: _pages,
    Kind.ORIGIN: _choices(Origin),
    Kind.HOST: lambda values: {value: value for value in values},
    Kind.DEVICE: _choices(Device),
    Kind.COUNTRY: _countries,
    Kind.LANGUAGE: _languages,
    Kind.REGION: _regions,
}
_LEFT = {
    Kind.PAGE: gettext_lazy("Other pages (fewer than 5 people each)"),
    Kind.HOST: gettext_lazy("Other sites (fewer than 5 people each)"),
    Kind.COUNTRY: gettext_lazy("Other countries (fewer than 5 people each)"),
    Kind.REGION: gettext_lazy("Other regions (fewer than 5 people each)"),
}
